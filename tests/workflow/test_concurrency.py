"""Many at once: exactly one wins, the others hear who; nobody deadlocks, and nothing is half done."""

from functools import partial

import pytest

from appraisal.models import Appraisal, Vote
from audit.models import Entry
from notifications.models import Notice
from organization.models import User
from tests.agreement import agree
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from workflow import beside
from workflow.committees import appoint_substitute, move_meeting
from workflow.desk import bulk
from workflow.extending import extend
from workflow.models import BulkItem, Step
from workflow.releasing import move_release
from workflow.reopening import reopen
from workflow.steps import take_step
from workflow.sweeper import escalate, sweep

from .together import MANY, person, statuses, together
from .walking import walk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # Python 3.12 and later
]


def take(step, outcome, data, at=NOW, key=None):
    """A job: the owner completes the step."""
    return complete, step.pk, outcome, data, step.owner_id, at, key


def complete(step_id, outcome, data, owner, at, key):
    return take_step(step_id, outcome=outcome, data=data, by=person(owner), at=at, idempotency_key=key)


def job(door, target, at=NOW, **facts):
    """A job: `by`, `to` are people, named by key."""
    return call, door, target, at, facts


def call(door, target, at, facts):
    facts = {name: person(value.pk) if isinstance(value, User) else value for name, value in facts.items()}
    door(target, **facts, at=at)


def entries_without_gaps():
    for appraisal in Appraisal.objects.all():
        stream = Entry.objects.filter(stream=f"appraisal:{appraisal.pk}").order_by("n")
        assert list(stream.values_list("n", flat=True)) == list(range(len(stream)))


@pytest.mark.parametrize("stage", ["self_assessment", "objection_decision"])
def test_one_of_many_wins_and_the_others_hear_who(stage):
    office = Office()
    step = office.bring_to(stage)
    outcome = "submit" if stage == "self_assessment" else "change"
    answers = together(*[take(step, outcome, office.data(stage, outcome), NOW + 4 * DAY)] * MANY)
    assert statuses(answers) == [200] + [409] * (MANY - 1)
    sentences = {answer[1] for answer in answers if isinstance(answer, tuple)}
    assert sentences == {f"Sudah diselesaikan oleh {step.owner} pada 6 Nov 2026 10.00 WIB."}
    assert Step.objects.filter(opened_at=NOW + 4 * DAY).values("task").distinct().count() == 1
    agree(office.appraisal)
    entries_without_gaps()


def test_the_same_request_sent_many_times_gets_one_receipt():
    office = Office()
    step = office.bring_to("supervisor_review")
    answers = together(*[take(step, "submit", office.data(step.name, "submit"), key="k")] * MANY)
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["outcome"] == "submit"
    assert len(office.open_steps()) == 1
    entries_without_gaps()


def test_one_key_for_two_steps_completes_one():
    office = Office()
    other = office.launch([office.stranger])[0]
    Step.objects.filter(case__appraisal=other).update(owner=office.employee)
    Appraisal.objects.filter(pk=other.pk).update(employee=office.employee, segment=2)
    mine, also_mine = Step.objects.select_related("owner").order_by("pk")
    answers = together(take(mine, "submit", {}, key="k"), take(also_mine, "submit", {}, key="k"))
    assert statuses(answers) == [200, 409]
    assert Step.objects.filter(outcome="submit").count() == 1


def test_two_deciding_votes_at_once():
    office = Office(seats=5)
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 2 acknowledge committee_vote")
    walk(office, "3 endorse:0 committee_vote\n 3 endorse:1 committee_vote")
    answers = together(*[take(step, "endorse", {}) for step in office.open_steps()])
    assert statuses(answers) == [200, 409, 409]
    assert office.stage() == "final"
    assert Vote.objects.count() == 3
    agree(office.appraisal)
    entries_without_gaps()


def test_all_vote_at_once():
    office = Office(seats=9)
    office.bring_to("committee_vote")
    answers = together(*[take(step, "endorse", {}) for step in office.open_steps()])
    assert statuses(answers) == [200] * 5 + [409] * 4  # as soon as the rest cannot change it
    assert office.stage() == "final"
    agree(office.appraisal)


