"""The committee at work: verdicts, ties, quorum, recusal, and what goes back to whom."""

import pytest

from appraisal.models import Seat, Vote
from tests.agreement import agree
from tests.office import DAY, NOW, RATINGS, Office
from workflow.models import Step
from workflow.refusals import Conflict, Invalid
from workflow.sweeper import sweep

from .walking import walk

BEFORE_IT = """
    0   submit       supervisor_review
    2   submit       employee_response
    3   acknowledge  committee_vote
"""
DETERMINED = """
    0   submit   supervisor_review
    2   submit   employee_response
    3   object   supervisor_statement
    4   submit   objection_decision
    5   change   committee_vote
"""


def outcomes():
    return list(Step.objects.filter(name="committee_vote").order_by("pk").values_list("outcome", flat=True))


def test_a_verdict_closes_the_open_seats(office):
    walk(office, f"{BEFORE_IT}\n 30 endorse:0 committee_vote\n 30 endorse:1 final")
    assert outcomes() == ["endorse", "endorse", "closed"]
    closed = Step.objects.get(outcome="closed")
    assert (closed.completed_at, closed.by, closed.receipt) == (NOW + 30 * DAY, None, None)
    with pytest.raises(Conflict, match="ditutup oleh putusan komite pada 2 Des 2026 10.00 WIB"):
        office.take("endorse", step=closed, by=office.members[2])


def test_a_second_vote_is_refused(office):
    walk(office, f"{BEFORE_IT}\n 30 endorse:1 committee_vote")
    mine = Step.objects.get(owner=office.members[1])
    with pytest.raises(Conflict, match="Sudah diselesaikan oleh Anggota 1 pada 2 Des 2026 10.00 WIB"):
        office.take("return", step=mine, by=office.members[1])
    assert Vote.objects.get().choice == "endorse"


def test_returned_begins_anew_with_a_new_release_receipt_and_time(office):
    walk(office, f"{BEFORE_IT}\n 30 return:0 committee_vote\n 30 return:1 supervisor_review")
    appraisal = office.appraisal
    assert (appraisal.released_at, appraisal.received_at, appraisal.response_due_on) == (None, None, None)
    assert office.told("committee_returned") == {"employee"}
    assert office.told("supervisor_review") == {"supervisor"}
    walk(office, "31 submit employee_response\n 33 open employee_response")
    assert office.step().lapse_at == NOW.replace(month=12, day=19, hour=17)
    walk(office, "34 acknowledge committee_vote\n 35 endorse committee_vote\n 35 endorse final")
    assert [(vote.round, vote.choice) for vote in Vote.objects.order_by("pk")] == [
        (1, "return"), (1, "return"), (2, "endorse"), (2, "endorse"),
    ]  # fmt: skip


def test_a_return_needs_a_reason(office):
    walk(office, BEFORE_IT)
    for data in ({}, {"reason": " "}, {"reason": "x", "procedure": "employee_not_heard"}):
        with pytest.raises(Invalid):
            office.take("return", data)


def test_a_determination_goes_back_once_naming_the_missing_procedure(office):
    walk(office, DETERMINED)
    with pytest.raises(Invalid) as refusal:
        office.take("return", {"reason": "Rating terlalu tinggi."}, at=NOW + 6 * DAY)
    assert list(refusal.value.fields) == ["procedure"]
    walk(office, "6 return:procedure committee_vote\n 6 return:procedure objection_decision")
    assert office.events()[-2:] == ["vote_cast", "determination_returned"]
    assert office.told("determination_returned") == {"employee"}
    assert office.step().owner == office.second_level
    assert office.step().due_at == NOW.replace(day=22, hour=16, minute=59, second=59)
    walk(office, "11 dismiss committee_vote")
    for procedure in ({}, {"procedure": "reason_missing"}):
        with pytest.raises(Invalid, match="final"):
            office.take("return", {"reason": "Lagi."} | procedure, at=NOW + 12 * DAY)
    walk(office, "12 endorse committee_vote\n 12 endorse final")


