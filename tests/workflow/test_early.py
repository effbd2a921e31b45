"""A deadline written into a step by SQL lets nothing lapse: what the log keeps says when silence is over."""

import pytest

from audit.models import Entry
from organization.models import SYSTEM
from tests.counting import statements
from tests.office import DAY, NOW
from tests.workflow.test_together import several
from workflow import beside
from workflow.early import LAST_DAYS, TooEarly
from workflow.extending import extend
from workflow.flows import AppraisalFlow
from workflow.models import Step
from workflow.nodes import LAPSE
from workflow.steps import lapse, take_step
from workflow.sweeper import BATCH, sweep

from .walking import walk

WAYS = {
    "self_assessment": "",
    "employee_response": "0 submit supervisor_review\n 1 submit employee_response\n 2 open employee_response",
    "refusal_period": "0 submit supervisor_review\n 1 submit employee_response\n 2 refuse refusal_period",
    "supervisor_statement": "0 submit supervisor_review\n 1 submit employee_response\n 2 object supervisor_statement",
    "clarification": """
        0 submit supervisor_review\n 1 submit employee_response\n 2 object supervisor_statement
        3 submit objection_decision\n 4 ask clarification""",
    "committee_vote": "0 submit supervisor_review\n 1 submit employee_response\n 2 acknowledge committee_vote",
}


def set_back(office, at):
    """As whoever can write rows, but not the log."""
    steps = Step.objects.filter(case__appraisal=office.appraisal, completed_at=None)
    return steps.update(due_at=at - 2 * DAY, lapse_at=at - DAY)


@pytest.mark.parametrize("stage", WAYS)
def test_a_deadline_that_was_set_back_lapses_nothing_and_the_log_says_why(office, stage, caplog):
    walk(office, WAYS[stage])
    assert office.stage() == stage
    lawful, entries = office.step().lapse_at, Entry.objects.count()
    at = NOW + 6 * DAY
    set_back(office, at)
    assert sweep(at) == 0
    [told] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "would lapse at" in f"{told.message} {told.exc_text}"
    assert lapse([office.step().pk], at=at) == 0  # in a batch
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert (office.stage(), Entry.objects.count()) == (stage, entries)
    assert sweep(lawful + DAY) == 1  # the lawful end is no longer in the way


def test_a_result_that_was_not_received_lapses_at_no_time(office, caplog):
    office.bring_to("employee_response")
    set_back(office, NOW + 90 * DAY)
    assert sweep(NOW + 90 * DAY) == 0
    assert "nothing was received" in caplog.text
    with pytest.raises(TooEarly):
        take_step(office.step().pk, outcome=LAPSE, data={}, by=SYSTEM, at=NOW + 90 * DAY)


def test_one_that_was_set_back_holds_no_other_of_its_batch(office, caplog):
    """The others lapse in one transaction, with the statements of any batch."""
    first, *others = several(office, "self_assessment", BATCH // 5)
    extended = {"self_assessment": str((NOW + 60 * DAY).date())}
    type(office.appraisal).objects.filter(case=first.case).update(extended=extended)
    counted = []
    for steps in (others[:4], [first, *others[4:]]):
        with statements() as found:
            assert lapse([step.pk for step in steps], at=NOW + 50 * DAY) == len(steps) - (first in steps)
        counted.append(len(found))
    assert counted[0] == counted[1]
    assert "one by one" not in caplog.text
    assert Step.objects.get(pk=first.pk).is_open


def test_more_time_that_was_recorded_is_kept_from_a_deadline_that_was_not_moved(office):
    """Extended for this case: the step's old deadline, written back, is not enough."""
    was = office.step().lapse_at
    told = {"until": (NOW + 15 * DAY).date(), "letter_no": "1", "reason": "x", "by": office.hr, "at": NOW}
    extend(office.cycle.pk, step="self_assessment", appraisal=office.appraisal, **told)
    Step.objects.filter(completed_at=None).update(lapse_at=was)
    assert sweep(was + DAY) == 0
    assert sweep(was + 6 * DAY) == 1


def test_what_comes_back_by_a_recall_has_the_time_that_all_others_got(office):
    """The period was extended after it was sent: a recalled self-assessment follows, and lapses when it may."""
    office.take("submit", at=NOW)
    office.launch([office.stranger])  # another case runs in the period
    told = {"until": (NOW + 15 * DAY).date(), "letter_no": "1", "reason": "x", "by": office.hr, "at": NOW}
    extend(office.cycle.pk, step="self_assessment", **told)
    beside.recall(Step.objects.get(outcome="submit").pk, by=office.employee, at=NOW + DAY)
    assert office.step().due_at.date() == (NOW + 15 * DAY).date()
    assert sweep(office.step().lapse_at + DAY) == 2


def test_each_lapse_of_the_flow_is_looked_at():
    lapses = {node.name for node in AppraisalFlow.instance.nodes() if LAPSE in getattr(node, "outcomes", {})}
    asks_itself = {"awaiting_release"}  # the period, in `assessment.release_together`
    assert lapses - asks_itself == set(LAST_DAYS)
