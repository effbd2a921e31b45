"""A meeting is moved, a member replaced: every case before the committee follows, each with its own record."""

import datetime

import pytest

from appraisal.models import Committee, Seat
from audit.models import Entry
from notifications.models import Notice
from organization.models import User
from tests.agreement import agree
from tests.counting import statements
from tests.office import DAY, NOW, TODAY, Office
from workflow.committees import appoint_substitute, move_meeting
from workflow.models import Step
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound
from workflow.sweeper import sweep

AT = NOW + 5 * DAY
NEW_DAY = TODAY + 40 * DAY
LETTER = {"letter_no": "800/11/2026", "reason": "Pindah tugas."}


def cases(office, count):
    """So many cases of other employees before the committee."""
    return cases_of(office, [f"e{n}" for n in range(count)])


def cases_of(office, usernames):
    people = User.objects.bulk_create([User(username=name, name=name) for name in usernames])
    first, plan = office.appraisal, office.indicators
    office.indicators = []
    made = office.launch(people)
    for office.appraisal in made:
        office.bring_to("committee_vote")
    office.appraisal, office.indicators = first, plan
    return made


def events_of(subject):
    stream = f"{subject._meta.model_name}:{subject.pk}"
    return list(Entry.objects.filter(stream=stream).order_by("n").values_list("event", flat=True))


# --- moved ---


def test_open_votes_are_due_on_the_new_day(office):
    office.bring_to("committee_vote")
    [other] = cases(office, 1)
    move_meeting(office.committee.pk, NEW_DAY, "Ruang rapat dipakai.", by=office.hr, at=AT)
    assert set(Step.objects.filter(name="committee_vote").values_list("due_at", "lapse_at")) == {
        (
            datetime.datetime(2026, 12, 12, 16, 59, 59, tzinfo=datetime.UTC),
            datetime.datetime(2026, 12, 12, 17, tzinfo=datetime.UTC),
        )
    }
    for appraisal in (office.appraisal, other):
        assert events_of(appraisal)[-1] == "appraisal.meeting_moved"
        agree(appraisal)
    assert events_of(office.committee) == ["committee.meeting_moved"]
    committee = Committee.history.order_by("history_id").last()
    assert (committee.meeting_on, committee.history_user, committee.history_change_reason) == (
        NEW_DAY, office.hr, "Ruang rapat dipakai.",
    )  # fmt: skip
    assert sweep(NOW + 39 * DAY) == 0
    assert sweep(NOW + 41 * DAY) == 2


def test_members_are_told_once_employees_each_of_their_own(office):
    office.bring_to("committee_vote")
    cases(office, 3)
    move_meeting(office.committee.pk, NEW_DAY, "Ruang rapat dipakai.", by=office.hr, at=AT)
    members = Notice.objects.filter(about="committee.meeting_moved")
    assert [notice.to for notice in members.order_by("to")] == office.members
    assert {notice.subject for notice in members} == {f"committee:{office.committee.pk}"}
    assert {notice.facts["date"] for notice in members} == {"2026-12-12"}
    assert office.told("meeting_moved") == {"employee", "e0", "e1", "e2"}


def test_cases_that_come_later_meet_on_the_new_day(office):
    move_meeting(office.committee.pk, NEW_DAY, "Ruang rapat dipakai.", by=office.hr, at=AT)
    office.bring_to("committee_vote")
    assert office.step().due_at == datetime.datetime(2026, 12, 12, 16, 59, 59, tzinfo=datetime.UTC)


def test_each_case_in_its_own_zone(db):
    office = Office(zone="Asia/Jayapura")
    office.bring_to("committee_vote")
    [other] = cases(office, 1)
    other.zone = "Asia/Jakarta"
    other.save()
    move_meeting(office.committee.pk, NEW_DAY, "Ruang rapat dipakai.", by=office.hr, at=AT)
    ends = dict(Step.objects.filter(name="committee_vote").values_list("case__appraisal", "lapse_at"))
    assert ends[office.appraisal.pk].hour == 15
    assert ends[other.pk].hour == 17


