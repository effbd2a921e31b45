"""A dissenting opinion beside the decision; and what a decision of the committee binds."""

import pytest

from appraisal.models import Dissent, Vote
from tests.agreement import agree
from tests.office import DAY, NOW, Office
from workflow import beside
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound
from workflow.sweeper import sweep

from .walking import walk

TO_COMMITTEE = "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge committee_vote"
DETERMINED = """
    0   submit   supervisor_review
    2   submit   employee_response
    3   object   supervisor_statement
    4   submit   objection_decision
    5   change   committee_vote
"""
ENDORSED = f"{TO_COMMITTEE}\n 9 return:2 committee_vote\n 9 endorse:0 committee_vote\n 9 endorse:1 final"


def dissent(office, member, text="Bukti RHK 2 belum ada.", at=NOW + 10 * DAY):
    beside.dissent(office.appraisal.pk, text=text, by=member, at=at)


def test_who_voted_otherwise_attaches_an_opinion_and_nothing_else_changes(office):
    walk(office, ENDORSED)
    before = office.document()
    dissent(office, office.members[2])
    row = Dissent.objects.get()
    assert (row.member, row.round, row.text) == (office.members[2], 1, "Bukti RHK 2 belum ada.")
    assert office.events()[-1] == "dissented"
    assert office.document() == before
    assert office.told("dissented") == set()
    agree(office.appraisal)


def test_once_and_only_who_voted_otherwise(office):
    walk(office, ENDORSED)
    dissent(office, office.members[2])
    with pytest.raises(Conflict, match="sudah melampirkan"):
        dissent(office, office.members[2])
    with pytest.raises(Invalid, match="berbeda dengan putusan"):
        dissent(office, office.members[0])
    for party in (office.employee, office.supervisor, office.hr):
        with pytest.raises(Forbidden):
            dissent(office, party)
    with pytest.raises(NotFound):
        dissent(office, office.stranger)


def test_not_while_the_vote_is_open_and_not_without_words(office):
    walk(office, f"{TO_COMMITTEE}\n 9 return:2 committee_vote")
    with pytest.raises(Invalid, match="sesudah komite memutus"):
        dissent(office, office.members[2])
    with pytest.raises(Invalid):
        dissent(office, office.members[2], text=" ")


def test_until_the_end_of_the_third_day(office):
    walk(office, ENDORSED)
    last = NOW.replace(day=14, hour=16, minute=59)  # 23.59 WIB of the third day after the decision
    with pytest.raises(Invalid, match="sudah lewat"):
        dissent(office, office.members[2], at=last + DAY / 24)
    dissent(office, office.members[2], at=last)


def test_after_a_return(office):
    walk(
        office,
        f"{TO_COMMITTEE}\n 9 endorse:2 committee_vote\n 9 return:0 committee_vote\n 9 return:1 supervisor_review",
    )
    dissent(office, office.members[2], "Alasannya sudah lengkap.")
    assert Dissent.objects.get().round == 1


def test_after_a_recommendation_at_the_top_of_the_tree(db):
    office = Office(top=True)
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 object supervisor_statement")
    walk(office, "4 submit committee_vote\n 5 return:2 committee_vote\n 5 endorse:0 committee_vote")
    walk(office, "5 endorse:1 objection_decision")
    dissent(office, office.members[2], at=NOW + 6 * DAY)
    with pytest.raises(Invalid):
        dissent(office, office.members[1], at=NOW + 6 * DAY)


def test_no_decision_no_dissent(office):
    """Without a quorum nothing was decided, so nobody disagrees with it."""
    walk(office, f"{DETERMINED}\n 6 return:procedure committee_vote")
    sweep(NOW + 31 * DAY)  # the meeting passes with one vote of three
    assert office.stage() == "final"
    member = Vote.objects.get().member
    with pytest.raises(Invalid, match="sesudah komite memutus"):
        dissent(office, member, at=NOW + 31 * DAY)


# --- what the decision binds ---


def test_an_endorsement_after_a_determination_changes_nothing_of_it(office):
    walk(office, DETERMINED)
    rated = (office.appraisal.results_rating, office.appraisal.behaviour_rating, office.appraisal.predicate)
    walk(office, "6 endorse committee_vote\n 6 endorse final")
    assert (office.document()["results_rating"], office.document()["predicate"]) == (rated[0], rated[2])


@pytest.mark.parametrize("outcome", ["endorse", "return", "abstain", "recuse"])
def test_no_vote_carries_a_rating(office, outcome):
    """PP 30/2019 art. 59(4): what was determined is final; the committee has no door to a rating at all."""
    walk(office, DETERMINED)
    for name in ("results_rating", "behaviour_rating", "predicate"):
        data = office.data("committee_vote", outcome) | {name: "below"}
        with pytest.raises(Invalid) as refusal:
            office.take(outcome, data, at=NOW + 6 * DAY)
        assert name in refusal.value.fields


def test_a_second_return_is_refused_even_with_a_procedure(office):
    walk(office, f"{DETERMINED}\n 6 return:procedure committee_vote\n 6 return:procedure objection_decision")
    walk(office, "11 dismiss committee_vote")
    with pytest.raises(Invalid, match="Penetapan bersifat final"):
        office.take("return", {"reason": "x", "procedure": "reason_missing"}, at=NOW + 12 * DAY)
