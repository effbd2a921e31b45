"""Members who may not vote: kept out by the system, asked when their name stands in the case, declared kin."""

import pytest

from appraisal.models import Appraisal, KinDeclaration, Recusal, Vote
from audit.models import Entry
from organization.models import Post, Unit
from tests.agreement import agree
from tests.counting import statements
from tests.office import DAY, NOW, Office
from tests.people import hold
from workflow import committees
from workflow.models import Step
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound

from .walking import walk

TO_COMMITTEE = "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge committee_vote"
LETTER = {"letter_no": "800/9/2026", "reason": "Cuti besar."}


def lead(office, person, *, kind="jpt", unit=None, **dates):
    post = Post.objects.create(unit=unit or office.unit, title="Kepala", kind=kind)
    return hold(person, post, **dates)


def kin(office, member, relative=None, at=NOW):
    return committees.declare_kin(relative or office.employee, "sibling", by=member, at=at)


def owners(office):
    return [step.owner for step in office.open_steps()]


def kinds(office):
    return dict(Recusal.objects.filter(appraisal=office.appraisal).values_list("member__username", "kind"))


# --- own unit ---


def test_whoever_leads_the_unit_does_not_vote(office):
    lead(office, office.members[1])
    walk(office, TO_COMMITTEE)
    assert owners(office) == [office.members[0], office.members[2]]
    assert kinds(office) == {"member_1": "own_unit"}
    assert office.facts("members_conflicted") == {"count": 1, "kind": "own_unit"}
    assert office.facts("committee_opened") == {"seats": 2}


@pytest.mark.parametrize(
    ("facts", "is_out"),
    [
        ({"kind": "pelaksana"}, False),  # works there, leads nobody
        ({"kind": "pengawas"}, True),
        ({"to_date": NOW.date() - 200 * DAY}, False),  # left before the period began
        ({"to_date": NOW.date() - 60 * DAY}, True),  # led it within the period
        ({"from_date": NOW.date() + 90 * DAY}, False),  # will lead it
    ],
)
def test_who_leads_a_unit(office, facts, is_out):
    lead(office, office.members[1], **facts)
    walk(office, TO_COMMITTEE)
    assert (office.members[1] not in owners(office)) is is_out


def test_whoever_rates_people_of_the_unit_does_not_vote_either(office):
    other = office.unsaved(office.stranger)
    other.supervisor, other.stage = office.members[2], "supervisor_review"
    other.save()
    walk(office, TO_COMMITTEE)
    assert kinds(office) == {"member_2": "own_unit"}


def test_a_leader_of_another_unit_votes(office):
    lead(office, office.members[1], unit=Unit.objects.create(code="9", name="Dinas Lain"))
    walk(office, TO_COMMITTEE)
    assert len(owners(office)) == 3


def test_where_the_policy_says_so_leaders_vote(db):
    office = Office(committee={"conflicts": ["kin"]})
    lead(office, office.members[1])
    walk(office, TO_COMMITTEE)
    assert len(owners(office)) == 3


def test_quorum_is_counted_without_them(db):
    office = Office(seats=5)
    lead(office, office.members[3])
    lead(office, office.members[4], kind="pengawas")
    walk(office, f"{TO_COMMITTEE}\n 4 endorse committee_vote\n 4 endorse final")


def test_where_all_are_kept_out_the_system_waits_for_a_substitute(office):
    for member in office.members:
        lead(office, member, kind="pengawas")
    walk(office, TO_COMMITTEE)
    assert [step.owner_id for step in office.open_steps()] == [0]
    assert office.told("nobody_free") == {"hr"}


def test_who_is_kept_out_is_no_member_in_this_case(office):
    lead(office, office.members[1])
    walk(office, TO_COMMITTEE)
    assert not Appraisal.objects.visible_to(office.members[1]).exists()
    assert Appraisal.objects.visible_to(office.members[0]).exists()


# --- kin ---


@pytest.mark.parametrize("party", ["employee", "supervisor", "second_level"])
def test_kin_of_a_party_does_not_vote(office, party):
    kin(office, office.members[0], getattr(office, party))
    walk(office, TO_COMMITTEE)
    assert kinds(office) == {"member_0": "kin"}
    assert not Appraisal.objects.visible_to(office.members[0]).exists()


def test_kin_of_somebody_else_votes(office):
    kin(office, office.members[0], office.stranger)
    walk(office, TO_COMMITTEE)
    assert len(owners(office)) == 3


def test_declared_while_votes_are_open_ends_the_own_one_at_once(office):
    walk(office, f"{TO_COMMITTEE}\n 4 endorse:1 committee_vote")
    kin(office, office.members[0], at=NOW + 5 * DAY)
    agree(office.appraisal)
    step = Step.objects.get(owner=office.members[0], name="committee_vote")
    assert (step.outcome, step.by_id) == ("recuse", 0)
    assert kinds(office) == {"member_0": "kin"}
    assert office.events()[-1] == "members_conflicted"
    with pytest.raises((Conflict, NotFound)):
        office.take("endorse", step=step, by=office.members[0], at=NOW + 6 * DAY)
    walk(office, "6 endorse:2 final")


def test_a_declaration_may_decide_the_vote(office):
    walk(office, f"{TO_COMMITTEE}\n 4 endorse:1 committee_vote\n 4 return:2 committee_vote")
    kin(office, office.members[0], at=NOW + 5 * DAY)  # a tie, and the chair is out: voted again
    agree(office.appraisal)
    assert owners(office) == office.members[1:]


