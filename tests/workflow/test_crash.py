"""An error before any statement of an act leaves nothing behind, not even a notice in the outbox."""

from functools import partial
from itertools import count

import pytest
from django.apps import apps
from django.db import connection

from tests.agreement import agree
from tests.office import DAY, NOW, RATINGS, Office
from workflow import beside
from workflow import steps as steps_door
from workflow.committees import appoint_substitute, move_meeting
from workflow.extending import extend
from workflow.flows import AppraisalFlow
from workflow.models import Step
from workflow.nodes import LAPSE, Human
from workflow.pausing import pause, resume
from workflow.releasing import move_release
from workflow.sweeper import sweep
from workflow.undoing import undo_launch

from .walking import walk

DECIDED = "0 submit supervisor_review\n 1 submit employee_response\n 2 object supervisor_statement\n 3 submit objection_decision"


class Crash(Exception):
    pass


def step(stage, outcome):
    """The act of a person at a step."""

    def prepare(office):
        opened = office.bring_to(stage)
        return partial(office.take, outcome, step=opened, by=opened.owner)

    return prepare


def silence(stage):
    """Nobody acted: the sweeper does, long after the deadline. It keeps its own error; the next sweep does the work."""

    def prepare(office):
        opened = office.bring_to(stage)
        if stage == "employee_response":  # its fourteen days run from the receipt
            beside.receive_result(opened.pk, by=office.employee, at=NOW)
        return partial(sweep_or_raise, office.step().lapse_at + DAY)

    return prepare


def last_vote(*choices):
    """The last of these votes brings the verdict."""

    def prepare(office):
        office.bring_to("committee_vote")
        for choice in choices[:-1]:
            office.take(choice)
        return partial(office.take, choices[-1])

    return prepare


def dismiss(office):
    """Once the employee's days to answer the supervisor are over."""
    opened = office.bring_to("objection_decision")
    return partial(office.take, "dismiss", step=opened, at=NOW + 5 * DAY)


def reach_date(office):
    """Uncontested, where only what is contested goes to the committee."""
    office.take("submit")
    office.take("submit")
    office.take("acknowledge")
    assert office.stage() == "awaiting_date"
    return partial(sweep_or_raise, office.step().lapse_at + DAY)


deciding_vote = last_vote("endorse", "endorse")


def recall(office):
    office.take("submit")
    return partial(beside.recall, Step.objects.get(outcome="submit").pk, by=office.employee, at=NOW)


def receive(office):
    return partial(beside.receive_result, office.bring_to("employee_response").pk, by=office.employee, at=NOW)


def of_hr(door, stage, **facts):
    """What HR does to a case at a stage."""

    def prepare(office):
        office.bring_to(stage)
        more = {name: value(office) if callable(value) else value for name, value in facts.items()}
        return partial(door, office.appraisal.pk, by=office.hr, at=NOW + DAY, **more)

    return prepare


def withdraw(office):
    walk(office, DECIDED)
    return partial(beside.withdraw_objection, office.appraisal.pk, by=office.employee, at=NOW + 3 * DAY)


def launch(office):
    return partial(office.launch, [office.stranger, office.supervisor_of_nobody])


def sweep_or_raise(at):
    if sweep(at) == 0:
        raise Crash


def lapse_many(office):
    cases = [office.appraisal, *office.launch([office.stranger, office.supervisor_of_nobody])]
    steps = Step.objects.filter(case__appraisal__in=cases)
    return partial(steps_door.lapse, list(steps.values_list("pk", flat=True)), at=NOW + 30 * DAY)


def tell_late(office):
    """Of a decision: the owner, his superior and HR, each with an entry."""
    step = office.bring_to("objection_decision")
    superior = {"superior_of": lambda pk: office.stranger}
    return partial(beside.tell_late, step.pk, at=NOW + 40 * DAY, **superior)


def more_time(office):
    told = {"until": (NOW + 14 * DAY).date(), "letter_no": "1", "reason": "x", "by": office.hr, "at": NOW}
    return partial(extend, office.cycle.pk, step="self_assessment", **told)


def go_on(office):
    pause(office.cycle.pk, reason="x", by=office.hr, at=NOW)
    return partial(resume, office.cycle.pk, reason="x", by=office.hr, at=NOW + 2 * DAY)


def undo(office):
    return partial(undo_launch, office.cycle.pk, reason="x", by=office.hr, at=NOW)


def move(office):
    office.bring_to("committee_vote")
    return partial(move_meeting, office.committee.pk, (NOW + 40 * DAY).date(), "x", by=office.hr, at=NOW)


def substitute(office):
    """One who is a party here, so that his seat is recused in the same transaction."""
    office.bring_to("committee_vote")
    return partial(appoint_substitute, office.seats[0].pk, office.employee, "1", "x", by=office.hr, at=NOW)