@pytest.mark.parametrize("round_", range(3))
def test_an_objection_in_time_against_the_sweeper(round_):
    """Asked before midnight, waiting for the lock after it: `at` is when it was asked."""
    office = Office()
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 1 open employee_response")
    step = office.step()
    objection = take(step, "object", office.data(step.name, "object"), step.lapse_at - DAY / 86_400)
    answer, lapsed = together(objection, (sweep, step.lapse_at + DAY))
    assert (statuses([answer]), lapsed) in [([200], 0), ([409], 1)]
    assert office.stage() == ("committee_vote" if lapsed else "supervisor_statement")
    agree(office.appraisal)


def test_two_sweepers_share_the_work():
    office = Office()
    office.launch(User.objects.bulk_create([User(username=f"e{n}", name=f"P {n}") for n in range(30)]))
    late = NOW + 30 * DAY
    lapsed = together((sweep, late), (sweep, late))
    assert sum(lapsed) == 31
    assert Step.objects.filter(outcome="lapse").count() == 31
    entries_without_gaps()


def test_two_sweepers_tell_of_what_is_late_once():
    office = Office()
    people = User.objects.bulk_create([User(username=f"e{n}", name=f"P {n}") for n in range(15)])
    appraisals = [office.appraisal, *office.launch(people)]
    for office.appraisal in appraisals:
        office.take("submit", {"results": [], "behaviours": [], "statement": "x"})
    late = NOW + 30 * DAY
    told = together(*[(escalate, late)] * 3)
    assert sum(told) + escalate(late) == 16  # what one held, another passed over
    assert Entry.objects.filter(event="appraisal.review_late").count() == 16
    assert Notice.objects.filter(about="appraisal.review_late", kind="task").count() == 16
    assert Notice.objects.filter(about="appraisal.review_late", to=office.second_level).count() == 16
    entries_without_gaps()


@pytest.mark.parametrize("round_", range(3))
def test_a_late_review_against_the_sweeper(round_):
    office = Office()
    step, late = office.bring_to("supervisor_review"), NOW + 30 * DAY
    answer, told = together(take(step, "submit", office.data(step.name, "submit"), late), (escalate, late))
    assert statuses([answer]) == [200]
    assert office.events().count("review_late") == told
    agree(office.appraisal)
    entries_without_gaps()


def rated(office, results, reason="Ternyata."):
    """A job: the supervisor changes a rating that waits."""
    facts = {"data": RATINGS | {"results_rating": results, "reason": reason}, "by": office.supervisor}
    return job(beside.revise, office.appraisal.pk, office.late, **facts)


def waiting_office():
    office = Office(release=25)
    walk(office, "0 submit supervisor_review\n 1 submit awaiting_release")
    office.late = office.step().lapse_at - DAY / 86_400
    return office


@pytest.mark.parametrize("round_", range(3))
def test_a_revision_in_time_against_the_release(round_):
    """Asked before midnight, waiting for the lock after it: what is released is what was rated last."""
    office = waiting_office()
    answer, released = together(rated(office, "above"), (sweep, office.late + DAY))
    assert (statuses([answer]), released) in [([200], 0), ([200], 1), ([409], 1)]
    sweep(office.late + DAY)
    assert office.stage() == "employee_response"
    expected = "above" if statuses([answer]) == [200] else "meets"
    assert office.facts("results_released")["results_rating"] == office.appraisal.results_rating == expected
    agree(office.appraisal)
    entries_without_gaps()


def test_two_revisions_at_once_are_two_in_a_row():
    office = waiting_office()
    answers = together(rated(office, "above"), rated(office, "below"), rated(office, "above", "Lain."))
    assert statuses(answers).count(200) in (2, 3)  # the same ratings again are none
    assert set(statuses(answers)) <= {200, 400}
    assert office.events().count("rating_revised") == statuses(answers).count(200)
    agree(office.appraisal)
    entries_without_gaps()


