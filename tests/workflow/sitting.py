"""A meeting of the committee as it is held: prepared, opened, attended, decided, closed."""

from appraisal.actions import agenda, meeting
from tests.office import DAY, NOW

AT = NOW + 9 * DAY


def hold(office, *, votes=(), absent=(), at=AT, close=True):
    """The members but the absent are there; `votes` are (member's number, outcome) on the office's own case."""
    committee, chair = office.committee, office.committee.chair
    made = agenda.prepare(committee.pk, held_on=at.date(), by=chair, at=at)
    meeting.open_meeting(made.pk, by=chair, at=at)
    for member in office.members:
        if member in absent:
            meeting.note_absent(made.pk, member, reason="Dinas luar.", by=chair, at=at)
        elif member != chair:
            meeting.attend(made.pk, by=member, at=at)
    for item in made.items.order_by("position"):
        meeting.call_item(made.pk, item.pk, by=chair, at=at)
    for number, outcome in votes:
        office.take(outcome, by=office.members[number], at=at + DAY / 24)
    if close:
        meeting.close_meeting(made.pk, by=chair, at=at + DAY / 12)
    made.refresh_from_db()
    return made
