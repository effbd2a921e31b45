"""Design §8, counted on whatever database the tests run on. `-s` prints each statement.

The session and its user are the two statements that a request adds.
"""

from functools import partial

import pytest
from django.db import connection

from appraisal.models import Result
from organization.models import User
from tests.counting import SESSION_AND_USER, show, statements
from tests.office import DAY, NOW, RATINGS, Office
from workflow import beside
from workflow.models import Step
from workflow.sweeper import sweep

from .walking import walk

BUDGETS = [
    ("self_assessment", "submit", 22),
    ("supervisor_review", "submit", 18),
    ("supervisor_review", "return", 16),
    ("employee_response", "acknowledge", 16),  # although it opens the committee
    ("employee_response", "object", 20),
    ("employee_response", "refuse", 16),
    ("refusal_period", "object", 20),
    ("supervisor_statement", "submit", 16),
    ("clarification", "submit", 16),
    ("objection_decision", "ask", 20),
    ("objection_decision", "dismiss", 22),  # and it opens the committee
    ("objection_decision", "change", 22),
    ("committee_vote", "endorse", 16),
    ("committee_vote", "return", 16),
    ("committee_vote", "abstain", 16),
    ("committee_vote", "recuse", 16),
]
LARGE = 200  # indicators: the most that one self-assessment takes


def counted(title, work):
    with statements() as found:
        work()
    show(title, found)
    return len(found) + SESSION_AND_USER


@pytest.mark.parametrize(("stage", "outcome", "budget"), BUDGETS)
def test_a_step_stays_within_its_budget(office, stage, outcome, budget):
    step = office.bring_to(stage)
    at = NOW + (4 * DAY if outcome == "dismiss" else 0 * DAY)  # the employee could have replied
    assert counted(f"{stage}.{outcome}", lambda: office.take(outcome, step=step, by=step.owner, at=at)) <= budget


def test_a_repaired_self_assessment_costs_no_more(office):
    walk(office, "0 submit supervisor_review\n 1 return self_assessment")
    step = office.step()
    data = office.data(step.name, "submit")
    data["results"] = [row | {"actual": "9", "note": "diperbaiki"} for row in data["results"]]
    data["behaviours"] = [row | {"note": "jarang"} for row in data["behaviours"]]
    work = partial(office.take, "submit", data, step=step, by=step.owner)
    assert counted("self_assessment.submit, repaired", work) <= 22
    assert Result.objects.filter(note="diperbaiki").count() == 5


@pytest.mark.parametrize("seats", [3, 15])
def test_a_committee_costs_the_same_at_any_size(db, seats):
    office = Office(seats)
    response = office.bring_to("employee_response")
    opening = counted(f"opening {seats} seats", lambda: office.take("acknowledge", step=response, by=response.owner))
    votes, quorum = office.open_steps(), seats // 2 + 1
    first = counted(f"a vote of {seats}", lambda: office.take("endorse", step=votes[0], by=votes[0].owner))
    for vote in votes[1 : quorum - 1]:
        office.take("endorse", step=vote)
    last = votes[quorum - 1]
    deciding = counted(f"the deciding vote of {seats}", lambda: office.take("endorse", step=last, by=last.owner))
    assert office.stage() == "final"
    assert opening <= 16
    assert first <= 16
    assert deciding <= 30


