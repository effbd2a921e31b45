"""The plain way, the return loop, and what silence does: stage, log, notices and document after each."""

import pytest

from appraisal.models import Behaviour, Result
from tests.office import DAY, NOW, Office
from workflow import beside, steps
from workflow.models import Step
from workflow.sweeper import sweep

from .walking import walk

PLAIN = """
    0   submit       supervisor_review
    2   submit       employee_response
    3   open         employee_response
    5   acknowledge  committee_vote
    30  endorse      committee_vote
    30  endorse      final
"""
PLAIN_EVENTS = [
    "opened", "self_assessed", "review_released", "result_received", "acknowledged", "committee_opened",
    "vote_cast", "vote_cast", "committee_endorsed", "finalized",
]  # fmt: skip


def test_the_plain_way(office):
    walk(office, PLAIN)
    assert office.events() == PLAIN_EVENTS
    assert office.told() == {
        ("employee", "task", "self_assessment"),
        ("supervisor", "task", "supervisor_review"),
        ("employee", "task", "employee_response"),
        ("member_0", "task", "committee_vote"),
        ("member_1", "task", "committee_vote"),
        ("member_2", "task", "committee_vote"),
        ("supervisor", "info", "committee_endorsed"),
        ("employee", "info", "finalized"),
        ("supervisor", "info", "finalized"),
    }
    appraisal = office.appraisal
    assert (appraisal.is_final, appraisal.predicate, appraisal.is_contested) == (True, "good", False)
    assert appraisal.version == 4  # a vote that leaves the part open does not raise it


def test_the_document_says_who_what_and_by_which_rules(office):
    walk(office, PLAIN)
    document = office.document()
    assert document["people"] == office.appraisal.snapshot
    assert document["policy"] == {"name": "permenpanrb-6-2022 v1", "sha256": office.policy.sha256}
    assert document["cycle"] == {"name": "Triwulan III 2026", "from": "2026-07-01", "to": "2026-09-30"}
    assert (document["results_rating"], document["behaviour_rating"], document["predicate"]) == (
        "meets",
        "meets",
        "good",
    )
    assert document["received_at"] == "2026-11-05T03:00:00.000000Z"
    assert document["final_at"] == "2026-12-02T03:00:00.000000Z"
    assert (document["edition"], document["is_contested"], document["authority"]) == (1, False, "")


def test_to_acknowledge_is_also_to_receive(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 5 acknowledge committee_vote")
    assert office.appraisal.received_at == NOW + 5 * DAY
    assert str(office.appraisal.response_due_on) == "2026-11-21"


def test_the_supervisor_may_ask_for_a_repair_and_what_was_told_is_told_anew(office):
    office.take("submit")
    walk(office, "1 return self_assessment")
    kept = Result.objects.count(), Behaviour.objects.count()
    repaired = {"results": [{"indicator": office.indicators[0].pk, "actual": "9", "note": "diperbaiki"}]}
    office.take("submit", repaired, at=NOW + 2 * DAY)
    assert (Result.objects.count(), Behaviour.objects.count()) == kept == (5, 7)
    first = Result.objects.get(indicator=office.indicators[0])
    assert (first.actual, first.note) == (9, "diperbaiki")
    assert [version.note for version in first.history.order_by("history_id")] == ["selesai", "diperbaiki"]
    walk(office, "3 submit employee_response")
    assert office.events()[1:4] == ["self_assessed", "review_returned", "self_assessed"]
    reason = office.appraisal.history.order_by("history_id")[2].history_change_reason
    assert reason == "Ada alasannya."


def test_what_is_returned_after_the_date_may_still_be_put_right(office):
    """The date and its grace are over; a step that lapses as it opens would be a trap."""
    walk(office, "9 submit supervisor_review\n 20 return self_assessment\n 21 waits self_assessment")
    step = office.step()
    assert step.lapse_at - step.due_at > 6 * DAY
    walk(office, "26 submit supervisor_review")


def test_a_self_assessment_not_sent_goes_on_without_it_and_says_so(office):
    walk(office, "17 waits self_assessment\n 18 lapse supervisor_review")
    assert office.events() == ["opened", "self_assessment_lapsed"]
    assert office.told("self_assessment_lapsed") == {"employee"}
    step = Step.objects.get(name="self_assessment")
    assert (step.by_id, step.capacity, step.receipt["outcome"]) == (0, "definitive", "lapse")
    assert office.appraisal.self_assessed_at is None
    walk(office, "19 submit employee_response")


def test_a_review_never_lapses(office):
    walk(office, "0 submit supervisor_review\n 300 waits supervisor_review\n 301 submit employee_response")


def test_silence_is_a_state_of_its_own_and_no_signature(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 open employee_response")
    walk(office, "17.5 waits employee_response\n 18 lapse committee_vote")
    assert office.events()[-2:] == ["response_lapsed", "committee_opened"]
    assert "acknowledged" not in office.events()
    assert office.told("response_lapsed") == {"employee"}
    assert not office.appraisal.is_contested


def test_a_result_that_was_not_received_never_lapses(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 300 waits employee_response")
    step = office.step()
    assert (step.due_at, step.lapse_at) == (None, None)


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)])
def test_the_day_of_receipt_is_that_of_the_unit(db, zone, hour):
    """Received a second before local midnight of the 5th: the 14 days end with the 19th."""
    office = Office(zone=zone)
    step = office.bring_to("employee_response")
    received = NOW.replace(day=5, hour=hour - 1, minute=59, second=59)
    beside.receive_result(step.pk, by=office.employee, at=received)
    step.refresh_from_db()
    assert step.lapse_at == NOW.replace(day=19, hour=hour, minute=0)
    assert sweep(step.lapse_at + DAY / 96 - DAY / 86_400) == 0  # fifteen minutes of courtesy, less a second
    assert sweep(step.lapse_at + DAY / 96) == 1


