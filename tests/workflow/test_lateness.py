"""Late where nothing lapses: the owner is reminded, those above him are told, once, and the step stays."""

import datetime
from functools import partial

import pytest
from django.core import mail
from django.utils import translation
from post_office.models import Email

from audit.models import Entry
from config import worker
from notifications.deliver import deliver
from notifications.models import Notice
from notifications.wording import tell
from organization.models import Employee, User
from organization.selectors import hr_administrators
from tests.agreement import agree
from tests.counting import statements
from tests.office import DAY, NOW, TODAY, Office
from tests.people import hold, make_post, override
from workflow import beside
from workflow.models import Step
from workflow.sweeper import escalate

from .walking import walk

COURTESY = datetime.timedelta(minutes=15)
SECOND = datetime.timedelta(seconds=1)
SENT = "0 submit supervisor_review"
STATED = f"{SENT}\n 2 submit employee_response\n 3 object supervisor_statement\n 4 submit objection_decision"
LATE = {("review_late", SENT, 21), ("decision_late", STATED, 19)}


@pytest.fixture
def mayor(office):
    """The superior of the second level by the reporting line."""
    return superior_of(office.second_level)


def superior_of(person):
    mayor = User.objects.create(username="mayor", name="Irsan Efendi", email="mayor@kota.example")
    top = make_post("Wali Kota")
    hold(mayor, top)
    Employee.objects.get_or_create(user=person, defaults={"type": "pns"})
    hold(person, make_post("Sekretaris Daerah", superior=top))
    return mayor


def news_of(person, event):
    return [one for one in tell(list(Notice.objects.filter(to=person))) if one.notice.about == f"appraisal.{event}"]


def kinds(office, event):
    return {(to, kind) for to, kind, about in office.told() if about == event}


# --- who is told ---


def test_a_late_review_tells_the_second_level_and_reminds_the_supervisor(office):
    walk(office, f"{SENT}\n 20.5 late:0 supervisor_review\n 21 late supervisor_review")
    assert kinds(office, "review_late") == {("supervisor", "task"), ("second_level", "info")}
    assert office.events()[-2:] == ["review_late", "lateness_told"]
    assert office.facts("review_late") == {"owner": str(office.supervisor.pseudonym), "due": "2026-11-22"}
    assert office.facts("lateness_told") == {"role": "second_level", "to": str(office.second_level.pseudonym)}
    assert Entry.objects.latest("pk").actor.int == 0
    step = office.step()
    assert (step.owner, step.late_told_at, step.is_open) == (office.supervisor, NOW + 21 * DAY, True)
    walk(office, "22 late:0 supervisor_review\n 300 late:0 supervisor_review\n 301 submit employee_response")


def test_a_late_decision_tells_hr_and_the_superior_and_decides_nothing(office, mayor):
    walk(office, f"{STATED}\n 18.5 late:0 objection_decision\n 19 late objection_decision")
    assert kinds(office, "decision_late") == {("second_level", "task"), ("hr", "info"), ("mayor", "info")}
    assert office.events()[-3:] == ["decision_late", "lateness_told", "lateness_told_to_hr"]
    assert office.facts("lateness_told") == {"role": "superior", "to": str(mayor.pseudonym)}
    assert office.facts("lateness_told_to_hr") == {"count": 1}
    assert (office.appraisal.is_determined, office.appraisal.is_contested) == (False, True)
    walk(office, "200 late:0 objection_decision\n 201 change committee_vote")


def test_the_superior_may_be_one_set_by_hr(office):
    Employee.objects.create(user=office.second_level, type="pns")
    override(office.second_level, office.stranger)
    walk(office, f"{STATED}\n 19 late objection_decision")
    assert office.told("decision_late") == {"second_level", "hr", "stranger"}


def test_without_a_superior_hr_is_told_alone(office):
    walk(office, f"{STATED}\n 19 late objection_decision")
    assert office.told("decision_late") == {"second_level", "hr"}
    assert "lateness_told" not in office.events()