def awaiting(office):
    type(office.cycle).objects.update(release_on=(NOW + 25 * DAY).date())
    walk(office, "0 submit supervisor_review\n 1 submit awaiting_release")


def revise(office):
    awaiting(office)
    data = RATINGS | {"results_rating": "above", "reason": "x"}
    return partial(beside.revise, office.appraisal.pk, data=data, by=office.supervisor, at=NOW + 2 * DAY)


def release_together(office):
    awaiting(office)
    return partial(sweep_or_raise, NOW + 26 * DAY)


def release_moved(office):
    awaiting(office)
    day = {"release_on": (NOW + 27 * DAY).date(), "reason": "x"}
    return partial(move_release, office.cycle.pk, **day, by=office.hr, at=NOW + 2 * DAY)


def of_the_flow():
    """{`step.outcome`: its act} of everything that the flow lets people and time do, whoever added it."""
    steps = {node.name: node.outcomes for node in AppraisalFlow.instance.nodes() if isinstance(node, Human)}
    names = [f"{stage}.{outcome}" for stage, outcomes in steps.items() for outcome in outcomes]
    return {name: OTHERWISE.get(name) or usual(*name.split(".")) for name in names}


def usual(stage, outcome):
    return silence(stage) if outcome == LAPSE else step(stage, outcome)


OTHERWISE = {  # than the shortest way to the step and its outcome with valid data
    "awaiting_release.lapse": release_together,
    "awaiting_date.lapse": reach_date,
    "objection_decision.dismiss": dismiss,
}
VERDICTS = {
    "endorsed": deciding_vote,
    "returned": last_vote("return", "return"),
    "undecided": last_vote("abstain", "abstain", "abstain"),
    "no_quorum": silence("committee_vote"),
}
OFFICES = {"awaiting_date.lapse": {"committee": {"scope": "contested"}}}
ACTS = of_the_flow() | {f"verdict: {name}": act for name, act in VERDICTS.items() if name != "no_quorum"}
ACTS |= {
    "awaiting_release.revise": revise,
    "awaiting_release.move": release_moved,
    "recall": recall,
    "receive": receive,
    "withdraw": withdraw,
    "reassign": of_hr(
        beside.reassign, "supervisor_review", role="supervisor", to=lambda o: o.stranger, reason="Sakit."
    ),
    "cancel": of_hr(beside.cancel, "committee_vote", reason="Berhenti."),
    "deliver": of_hr(
        beside.record_delivery, "employee_response", handed_over_on=NOW.date(), witness="x", letter_no="1"
    ),
    "supersede": of_hr(beside.supersede, "final", **RATINGS, authority="PTUN", letter_no="1", reason="x"),
    "launch": launch,
    "lapse of many": lapse_many,
    "tell_late": tell_late,
    "extend": more_time,
    "resume": go_on,
    "move_meeting": move,
    "appoint_substitute": substitute,
}


def test_a_launch_is_taken_back_all_or_nothing(office):
    """Nothing is left to agree with: the last statement ends the case."""
    all_or_nothing(office, undo, at_least=8, agrees=False)


@pytest.mark.parametrize("name", ACTS)
def test_all_or_nothing(db, name):
    """Each outcome of each step, from the flow itself: a new one is tried without anybody's doing."""
    all_or_nothing(Office(**OFFICES.get(name, {})), ACTS[name], at_least=7)


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_without_a_transaction_around_the_test():
    """The same with a real BEGIN and ROLLBACK instead of savepoints."""
    all_or_nothing(Office(), deciding_vote, at_least=15)


def all_or_nothing(office, prepare, *, at_least, agrees=True):
    office.supervisor_of_nobody = office.inspector
    act = prepare(office)
    before = everything()
    for number in count(1):
        try:
            with connection.execute_wrapper(crash_before(number)):
                act()
            break
        except Crash:
            assert everything() == before, f"something was left at statement {number}"
    assert number > at_least
    assert everything() != before
    if agrees:
        agree(office.appraisal)


def crash_before(number):
    numbers = count(1)

    def wrapper(execute, sql, params, many, context):
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            return execute(sql, params, many, context)
        if next(numbers) == number:
            raise Crash(sql)
        return execute(sql, params, many, context)

    return wrapper


def everything():
    """Every row of every table."""
    rows = {}
    with connection.cursor() as cursor:
        for table in {model._meta.db_table for model in apps.get_models()}:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows[table] = cursor.fetchall()
    return rows


def test_every_verdict_is_tried():
    """Those of steps come from the flow; one that votes bring about says here which."""
    assert set(VERDICTS) == set(AppraisalFlow.instance.committee_vote.verdicts)