def test_what_was_determined_without_procedure_counts_for_nothing(office):
    """The official decides anew on the rating that was contested, not on his own first change."""
    walk(office, f"{DETERMINED}\n 6 return:procedure committee_vote\n 6 return:procedure objection_decision")
    assert (office.appraisal.results_rating, office.appraisal.predicate) == ("meets", "good")
    walk(office, "11 dismiss committee_vote")
    assert office.appraisal.results_rating == "meets"


def test_after_a_return_the_same_change_may_be_made_again(office):
    walk(office, f"{DETERMINED}\n 6 return:procedure committee_vote\n 6 return:procedure objection_decision")
    with pytest.raises(Invalid, match="lebih rendah"):
        office.take("change", RATINGS | {"results_rating": "below", "reason": "x"}, at=NOW + 7 * DAY)
    walk(office, "7 change committee_vote\n 8 endorse committee_vote\n 8 endorse final")
    assert office.document()["results_rating"] == "above"


@pytest.mark.parametrize(
    ("chair", "others", "stage"), [("endorse", "return", "final"), ("return", "endorse", "supervisor_review")]
)
def test_a_tie_follows_the_chair(db, chair, others, stage):
    office = Office(seats=4)
    walk(office, f"{BEFORE_IT}\n 9 {chair}:0 committee_vote\n 9 {others}:1 committee_vote")
    walk(office, f"9 {others}:2 committee_vote\n 9 {chair}:3 {stage}")


def test_a_tie_without_the_chair_is_voted_again(db):
    office = Office(seats=5)
    walk(office, f"{BEFORE_IT}\n 9 abstain:0 committee_vote\n 9 endorse:1 committee_vote\n 9 endorse:2 committee_vote")
    walk(office, "9 return:3 committee_vote\n 10 return:4 committee_vote")
    assert office.events()[-3:] == ["vote_cast", "committee_undecided", "committee_opened"]
    again = office.open_steps()
    assert [step.owner for step in again] == office.members
    assert {step.opened_at for step in again} == {NOW + 10 * DAY}
    assert office.appraisal.vote_round == 2
    walk(office, "11 endorse:1 committee_vote\n 11 endorse:2 committee_vote\n 11 endorse:3 final")


def test_abstentions_make_a_quorum_but_no_majority(office):
    walk(office, f"{BEFORE_IT}\n 9 abstain:0 committee_vote\n 9 abstain:1 committee_vote\n 9 endorse:2 final")


def test_who_recuses_himself_is_not_asked_again(office):
    walk(office, f"{BEFORE_IT}\n 9 recuse:0 committee_vote\n 9 endorse:1 committee_vote\n 9 return:2 committee_vote")
    assert [step.owner for step in office.open_steps()] == office.members[1:]
    mine = Step.objects.filter(owner=office.members[0]).get()
    with pytest.raises(Conflict, match="Sudah diselesaikan oleh Anggota 0"):
        office.take("endorse", step=mine, by=office.members[0])
    walk(office, "10 endorse:1 committee_vote\n 10 endorse:2 final")


def test_who_recuses_himself_with_the_last_vote_is_not_asked_again_either(office):
    walk(office, f"{BEFORE_IT}\n 9 endorse:0 committee_vote\n 9 recuse:1 committee_vote\n 9 abstain:2 final")


def test_the_last_recusal_is_known_to_the_round_it_opens(office):
    walk(office, f"{BEFORE_IT}\n 9 endorse:1 committee_vote\n 9 return:2 committee_vote\n 9 recuse:0 committee_vote")
    assert [step.owner for step in office.open_steps()] == office.members[1:]


def test_where_all_recuse_themselves_all_are_asked_again(office):
    walk(office, f"{BEFORE_IT}\n 9 recuse:0 committee_vote\n 9 recuse:1 committee_vote\n 9 recuse:2 committee_vote")
    assert office.events()[-3:] == ["committee_undecided", "committee_opened", "nobody_free"]
    assert office.told("nobody_free") == {"hr"}
    assert len(office.open_steps()) == 3


def test_parties_are_recused_by_the_system(db):
    office = Office(members=["second_level", "member_0", "supervisor", "member_1", "employee"])
    walk(office, BEFORE_IT)
    assert [step.owner for step in office.open_steps()] == [office.member_0, office.member_1]
    assert office.events()[-2:] == ["committee_opened", "members_recused"]
    assert office.facts("members_recused") == {"count": 3}
    walk(office, "9 endorse committee_vote\n 9 endorse final")


