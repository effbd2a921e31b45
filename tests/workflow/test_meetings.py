"""A meeting of the committee: its agenda is proposed, the chair leads, votes go through the door, nothing is made up."""

import pytest

from appraisal import meeting_rules as rules
from appraisal.actions import agenda, meeting
from appraisal.models import AgendaItem, Meeting, Stage
from appraisal.rules import RuleBroken
from appraisal.selectors import meeting as selectors
from audit.models import Entry
from tests.office import DAY, NOW, TODAY, Office
from tests.workflow.walking import walk
from workflow.committees import move_meeting

Verdict, State = AgendaItem.Verdict, AgendaItem.State


@pytest.fixture
def office(db):
    office = Office(seats=5)
    office.bring_to("committee_vote")
    return office


@pytest.fixture
def prepared(office):
    return agenda.prepare(office.committee.pk, held_on=TODAY + DAY, by=office.members[0], at=NOW)


@pytest.fixture
def opened(office, prepared):
    return meeting.open_meeting(prepared.pk, by=office.members[0], at=NOW + DAY)


def items(meeting):
    return list(meeting.items.order_by("position"))


def events_of(office):
    return list(
        Entry.objects.filter(stream=f"committee:{office.committee.pk}").order_by("n").values_list("event", flat=True)
    )


def consented(item):
    return selectors.consent_list(item, selectors.Branches().inside(item.unit_id))


def status_of(broken):
    return getattr(broken.value, "status", 422)


# --- the agenda ---


def test_what_is_uncontested_is_proposed_by_unit(office, prepared):
    [item] = items(prepared)
    assert (item.kind, item.unit, item.appraisal) == ("unit", office.unit, None)
    assert list(consented(item)) == [office.appraisal]
    assert events_of(office) == ["committee.meeting_prepared"]


def test_what_is_contested_is_a_case_of_its_own(db):
    office = Office()
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 2 object supervisor_statement")
    walk(office, "3 submit objection_decision\n 8 dismiss committee_vote")
    made = agenda.prepare(office.committee.pk, held_on=TODAY, by=office.hr, at=NOW)
    [item] = items(made)
    assert (item.kind, item.appraisal, item.round) == ("case", office.appraisal, 1)


def test_a_case_can_be_lifted_out_of_the_consent_list_and_the_rest_moved_and_removed(office, prepared):
    chair = office.members[0]
    agenda.add_case(prepared.pk, office.appraisal.pk, by=chair, at=NOW)
    unit, case = items(prepared)
    assert not consented(unit).exists()
    agenda.move_item(prepared.pk, case.pk, by_places=-1, by=chair, at=NOW)
    assert items(prepared) == [case, unit]
    agenda.move_item(prepared.pk, case.pk, by_places=-1, by=chair, at=NOW)  # the end of the list
    agenda.remove_item(prepared.pk, case.pk, by=chair, at=NOW)
    agenda.remove_item(prepared.pk, case.pk, by=chair, at=NOW)  # a second click
    assert [(item, item.position) for item in items(prepared)] == [(unit, 1)]
    assert list(consented(unit)) == [office.appraisal]
    changed = ["agenda_added", "agenda_reordered", "agenda_removed"]
    assert events_of(office)[1:] == [f"committee.{name}" for name in changed]


def test_what_came_since_is_added_once(office, prepared):
    for item in items(prepared):
        agenda.remove_item(prepared.pk, item.pk, by=office.hr, at=NOW)
    for _click in range(2):
        agenda.add_missing(prepared.pk, by=office.hr, at=NOW)
    assert [item.unit for item in items(prepared)] == [office.unit]


def test_only_chair_and_hr_prepare(office):
    with pytest.raises(rules.NotYours, match="ketua komite atau pengelola kinerja"):
        agenda.prepare(office.committee.pk, held_on=TODAY, by=office.members[1], at=NOW)


def test_one_meeting_at_a_time(office, prepared):
    with pytest.raises(rules.Done, match="Rapat ke-1 sudah disiapkan"):
        agenda.prepare(office.committee.pk, held_on=TODAY, by=office.hr, at=NOW)


def test_a_party_does_not_learn_that_its_case_could_be_added(db):
    office = Office(members=["member_0", "second_level", "member_1", "member_2"])
    office.bring_to("committee_vote")
    office.committee.chair = office.second_level
    office.committee.save()
    made = agenda.prepare(office.committee.pk, held_on=TODAY, by=office.hr, at=NOW)
    with pytest.raises(RuleBroken, match="Tidak ada kasus"):
        agenda.add_case(made.pk, office.appraisal.pk, by=office.second_level, at=NOW)


def test_the_date_of_a_prepared_meeting_follows_the_committee(office, prepared):
    move_meeting(office.committee.pk, TODAY + 12 * DAY, "Ruang dipakai.", by=office.hr, at=NOW)
    assert Meeting.objects.get().held_on == TODAY + 12 * DAY


# --- the meeting ---


def test_the_chair_opens_and_is_there(office, opened):
    meeting.open_meeting(opened.pk, by=office.members[0], at=NOW + 2 * DAY)  # a second click
    opened.refresh_from_db()
    assert opened.opened_at == NOW + DAY
    assert [one.member for one in opened.attendances.all()] == [office.members[0]]
    assert events_of(office).count("committee.meeting_opened") == 1


def test_nobody_else_leads(office, prepared, opened):
    [item] = items(opened)
    for act in (
        lambda by: meeting.call_item(opened.pk, item.pk, by=by, at=NOW),
        lambda by: meeting.close_item(opened.pk, item.pk, by=by, at=NOW),
        lambda by: meeting.close_meeting(opened.pk, by=by, at=NOW),
        lambda by: meeting.note_absent(opened.pk, office.members[2], reason="Sakit.", by=by, at=NOW),
    ):
        for by in (office.members[1], office.hr):
            with pytest.raises(rules.NotYours, match="dipimpin oleh ketua"):
                act(by)


