"""Beside the flow: recalled, cancelled, reassigned in the middle."""

import json

import pytest

from audit.models import Entry
from notifications.models import Notice
from organization.models import SYSTEM
from tests.agreement import agree
from tests.office import DAY, NOW, RATINGS
from workflow import beside
from workflow.models import Step
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound

from .walking import walk

SENT = "0 submit supervisor_review"
RELEASED = f"{SENT}\n 2 submit employee_response"
OBJECTED = f"{RELEASED}\n 3 object supervisor_statement"
STATED = f"{OBJECTED}\n 4 submit objection_decision"


def sent(office, name):
    return Step.objects.filter(case__appraisal=office.appraisal, name=name, outcome="submit").latest("pk")


# --- recalled ---


@pytest.mark.parametrize(
    ("way", "stage", "again"),
    [
        (SENT, "self_assessment", "supervisor_review"),
        (RELEASED, "supervisor_review", "employee_response"),
        (STATED, "supervisor_statement", "objection_decision"),
    ],
)
def test_ones_own_submit_comes_back_until_it_is_opened(office, way, stage, again):
    walk(office, way)
    before = sent(office, stage)
    walk(office, f"5 recall {stage}")
    assert office.events()[-1] == "submit_recalled"
    step = office.step()
    assert (step.owner, step.due_at, step.lapse_at) == (before.owner, before.due_at, before.lapse_at)
    assert Step.objects.filter(outcome="recalled").count() == 1
    walk(office, f"6 submit {again}")


def test_a_recalled_release_was_never_released(office):
    walk(office, f"{RELEASED}\n 3 recall supervisor_review")
    assert office.appraisal.released_at is None
    with pytest.raises(NotFound):
        beside.admit_late_objection(office.appraisal.pk, ground="x", by=office.second_level, at=NOW + 3 * DAY)


@pytest.mark.parametrize("way", [SENT, STATED])
def test_what_the_next_person_has_seen_stays_sent(office, way):
    walk(office, way)
    name = "self_assessment" if way == SENT else "supervisor_statement"
    step = office.step()
    assert beside.mark_seen(step.pk, by=office.stranger, at=NOW) == 0
    assert beside.mark_seen(step.pk, by=step.owner, at=NOW + 5 * DAY) == 1
    with pytest.raises(Conflict, match=f"{step.owner} sudah membuka"):
        beside.recall(sent(office, name).pk, by=sent(office, name).by, at=NOW + 5 * DAY)


def test_a_received_result_stays_released(office):
    walk(office, f"{RELEASED}\n 3 open employee_response")
    with pytest.raises(Conflict, match="Siti Rahmawati sudah membuka"):
        walk(office, "3 recall supervisor_review")


def test_a_statement_that_was_answered_stays(office):
    walk(office, f"{STATED}\n 5 reply objection_decision")
    with pytest.raises(Conflict, match="sudah menanggapi"):
        walk(office, "5 recall supervisor_statement")


def test_a_new_statement_is_heard_anew(office):
    """The employee's three days run from the statement that counts."""
    walk(office, f"{STATED}\n 9 recall supervisor_statement\n 9 submit objection_decision")
    with pytest.raises(Invalid, match="masih dapat menanggapi"):
        office.take("dismiss", at=NOW + 10 * DAY)
    walk(office, "13 dismiss committee_vote")


def test_only_the_sender_takes_it_back_and_only_a_submit(office):
    walk(office, SENT)
    step = sent(office, "self_assessment")
    with pytest.raises(Forbidden, match="Hanya pengirim"):
        beside.recall(step.pk, by=office.supervisor, at=NOW)
    with pytest.raises(NotFound):
        beside.recall(step.pk, by=office.stranger, at=NOW)
    walk(office, "1 return self_assessment")
    returned = Step.objects.get(outcome="return")
    with pytest.raises(Forbidden):
        beside.recall(returned.pk, by=office.supervisor, at=NOW + DAY)