def test_a_case_never_waits_for_nobody(db):
    """Every member a party: the system keeps the place, the meeting finds no quorum, HR appoints somebody."""
    office = Office(members=["second_level", "supervisor"])
    walk(office, BEFORE_IT)
    assert [step.owner_id for step in office.open_steps()] == [0]
    assert office.facts("committee_opened") == {"seats": 0}
    walk(office, "31 lapse committee_vote")
    assert office.events()[-4:] == ["no_quorum", "committee_opened", "members_recused", "nobody_free"]
    assert office.told("nobody_free") == {"hr"}


def test_no_quorum_is_a_new_date(office):
    walk(office, f"{BEFORE_IT}\n 30 endorse:0 committee_vote\n 30.5 waits committee_vote")
    assert sweep(NOW + 31 * DAY) == 1  # one seat lapses for the meeting, the others close with it
    agree(office.appraisal)
    assert outcomes()[:3] == ["endorse", "lapse", "closed"]
    assert office.events()[-2:] == ["no_quorum", "committee_opened"]
    assert office.told("no_quorum") == {"employee", "hr"}
    again = office.open_steps()
    assert len(again) == 3
    assert {step.due_at for step in again} == {NOW.replace(month=12, day=10, hour=16, minute=59, second=59)}
    walk(office, "32 endorse committee_vote\n 32 endorse final")


def test_a_quorum_that_came_decides_when_the_meeting_closes(db):
    office = Office(seats=5)
    walk(office, f"{BEFORE_IT}\n 9 endorse:0 committee_vote\n 9 abstain:1 committee_vote\n 9 return:2 committee_vote")
    assert sweep(NOW + 31 * DAY) == 1
    assert office.stage() == "final"  # a tie of those who came follows the chair
    agree(office.appraisal)


def test_no_quorum_after_a_determination_is_final_all_the_same(office):
    walk(office, DETERMINED)
    assert sweep(NOW + 31 * DAY) == 1
    assert office.stage() == "final"
    agree(office.appraisal)
    assert office.events()[-2:] == ["no_quorum", "finalized"]
    assert office.document()["results_rating"] == "above"


def test_a_case_that_comes_on_the_day_is_due_that_day_a_later_one_is_postponed(office):
    walk(office, "0 submit supervisor_review\n 20 submit employee_response\n 30 acknowledge committee_vote")
    assert office.step().due_at == NOW.replace(month=12, day=2, hour=16, minute=59, second=59)
    walk(office, "31 lapse committee_vote")
    assert office.step().due_at == NOW.replace(month=12, day=10, hour=16, minute=59, second=59)


def test_a_vote_undecided_on_the_day_of_the_meeting_is_held_again_another_day(office):
    walk(
        office, f"{BEFORE_IT}\n 30 abstain:0 committee_vote\n 30 abstain:1 committee_vote\n 30 abstain:2 committee_vote"
    )
    assert office.step().due_at == NOW.replace(month=12, day=9, hour=16, minute=59, second=59)


def test_a_review_that_comes_back_after_its_date_is_due_on_the_day(office):
    walk(office, f"{BEFORE_IT}\n 29 return:0 committee_vote\n 29 return:1 supervisor_review")
    assert office.step().due_at == NOW.replace(month=12, day=1, hour=16, minute=59, second=59)


def test_the_committees_own_date_comes_before_that_of_the_cycle(office):
    office.committee.meeting_on = NOW.date() + 12 * DAY
    office.committee.save()
    walk(office, BEFORE_IT)
    assert office.step().due_at == NOW.replace(day=14, hour=16, minute=59, second=59)


def test_a_roster_is_asked_in_its_order_and_who_left_it_is_not(office):
    Seat.objects.filter(member=office.members[0]).update(position=9)
    Seat.objects.filter(member=office.members[1]).update(is_active=False)
    walk(office, BEFORE_IT)
    assert [step.owner for step in office.open_steps()] == [office.members[2], office.members[0]]
