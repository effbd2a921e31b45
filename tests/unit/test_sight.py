"""Who sees what, as a table: part in the case × stage."""

import pytest

from appraisal import policies
from appraisal.models import Appraisal, Cycle, Policy, Stage
from appraisal.permissions import Part, sight_of
from organization.models import User
from tests.office import NOW

EMPLOYEE, SUPERVISOR, SECOND_LEVEL, MEMBER = (User(pk=n) for n in range(1, 5))
HR, INSPECTOR = User(pk=5, roles=["hr_admin"]), User(pk=6, roles=["inspector"])
STRANGER, HR_EMPLOYEE = User(pk=7), User(pk=1, roles=["hr_admin"])
PURPOSE = {"purpose": "Aduan 12"}
SEAT = {"has_seat": True}
S, R, T, V, H = "self_assessment", "ratings", "statements", "votes", "history"
ALL = {S, R, T, V, H}
TOLD = {"self_assessed_at": NOW}
RELEASED = TOLD | {"released_at": NOW}
RECEIVED = RELEASED | {"received_at": NOW}
VOTED = {"vote_round": 1}
STAGES = {
    "writing": (Stage.SELF_ASSESSMENT, {}),
    "review": (Stage.SUPERVISOR_REVIEW, TOLD),
    "lapsed": (Stage.SUPERVISOR_REVIEW, {}),
    "waiting": (Stage.AWAITING_RELEASE, TOLD),
    "unopened": (Stage.EMPLOYEE_RESPONSE, RELEASED),
    "opened": (Stage.EMPLOYEE_RESPONSE, RECEIVED),
    "decision": (Stage.OBJECTION_DECISION, RECEIVED),
    "committee": (Stage.COMMITTEE_VOTE, RECEIVED | VOTED),
    "again": (Stage.SUPERVISOR_REVIEW, TOLD | VOTED),  # returned by the committee: not released, not received
    "anew": (Stage.EMPLOYEE_RESPONSE, RELEASED | VOTED),  # then released again, and not yet opened
    "late": (Stage.OBJECTION_DECISION, RECEIVED | VOTED),  # a determination sent back
    "final": (Stage.FINAL, RECEIVED | VOTED),
    "uncontested": (Stage.FINAL, RECEIVED),  # never came before the committee
    "cancelled": (Stage.CANCELLED, TOLD),
    "stopped": (Stage.CANCELLED, RECEIVED | VOTED),  # while the committee had it
}
TABLE = [
    (EMPLOYEE, {}, "waiting writing review lapsed unopened again anew cancelled", ALL - {R}),
    (EMPLOYEE, {}, "opened decision final stopped", ALL),
    (EMPLOYEE, {}, "committee", ALL - {V}),
    (HR_EMPLOYEE, PURPOSE, "unopened", ALL - {R}),
    (SUPERVISOR, {}, "writing lapsed", ALL - {S}),
    (SUPERVISOR, {}, "review waiting unopened opened decision again final cancelled", ALL),
    (SUPERVISOR, {}, "committee", ALL - {V}),
    (SECOND_LEVEL, {}, "writing review waiting again", set()),
    (SECOND_LEVEL, SEAT, "again", set()),
    (SECOND_LEVEL, {}, "unopened opened decision final stopped", ALL),
    (MEMBER, SEAT, "writing review waiting unopened opened decision uncontested cancelled", set()),
    (MEMBER, SEAT, "committee", ALL - {V}),
    (MEMBER, SEAT, "again anew", ALL - {R}),
    (MEMBER, SEAT, "late final stopped", ALL),
    (MEMBER, {}, "committee again final stopped", set()),
    (HR, {}, " ".join(STAGES), {H}),
    (INSPECTOR, {}, " ".join(STAGES), {H}),
    (HR, PURPOSE, "writing lapsed", ALL - {R, S}),
    (HR, PURPOSE, "review waiting again cancelled", ALL - {R}),
    (INSPECTOR, PURPOSE, "unopened opened final", ALL),
    (INSPECTOR, PURPOSE, "committee", ALL - {V}),
    (STRANGER, PURPOSE, " ".join(STAGES), set()),
]
BODY = policies.body_of(policies.preset("permenpanrb-6-2022"))
CYCLE = Cycle(policy=Policy(body=BODY, sha256=policies.digest_of(BODY)))
CASES = [(viewer, given, stage, seen) for viewer, given, stages, seen in TABLE for stage in stages.split()]


def appraisal_at(name):
    stage, facts = STAGES[name]
    facts = {**facts, "is_final": stage == Stage.FINAL}
    return Appraisal(pk=1, cycle=CYCLE, employee_id=1, supervisor_id=2, second_level_id=3, stage=stage, **facts)


@pytest.mark.parametrize(("viewer", "given", "stage", "seen"), CASES)
def test_what_is_seen(viewer, given, stage, seen):
    sight = sight_of(appraisal_at(stage), viewer, **given)
    assert {part for part in ALL if getattr(sight, f"sees_{part}")} == seen


def test_only_the_employee_has_an_unopened_result():
    found = {
        v.pk for v in (EMPLOYEE, SUPERVISOR, SECOND_LEVEL, HR) if sight_of(appraisal_at("unopened"), v).is_unopened
    }
    assert found == {EMPLOYEE.pk}
    assert not sight_of(appraisal_at("opened"), EMPLOYEE).is_unopened


def test_a_party_states_no_purpose():
    assert sight_of(appraisal_at("opened"), HR).may_state_purpose
    assert not sight_of(appraisal_at("opened"), HR, **PURPOSE).may_state_purpose
    assert not sight_of(appraisal_at("unopened"), HR_EMPLOYEE).may_state_purpose
    second = User(pk=3, roles=["hr_admin"])
    before = sight_of(appraisal_at("review"), second, **PURPOSE)
    assert not before.may_state_purpose
    assert not before.has_content


def test_the_document_is_for_the_parties_and_for_a_purpose():
    final = appraisal_at("final")
    may = {v.pk for v in (EMPLOYEE, SUPERVISOR, SECOND_LEVEL, HR, INSPECTOR) if sight_of(final, v).may_print}
    assert may == {1, 2, 3}
    assert sight_of(final, HR, **PURPOSE).may_print
    assert not sight_of(final, MEMBER, **SEAT).may_print
    assert not sight_of(appraisal_at("committee"), EMPLOYEE).may_print


def test_a_party_who_sits_in_the_committee_is_no_member():
    assert sight_of(appraisal_at("committee"), SUPERVISOR, **SEAT).parts == {Part.SUPERVISOR}