def test_what_was_acted_on_cannot_be_taken_back(office):
    walk(office, RELEASED)
    with pytest.raises(Conflict, match="sudah ditindaklanjuti"):
        beside.recall(sent(office, "self_assessment").pk, by=office.employee, at=NOW + 2 * DAY)
    walk(office, "3 acknowledge committee_vote")
    with pytest.raises(Conflict, match="sudah ditindaklanjuti"):
        beside.recall(sent(office, "supervisor_review").pk, by=office.supervisor, at=NOW + 3 * DAY)


def test_a_recall_gives_no_second_time(office):
    walk(office, "17 submit supervisor_review\n 17.1 recall self_assessment\n 17.2 submit supervisor_review")
    with pytest.raises(Conflict, match="Batas waktu"):
        walk(office, "18 recall self_assessment")


# --- recalled, where a delegate had sent it ---


def sent_by_a_delegate(office, **letter):
    """The supervisor's review, sent by somebody who stands in for him."""
    walk(office, SENT)
    office.delegate(office.supervisor, office.stranger, **letter)
    office.take("submit", by=office.stranger, on_behalf_of=office.supervisor, at=NOW + 2 * DAY)
    return sent(office, "supervisor_review")


@pytest.mark.parametrize(
    ("who", "capacity", "principal"), [("stranger", "delegate", "supervisor"), ("supervisor", "plh", None)]
)
def test_a_delegates_submit_comes_back_to_him_and_to_his_principal(office, who, capacity, principal):
    office.appraisal.supervisor_capacity = "plh"
    office.appraisal.save()
    done = sent_by_a_delegate(office)
    beside.recall(done.pk, by=getattr(office, who), at=NOW + 3 * DAY)
    agree(office.appraisal)
    assert (office.stage(), office.step().owner) == ("supervisor_review", office.supervisor)
    entry = Entry.objects.latest("pk")
    told = json.loads(entry.payload.data)
    assert (entry.event, entry.actor) == ("appraisal.submit_recalled", getattr(office, who).pseudonym)
    assert told["capacity"] == capacity
    assert told["on_behalf_of"] == (principal and str(getattr(office, principal).pseudonym))


def test_a_principal_whose_delegate_recalled_has_a_task_again(office):
    done = sent_by_a_delegate(office)
    Notice.objects.all().delete()
    beside.recall(done.pk, by=office.supervisor, at=NOW + 3 * DAY)
    assert not office.told()
    office.take("submit", by=office.stranger, on_behalf_of=office.supervisor, at=NOW + 4 * DAY)
    Notice.objects.all().delete()
    beside.recall(sent(office, "supervisor_review").pk, by=office.stranger, at=NOW + 5 * DAY)
    assert office.told() == {("supervisor", "task", "supervisor_review")}


def test_a_delegate_recalls_while_his_letter_holds(office):
    done = sent_by_a_delegate(office, last=3)
    seats, at = office.open_steps(), NOW + 4 * DAY
    assert beside.may_recall(done, seats, by=office.stranger, at=NOW + 3 * DAY)
    assert not beside.may_recall(done, seats, by=office.stranger, at=at)
    with pytest.raises(Forbidden, match="berlaku hari ini"):
        beside.recall(done.pk, by=office.stranger, at=at)
    assert beside.may_recall(done, seats, by=office.supervisor, at=at)


def test_nobody_else_recalls_what_a_delegate_sent(office):
    done = sent_by_a_delegate(office)
    office.delegate(office.supervisor, office.members[0])
    for person in (office.employee, office.second_level, office.hr):
        with pytest.raises(Forbidden, match="Hanya pengirim"):
            beside.recall(done.pk, by=person, at=NOW + 3 * DAY)
    with pytest.raises(NotFound):  # a delegate too, but not the one who sent it
        beside.recall(done.pk, by=office.members[0], at=NOW + 3 * DAY)


def test_a_received_result_is_not_recalled_by_a_delegate_either(office):
    done = sent_by_a_delegate(office)
    walk(office, "3 open employee_response")
    for person in (office.stranger, office.supervisor):
        with pytest.raises(Conflict, match="sudah membuka"):
            beside.recall(done.pk, by=person, at=NOW + 3 * DAY)


