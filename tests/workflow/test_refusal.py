"""To refuse to sign is neither to accept nor to object: the official above sets the result."""

import pytest

from appraisal.models import Determination
from tests.office import DAY, NOW, RATINGS
from workflow.refusals import Invalid
from workflow.sweeper import sweep

from .walking import walk

REFUSED = """
    0   submit   supervisor_review
    2   submit   employee_response
    3   open     employee_response
    6   refuse   refusal_period
"""


def test_refused_then_objected(office):
    walk(office, f"{REFUSED}\n 10 object supervisor_statement\n 11 submit objection_decision")
    walk(office, "12 change committee_vote\n 30 endorse committee_vote\n 30 endorse final")
    assert office.events()[4:6] == ["refused", "objected"]
    assert office.told("refused") == {"supervisor", "second_level"}
    assert office.told("refusal_period") == {"employee"}
    assert office.document()["is_contested"] is True


def test_the_time_to_object_stays_that_of_the_receipt(office):
    walk(office, REFUSED)
    midnight = NOW.replace(day=19, hour=17)
    assert office.step().lapse_at == midnight
    with pytest.raises(Invalid, match="sudah lewat"):
        office.take("object", at=midnight)
    office.take("object", at=midnight - DAY / 86_400)


def test_refused_and_silent_is_decided_by_the_second_level(office):
    walk(office, f"{REFUSED}\n 17.5 waits refusal_period\n 18 lapse objection_decision")
    assert office.events()[-1] == "refusal_stands"
    assert office.told("refusal_stands") == {"employee"}
    assert office.step().owner == office.second_level
    assert not office.appraisal.objections.exists()
    walk(office, "18 dismiss committee_vote")  # no statement, so nothing to reply to
    decided = Determination.objects.get()
    assert (decided.decision, decided.results_rating) == ("dismissed", "meets")


def test_a_refusal_contests_both_ratings(office):
    walk(office, f"{REFUSED}\n 18 lapse objection_decision")
    with pytest.raises(Invalid):
        office.take("change", RATINGS | {"behaviour_rating": "below", "reason": "x"}, at=NOW + 19 * DAY)
    both = {"results_rating": "above", "behaviour_rating": "above", "reason": "Terbukti."}
    office.take("change", both, at=NOW + 19 * DAY)
    office.appraisal.refresh_from_db()
    assert office.appraisal.predicate == "very_good"


def test_to_refuse_is_also_to_receive(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 6 refuse refusal_period")
    assert office.appraisal.received_at == NOW + 6 * DAY
    assert office.step().lapse_at == NOW.replace(day=22, hour=17)


def test_taking_the_objection_back_leaves_the_refusal(office):
    """Whoever refused to sign has not accepted by withdrawing what he added later."""
    walk(office, f"{REFUSED}\n 10 object supervisor_statement\n 11 withdraw objection_decision")
    assert office.appraisal.is_contested
    assert office.step().owner == office.second_level
    walk(office, "11 dismiss committee_vote\n 30 endorse committee_vote\n 30 endorse final")


def test_withdrawn_while_the_decision_is_open_it_is_decided_as_a_refusal(office):
    walk(office, f"{REFUSED}\n 10 object supervisor_statement\n 11 submit objection_decision")
    walk(office, "12 withdraw objection_decision\n 12 dismiss committee_vote")


def test_nothing_else_can_be_done_in_the_refusal_period(office):
    walk(office, REFUSED)
    for outcome in ("acknowledge", "refuse", "submit"):
        with pytest.raises(Invalid, match="bukan pilihan"):
            office.take(outcome, at=NOW + 7 * DAY)
    assert sweep(NOW + 7 * DAY) == 0
