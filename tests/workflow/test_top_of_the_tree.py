"""Where nobody stands above the supervisor the committee speaks before he decides on himself (design §3)."""

import pytest

from tests.agreement import agree
from tests.office import DAY, NOW, Office
from tests.people import hold, make_post
from workflow import beside
from workflow.refusals import Invalid

from .walking import walk

RELEASED = """
    0   submit   supervisor_review
    2   submit   employee_response
    3   open     employee_response
"""
RECOMMENDING = f"{RELEASED}\n 5 object supervisor_statement\n 6 submit committee_vote"


@pytest.fixture
def top(db):
    return Office(top=True)


def test_uncontested_it_is_endorsed_as_any_other(top):
    walk(top, f"{RELEASED}\n 5 acknowledge committee_vote\n 6 endorse committee_vote\n 6 endorse final")
    assert "committee_endorsed" in top.events()


@pytest.mark.parametrize("scope", ["contested", "flagged"])
def test_it_is_flagged_and_so_always_goes_to_the_committee(db, scope):
    office = Office(top=True, committee={"scope": scope})
    walk(office, f"{RELEASED}\n 5 acknowledge committee_vote")


@pytest.mark.parametrize(("vote", "choice"), [("endorse", "endorse"), ("return", "return")])
def test_contested_the_committee_recommends_and_the_supervisor_decides(top, vote, choice):
    walk(top, f"{RECOMMENDING}\n 7 {vote} committee_vote\n 7 {vote} objection_decision")
    assert top.events()[-1] == "committee_recommended"
    assert top.facts("committee_recommended") == {"choice": choice}
    assert top.told("committee_recommended") == {"employee"}
    assert top.step().owner == top.supervisor
    walk(top, "8 change final")
    assert top.events()[-2:] == ["rating_changed", "finalized"]
    assert top.document()["results_rating"] == "above"
    assert top.told("rating_changed") == {"employee"}  # nobody is told of his own act


def test_he_too_waits_until_the_employee_was_heard(top):
    walk(top, f"{RECOMMENDING}\n 7 endorse committee_vote\n 7 endorse objection_decision")
    with pytest.raises(Invalid, match="masih dapat menanggapi"):
        top.take("dismiss", at=NOW + 8 * DAY)
    walk(top, "8 reply objection_decision\n 8 dismiss final")


def test_a_statement_not_made_leads_to_the_committee_too(top):
    walk(top, f"{RELEASED}\n 5 object supervisor_statement\n 13 lapse committee_vote")


def test_a_refusal_that_stands_is_recommended_on_before_it_is_decided(top):
    walk(top, f"{RELEASED}\n 5 refuse refusal_period\n 18 lapse committee_vote\n 19 endorse committee_vote")
    walk(top, "19 endorse objection_decision\n 19 dismiss final")


def test_no_quorum_before_the_decision_is_a_new_date_not_the_end(top):
    walk(top, f"{RECOMMENDING}\n 31 lapse committee_vote\n 32 endorse committee_vote\n 32 endorse objection_decision")


def test_an_objection_taken_back_is_endorsed_as_any_other(top):
    walk(top, f"{RECOMMENDING}\n 7 endorse committee_vote\n 8 withdraw committee_vote\n 9 endorse committee_vote")
    walk(top, "9 endorse final")
    assert "committee_endorsed" in top.events()
    assert "committee_recommended" not in top.events()


def test_the_late_objection_is_admitted_by_the_supervisor(top):
    walk(top, f"{RELEASED}\n 18 lapse committee_vote\n 19 admit employee_response\n 20 object supervisor_statement")


def test_a_second_level_found_while_the_committee_recommends_decides(top):
    """The case is no longer flagged, and still nothing is final before somebody has decided."""
    walk(top, f"{RECOMMENDING}\n 7 endorse committee_vote")
    beside.reassign(
        top.appraisal.pk, role="second_level", to=top.second_level, reason="Baru dilantik.", by=top.hr, at=NOW + 8 * DAY
    )
    agree(top.appraisal)
    walk(top, "9 endorse objection_decision")
    assert top.step().owner == top.second_level
    walk(top, "12 change committee_vote\n 13 endorse committee_vote\n 13 endorse final")


def below_a_vacancy(user):
    """He holds a post, and nobody holds the one above it."""
    empty = make_post("Kepala Bidang", kind="administrator")
    hold(user, make_post("Kepala Seksi", superior=empty, kind="pengawas"))


def test_nobody_below_a_vacant_post_comes_to_judge_himself(top):
    below_a_vacancy(top.stranger)
    with pytest.raises(Invalid, match="Jabatan Kepala Bidang di atas orang ini kosong"):
        supervised_by(top, top.stranger)
    top.appraisal.refresh_from_db()
    assert top.appraisal.decider_id == top.supervisor.pk
    facts = {"reason": "Memutus keberatan.", "by": top.hr, "at": NOW}
    beside.reassign(top.appraisal.pk, role="second_level", to=top.second_level, **facts)
    supervised_by(top, top.stranger)
    top.appraisal.refresh_from_db()
    assert (top.appraisal.supervisor, top.appraisal.decider_id) == (top.stranger, top.second_level.pk)


def test_at_the_true_top_another_official_takes_over(top):
    hold(top.stranger, make_post("Wali Kota", kind="official"))
    supervised_by(top, top.stranger)
    top.appraisal.refresh_from_db()
    assert top.appraisal.decider_id == top.stranger.pk


def supervised_by(office, user):
    beside.reassign(office.appraisal.pk, role="supervisor", to=user, reason="Dilantik.", by=office.hr, at=NOW)


def test_a_second_level_found_while_the_supervisor_decides_takes_over(top):
    walk(top, f"{RECOMMENDING}\n 7 endorse committee_vote\n 7 endorse objection_decision")
    beside.reassign(
        top.appraisal.pk, role="second_level", to=top.second_level, reason="Baru dilantik.", by=top.hr, at=NOW + 8 * DAY
    )
    assert top.step().owner == top.second_level
    walk(top, "11 dismiss committee_vote")


def test_he_asks_the_employee_but_not_himself(top, client):
    walk(top, f"{RECOMMENDING}\n 7 endorse committee_vote\n 7 endorse objection_decision")
    step = top.step()
    with pytest.raises(Invalid, match="Anda sendiri pejabat penilai") as refused:
        top.take("ask", {"to": "supervisor", "question": "Mengapa?"}, at=NOW + 8 * DAY)
    assert set(refused.value.fields) == {"to"}
    client.force_login(top.supervisor)
    page = client.get(f"/tasks/{step.pk}/").content.decode()
    assert 'name="to" value="employee"' in page
    assert 'name="to" value="supervisor"' not in page
    walk(top, "8 ask clarification")
    assert top.step().owner == top.employee


def test_a_second_level_may_ask_both(db, client):
    office = Office()
    step = office.bring_to("objection_decision")
    client.force_login(office.second_level)
    page = client.get(f"/tasks/{step.pk}/").content.decode()
    assert 'name="to" value="supervisor"' in page
    office.take("ask", {"to": "supervisor", "question": "Mengapa?"})
    assert office.step().owner == office.supervisor
