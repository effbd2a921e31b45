"""A meeting while it is open: who is there, which item is discussed. Votes are cast through the door alone."""

from django.db import transaction

from appraisal import committee_events
from appraisal import meeting_rules as rules
from appraisal.actions.agenda import held_meeting
from appraisal.models import AgendaItem, Attendance
from appraisal.selectors.meeting import verdicts_of
from audit.acts import Act, write
from notifications.live.hints import MEETING, hint

State = AgendaItem.State


@transaction.atomic
def open_meeting(meeting_id, *, by, at, version=None):
    """By the chair, who is there; from here the agenda stands. A second click finds it open."""
    meeting = held_meeting(meeting_id)
    rules.check_leads(by, meeting.committee)
    if meeting.is_open:
        return meeting
    rules.check_seen(meeting, version)
    count = meeting.items.count()
    rules.check_opens(meeting, items=count)
    act = _led(meeting, by=by, at=at)
    act.change(meeting, opened_at=at, opened_by=by)
    act.add(Attendance(meeting=meeting, member=by, present_at=at))
    act.record(committee_events.MEETING_OPENED, number=meeting.number, count=count)
    _write(act)
    return meeting


@transaction.atomic
def attend(meeting_id, *, by, at):
    """A member says that he is there; he may come late, and come back."""
    meeting, known = _seated(meeting_id, by.pk)
    if known and known.is_present:
        return meeting
    act = Act(meeting.committee, by=by, at=at)
    if known:
        act.change(known, present_at=known.present_at or at, left_at=None, absent_reason="")
    else:
        act.add(Attendance(meeting=meeting, member=by, present_at=at))
    act.record(committee_events.MEMBER_PRESENT, number=meeting.number)
    _write(act)
    return meeting


@transaction.atomic
def leave(meeting_id, *, by, at):
    meeting, known = _seated(meeting_id, by.pk)
    if not (known and known.is_present):
        return meeting
    act = Act(meeting.committee, by=by, at=at)
    act.change(known, left_at=at)
    act.record(committee_events.MEMBER_LEFT, number=meeting.number)
    _write(act)
    return meeting


@transaction.atomic
def note_absent(meeting_id, member, *, reason, by, at):
    """The chair notes why a member is not there; whoever comes after all says so himself."""
    meeting, known = _seated(meeting_id, member.pk)
    rules.check_leads(by, meeting.committee)
    rules.check_may_be_absent(known)
    act = Act(meeting.committee, by=by, at=at, reason=reason)
    if known:
        act.change(known, present_at=None, left_at=None, absent_reason=reason)
    else:
        act.add(Attendance(meeting=meeting, member=member, absent_reason=reason))
    act.record(committee_events.MEMBER_ABSENT, number=meeting.number, to=str(member.pseudonym))
    _write(act)
    return meeting


@transaction.atomic
def call_item(meeting_id, item_id, *, by, at, version=None):
    """The chair moves to an item, and every page that follows moves along. Where he is already, nothing happens."""
    meeting, item = _led_to(meeting_id, item_id, by=by)
    if meeting.current_id == item.pk:
        return meeting
    rules.check_seen(meeting, version)
    act = _led(meeting, by=by, at=at)
    act.change(meeting, current=item)
    if item.state == State.WAITING:
        act.change(item, state=State.DISCUSSED)
    act.record(committee_events.ITEM_CALLED, item=item.position, number=meeting.number)
    _write(act)
    return meeting


@transaction.atomic
def close_item(meeting_id, item_id, *, by, at, version=None):
    """The chair notes what has become of it. A case that is not decided stays open, with its date."""
    meeting, item = _led_to(meeting_id, item_id, by=by)
    if item.state == State.DONE:
        return meeting
    rules.check_seen(meeting, version)
    act = _led(meeting, by=by, at=at)
    _end(act, meeting, [item])
    _write(act)
    return meeting


@transaction.atomic
def close_meeting(meeting_id, *, by, at, version=None):
    """What was discussed is closed with it; what was not, and what is undecided, stays open. No vote is made up."""
    meeting = held_meeting(meeting_id)
    rules.check_leads(by, meeting.committee)
    if meeting.closed_at:
        return meeting
    rules.check_is_open(meeting)
    rules.check_seen(meeting, version)
    act = _led(meeting, by=by, at=at)
    items = list(meeting.items.order_by("position"))
    _end(act, meeting, [item for item in items if item.state == State.DISCUSSED])
    act.change(meeting, closed_at=at, closed_by=by, current=None)
    decided = sum(item.verdict in AgendaItem.DECIDED for item in items)
    act.record(committee_events.MEETING_CLOSED, number=meeting.number, done=decided, left=len(items) - decided)
    _write(act)
    return meeting


def _end(act, meeting, items):
    verdicts = verdicts_of(items, meeting.committee)
    for item in items:
        verdict = verdicts[item]
        act.change(item, state=State.DONE, verdict=verdict)
        act.record(committee_events.ITEM_CLOSED, item=item.position, number=meeting.number, verdict=str(verdict.value))


def _led(meeting, *, by, at):
    """An act of the chair: pages that showed the meeting before it are behind."""
    act = Act(meeting.committee, by=by, at=at)
    act.change(meeting, version=meeting.version + 1)
    return act


def _led_to(meeting_id, item_id, *, by):
    meeting = held_meeting(meeting_id)
    rules.check_leads(by, meeting.committee)
    rules.check_is_open(meeting)
    item = meeting.items.get(pk=item_id)
    item.meeting = meeting
    return meeting, item


def _seated(meeting_id, member_id):
    """(meeting, what is known of the member's attendance) of an open meeting."""
    meeting = held_meeting(meeting_id)
    rules.check_is_open(meeting)
    members = meeting.committee.seats.filter(is_active=True).values_list("member", flat=True)
    rules.check_attends(member_id, set(members))
    return meeting, meeting.attendances.filter(member=member_id).first()


def _write(act):
    write(act)
    hint(MEETING, streams=[act.stream])