def test_votes_of_other_committees_and_what_was_cast_stay(office):
    office.bring_to("committee_vote")
    office.take("endorse")
    cast = Step.objects.get(outcome="endorse").due_at
    other = Committee.objects.create(cycle=office.cycle, unit=office.unit, name="B", chair=office.hr, letter_no="1")
    move_meeting(other.pk, NEW_DAY, "x", by=office.hr, at=AT)
    assert office.step().due_at == cast
    move_meeting(office.committee.pk, NEW_DAY, "x", by=office.hr, at=AT)
    assert Step.objects.get(outcome="endorse").due_at == cast != office.step().due_at


@pytest.mark.parametrize(
    ("day", "reason", "field"), [(-1, "x", "meeting_on"), (40, " ", "reason"), (None, "x", "meeting_on")]
)
def test_what_moving_needs(office, day, reason, field):
    office.bring_to("committee_vote")
    meeting_on = None if day is None else (AT + day * DAY).date()
    with pytest.raises(Invalid) as refusal:
        move_meeting(office.committee.pk, meeting_on, reason, by=office.hr, at=AT)
    assert list(refusal.value.fields) == [field]
    assert not events_of(office.committee)


def test_today_is_that_of_the_furthest_east(db):
    """At 22.30 WIB the day is over where the case is."""
    office = Office(zone="Asia/Jayapura")
    office.bring_to("committee_vote")
    late = NOW.replace(hour=15, minute=30)
    with pytest.raises(Invalid):
        move_meeting(office.committee.pk, TODAY, "x", by=office.hr, at=late)
    move_meeting(office.committee.pk, TODAY + DAY, "x", by=office.hr, at=late)


def test_only_hr_moves_and_replaces(office):
    for person in (office.members[0], office.supervisor, office.inspector, office.stranger):
        with pytest.raises(Forbidden):
            move_meeting(office.committee.pk, NEW_DAY, "x", by=person, at=AT)
        with pytest.raises(Forbidden):
            appoint_substitute(office.seats[0].pk, office.stranger, **LETTER, by=person, at=AT)
    with pytest.raises(NotFound):
        move_meeting(0, NEW_DAY, "x", by=office.hr, at=AT)
    with pytest.raises(NotFound):
        appoint_substitute(0, office.stranger, **LETTER, by=office.hr, at=AT)


# --- replaced ---


def replace(office, seat=1, to=None, at=AT, **letter):
    appoint_substitute(office.seats[seat].pk, to or office.stranger, **(LETTER | letter), by=office.hr, at=at)
    agree(office.appraisal)


def test_the_substitute_takes_the_seat_and_its_open_votes(office):
    office.bring_to("committee_vote")
    [other] = cases(office, 1)
    vote = Step.objects.get(case__appraisal=office.appraisal, owner=office.members[1])
    Step.objects.filter(pk=vote.pk).update(first_seen_at=NOW)
    replace(office)
    assert list(Seat.objects.filter(is_active=True).order_by("position").values_list("member__username", flat=True)) == [
        "member_0", "stranger", "member_2",
    ]  # fmt: skip
    seat = Seat.objects.get(member=office.stranger)
    assert (seat.letter_no, seat.position) == ("800/11/2026", 1)
    vote.refresh_from_db()
    assert (vote.owner, vote.first_seen_at, vote.is_open) == (office.stranger, None, True)
    assert office.told("committee_vote") >= {"stranger"}
    assert Notice.objects.filter(to=office.stranger, kind="task").count() == 2
    for appraisal in (office.appraisal, other):
        assert events_of(appraisal)[-1] == "committee.substitute_appointed"
    office.take("endorse", by=office.stranger)
    office.take("endorse", by=office.members[0])
    assert office.stage() == "final"


def test_the_former_member_is_out_at_once(office):
    office.bring_to("committee_vote")
    vote = Step.objects.get(owner=office.members[1])
    replace(office)
    with pytest.raises(NotFound):
        office.take("endorse", step=vote, by=office.members[1])


def test_what_was_cast_stays_his(office):
    office.bring_to("committee_vote")
    office.take("endorse", by=office.members[1])
    replace(office)
    assert Step.objects.get(outcome="endorse").owner == office.members[1]
    assert office.stranger not in [step.owner for step in office.open_steps()]
    assert events_of(office.appraisal)[-1] == "appraisal.vote_cast"  # nothing of this case has passed
    office.take("endorse", by=office.members[0])
    assert office.stage() == "final"