@pytest.mark.parametrize(
    ("way", "name", "may"),
    [
        (SENT, "self_assessment", True),
        (f"{SENT}\n 1 return self_assessment", "self_assessment", False),
        (RELEASED, "supervisor_review", True),
        (RELEASED, "self_assessment", False),
        (f"{RELEASED}\n 3 open employee_response", "supervisor_review", False),
        (STATED, "supervisor_statement", True),
        (f"{STATED}\n 5 reply objection_decision", "supervisor_statement", False),
    ],
)
def test_the_page_offers_it_where_the_door_would_let_it_through(office, way, name, may):
    walk(office, way)
    done = sent(office, name)
    seats = office.open_steps()
    at = NOW + 5 * DAY
    assert beside.may_recall(done, seats, by=done.by, at=at) is may
    assert not beside.may_recall(done, seats, by=office.stranger, at=at)
    if may:
        return beside.recall(done.pk, by=done.by, at=at)
    with pytest.raises(Conflict):
        beside.recall(done.pk, by=done.by, at=at)


def test_a_recalled_step_is_done_for_its_owner(office):
    walk(office, SENT)
    review = office.step()
    walk(office, "1 recall self_assessment")
    with pytest.raises(Conflict, match="ditarik kembali oleh pengirim"):
        office.take("submit", RATINGS | {"reason": "x"}, step=review, by=office.supervisor)


# --- cancelled ---


@pytest.mark.parametrize("way", ["", SENT, RELEASED, OBJECTED, STATED, f"{RELEASED}\n 3 acknowledge committee_vote"])
def test_hr_ends_a_case_at_any_step(office, way):
    walk(office, f"{way}\n 6 cancel cancelled")
    assert office.events()[-1] == "cancelled"
    assert office.told("cancelled") == {"employee", "supervisor"}
    assert not office.appraisal.is_final
    assert office.appraisal.history.first().history_change_reason == "Pegawai berhenti."
    last = Step.objects.select_related("owner").latest("pk")
    with pytest.raises(Conflict, match="dihentikan pada 8 Nov 2026"):
        office.take("endorse" if last.name == "committee_vote" else "submit", {}, step=last, by=last.owner)


def test_what_has_ended_cannot_be_cancelled(office):
    walk(office, "6 cancel cancelled")
    with pytest.raises(Conflict, match="sudah berakhir"):
        walk(office, "7 cancel cancelled")


def test_nothing_lapses_in_a_cancelled_case(office):
    walk(office, "6 cancel cancelled\n 300 waits cancelled")


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b", "x" * 10_001, None, 7])
def test_cancelling_needs_a_reason(office, reason):
    with pytest.raises(Invalid) as refusal:
        beside.cancel(office.appraisal.pk, reason=reason, by=office.hr, at=NOW)
    assert list(refusal.value.fields) == ["reason"]
    assert office.stage() == "self_assessment"


def test_only_hr_and_never_a_party(office):
    for person in (office.employee, office.supervisor, office.inspector):
        with pytest.raises(Forbidden, match="pengelola kinerja"):
            beside.cancel(office.appraisal.pk, reason="x", by=person, at=NOW)
    with pytest.raises(NotFound):
        beside.cancel(office.appraisal.pk, reason="x", by=office.stranger, at=NOW)
    office.supervisor.roles = ["hr_admin"]
    with pytest.raises(Forbidden, match="Anda pihak"):
        beside.cancel(office.appraisal.pk, reason="x", by=office.supervisor, at=NOW)


# --- reassigned ---


def hand_over(office, role, to, at=NOW + 5 * DAY, by=None, **more):
    more = {"reason": "Sakit."} | more
    beside.reassign(office.appraisal.pk, role=role, to=to, by=by or office.hr, at=at, **more)
    agree(office.appraisal)


def test_the_former_supervisor_is_out_at_once(office):
    walk(office, SENT)
    step = office.step()
    hand_over(office, "supervisor", office.stranger, capacity="plh")
    with pytest.raises(NotFound):
        office.take("submit", step=step, by=office.supervisor)
    assert office.told("supervisor_review") == {"supervisor", "stranger"}
    assert office.told("step_reassigned") == {"employee"}
    assert office.facts("step_reassigned") == {"role": "supervisor", "to": str(office.stranger.pseudonym)}
    office.take("submit", by=office.stranger, at=NOW + 6 * DAY)
    step.refresh_from_db()
    assert (step.by, step.capacity) == (office.stranger, "plh")
    assert office.appraisal.supervisor != office.stranger  # as it was read before
    office.appraisal.refresh_from_db()
    assert office.appraisal.supervisor == office.stranger
    assert office.appraisal.snapshot["supervisor"]["name"] == "Lamhot Simbolon"