def test_several_sweepers_release_each_result_once():
    office = waiting_office()
    people = User.objects.bulk_create([User(username=f"e{n}", name=f"P {n}") for n in range(30)])
    appraisals = office.launch(people)
    for office.appraisal in appraisals:
        office.take("submit", {"results": [], "behaviours": [], "statement": "x"})
        office.take("submit", RATINGS | {"reason": "x"}, at=NOW + DAY)
    at = NOW + 26 * DAY
    released = together(*[(sweep, at)] * 3)
    assert sum(released) + sweep(at) == 31
    assert Entry.objects.filter(event="appraisal.results_released").count() == 31
    assert Notice.objects.filter(about="employee_response").count() == 31
    assert not Appraisal.objects.exclude(stage="employee_response").exists()
    entries_without_gaps()


def test_the_day_moves_while_results_come_to_wait():
    """Whichever is first: what waits is due on the day as it was moved."""
    office = Office(release=25)
    step = office.bring_to("supervisor_review")
    moved = job(move_release, office.cycle.pk, release_on=TODAY + 28 * DAY, reason="Mundur.", by=office.hr)
    answers = together(take(step, "submit", office.data(step.name, "submit")), moved)
    assert statuses(answers) == [200, 200]
    assert office.stage() == "awaiting_release"
    assert office.step().due_at.date() == TODAY + 27 * DAY
    agree(office.appraisal)


def test_reassigning_against_completing_never_deadlocks():
    office = Office()
    pk, people = office.appraisal.pk, [office.supervisor, office.stranger]
    for round_ in range(3):
        step = office.bring_to("supervisor_review")
        to = next(other for other in people if other.pk != step.owner_id)
        completing = take(step, "return", {"reason": "Lengkapi."})
        moving = job(beside.reassign, pk, role="supervisor", to=to, reason="Sakit.", by=office.hr)
        answers = together(*[completing, moving] * 4)
        # completed and then handed over, or handed over and the former owner finds nothing; a second time is refused
        assert set(statuses(answers)) <= {200, 400, 404, 409}
        assert statuses(answers).count(200) in (1, 2), round_
        agree(office.appraisal)
        entries_without_gaps()
        if office.stage() == "supervisor_review":
            office.take("return", by=to)


def test_a_hand_over_disturbs_nobody_elses_step():
    """The row that was waited for has another supervisor now; the employee's answer is still good."""
    for _ in range(3):
        office = Office() if not Appraisal.objects.exists() else None
        if office is None:
            break
        step = office.bring_to("employee_response")
        pk = office.appraisal.pk
        answers = together(
            take(step, "acknowledge", {}),
            job(beside.reassign, pk, role="supervisor", to=office.stranger, reason="Sakit.", by=office.hr),
        )
        assert statuses(answers) == [200, 200]
        agree(office.appraisal)


def test_a_recall_against_the_next_persons_step():
    office = Office()
    office.take("submit")
    sent, step = Step.objects.get(outcome="submit"), office.step()
    answers = together(
        job(beside.recall, sent.pk, by=office.employee), take(step, "submit", office.data(step.name, "submit"))
    )
    assert statuses(answers) in ([200, 409], [200, 404])
    agree(office.appraisal)
    entries_without_gaps()


def test_the_result_is_received_once():
    office = Office()
    step = office.bring_to("employee_response")
    answers = together(*[job(beside.receive_result, step.pk, by=office.employee)] * 8)
    assert statuses(answers) == [200] * 8
    assert office.events().count("result_received") == 1
    assert office.appraisal.history.filter(received_at__isnull=False).count() == 1


def test_one_of_many_supersedes():
    office = Office()
    office.bring_to("final")
    letter = RATINGS | {"authority": "PTUN", "letter_no": "1", "reason": "x", "by": office.hr}
    answers = together(*[job(beside.supersede, office.appraisal.pk, **letter)] * 6)
    assert statuses(answers) == [200] + [409] * 5
    assert Appraisal.objects.count() == 2


def test_one_of_many_cancels():
    office = Office()
    office.bring_to("committee_vote")
    votes = [take(step, "endorse", {}) for step in office.open_steps()]
    stopping = job(beside.cancel, office.appraisal.pk, reason="x", by=office.hr)
    answers = together(*votes, stopping, stopping)
    assert set(statuses(answers)) <= {200, 404, 409}
    assert office.stage() in ("final", "cancelled")
    agree(office.appraisal)
    entries_without_gaps()


