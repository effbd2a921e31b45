"""Letters: not at night, not forty in an hour, not what nobody wants, and never past what is due."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from post_office.models import STATUS, Email

from appraisal.events import FINALIZED, OBJECTED, PLAN_AGREED
from audit.models import Entry
from notifications.actions import choose, post
from notifications.deliver import deliver
from notifications.models import Notice, Preference
from notifications.timing import APART, ends_quiet, put_off
from notifications.wording import wordings
from organization.models import Assignment, Post, User
from organization.notices import UNREACHABLE, tell_of_unreachable
from tests.counting import statements
from tests.notifications.conftest import moment
from tests.office import DAY, NOW, TODAY, Office
from workflow.wording import TASKS

WIB, WIT = "Asia/Jakarta", "Asia/Jayapura"
HOUR = datetime.timedelta(hours=1)
SITE = "http://testserver"


def about(person, event, *, at=NOW, subject="user:1", kind="info", n=None):
    return Notice(to=person, kind=kind, about=event, subject=subject, created_at=at, n=n)


def letters_to(name):
    return list(Email.objects.filter(to=f"{name}@kota.example").order_by("pk"))


# --- when ---


@pytest.mark.parametrize(
    ("at", "zone", "ends"),
    [
        ("2 20.59", WIB, None),
        ("2 21.00", WIB, "3 06.00"),
        ("3 00.30", WIB, "3 06.00"),
        ("3 05.59", WIB, "3 06.00"),
        ("3 06.00", WIB, None),
        ("2 19.00", WIT, "3 04.00"),  # 21.00 in Jayapura; 06.00 there is 04.00 in Jakarta
        ("2 18.59", WIT, None),
    ],
)
def test_the_night_is_that_of_the_office(at, zone, ends):
    assert ends_quiet(moment(at), zone) == (ends and moment(ends))


def test_a_city_may_have_no_night(settings):
    settings.MAIL_QUIET = [0, 0]
    assert ends_quiet(moment("3 03.00"), WIB) is None


@pytest.mark.parametrize(
    ("at", "last", "is_daily", "due", "until"),
    [
        ("2 10.00", None, False, None, None),
        ("2 10.00", "2 09.30", False, None, "2 10.30"),
        ("2 10.30", "2 09.30", False, None, None),
        ("2 20.45", "2 20.30", False, None, "3 06.00"),  # in an hour it is night
        ("2 22.00", None, False, None, "3 06.00"),
        ("2 22.00", None, False, "2 23.59", None),  # due today: nothing waits past it
        ("2 22.00", None, False, "3 07.30", None),  # two hours are not too many
        ("2 22.00", None, False, "3 09.00", "3 06.00"),
        ("2 22.00", None, False, "2 21.00", "3 06.00"),  # past already
        ("2 10.00", "2 07.00", True, None, "3 07.00"),
        ("3 07.00", "2 07.00", True, None, None),
        ("2 10.00", "2 07.00", True, "2 23.59", None),
        ("2 10.00", None, True, None, None),
        ("2 06.30", "1 12.00", True, None, "2 07.00"),
    ],
)
def test_until_when_a_letter_waits(at, last, is_daily, due, until):
    asked = {"zone": WIB, "last": last and moment(last), "is_daily": is_daily, "due": due and moment(due)}
    assert put_off(moment(at), **asked) == (until and moment(until))


def test_one_letter_after_a_launch_instead_of_forty(office):
    """Forty cases open while a reviewer is away from his desk."""
    Notice.objects.all().delete()
    post(about(office.hr, OBJECTED.name, at=NOW + n * DAY / 10_000) for n in range(40))
    assert deliver(NOW) == 1
    [letter] = letters_to("hr")
    assert letter.subject == "40 pemberitahuan untuk Anda · Timbang"
    assert deliver(NOW) == 0


def test_what_comes_within_the_hour_goes_together(office):
    Notice.objects.all().delete()
    for n in range(5):
        post([about(office.hr, OBJECTED.name, at=NOW + n * HOUR / 10)])
        deliver(NOW + n * HOUR / 10)
    assert len(letters_to("hr")) == 1
    assert deliver(NOW + APART - DAY / 86_400) == 0
    assert deliver(NOW + APART) == 1
    assert [one.subject.split()[0] for one in letters_to("hr")] == ["Keberatan", "4"]
    assert not Notice.objects.unmailed().exists()


def test_nothing_leaves_at_night_and_all_in_the_morning(office):
    night = moment("2 23.00")
    assert deliver(night) == 0
    assert Notice.objects.get().mail_after == moment("3 06.00")
    assert deliver(moment("3 05.59")) == 0
    assert deliver(moment("3 06.00")) == 1


def test_a_task_that_is_due_tonight_leaves_tonight(office):
    step = office.step()
    step.due_at = moment("2 23.59")
    step.save(update_fields=["due_at"])
    assert deliver(moment("2 22.00")) == 1


def test_the_night_is_that_of_the_readers_office(db):
    office = Office(zone=WIT)
    post_held = Post.objects.create(unit=office.unit, title="Analis", kind=Post.Kind.PELAKSANA)
    Assignment.objects.create(holder=office.employee, post=post_held, from_date=TODAY)
    assert deliver(moment("2 19.30")) == 0  # 21.30 in Jayapura
    assert deliver(moment("3 04.00")) == 1


def test_whoever_has_no_post_lives_by_the_citys_clock(office):
    assert deliver(moment("2 19.30")) == 1


# --- what ---


def test_a_letter_of_several_says_each_with_its_link_and_why(office):
    office.take("submit")
    post([about(office.supervisor, OBJECTED.name, subject=f"appraisal:{office.appraisal.pk}")])
    deliver(NOW)
    [letter] = letters_to("supervisor")
    for text in (letter.message, letter.html_message):
        assert text.index(str(TASKS["supervisor_review"])) < text.index("Keberatan diajukan")  # what is to do first
        assert f"{SITE}/tasks/{office.step().pk}/" in text
        assert f"{SITE}/appraisals/{office.appraisal.pk}/" in text
        assert "Anda menerima ini karena tugas ini milik Anda." in text
        assert "Anda menerima ini karena Anda pejabat penilainya." in text
        assert f"{SITE}/notices/settings/" in text


def test_the_page_says_why_too(office, client):
    client.force_login(office.employee)
    assert "Anda menerima ini karena tugas ini milik Anda." in client.get("/notices/").content.decode()


def test_everything_that_is_told_of_a_case_says_why(office, client):
    office.bring_to("final")
    for person in (office.employee, office.supervisor, office.members[0]):
        client.force_login(person)
        page = client.get("/notices/").content.decode()
        open_or_info = page.count("Anda menerima ini karena")
        assert open_or_info >= Notice.objects.filter(to=person, kind="info").count()


def test_writing_letters_costs_the_same_for_one_and_for_many(office):
    office.bring_to("committee_vote")
    with statements() as few:
        deliver(NOW, limit=1)
    Notice.objects.all().update(mailed_at=None, skipped_at=None)
    with statements() as many:
        deliver(NOW + 2 * HOUR)
    assert len(many) <= len(few) + 2, many


# --- once ---


def test_nobody_is_told_twice_of_one_act(office):
    """Nor of one entry of the log: the database refuses it, whoever tries again after a crash."""
    office.take("submit")
    told = Notice.objects.get(to=office.supervisor)
    entry = Entry.objects.get(stream=told.subject, n=told.n)
    assert entry.event == "appraisal.self_assessed"
    with pytest.raises(IntegrityError), transaction.atomic():
        post([about(office.supervisor, told.about, subject=told.subject, n=told.n, at=NOW + DAY)])
    post([about(office.supervisor, told.about, subject=told.subject, n=told.n + 1)])
    assert Notice.objects.filter(to=office.supervisor).count() == 2


# --- choices ---


def chosen(client, *, mail, digest="soon"):
    return client.post("/notices/settings/", {"mail": mail, "digest": digest}, follow=True)


def test_the_page_of_choices_says_what_the_law_does_not_let_off(office, client):
    client.force_login(office.employee)
    page = client.get("/notices/settings/").content.decode()
    assert "Selalu dikirim: hak atau tenggat Anda menurut PP 30/2019 Pasal 59 bergantung padanya." in page
    assert page.count(" disabled") == len({(w.title, w.law) for w in wordings.values() if w.law})
    assert 'value="plan.agreed" checked' in page


def test_what_is_switched_off_is_not_mailed_and_stays_on_the_page(office, client):
    client.force_login(office.hr)
    on = [name for name in wordings if name != PLAN_AGREED.name]
    assert "Pilihan Anda tersimpan." in chosen(client, mail=" ".join(on)).content.decode()
    Notice.objects.all().delete()
    notice = about(office.hr, PLAN_AGREED.name)
    post([notice])
    assert deliver(NOW) == 0
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.skipped_at) == (None, NOW)
    assert 'value="plan.agreed" checked' not in client.get("/notices/settings/").content.decode()


def test_the_law_stays_on_whatever_is_sent(office, client):
    client.force_login(office.hr)
    chosen(client, mail="")
    kept = Preference.objects.get(person=office.hr)
    assert PLAN_AGREED.name in kept.mail_off
    assert not [name for name in kept.mail_off if wordings[name].law]
    assert FINALIZED.name not in kept.mail_off
    Preference.objects.filter(person=office.hr).update(mail_off=[*kept.mail_off, FINALIZED.name])  # from elsewhere
    post([about(office.hr, FINALIZED.name, subject=f"appraisal:{office.appraisal.pk}")])
    assert deliver(NOW) == 2  # and the employee's task


def test_a_choice_is_logged_with_its_history_and_the_same_again_is_not(office, client):
    client.force_login(office.hr)
    for _ in range(2):
        chosen(client, mail="", digest="daily")
    chosen(client, mail="", digest="soon")
    entries = Entry.objects.filter(event="notices.chosen")
    assert [entry.stream for entry in entries] == [f"user:{office.hr.pk}"] * 2
    assert Preference.history.filter(person=office.hr).count() == 2


def test_choosing_what_everybody_has_leaves_no_trace(office):
    choose(office.hr, digest="soon", mail=set(wordings), push=set(wordings), at=NOW)
    assert not Preference.objects.exists()


@pytest.mark.parametrize("digest", ["", "hourly"])
def test_a_strange_choice_is_refused(office, client, digest):
    client.force_login(office.hr)
    assert chosen(client, mail="", digest=digest).status_code == 400
    assert not Preference.objects.exists()


def test_one_letter_each_morning_for_whoever_wants_it_so(office):
    choose(office.hr, digest="daily", mail=set(wordings), push=set(), at=NOW)
    Notice.objects.all().delete()
    for n in range(3):
        post([about(office.hr, OBJECTED.name, at=NOW + n * HOUR)])
        deliver(NOW + n * HOUR)
    assert len(letters_to("hr")) == 1
    assert deliver(moment("3 06.59")) == 0
    assert deliver(moment("3 07.00")) == 1


# --- what does not arrive ---


def give_up(name, *, at=NOW):
    letter = Email.objects.create(to=f"{name}@kota.example", from_email="timbang@kota.example", status=STATUS.failed)
    Email.objects.filter(pk=letter.pk).update(last_updated=at, created=at)


def test_hr_is_told_once_of_each_person_whose_letters_do_not_arrive(office, client):
    User.objects.filter(pk=office.employee.pk).update(email="employee@kota.example")
    give_up("employee")
    for _ in range(2):
        tell_of_unreachable(NOW)
    give_up("employee")
    tell_of_unreachable(NOW + HOUR / 10)
    told = Notice.objects.get(about=UNREACHABLE)
    assert (told.to, told.subject) == (office.hr, f"user:{office.employee.pk}")
    client.force_login(office.hr)
    page = client.get("/notices/").content.decode()
    assert "Siti Rahmawati" in page
    assert "Betulkan alamatnya, atau serahkan tautan masuk sekali pakai." in page
    assert "Siti Rahmawati" in client.get("/people/unreachable/").content.decode()


def test_of_what_arrives_nobody_is_told(office):
    with statements() as made:
        assert tell_of_unreachable(NOW) == 0
    assert len(made) <= 3
    assert not Notice.objects.filter(about=UNREACHABLE).exists()


def test_the_morning_is_the_local_one():
    assert moment("3 06.00") == datetime.datetime(2026, 11, 3, 6, tzinfo=ZoneInfo(WIB))