def test_a_party_is_not_told_as_superior_nor_as_hr(office):
    Employee.objects.create(user=office.second_level, type="pns")
    override(office.second_level, office.employee)
    User.objects.filter(username__in=["supervisor", "second_level"]).update(roles=["hr_admin"])
    walk(office, f"{STATED}\n 19 late objection_decision")
    assert kinds(office, "decision_late") == {("second_level", "task"), ("hr", "info")}


def test_who_is_told_twice_over_is_told_once(office):
    Employee.objects.create(user=office.second_level, type="pns")
    override(office.second_level, office.hr)
    walk(office, f"{STATED}\n 19 late objection_decision")
    assert Notice.objects.filter(to=office.hr, about="appraisal.decision_late").count() == 1


@pytest.mark.parametrize(("event", "way", "day"), sorted(LATE))
def test_at_the_top_of_the_tree_hr_is_told(db, event, way, day):
    office = Office(top=True)
    if event == "decision_late":
        way = way.replace("4 submit objection_decision", "4 submit committee_vote\n 5 return committee_vote")
        way, day = f"{way}\n 5 return objection_decision", 20
    walk(office, f"{way}\n {day} late {'supervisor_review' if event == 'review_late' else 'objection_decision'}")
    assert kinds(office, event) == {("supervisor", "task"), ("hr", "info")}


@pytest.mark.parametrize(
    ("idle", "told"),
    [("second_level", {"supervisor", "hr"}), ("supervisor", {"supervisor", "second_level", "hr"})],
)
def test_where_an_account_is_out_of_use_hr_is_told(office, idle, told):
    walk(office, SENT)
    User.objects.filter(username=idle).update(is_active=False)
    walk(office, "21 late supervisor_review")
    assert office.told("review_late") == told


@pytest.mark.parametrize(("event", "way", "day"), sorted(LATE))
def test_a_city_without_hr_is_told_too_and_once(office, event, way, day):
    User.objects.filter(pk=office.hr.pk).update(roles=[])
    User.objects.filter(pk=office.second_level.pk).update(is_active=False)
    assert hr_administrators() == []
    walk(office, way)
    assert [escalate(NOW + day * DAY), escalate(NOW + day * DAY)] == [1, 0]
    owner = "supervisor" if event == "review_late" else "second_level"
    assert kinds(office, event) == {(owner, "task")}
    assert office.events()[-1] == event


# --- when ---


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_late_is_after_local_midnight_and_the_courtesy(db, zone):
    office = Office(zone=zone)
    walk(office, SENT)
    ends = office.step().due_at + SECOND
    assert ends.astimezone(datetime.timezone(datetime.timedelta(hours=HOURS[zone]))).time() == datetime.time()
    assert [escalate(ends), escalate(ends + COURTESY - 2 * SECOND), escalate(ends + COURTESY)] == [0, 0, 1]
    assert office.facts("review_late")["due"] == str(TODAY + 20 * DAY)


HOURS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


@pytest.mark.parametrize(
    "way",
    [
        "0 submit supervisor_review\n 1 return self_assessment",
        "0 submit supervisor_review\n 2 submit employee_response",
        "0 submit supervisor_review\n 2 submit employee_response\n 3 open employee_response",
        "0 submit supervisor_review\n 2 submit employee_response\n 3 refuse refusal_period",
        "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement",
        f"{STATED}\n 5 ask clarification",
        "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge committee_vote",
    ],
)
def test_what_lapses_is_never_told_of_as_late(office, way):
    walk(office, way)
    assert escalate(NOW + 400 * DAY) == 0
    agree(office.appraisal)


def test_a_review_that_comes_back_is_late_anew(office):
    walk(office, f"{SENT}\n 21 late supervisor_review\n 22 return self_assessment\n 23 submit supervisor_review")
    walk(office, "23 late:0 supervisor_review\n 24 late supervisor_review\n 25 late:0 supervisor_review")
    assert office.events().count("review_late") == 2


