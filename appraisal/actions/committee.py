"""What changes in an appointed committee: the date of its meeting, and who holds a seat."""

from appraisal import events, forms, rules
from appraisal.models import Seat


def move_meeting(act, data: forms.Meeting, *, today):
    rules.check_meeting(data.meeting_on, today=today)
    act.change(act.subject, meeting_on=data.meeting_on)
    for prepared in act.subject.meetings.filter(opened_at=None):
        act.change(prepared, held_on=data.meeting_on)
    act.record(events.COMMITTEE_MEETING_MOVED, date=data.meeting_on.isoformat())


def substitute(act, seat, to, data: forms.Substitute):
    """A member's place, and the chair if it was his, passes by letter; what he cast stays his."""
    committee = act.subject
    rules.check_substitute(to, committee.seats.filter(is_active=True).values_list("member", flat=True))
    act.change(seat, is_active=False)
    act.add(Seat(committee=committee, member=to, position=seat.position, letter_no=data.letter_no))
    if committee.chair_id == seat.member_id:
        act.change(committee, chair=to)
    act.record(events.SUBSTITUTE_APPOINTED, letter_no=data.letter_no)
