"""Notices: stored with the change, read on a page, mailed once, leading to something that still waits."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import translation
from post_office.models import Email

from appraisal import notices as told
from appraisal.events import FINALIZED, OBJECTED, RATING_CHANGED, SUPERSEDED
from audit import registry
from audit.models import Entry
from notifications import deliver as delivering
from notifications.deliver import deliver
from notifications.models import Notice
from notifications.wording import Receipt, tell, wordings
from organization.models import User
from tests.counting import statements
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from workflow import beside
from workflow.committees import move_meeting
from workflow.sweeper import sweep
from workflow.wording import TASKS

SITE = "http://testserver"


def notices_of(user):
    return tell(list(Notice.objects.filter(to=user).order_by("-pk")))


# --- wording ---


def test_everything_that_is_ever_told_has_a_wording(db):
    names = {event.name for event in [*told.TOLD, *told.TOLD_OF_PLAN]} | set(TASKS)
    assert names - wordings.keys() == set()


def test_a_task_leads_to_its_step_and_later_to_who_did_it(office):
    office.take("submit")
    [task] = notices_of(office.supervisor)
    step = office.step()
    assert task.lead.is_open
    assert task.lead.url == f"/tasks/{step.pk}/"
    assert task.lead.note.startswith("Batas ")
    office.take("submit")
    [task] = notices_of(office.supervisor)
    assert not task.lead.is_open
    assert "Sudah diselesaikan oleh Hasan Nauli" in task.lead.note


def test_a_task_that_went_over_to_somebody_says_to_whom(office):
    office.take("submit")
    beside.reassign(office.appraisal.pk, role="supervisor", to=office.stranger, reason="Mutasi.", by=office.hr, at=NOW)
    [task] = notices_of(office.supervisor)
    assert (task.lead.is_open, task.lead.url) == (False, "")
    assert "Lamhot Simbolon" in task.lead.note
    [task] = notices_of(office.stranger)
    assert task.lead.is_open


def test_news_leads_to_the_appraisal_and_the_reader_knows_his_own_name(office):
    office.bring_to("final")
    mine = next(one for one in notices_of(office.employee) if one.notice.about == FINALIZED.name)
    assert (mine.lead.url, mine.lead.subject) == (f"/appraisals/{office.appraisal.pk}/", "Triwulan III 2026")
    his = next(one for one in notices_of(office.supervisor) if one.notice.about == FINALIZED.name)
    assert "Siti Rahmawati" in his.lead.subject


def test_news_lead_nowhere_for_who_may_not_open_the_case(office, client):
    """A former supervisor was told; the case is no longer his to read."""
    office.take("submit")
    office.take("submit")
    office.take("object")
    office.take("submit")
    office.take("change", at=NOW + DAY)
    told = next(one for one in notices_of(office.supervisor) if one.notice.about == RATING_CHANGED.name)
    assert told.lead.url == f"/appraisals/{office.appraisal.pk}/"
    facts = {"role": "supervisor", "to": office.stranger, "reason": "Mutasi."}
    beside.reassign(office.appraisal.pk, **facts, by=office.hr, at=NOW + DAY)
    told = next(one for one in notices_of(office.supervisor) if one.notice.about == RATING_CHANGED.name)
    assert told.lead.url == ""
    assert "Siti Rahmawati" in told.lead.subject
    deliver(NOW)
    letter = Email.objects.get(to="supervisor@kota.example")
    assert "Keberatan sudah ditetapkan" in letter.message
    assert f"{SITE}/notices/\n" in letter.message
    assert "Buka pemberitahuan" in letter.html_message


def test_a_member_is_led_to_the_votes_whose_day_has_moved(office, client):
    office.bring_to("committee_vote")
    move_meeting(office.committee.pk, TODAY + 40 * DAY, "Ruang rapat dipakai.", by=office.hr, at=NOW)
    deliver(NOW)
    letter = Email.objects.get(to="member_1@kota.example")
    assert "Rapat komite dipindahkan" in letter.message
    assert "12 Desember 2026" in letter.message
    link = next(word for word in letter.message.split() if "jenis=" in word).removeprefix(SITE)
    assert "Siti Rahmawati" in signed_in_at(client, office.members[1], link)
    subject, key = Notice.objects.get(to=office.members[1], about="committee.meeting_moved").subject.split(":")
    for person, may in ((office.members[1], True), (office.hr, True), (office.stranger, False)):
        assert registry.subjects[subject].visible_to(person).filter(pk=key).exists() is may


def test_telling_costs_the_same_for_one_and_for_many(office):
    office.bring_to("final")
    everything = list(Notice.objects.select_related("to"))
    assert len(everything) > 8
    with statements() as made:
        tell(everything)
    assert len(made) == 2


# --- the page ---


def test_the_list_shows_what_waits_and_marks_it_read(office, client):
    office.bring_to("employee_response")
    client.force_login(office.employee)
    page = client.get("/notices/").content.decode()
    assert page.index("Tanggapi hasil penilaian") < page.index("Isi penilaian mandiri")
    assert page.count('class="unread"') == 2
    first = Notice.objects.filter(to=office.employee).order_by("-pk").first()
    assert client.post(f"/notices/{first.pk}/read/").url == "/notices/"
    assert client.get("/notices/").content.decode().count('class="unread"') == 1
    client.post("/notices/read/", {"newest": first.pk})
    assert client.get("/notices/").content.decode().count('class="unread"') == 0
    assert "Tidak ada pemberitahuan untuk saringan ini." in client.get("/notices/?show=unread").content.decode()


def test_a_followed_link_marks_read_without_a_page(office, client):
    client.force_login(office.employee)
    notice = Notice.objects.get(to=office.employee)
    path = f"/notices/{notice.pk}/read/"
    assert client.get(path).status_code == 405
    assert client.post(path, headers={"X-Requested-With": "fetch"}).status_code == 204
    notice.refresh_from_db()
    assert notice.read_at == NOW


def test_nobody_marks_or_reads_what_is_not_his(office, client):
    notice = Notice.objects.get(to=office.employee)
    client.force_login(office.stranger)
    client.post(f"/notices/{notice.pk}/read/")
    client.post("/notices/read/", {"newest": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None
    assert "Isi penilaian mandiri" not in client.get("/notices/").content.decode()


def test_what_comes_meanwhile_stays_unread(office, client):
    client.force_login(office.employee)
    seen = client.get("/notices/").context["newest"]
    office.take("submit")
    office.take("submit")
    client.post("/notices/read/", {"newest": seen})
    assert list(Notice.objects.filter(to=office.employee).unread().values_list("about", flat=True)) == [
        "employee_response"
    ]


def test_the_list_is_paged_by_key_and_costs_the_same(office, client):
    Notice.objects.bulk_create(
        [
            Notice(to=office.employee, kind="info", about=OBJECTED.name, subject=f"appraisal:{office.appraisal.pk}",
                   created_at=NOW + n * DAY)
            for n in range(60)
        ]
    )  # fmt: skip
    client.force_login(office.employee)
    seen, address = 0, "/notices/"
    while address:
        with statements() as made:
            answer = client.get(address)
        assert len(made) <= 6, made
        seen += len(answer.context["rows"])
        older = answer.context["older"]
        address = older and f"/notices/?before={older}"
    assert seen == 61
    assert client.get("/notices/?before=x&show=nonsense").status_code == 200


# --- the receipt of the end ---


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_employee_keeps_a_receipt_of_the_last_entry(office, client, language):
    User.objects.filter(pk=office.employee.pk).update(language=language)
    office.bring_to("final")
    entry = Entry.objects.get(event=FINALIZED.name)
    leaf = entry.leaf_hash.hex()
    kept = Notice.objects.get(to=office.employee, about=FINALIZED.name)
    assert kept.facts["receipt"] == {"n": entry.n, "leaf": leaf}
    assert "receipt" not in Notice.objects.get(to=office.supervisor, about=FINALIZED.name).facts
    number = f"PN-{office.appraisal.pk}-{entry.n}"
    short = f"{leaf[:4]} {leaf[4:8]} … {leaf[-8:-4]} {leaf[-4:]}"
    client.force_login(User.objects.get(pk=office.employee.pk))
    page = client.get("/notices/").content.decode()
    assert number in page
    assert short in page
    deliver(NOW)
    words = {"id": ("menjadi final", "Simpan surat ini"), "en": ("final", "Keep this letter")}[language]
    letter = Email.objects.get(to="employee@kota.example", subject__contains=words[0])
    for text in (letter.message, letter.html_message):
        assert number in text
        assert leaf in text.replace(" ", "")
        assert words[1] in text
        assert "http://testserver/verify/" in text
        assert not [word for word in ("Sesuai ekspektasi", "Baik", "Good") if word in text]
    case = client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()
    assert number in case
    assert leaf in re.sub(r"\s", "", case)


def test_a_replacement_brings_a_receipt_of_its_own(office, client):
    office.bring_to("final")
    letter = {"authority": "PTUN", "letter_no": "1", "reason": "x", "by": office.hr, "at": NOW}
    edition = beside.supersede(office.appraisal.pk, **RATINGS, **letter)
    entry = Entry.objects.get(stream=f"appraisal:{edition.pk}")
    told = next(one for one in notices_of(office.employee) if one.notice.about == SUPERSEDED.name)
    assert told.lead.receipt == Receipt(edition.pk, 0, entry.leaf_hash.hex())
    client.force_login(office.employee)
    assert told.lead.receipt.grouped in client.get(told.lead.url).content.decode()


def test_a_case_that_ends_by_silence_or_by_the_system_has_its_receipt_too(db):
    office = Office(committee={"scope": "flagged"})
    office.bring_to("employee_response")
    office.take("acknowledge")
    assert sweep(NOW + 31 * DAY) == 1
    entry = Entry.objects.get(event=FINALIZED.name)
    assert Notice.objects.get(to=office.employee, about=FINALIZED.name).facts["receipt"]["n"] == entry.n


def test_a_notice_from_before_receipts_is_told_as_it_was(office):
    office.bring_to("final")
    Notice.objects.filter(about=FINALIZED.name).update(facts={})
    told = next(one for one in notices_of(office.employee) if one.notice.about == FINALIZED.name)
    assert told.lead.receipt is None


# --- mail ---


def test_each_notice_is_one_letter_without_ratings_or_reasons(office):
    office.bring_to("committee_vote")
    assert deliver(NOW) == Email.objects.count()
    assert not Notice.objects.unmailed().exists()
    for letter in Email.objects.all():
        text = letter.subject + letter.message + letter.html_message
        assert not [word for word in ("Sesuai ekspektasi", "Sesuai bukti", "Baik", "good") if word in text]
        assert "<style" not in letter.html_message
    task = Email.objects.get(to="member_0@kota.example")
    assert f"{SITE}/tasks/{office.step().pk}/" in task.message
    assert task.subject == "Beri suara komite · Timbang"


def test_letters_come_in_the_readers_language(office):
    User.objects.filter(pk=office.employee.pk).update(language="en")
    deliver(NOW)
    letter = Email.objects.get(to="employee@kota.example")
    with translation.override("en"):
        assert letter.subject.startswith(str(TASKS["self_assessment"]))
    assert f"{SITE}/tasks/" in letter.message


def test_twice_is_once(office):
    assert deliver(NOW) == 1
    assert deliver(NOW) == 0
    assert Email.objects.count() == 1


def test_a_crash_in_between_leaves_neither_letter_nor_stamp(office, monkeypatch):
    def crash(person, told):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(delivering, "letter", crash)
        with pytest.raises(RuntimeError):
            deliver(NOW)
    assert Email.objects.count() == 0
    assert deliver(NOW) == 1


def test_a_crash_after_the_letters_takes_them_back(office, monkeypatch):
    """The stamp fails: the letters of the same transaction go with it."""
    real = Notice.objects.filter(pk=0).__class__.update

    def crash(self, **values):
        if "mailed_at" in values:
            raise RuntimeError
        return real(self, **values)

    with monkeypatch.context() as broken:
        broken.setattr(Notice.objects.all().__class__, "update", crash)
        with pytest.raises(RuntimeError):
            deliver(NOW)
    assert Email.objects.count() == 0
    assert Notice.objects.filter(mailed_at=None).count() == 1


def test_the_inactive_and_those_without_address_get_none(office):
    User.objects.filter(pk=office.employee.pk).update(is_active=False)
    office.launch([office.stranger])
    User.objects.filter(pk=office.stranger.pk).update(email="")
    assert deliver(NOW) == 0
    assert not Notice.objects.unmailed().exists()
    assert not Notice.objects.exclude(mailed_at=None).exists()


def test_a_task_done_meanwhile_is_not_mailed(office):
    office.take("submit")
    deliver(NOW)
    assert [letter.to for letter in Email.objects.all()] == [["supervisor@kota.example"]]


def test_a_batch_at_a_time(office):
    office.bring_to("committee_vote")
    waiting = Notice.objects.count()
    deliver(NOW, limit=2)
    assert Notice.objects.unmailed().count() == waiting - 3  # the employee's two and the supervisor's one


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_write_each_letter_once(office):
    office.launch([User.objects.create(username=f"p{n}", name=f"P {n}", email=f"p{n}@kota.example") for n in range(30)])
    with ThreadPoolExecutor(4) as crew:
        list(crew.map(_deliver_alone, range(8)))
    assert Email.objects.count() == 31
    assert len({letter.to[0] for letter in Email.objects.all()}) == 31


def _deliver_alone(_n):
    try:
        return deliver(NOW, limit=10)
    finally:
        connection.close()


# --- deep links ---


def test_the_link_of_a_letter_survives_signing_in(office, client):
    office.take("submit")
    deliver(NOW)
    letter = Email.objects.get(to="supervisor@kota.example")
    link = next(word for word in letter.message.split() if word.startswith(SITE)).removeprefix(SITE)
    assert "Siti Rahmawati" in signed_in_at(client, office.supervisor, link)


def signed_in_at(client, person, link):
    """The page behind a link, for somebody who has to sign in first."""
    person.set_password("rahasia-sekali-2026")
    person.save()
    client.logout()
    asked = client.get(link)
    assert asked.status_code == 302
    assert asked.url.startswith("/login/")
    assert client.get(asked.url).status_code == 200
    fields = {"username": person.username, "password": "rahasia-sekali-2026", "next": link}
    answer = client.post(asked.url, fields, follow=True)
    assert answer.redirect_chain[-1][0] == link, answer.redirect_chain
    assert answer.status_code == 200
    return answer.content.decode()