def test_a_vote_that_was_cast_stays(office):
    walk(office, f"{TO_COMMITTEE}\n 4 endorse:0 committee_vote")
    kin(office, office.members[0], at=NOW + 5 * DAY)
    assert Vote.objects.get().choice == "endorse"
    assert kinds(office) == {}


def test_kin_where_the_policy_does_not_recuse(db):
    office = Office(committee={"conflicts": []})
    walk(office, TO_COMMITTEE)
    kin(office, office.members[0])
    assert len(owners(office)) == 3


def test_declared_once_and_withdrawn_once(office):
    made = kin(office, office.members[0])
    with pytest.raises(Conflict, match="sudah Anda nyatakan"):
        kin(office, office.members[0])
    with pytest.raises(NotFound):
        committees.withdraw_kin(made.pk, by=office.members[1], at=NOW)
    committees.withdraw_kin(made.pk, by=office.members[0], at=NOW)
    with pytest.raises(Conflict, match="sudah dicabut"):
        committees.withdraw_kin(made.pk, by=office.members[0], at=NOW)
    assert KinDeclaration.history.count() == 2
    walk(office, TO_COMMITTEE)
    assert len(owners(office)) == 3
    kin(office, office.members[0])  # and may be declared anew


def test_oneself_is_no_kin(office):
    with pytest.raises(Invalid) as refusal:
        kin(office, office.members[0], office.members[0])
    assert "relative" in refusal.value.fields


def test_the_log_names_neither_kin_nor_relation(office):
    made = kin(office, office.members[0])
    entry = Entry.objects.select_related("payload").get(stream=f"kindeclaration:{made.pk}")
    assert "sibling" not in entry.payload.data
    assert str(office.employee.pseudonym) not in entry.payload.data
    assert office.employee.name not in bytes(entry.leaf).decode()


def test_an_office_reads_with_a_purpose_that_is_logged(office):
    kin(office, office.members[0])
    found = committees.open_kin(office.committee.pk, office.members[0], purpose="Aduan 12", by=office.hr, at=NOW)
    assert [row.relative for row in found] == [office.employee]
    entry = Entry.objects.select_related("payload").get(event="committee.kin_opened")
    assert "Aduan 12" in entry.payload.data
    for reader, refusal in ((office.members[1], Forbidden), (office.employee, Forbidden)):
        with pytest.raises(refusal):
            committees.open_kin(office.committee.pk, office.members[0], purpose="x", by=reader, at=NOW)
    with pytest.raises(Invalid):
        committees.open_kin(office.committee.pk, office.members[0], purpose=" ", by=office.hr, at=NOW)


# --- substitutes ---


@pytest.mark.parametrize("how", ["leads", "kin"])
def test_a_substitute_in_conflict_does_not_get_the_vote(office, how):
    walk(office, TO_COMMITTEE)
    if how == "leads":
        lead(office, office.stranger)
    else:
        kin(office, office.stranger)
    committees.appoint_substitute(office.seats[1].pk, office.stranger, **LETTER, by=office.hr, at=NOW + 4 * DAY)
    agree(office.appraisal)
    assert owners(office) == [office.members[0], office.members[2]]
    assert kinds(office) == {"stranger": "own_unit" if how == "leads" else "kin"}
    assert not Appraisal.objects.visible_to(office.stranger).exists()


# --- named in the case ---


def named_case(office, member=0):
    office.members[member].name = "Ruslan Hutapea"
    office.members[member].save()
    walk(office, "0 submit supervisor_review")
    office.take("submit", office.data("supervisor_review", "submit") | {"reason": "Menurut Ruslan Hutapea, sesuai."})
    walk(office, "3 acknowledge committee_vote")
    return next(step for step in office.open_steps() if step.owner == office.members[member])


@pytest.mark.parametrize("outcome", ["endorse", "return", "abstain"])
def test_whose_name_stands_in_the_case_is_asked_first(office, outcome):
    step = named_case(office)
    data = office.data("committee_vote", outcome)
    with pytest.raises(Invalid) as refusal:
        office.take(outcome, data, step=step, by=office.members[0], at=NOW + 4 * DAY)
    assert list(refusal.value.fields) == ["no_relation"]
    assert not Vote.objects.exists()
    office.take(outcome, data | {"no_relation": True}, step=step, by=office.members[0], at=NOW + 4 * DAY)
    assert "relation_denied" in office.events()
    assert office.events().index("vote_cast") < office.events().index("relation_denied")


def test_nobody_asks_who_recuses_himself_nor_who_is_not_named(office):
    step = named_case(office)
    office.take("recuse", step=step, by=office.members[0], at=NOW + 4 * DAY)
    office.take("endorse", {"no_relation": True}, by=office.members[1], at=NOW + 4 * DAY)
    assert "relation_denied" not in office.events()  # nothing was asked


def test_where_the_policy_says_so_the_named_are_kept_out(db):
    office = Office(committee={"conflicts": ["named"]})
    office.members[0].name = "Ruslan Hutapea"
    office.members[0].save()
    walk(office, "0 submit supervisor_review")
    office.take("submit", office.data("supervisor_review", "submit") | {"reason": "Menurut Ruslan Hutapea, sesuai."})
    walk(office, "3 acknowledge committee_vote")
    assert kinds(office) == {"member_0": "named"}


def test_a_vote_with_its_question_stays_within_its_budget(office):
    step = named_case(office)
    with statements() as found:
        office.take("endorse", {"no_relation": True}, step=step, by=office.members[0], at=NOW + 4 * DAY)
    assert len(found) + 2 <= 16