def test_a_decision_after_a_question_is_late_anew_on_its_first_date(office):
    walk(office, f"{STATED}\n 19 late objection_decision\n 20 ask clarification\n 90 late:0 clarification")
    walk(office, "90 lapse objection_decision\n 90 late objection_decision\n 91 late:0 objection_decision")
    assert office.events().count("decision_late") == 2


def hand_over(office, role, day):
    beside.reassign(
        office.appraisal.pk, role=role, to=office.stranger, reason="Mutasi.", by=office.hr, at=NOW + day * DAY
    )
    agree(office.appraisal)


def test_who_takes_over_a_late_review_has_the_day_and_is_then_late_himself(office):
    walk(office, f"{SENT}\n 21 late supervisor_review")
    hand_over(office, "supervisor", 22)
    assert office.step().due_at.date() == TODAY + 22 * DAY
    walk(office, "22 late:0 supervisor_review\n 22.5 late:0 supervisor_review\n 23 late supervisor_review")
    assert kinds(office, "review_late") == {("supervisor", "task"), ("stranger", "task"), ("second_level", "info")}
    assert Notice.objects.filter(to=office.second_level, about="appraisal.review_late").count() == 2
    [old] = news_of(office.supervisor, "review_late")
    assert (old.lead.is_open, old.lead.url) == (False, "")
    assert "Lamhot Simbolon" in old.lead.note
    [new] = news_of(office.stranger, "review_late")
    assert new.lead.is_open


def test_a_hand_over_in_time_moves_no_date(office):
    walk(office, SENT)
    due_at = office.step().due_at
    hand_over(office, "supervisor", 5)
    assert office.step().due_at == due_at


def test_a_decision_handed_over_keeps_its_legal_date(office):
    walk(office, f"{STATED}\n 19 late objection_decision")
    due_at = office.step().due_at
    hand_over(office, "second_level", 20)
    assert office.step().due_at == due_at
    walk(office, "20 late objection_decision\n 21 late:0 objection_decision")
    assert ("stranger", "task") in kinds(office, "decision_late")


@pytest.mark.parametrize("end", ["cancel", "submit"])
def test_what_ended_meanwhile_is_not_told(office, end):
    walk(office, SENT)
    step = office.step()
    if end == "cancel":
        beside.cancel(office.appraisal.pk, reason="Berhenti.", by=office.hr, at=NOW + 20 * DAY)
    else:
        office.take("submit", at=NOW + 20 * DAY)
    nobody = partial(beside.tell_late, step.pk, superior_of=lambda pk: None)
    assert (escalate(NOW + 30 * DAY), nobody(at=NOW + 30 * DAY)) == (0, False)
    assert office.told("review_late") == set()


# --- what they may open ---


def test_to_be_told_is_not_to_see(office, client):
    """The second level sees a case from its release; before it he hears whose task is late, and no more."""
    walk(office, f"{SENT}\n 21 late supervisor_review")
    [told] = news_of(office.second_level, "review_late")
    assert (told.title, told.lead.url) == ("Penilaian melewati batas waktu", "")
    assert told.lead.subject == "Siti Rahmawati · Triwulan III 2026"
    assert told.lead.note == "Batas 22 Nov 2026 23.59 WIB. Tugas Hasan Nauli (pejabat penilai kinerja)."
    client.force_login(office.second_level)
    assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 404
    assert "Siti Rahmawati" in client.get("/notices/").content.decode()
    walk(office, "22 return self_assessment")
    assert news_of(office.second_level, "review_late")[0].lead == told.lead  # nor what became of it
    walk(office, "22 submit supervisor_review\n 22 submit employee_response")
    [told] = news_of(office.second_level, "review_late")
    assert client.get(told.lead.url).status_code == 200
    assert "Sudah diselesaikan oleh Hasan Nauli" in told.lead.note