def test_the_chair_passes_with_the_seat(db):
    office = Office(seats=4)
    office.bring_to("committee_vote")
    replace(office, seat=0)
    assert Committee.objects.get().chair == office.stranger
    for member, vote in zip(
        [*office.members[1:], office.stranger], ["return", "return", "endorse", "endorse"], strict=True
    ):
        office.take(vote, by=member)
    assert office.stage() == "final"  # a tie follows the new chair


def test_where_the_substitute_is_a_party_the_seat_is_recused(office):
    office.bring_to("committee_vote")
    [other] = cases(office, 1)
    replace(office, to=office.employee)
    recused = Step.objects.get(case__appraisal=office.appraisal, outcome="recuse")
    assert (recused.owner, recused.by_id) == (office.members[1], 0)
    assert office.events()[-1] == "members_recused"
    assert [step.owner for step in office.open_steps()] == [office.members[0], office.members[2]]
    assert Step.objects.filter(case__appraisal=other, owner=office.employee, completed_at=None).exists()
    office.take("endorse", by=office.members[0])
    office.take("endorse", by=office.members[2])
    assert office.stage() == "final"


def test_a_recused_seat_may_leave_the_others_to_decide(office):
    office.bring_to("committee_vote")
    office.take("abstain", by=office.members[0])
    office.take("endorse", by=office.members[2])
    replace(office, to=office.employee)
    assert office.stage() == "final"
    assert office.events()[-3:] == ["members_recused", "committee_endorsed", "finalized"]


def test_a_recused_seat_may_leave_nobody_and_then_all_are_asked_anew(office):
    office.bring_to("committee_vote")
    office.take("recuse", by=office.members[0])
    office.take("recuse", by=office.members[2])
    replace(office, to=office.employee)
    assert [step.owner for step in office.open_steps()] == [office.members[0], office.members[2]]
    assert office.appraisal.vote_round + 1 == 2


def test_a_seat_that_the_system_kept_is_taken(db):
    office = Office(members=["second_level", "supervisor"])
    office.bring_to("committee_vote")
    assert office.step().owner_id == 0
    replace(office)
    assert office.step().owner == office.stranger
    office.take("endorse")
    assert office.stage() == "final"


@pytest.mark.parametrize(("who", "letter", "field"), [
    ("member_2", {}, "to"), ("idle", {}, "to"), ("stranger", {"letter_no": " "}, "letter_no"),
    ("stranger", {"letter_no": "x" * 81}, "letter_no"), ("stranger", {"reason": ""}, "reason"),
])  # fmt: skip
def test_what_replacing_needs(office, who, letter, field):
    office.bring_to("committee_vote")
    idle = User(username="idle", name="x", is_active=False)
    idle.save()
    with pytest.raises(Invalid) as refusal:
        replace(office, to=idle if who == "idle" else getattr(office, who), **letter)
    assert list(refusal.value.fields) == [field]
    assert not Seat.objects.filter(is_active=False).exists()


def test_a_seat_is_replaced_once_then_its_successor(office):
    replace(office)
    with pytest.raises(Conflict, match="sudah digantikan"):
        replace(office, to=office.inspector)
    appoint_substitute(Seat.objects.get(member=office.stranger).pk, office.inspector, **LETTER, by=office.hr, at=AT)
    assert events_of(office.committee) == ["committee.substitute_appointed"] * 2


# --- any number of cases ---


def test_any_number_of_cases_costs_the_same(office):
    counts = []
    for size, day, seat in ((1, 40, 1), (30, 41, 2)):
        cases_of(office, [f"x{size}-{n}" for n in range(size)])
        with statements() as moving:
            move_meeting(office.committee.pk, TODAY + day * DAY, "x", by=office.hr, at=AT)
        to = User.objects.create(username=f"substitute_{size}", name="Pengganti")
        with statements() as replacing:
            appoint_substitute(office.seats[seat].pk, to, **LETTER, by=office.hr, at=AT)
        assert Step.objects.filter(owner=to, completed_at=None).count() >= size
        counts.append((len(moving), len(replacing)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20