def test_votes_while_the_meeting_moves_and_a_member_is_replaced():
    office = Office(seats=5)
    others = office.launch(User.objects.bulk_create([User(username=f"e{n}", name=f"P {n}") for n in range(4)]))
    first, plan = office.appraisal, office.indicators
    office.indicators = []
    for office.appraisal in others:
        office.bring_to("committee_vote")
    office.appraisal, office.indicators = first, plan
    office.bring_to("committee_vote")
    votes = Step.objects.filter(completed_at=None).select_related("owner").order_by("owner", "pk")
    letter = {"letter_no": "1", "reason": "x", "by": office.hr}
    answers = together(
        *[take(step, "endorse", {}) for step in votes[:15]],
        job(partial(moving, TODAY + 40 * DAY), office.committee.pk, by=office.hr),
        job(partial(replacing, office.stranger.pk), office.seats[1].pk, **letter),
    )
    # 403: sight is judged before the wait for the lock; by then the step was the substitute's
    assert set(statuses(answers)) <= {200, 403, 404, 409}
    assert statuses(answers[-2:]) == [200, 200]
    assert not Step.objects.filter(owner=office.members[1], completed_at=None).exists()
    for appraisal in Appraisal.objects.all():
        agree(appraisal)
    entries_without_gaps()


def moving(day, committee_id, *, by, at):
    move_meeting(committee_id, day, "Ruang rapat dipakai.", by=by, at=at)


def replacing(to, seat_id, *, letter_no, reason, by, at):
    appoint_substitute(seat_id, person(to), letter_no, reason, by=by, at=at)


@pytest.mark.parametrize("round_", range(3))
def test_the_supervisor_submits_while_hr_gives_more_time(round_):
    """Whoever has the lock first: rated, and it stays; or open again, and the review is closed. Never both."""
    office = Office()
    walk(office, "18 lapse supervisor_review")
    review, lapsed = office.step(), Step.objects.get(outcome="lapse")
    at = NOW + 19 * DAY
    letter = {"until": TODAY + 30 * DAY, "letter_no": "1", "reason": "Sakit.", "by": office.hr}
    answers = together(
        job(reopen, lapsed.pk, at, **letter),
        take(review, "submit", office.data("supervisor_review", "submit"), at),
        job(reopen, lapsed.pk, at, **letter),
    )
    done = Entry.objects.filter(event="appraisal.step_reopened").count()
    assert statuses(answers) == ([200, 200, 409] if done else [200, 409, 409])
    assert office.stage() == ("self_assessment" if done else "employee_response")
    assert done <= 1
    agree(office.appraisal)
    entries_without_gaps()


@pytest.mark.parametrize("round_", range(3))
def test_a_vote_while_hr_gives_more_time(round_):
    office = Office()
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 2 open employee_response")
    walk(office, "17 lapse committee_vote")
    votes, lapsed = office.open_steps(), Step.objects.get(outcome="lapse")
    letter = {"until": TODAY + 30 * DAY, "letter_no": "1", "reason": "Sakit.", "by": office.hr}
    at = NOW + 19 * DAY
    answers = together(job(reopen, lapsed.pk, at, **letter), take(votes[0], "endorse", {}, at))
    assert statuses(answers) == [200, 409]
    assert (office.stage() == "employee_response") == (Vote.objects.count() == 0)
    agree(office.appraisal)


def test_two_workers_bring_back_the_same_cases():
    office = Office()
    office.launch(User.objects.bulk_create([User(username=f"p{n}", name="P") for n in range(5)]))
    at = NOW + 19 * DAY
    sweep(at)
    told = {"until": TODAY + 30 * DAY, "letter_no": "1", "reason": "Sakit.", "by": office.hr, "at": at}
    extend(office.cycle.pk, step="self_assessment", unit=office.unit, **told)
    answers = together((bulk.run_waiting, at), (bulk.run_waiting, at))
    assert statuses(answers) == [200, 200]
    bulk.run_waiting(at)
    assert Entry.objects.filter(event="appraisal.step_reopened").count() == 6
    assert set(BulkItem.objects.values_list("state", flat=True)) == {"done"}
    entries_without_gaps()