def test_the_superior_is_led_nowhere_and_hr_to_the_case(office, mayor, client):
    walk(office, f"{STATED}\n 19 late objection_decision")
    [told] = news_of(mayor, "decision_late")
    assert (told.lead.url, "Rahmat Siregar (atasan pejabat penilai)" in told.lead.note) == ("", True)
    client.force_login(mayor)
    assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 404
    [told] = news_of(office.hr, "decision_late")
    client.force_login(office.hr)
    assert client.get(told.lead.url).status_code == 200


@pytest.mark.parametrize(("event", "way", "day"), sorted(LATE))
def test_the_reminder_leads_to_the_step(office, client, event, way, day):
    walk(office, way)
    step = office.step()
    escalate(NOW + day * DAY)
    [told] = news_of(step.owner, event)
    assert (told.notice.kind, told.lead.is_open, told.lead.url) == ("task", True, f"/tasks/{step.pk}/")
    client.force_login(step.owner)
    assert client.get(told.lead.url).status_code == 200


def test_letters_say_so_without_a_link_to_what_is_closed(office, mayor):
    User.objects.filter(pk=mayor.pk).update(language="en")
    walk(office, f"{STATED}\n 19 late objection_decision")
    deliver(NOW + 19 * DAY)
    letters = {one.to[0]: one for one in Email.objects.filter(message__contains="batas waktu")}
    assert set(letters) == {"second_level@kota.example", "hr@kota.example"}
    assert f"/tasks/{office.step().pk}/" in letters["second_level@kota.example"].message
    assert f"/appraisals/{office.appraisal.pk}/" in letters["hr@kota.example"].message
    with translation.override("en"):
        abroad = Email.objects.get(to="mayor@kota.example")
    assert "Deadline for the decision on an objection has passed" in abroad.subject
    assert "20 Nov 2026 23:59 WIB" in abroad.message
    assert "/notices/\n" in abroad.message


# --- any number, any worker, any crash ---


def test_one_that_fails_does_not_hold_up_the_others(office, monkeypatch, caplog):
    other = office.launch([office.stranger])[0]
    walk(office, SENT)
    office.appraisal, first, office.indicators = other, office.appraisal, []
    walk(office, SENT)
    real = beside.lateness.write

    def fails_for_the_first(act):
        if act.subject.pk == first.pk:
            raise ZeroDivisionError
        return real(act)

    with monkeypatch.context() as broken:
        broken.setattr("workflow.beside.lateness.write", fails_for_the_first)
        assert escalate(NOW + 21 * DAY, limit=1) == 1
    assert "was not swept" in caplog.text
    assert [step.late_told_at is None for step in Step.objects.filter(completed_at=None).order_by("case")] == [
        True,
        False,
    ]
    assert escalate(NOW + 21 * DAY) == 1


def test_the_worker_tells_and_a_broken_mail_stops_nothing(office, monkeypatch):
    walk(office, SENT)
    monkeypatch.setitem(worker.CHORES, "mail", lambda at: 1 / 0)
    monkeypatch.setitem(worker.CHORES, "notices", lambda at: 1 / 0)
    assert set(worker.run_once(NOW + 21 * DAY)) == {"mail", "notices"}
    assert office.told("review_late") == {"supervisor", "second_level"}
    assert mail.outbox == []
    monkeypatch.undo()
    assert worker.run_once(NOW + 21 * DAY) == []
    assert "second_level@kota.example" in {message.to[0] for message in mail.outbox}


def test_the_cost_does_not_grow_with_those_who_are_told(office, mayor):
    counts = []
    for size in (1, 30):
        while len(hr_administrators()) < size:
            User.objects.create(username=f"hr{User.objects.count()}", name="HR", roles=["hr_admin"])
        office.bring_to("objection_decision")
        with statements() as made:
            assert escalate(NOW + 40 * DAY) == 1
        assert Notice.objects.filter(about="appraisal.decision_late").count() >= size + 2
        counts.append(len(made))
        beside.cancel(office.appraisal.pk, reason="x", by=office.hr, at=NOW + 41 * DAY)
        office.appraisal, office.indicators = office.launch([User.objects.create(username=f"e{size}", name="N")])[0], []
    assert counts[0] == counts[1] <= 18
