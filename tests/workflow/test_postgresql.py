"""What only a database with row locks can show: waiting, skipping, giving up."""

from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection, connections, transaction

from appraisal.actions import minutes, vote
from appraisal.models import Appraisal, Committee, KinDeclaration, Minutes, Signature
from appraisal.rules import RuleBroken
from appraisal.selectors import kept_committee
from organization.models import User
from tests.agreement import agree
from tests.office import DAY, NOW, TODAY, Office
from workflow import beside
from workflow.committees import appoint_substitute, declare_kin, move_meeting
from workflow.holding import hold_case
from workflow.models import Step
from workflow.refusals import Busy, NotFound
from workflow.steps import take_step
from workflow.sweeper import escalate, sweep

from .sitting import hold
from .together import alone

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


class At:
    """Stands in for a barrier: begin at once."""

    def wait(self):
        pass


def aside(*job):
    """Another connection; call the result to wait for its answer."""
    answers = []
    thread = Thread(target=lambda: answers.append(alone(At(), *job)))
    thread.start()

    def answer():
        thread.join()
        return answers[0]

    return answer


def until_somebody_waits():
    for _ in range(2_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.005)
    raise AssertionError("nobody waits for a lock")


def complete(step_id, outcome, data, by):
    return take_step(step_id, outcome=outcome, data=data, by=by, at=NOW)


def test_the_sweeper_passes_over_a_case_that_somebody_holds():
    office = Office()
    office.launch([office.stranger])
    late = NOW + 30 * DAY
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.employee)
        assert aside(sweep, late)() == 1
    assert sweep(late) == 1
    assert Step.objects.filter(outcome="lapse").count() == 2


def test_what_is_late_in_a_case_that_somebody_holds_is_told_later():
    office = Office()
    office.bring_to("supervisor_review")
    late = NOW + 30 * DAY
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.employee)
        assert aside(escalate, late)() == 0
    assert escalate(late) == 1
    assert office.told("review_late") == {"supervisor", "second_level"}


def test_whoever_waits_too_long_hears_that_it_is_busy_and_nothing_was_written():
    office = Office()
    step = office.step()
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.employee)
        answer = aside(impatient, step.pk, office.employee)()
    assert answer[0] == Busy.status == 503
    assert "Tidak ada yang tersimpan" in answer[1]
    assert Busy.retry_after > 0
    assert office.stage() == "self_assessment"
    office.take("submit")
    agree(office.appraisal)


def impatient(step_id, by):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    return complete(step_id, "submit", {}, by)


def test_the_beside_doors_are_busy_too():
    office = Office()
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.employee)
        answer = aside(impatient_cancel, office.appraisal.pk, office.hr)()
    assert answer[0] == 503
    assert office.stage() == "self_assessment"


def impatient_cancel(pk, by):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    beside.cancel(pk, reason="x", by=by, at=NOW)


def test_who_waited_for_a_hand_over_is_not_lost():
    """The lock statement is judged again on the new row: a join to the former supervisor would drop it."""
    office = Office()
    step = office.bring_to("employee_response")
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.hr)
        answer = aside(complete, step.pk, "acknowledge", {}, office.employee)
        until_somebody_waits()
        Appraisal.objects.filter(pk=office.appraisal.pk).update(
            supervisor=office.stranger, second_level=office.inspector
        )
    assert answer()["outcome"] == "acknowledge"
    agree(office.appraisal)


def test_the_former_owner_who_waited_finds_nothing():
    office = Office()
    step = office.bring_to("supervisor_review")
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.hr)
        answer = aside(complete, step.pk, "return", {"reason": "x"}, office.supervisor)
        until_somebody_waits()
        Appraisal.objects.filter(pk=office.appraisal.pk).update(supervisor=office.stranger)
        Step.objects.filter(pk=step.pk).update(owner=office.stranger)
    assert answer()[0] == NotFound.status
    assert office.stage() == "supervisor_review"


def test_what_is_read_after_the_wait_is_what_was_committed():
    """A vote that waited counts the vote it waited for."""
    office = Office()
    office.bring_to("committee_vote")
    first, second, _third = office.open_steps()
    with transaction.atomic():
        hold_case(office.appraisal.pk, first.owner)
        answer = aside(complete, second.pk, "endorse", {}, second.owner)
        until_somebody_waits()
        Step.objects.filter(pk=first.pk).update(outcome="endorse", by=first.owner, completed_at=NOW)
    assert answer()["outcome"] == "endorse"
    assert office.stage() == "final"


def test_a_lapse_does_not_wait_but_a_person_does():
    office = Office()
    User.objects.filter(pk=office.employee.pk).update(name="Siti")
    with transaction.atomic():
        hold_case(office.appraisal.pk, office.employee)
        waiting = aside(complete, office.step().pk, "submit", {}, office.employee)
        until_somebody_waits()
        assert aside(sweep, NOW + 30 * DAY)() == 0
    assert waiting()["outcome"] == "submit"
    connections.close_all()


