"""Many deadlines that pass at once are swept in batches: each case ends up as if it had been swept alone."""

import pytest
from django.db import connection
from viewflow.workflow.models import Task

from appraisal import notices
from appraisal.models import Appraisal
from appraisal.rules import RuleBroken
from audit.models import Entry
from notifications.models import Notice
from organization.models import User
from tests.agreement import agree
from tests.counting import show, statements
from tests.office import DAY, NOW, Office
from workflow import beside, moving
from workflow.models import Step
from workflow.refusals import Conflict
from workflow.steps import lapse
from workflow.sweeper import BATCH, sweep

STAGES = [
    "self_assessment",
    "employee_response",
    "refusal_period",
    "supervisor_statement",
    "clarification",
    "committee_vote",
]
LATE = NOW + 50 * DAY


@pytest.fixture
def office(db):
    return Office()


def several(office, stage, count=3):
    """As many cases at that stage; their open steps, one each."""
    people = User.objects.bulk_create([User(username=f"t{n}", name=f"P {n}") for n in range(count - 1)])
    cases, steps = [office.appraisal, *office.launch(people)], []
    for case in cases:
        office.appraisal, office.indicators = case, office.indicators if case.plan_id else []
        steps.append(office.bring_to(stage))
        if stage == "employee_response":
            beside.receive_result(steps[-1].pk, by=case.employee, at=NOW)
    Step.objects.filter(case__appraisal__in=cases, completed_at=None).update(due_at=NOW, lapse_at=NOW + DAY)
    return steps


def after(step):
    """What became of a case, but for what is its own: numbers, people and digests."""
    done = Step.objects.get(pk=step.pk)
    appraisal = Appraisal.objects.get(case=step.case_id)
    stream = f"appraisal:{appraisal.pk}"
    entry = Entry.objects.get(stream=stream, n=done.receipt["n"])
    assert (done.receipt["number"], done.receipt["leaf"]) == (f"{stream}/{entry.n}", entry.leaf_hash.hex())
    steps = Step.objects.filter(case=step.case_id).order_by("pk")
    return {
        "done": (
            done.outcome,
            done.completed_at,
            done.by_id,
            done.capacity,
            done.receipt["outcome"],
            done.receipt["n"],
        ),
        "appraisal": (appraisal.stage, appraisal.version, appraisal.vote_round, appraisal.is_final),
        "versions": list(appraisal.history.order_by("history_id").values_list("stage", "version", "history_type")),
        "steps": list(steps.values_list("name", "outcome", "opened_at", "due_at", "lapse_at")),
        "engine": list(
            Task.objects.filter(process__case=step.case_id).order_by("pk").values_list("flow_task", "status")
        ),
        "events": list(Entry.objects.filter(stream=stream).order_by("n").values_list("event", "n")),
        "told": sorted(Notice.objects.filter(subject=stream, created_at=LATE).values_list("kind", "about", "n")),
    }


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_of_a_batch_ends_up_as_one_that_was_swept_alone(office, stage):
    alone, *others = several(office, stage)
    assert lapse([alone.pk], at=LATE) == 1
    assert lapse([step.pk for step in others], at=LATE) == 2
    as_alone = after(alone)
    for step in others:
        assert after(step) == as_alone
        agree(Appraisal.objects.get(case=step.case_id))


def test_fifty_lapse_with_the_statements_of_one(office):
    first, *others = several(office, "self_assessment", BATCH)
    counted = []
    for steps in ([first], others):
        with statements() as found:
            assert lapse([step.pk for step in steps], at=LATE) == len(steps)
        show(f"{len(steps)} lapse", found)
        counted.append(len(found))
    together = connection.vendor == "postgresql"  # there one entry and its payload are one statement
    assert counted[1] == counted[0] + together <= 12


def test_a_sweep_looks_once_and_goes_batch_by_batch(office):
    several(office, "self_assessment", BATCH + 20)
    with statements() as found:
        assert sweep(LATE) == BATCH + 20
    assert len(found) <= 2 + 2 * 12
    assert sweep(LATE) == 0


def test_a_sweep_stops_at_its_limit(office):
    several(office, "self_assessment", 7)
    assert [sweep(LATE, limit=3) for _ in range(4)] == [3, 3, 1, 0]


@pytest.mark.parametrize("error", [ZeroDivisionError("?"), Conflict("?"), RuleBroken("?")])
def test_a_case_that_cannot_holds_no_other(office, monkeypatch, caplog, error):
    """It falls at the last of its writes: nothing of it stays, the others go on, and it waits for the next sweep."""
    steps = several(office, "self_assessment", 4)
    broken, tell = steps[1].case.appraisal_id, notices.caused_by

    def caused_by(act, **more):
        if act.subject.pk == broken:
            raise error
        return tell(act, **more)

    with monkeypatch.context() as patched:
        patched.setattr(moving.notices, "caused_by", caused_by)
        assert sweep(LATE) == 3
    assert "one by one" in caplog.text
    assert list(Step.objects.filter(outcome="").exclude(name="supervisor_review")) == [steps[1]]
    assert Entry.objects.filter(stream=f"appraisal:{broken}").count() == 1
    assert sweep(LATE) == 1
    for appraisal in Appraisal.objects.all():
        agree(appraisal)
    assert Entry.objects.filter(event="appraisal.self_assessment_lapsed").count() == 4
    assert Notice.objects.filter(about="appraisal.self_assessment_lapsed").count() == 4


def test_what_is_done_or_not_yet_due_or_asked_twice_is_passed(office):
    done, early, due = several(office, "self_assessment", 3)
    office.take("submit", {"statement": "x"}, step=done, at=NOW)
    Step.objects.filter(pk=early.pk).update(lapse_at=LATE + DAY)
    assert lapse([done.pk, early.pk, due.pk, due.pk, 10**9], at=LATE) == 1
    assert set(Step.objects.filter(outcome="lapse")) == {due}
    assert lapse([done.pk, early.pk, due.pk], at=LATE) == 0


def test_seats_of_one_meeting_close_it_once(office):
    office.bring_to("committee_vote")
    seats = office.open_steps()
    Step.objects.filter(pk__in=[seat.pk for seat in seats]).update(due_at=NOW, lapse_at=NOW + DAY)
    assert lapse([seat.pk for seat in seats], at=LATE) == 1
    assert office.events().count("no_quorum") == 1
    agree(office.appraisal)