def test_sending_a_determination_back_costs_a_deciding_vote(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit objection_decision\n 5 change committee_vote\n 6 return:procedure committee_vote")
    data = {"reason": "Lengkapi.", "procedure": "employee_not_heard"}
    assert counted("the deciding return", lambda: office.take("return", data, at=NOW + 7 * DAY)) <= 30


def test_a_decision_at_the_top_of_the_tree_ends_the_case(db):
    office = Office(top=True)
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit committee_vote\n 5 endorse committee_vote\n 5 endorse objection_decision")
    assert counted("the decision at the top", lambda: office.take("change", at=NOW + 6 * DAY)) <= 30


# --- at any size ---


def test_two_hundred_indicators_cost_what_five_do(office):
    few = [counted(f"{stage} with 5 indicators", work) for stage, work in telling_and_rating(office)]
    office.plan, office.indicators = office.make_plan(office.stranger, LARGE)
    office.employee = office.stranger
    office.appraisal = office.launch([office.stranger])[0]
    many = [counted(f"{stage} with {LARGE} indicators", work) for stage, work in telling_and_rating(office)]
    assert many == few
    assert few[0] <= 22
    assert few[1] <= 18


def telling_and_rating(office):
    """Both steps that write a row for each indicator, each with what it does."""
    for stage in ("self_assessment", "supervisor_review"):
        step = office.bring_to(stage)
        data = office.data(stage, "submit")
        yield stage, partial(office.take, "submit", data, step=step, by=step.owner)


def test_a_hundred_grounds_cost_what_one_does(db):
    office = Office(indicators=99)
    step = office.bring_to("employee_response")
    subjects = ["results_rating", *(f"indicator:{row.pk}" for row in office.indicators)]
    data = {"grounds": [{"subject": subject, "reason": "Belum dilihat."} for subject in subjects]}
    found = counted("object with 100 grounds", lambda: office.take("object", data, step=step, by=step.owner))
    assert found <= 20


def test_five_hundred_open_steps_around_it_change_nothing(office):
    people = User.objects.bulk_create([User(username=f"e{n}", name=f"Pegawai {n}") for n in range(500)])
    office.launch(people)
    assert Step.objects.filter(completed_at=None).count() == 501
    for stage, outcome, budget in [BUDGETS[0], BUDGETS[1], BUDGETS[4]]:
        step = office.bring_to(stage)
        work = partial(office.take, outcome, step=step, by=step.owner)
        assert counted(f"{stage}.{outcome} among 500", work) <= budget


# --- beside the door, and silence ---


def test_the_doors_beside_cost_no_more_than_a_step(office):
    pk, hr = office.appraisal.pk, {"reason": "x", "by": office.hr, "at": NOW + 5 * DAY}
    walk(office, "0 submit supervisor_review")
    sent = Step.objects.get(name="self_assessment")
    assert counted("recall", partial(beside.recall, sent.pk, by=office.employee, at=NOW)) <= 20
    walk(office, "0 submit supervisor_review")
    reassign = partial(beside.reassign, pk, role="supervisor", to=office.stranger, **hr)
    assert counted("reassign", reassign) <= 20
    office.take("submit")
    receive = partial(beside.receive_result, office.step().pk, by=office.employee, at=NOW)
    assert counted("receive", receive) <= 16
    walk(office, "1 object supervisor_statement")
    withdraw = partial(beside.withdraw_objection, pk, by=office.employee, at=NOW + 2 * DAY)
    assert counted("withdraw", withdraw) <= 22
    assert counted("cancel", partial(beside.cancel, pk, **hr)) <= 16


def test_to_supersede_costs_no_more_than_a_step(office):
    office.bring_to("final")
    letter = RATINGS | {"authority": "PTUN", "letter_no": "1", "reason": "x", "by": office.hr, "at": NOW}
    assert counted("supersede", lambda: beside.supersede(office.appraisal.pk, **letter)) <= 16


def test_a_lapse_costs_a_step_and_one_look(office):
    assert counted("a lapse with its sweep", lambda: sweep(NOW + 18 * DAY)) <= 16 + SESSION_AND_USER


def test_a_meeting_that_closes_costs_a_deciding_vote_whatever_its_size(db):
    office = Office(seats=15)
    office.bring_to("committee_vote")
    assert counted("a meeting without quorum", lambda: sweep(NOW + 31 * DAY)) <= 30


def test_many_start_with_the_statements_of_one(office):
    size = 300
    first, *others = User.objects.bulk_create([User(username=f"e{n}", name="P") for n in range(size + 1)])
    one = counted("a launch of one", lambda: office.launch([first]))
    many = counted(f"a launch of {size}", lambda: office.launch(others))
    together = connection.vendor == "postgresql"  # there the one entry and its payload are one statement
    assert many == one + together <= 14
    assert Step.objects.count() == size + 2