# --- a case comes before the committee while HR changes it ---


def test_a_case_that_waited_for_the_meeting_to_move_meets_on_the_new_day():
    office = Office()
    step = office.bring_to("employee_response")
    with transaction.atomic():
        committee = Committee.objects.select_for_update(no_key=True).get()
        answer = aside(complete, step.pk, "acknowledge", {}, office.employee)
        until_somebody_waits()
        committee.meeting_on = TODAY + 40 * DAY
        committee.save()
    assert answer()["outcome"] == "acknowledge"
    assert {step.due_at.date() for step in office.open_steps()} == {TODAY + 40 * DAY}


@pytest.mark.parametrize("change", ["meeting", "member", "kin"])
def test_a_change_waits_for_the_case_that_is_coming_and_takes_it_along(monkeypatch, change):
    office = Office()
    step = office.bring_to("employee_response")
    coming, go_on, real = Event(), Event(), vote.roster_of

    def pause(appraisal, **more):
        found = real(appraisal, **more)
        coming.set()
        assert go_on.wait(20)
        return found

    monkeypatch.setattr(vote, "roster_of", pause)
    answer = aside(complete, step.pk, "acknowledge", {}, office.employee)
    assert coming.wait(20)
    changed = aside(CHANGES[change], office)
    until_somebody_waits()
    go_on.set()
    assert answer()["outcome"] == "acknowledge"
    assert changed() is None
    seats = office.open_steps()
    if change == "meeting":
        assert {seat.due_at.date() for seat in seats} == {TODAY + 40 * DAY}
        assert office.told("meeting_moved") == {"employee"}
    elif change == "member":
        assert [seat.owner for seat in seats] == [office.members[0], office.stranger, office.members[2]]
    else:
        assert [seat.owner for seat in seats] == [office.members[0], office.members[2]]
    agree(office.appraisal)


CHANGES = {
    "meeting": lambda office: move_meeting(office.committee.pk, TODAY + 40 * DAY, "Ruang.", by=office.hr, at=NOW),
    "member": lambda office: appoint_substitute(office.seats[1].pk, office.stranger, "1", "x", by=office.hr, at=NOW),
    "kin": lambda office: declare_kin(office.employee, "child", by=office.members[1], at=NOW) and None,
}


def test_a_case_that_waited_for_a_declaration_finds_it():
    office = Office()
    step = office.bring_to("employee_response")
    with transaction.atomic():
        Committee.objects.select_for_update(no_key=True).get()
        answer = aside(complete, step.pk, "acknowledge", {}, office.employee)
        until_somebody_waits()
        facts = {"member": office.members[1], "relative": office.employee, "relation": "child", "declared_at": NOW}
        KinDeclaration.objects.create(**facts)
    assert answer()["outcome"] == "acknowledge"
    assert [seat.owner for seat in office.open_steps()] == [office.members[0], office.members[2]]


# --- two at the minutes at once ---


def test_two_clicks_sign_once_and_two_members_keep_their_order():
    office = Office()
    office.bring_to("committee_vote")
    held = hold(office)
    made = minutes.draw_up(held.pk, number="1", place="Aula", by=office.hr, at=NOW + 20 * DAY)
    minutes.check(made.pk, seen=made.sha256, by=office.members[0], at=NOW + 20 * DAY)

    def sign(number):
        try:
            minutes.sign(made.pk, seen=made.sha256, by=office.members[number], at=NOW + 20 * DAY)
        except RuleBroken as refused:
            return refused.status

    with transaction.atomic():
        Committee.objects.select_for_update(no_key=True).get()
        answers = [aside(sign, 1) for _click in range(2)]
        until_somebody_waits()
    assert sorted([answer() for answer in answers], key=str) == [409, None]
    with transaction.atomic():
        Committee.objects.select_for_update(no_key=True).get()
        answers = [aside(sign, 0), aside(sign, 2)]  # the chair is last, whoever comes first
        until_somebody_waits()
    answers = [answer() for answer in answers]
    assert answers[1] is None
    if answers[0] == 409:
        assert sign(0) is None
    assert Minutes.objects.get().is_sealed
    assert list(Signature.objects.order_by("position").values_list("member", flat=True)) == [
        office.members[n].pk for n in (1, 2, 0)
    ]


def test_cases_come_before_one_committee_at_the_same_time():
    office = Office()
    step = office.bring_to("employee_response")
    with transaction.atomic():
        kept_committee(office.committee.pk)
        assert aside(complete, step.pk, "acknowledge", {}, office.employee)()["outcome"] == "acknowledge"