def test_a_stale_page_of_the_former_owner_finds_nothing_even_with_the_version(office):
    walk(office, SENT)
    version = office.appraisal.version
    hand_over(office, "supervisor", office.stranger)
    assert office.stage() == "supervisor_review"
    assert office.appraisal.version == version + 1
    with pytest.raises(Conflict, match="sudah berubah"):
        office.take("submit", by=office.stranger, version=version)


def test_the_second_level_changes_while_the_decision_is_open(office):
    walk(office, STATED)
    step = office.step()
    hand_over(office, "second_level", office.stranger)
    assert office.step().pk == step.pk
    assert (office.step().owner, office.step().due_at) == (office.stranger, step.due_at)
    with pytest.raises(NotFound):
        office.take("change", step=step, by=office.second_level)
    walk(office, "9 change committee_vote")


@pytest.mark.parametrize(("asked", "follows"), [("supervisor", True), ("employee", False)])
def test_a_question_follows_whom_it_was_put_to(office, asked, follows):
    walk(office, STATED)
    office.take("ask", {"to": asked, "question": "Mengapa?"}, at=NOW + 5 * DAY)
    hand_over(office, "supervisor", office.stranger)
    assert (office.step().owner == office.stranger) is follows


def test_what_the_former_owner_saw_the_new_one_has_not(office):
    walk(office, SENT)
    beside.mark_seen(office.step().pk, by=office.supervisor, at=NOW)
    hand_over(office, "supervisor", office.stranger)
    assert office.step().first_seen_at is None


def test_steps_of_others_stay_where_they_are(office):
    walk(office, RELEASED)
    hand_over(office, "supervisor", office.stranger)
    assert office.step().owner == office.employee
    walk(office, "6 object supervisor_statement")
    assert office.step().owner == office.stranger


@pytest.mark.parametrize("who", ["employee", "supervisor", "second_level", SYSTEM, "idle"])
def test_nobody_is_reassigned_into_two_parts(office, who):
    walk(office, SENT)
    to = getattr(office, who, None) if isinstance(who, str) else who
    if who == "idle":
        to = office.stranger
        to.is_active = False
    for role in ("supervisor", "second_level"):
        with pytest.raises(Invalid) as refusal:
            hand_over(office, role, to)
        assert list(refusal.value.fields) == ["to"]


def test_a_member_who_votes_now_is_not_made_a_party(office):
    walk(office, f"{RELEASED}\n 3 acknowledge committee_vote\n 4 endorse:0 committee_vote")
    for member in office.members:
        with pytest.raises(Invalid, match="memberi suara"):
            hand_over(office, "supervisor", member)
    assert office.appraisal.supervisor == office.supervisor


@pytest.mark.parametrize(
    ("role", "more", "field"), [("employee", {}, "role"), ("supervisor", {"reason": " "}, "reason")]
)
def test_what_reassigning_needs(office, role, more, field):
    with pytest.raises(Invalid) as refusal:
        hand_over(office, role, office.stranger, **more)
    assert list(refusal.value.fields) == [field]
    with pytest.raises(Invalid) as refusal:
        hand_over(office, "supervisor", office.stranger, capacity="acting")
    assert list(refusal.value.fields) == ["capacity"]
    with pytest.raises(Forbidden):
        hand_over(office, "supervisor", office.stranger, by=office.supervisor)


@pytest.mark.parametrize(
    "end",
    ["6 cancel cancelled", f"{RELEASED}\n3 acknowledge committee_vote\n4 endorse committee_vote\n4 endorse final"],
)
def test_what_has_ended_is_not_reassigned(office, end):
    walk(office, end)
    with pytest.raises(Conflict, match="sudah berakhir"):
        hand_over(office, "supervisor", office.stranger)