def test_an_empty_agenda_is_not_opened(office, prepared):
    agenda.remove_item(prepared.pk, items(prepared)[0].pk, by=office.hr, at=NOW)
    with pytest.raises(RuleBroken, match="Acara masih kosong"):
        meeting.open_meeting(prepared.pk, by=office.members[0], at=NOW)


def test_an_open_meeting_keeps_its_agenda(office, opened):
    with pytest.raises(rules.Done, match="Acaranya tidak berubah lagi"):
        agenda.remove_item(opened.pk, items(opened)[0].pk, by=office.hr, at=NOW)


def test_members_come_go_and_come_back(office, opened):
    one = office.members[1]
    for act in (meeting.attend, meeting.attend, meeting.leave, meeting.leave, meeting.attend):
        act(opened.pk, by=one, at=NOW + DAY)
    there = opened.attendances.get(member=one)
    assert there.is_present
    assert there.history.count() == 3
    with pytest.raises(rules.NotYours, match="bagi anggota komite"):
        meeting.attend(opened.pk, by=office.hr, at=NOW)


def test_absence_has_a_reason_and_ends_when_he_comes(office, opened):
    one = office.members[1]
    meeting.note_absent(opened.pk, one, reason="Dinas luar.", by=office.members[0], at=NOW)
    assert opened.attendances.get(member=one).absent_reason == "Dinas luar."
    meeting.attend(opened.pk, by=one, at=NOW)
    assert opened.attendances.get(member=one).is_present
    with pytest.raises(rules.Done, match="tercatat hadir"):
        meeting.note_absent(opened.pk, one, reason="Sakit.", by=office.members[0], at=NOW)


def test_of_two_clicks_that_disagree_the_first_counts(office, prepared):
    chair = office.members[0]
    agenda.add_case(prepared.pk, office.appraisal.pk, by=chair, at=NOW)
    meeting.open_meeting(prepared.pk, by=chair, at=NOW)
    first, second = items(prepared)
    seen = Meeting.objects.get().version
    meeting.call_item(prepared.pk, first.pk, version=seen, by=chair, at=NOW)
    meeting.call_item(prepared.pk, first.pk, version=seen, by=chair, at=NOW)  # the same click twice
    with pytest.raises(RuleBroken, match="sudah bergerak") as broken:
        meeting.call_item(prepared.pk, second.pk, version=seen, by=chair, at=NOW)
    assert status_of(broken) == 409
    assert Meeting.objects.get().current == first


def test_an_item_that_is_not_decided_is_closed_as_left_open(office, opened):
    [item] = items(opened)
    meeting.call_item(opened.pk, item.pk, by=office.members[0], at=NOW)
    for _click in range(2):
        meeting.close_item(opened.pk, item.pk, by=office.members[0], at=NOW)
    item.refresh_from_db()
    assert (item.state, item.verdict) == (State.DONE, Verdict.LEFT_OPEN)
    office.appraisal.refresh_from_db()
    assert office.appraisal.stage == Stage.COMMITTEE_VOTE
    assert not office.appraisal.votes.exists()


@pytest.mark.parametrize(("outcome", "verdict"), [("endorse", Verdict.ENDORSED), ("return", Verdict.RETURNED)])
def test_a_case_is_closed_with_what_its_votes_decided(office, prepared, outcome, verdict):
    chair = office.members[0]
    agenda.add_case(prepared.pk, office.appraisal.pk, by=chair, at=NOW)
    meeting.open_meeting(prepared.pk, by=chair, at=NOW)
    unit, case = items(prepared)
    meeting.call_item(prepared.pk, case.pk, by=chair, at=NOW)
    meeting.call_item(prepared.pk, unit.pk, by=chair, at=NOW)
    for step in office.open_steps()[:3]:
        office.take(outcome, step=step, by=step.owner)
    meeting.close_meeting(prepared.pk, by=chair, at=NOW)
    assert [item.verdict for item in items(prepared)] == [Verdict.ENDORSED, verdict]  # nothing is left of the unit
    assert Meeting.objects.get().current is None
    assert events_of(office)[-3:] == ["committee.item_closed", "committee.item_closed", "committee.meeting_closed"]


def test_what_was_never_discussed_is_left_as_it_is(office, opened):
    for _click in range(2):
        meeting.close_meeting(opened.pk, by=office.members[0], at=NOW)
    [item] = items(opened)
    assert (item.state, item.verdict) == (State.WAITING, "")
    with pytest.raises(rules.Done, match="sudah ditutup"):
        meeting.attend(opened.pk, by=office.members[1], at=NOW)


def test_the_next_meeting_is_numbered(office, opened):
    meeting.close_meeting(opened.pk, by=office.members[0], at=NOW)
    assert agenda.prepare(office.committee.pk, held_on=TODAY, by=office.hr, at=NOW).number == 2


@pytest.mark.parametrize(
    ("seats", "present", "recused", "expected"),
    [
        (7, {0, 1, 2, 3, 4}, {5}, (6, 5, 1, 4, True)),
        (5, {0, 1}, set(), (5, 2, 0, 3, False)),
        (5, {0, 1}, {0, 3}, (3, 1, 2, 2, False)),
        (4, {0, 1, 2}, set(), (4, 3, 0, 3, True)),
        (1, set(), {0}, (0, 0, 1, 1, False)),
    ],
)
def test_quorum_is_counted_among_those_not_recused(seats, present, recused, expected):
    found = rules.quorum(range(seats), present, recused)
    assert (found.entitled, found.present, found.recused, found.needed, found.is_reached) == expected