def test_a_failing_lapse_stays_due(office, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr("workflow.steps.write", lambda act: 1 / 0)
        assert sweep(NOW + 30 * DAY) == 0
    assert "was not swept" in caplog.text
    assert sweep(NOW + 30 * DAY) == 1


@pytest.mark.parametrize("limit", [1, 200])
def test_a_failing_lapse_does_not_stop_the_others(office, monkeypatch, limit):
    other = office.launch([office.stranger])[0]
    real = steps.write

    def fails_for_the_first(*acts):
        if office.appraisal.pk in {act.subject.pk for act in acts}:
            raise ZeroDivisionError
        return real(*acts)

    monkeypatch.setattr("workflow.steps.write", fails_for_the_first)
    assert sweep(NOW + 30 * DAY, limit) == 1
    other.refresh_from_db()
    assert (other.stage, office.stage()) == ("supervisor_review", "self_assessment")


@pytest.mark.parametrize("scope", ["contested", "flagged"])
def test_a_case_that_needs_no_committee_waits_for_the_date(db, scope):
    office = Office(committee={"scope": scope})
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge awaiting_date")
    assert [step.owner_id for step in office.open_steps()] == [0]
    walk(office, "30 waits awaiting_date\n 31 lapse final")
    assert office.events()[-3:] == ["acknowledged", "date_reached", "finalized"]
    assert office.told("finalized") == {"employee", "supervisor"}


def test_after_the_date_such_a_case_is_final_at_once(db):
    office = Office(committee={"scope": "flagged"})
    walk(office, "0 submit supervisor_review\n 30 submit employee_response\n 30.9 acknowledge final")
    assert office.events()[-2:] == ["acknowledged", "finalized"]


def test_a_committee_that_meets_early_does_not_move_the_date_of_the_cycle(db):
    """What needs no vote is final on the cycle's date, wherever the committee has put its meeting."""
    office = Office(committee={"scope": "flagged"})
    office.committee.meeting_on = NOW.date() + DAY
    office.committee.save()
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge awaiting_date")
    walk(office, "30 waits awaiting_date\n 31 lapse final")


def test_a_contested_case_goes_to_the_committee_where_only_those_do(db):
    office = Office(committee={"scope": "contested"})
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit objection_decision\n 5 change committee_vote\n 6 endorse committee_vote\n 6 endorse final")


def test_where_only_flagged_cases_go_a_determined_one_waits_for_the_date(db):
    office = Office(committee={"scope": "flagged"})
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit objection_decision\n 5 change awaiting_date\n 31 lapse final")
    assert office.document()["results_rating"] == "above"
