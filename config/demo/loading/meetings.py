"""The committee's meetings: one whose minutes are sealed, one that is being signed, and the next one, prepared."""

import datetime

from appraisal.actions import meeting, minutes
from appraisal.actions.agenda import prepare
from appraisal.models import Committee, Stage
from appraisal.selectors.minutes import order_of
from workflow.committees import declare_kin

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
FIRST, SECOND = (31 * DAY, 27 * DAY), (3 * DAY, DAY)  # opened and closed before the day of the demo
PLACE = "Ruang rapat Bappeda"


def declare(cast, *, at):
    """One member has kin among the employees, and does not vote on his case."""
    declare_kin(cast.neighbours[0], "in_law", by=cast.members[-1], at=at)


def begin(period, *, at):
    """The chair opens a meeting with what waits, and calls every item; the last member is on duty elsewhere."""
    committee = Committee.objects.select_related("chair").get(cycle=period)
    held = prepare(committee.pk, held_on=at.date(), by=committee.chair, at=at - 12 * HOUR)
    meeting.open_meeting(held.pk, by=committee.chair, at=at)
    *others, absent = [seat.member for seat in committee.seats.exclude(member=committee.chair).order_by("position")]
    for member in others:
        meeting.attend(held.pk, by=member, at=at + HOUR / 4)
    meeting.note_absent(
        held.pk, absent, reason="Dinas luar, surat tugas 094/118.", by=committee.chair, at=at + HOUR / 2
    )
    for item in held.items.order_by("position"):
        meeting.call_item(held.pk, item.pk, by=committee.chair, at=at + HOUR)
    return held


def end(held, number, *, signatures, at):
    """Closed, drawn up, checked; so many of those who were there have signed."""
    committee = held.committee
    meeting.close_meeting(held.pk, by=committee.chair, at=at)
    made = minutes.draw_up(held.pk, number=number, place=PLACE, by=committee.chair, at=at + HOUR)
    made = minutes.check(made.pk, seen=made.sha256, by=committee.chair, at=at + 2 * HOUR)
    for n, place in enumerate(order_of(made)[:signatures]):
        minutes.sign(made.pk, seen=made.sha256, by=place.person, at=at + (3 + n) * HOUR)


def prepare_next(*, at):
    """For each committee that has cases before it; the chair drew it up just now."""
    waiting = Committee.objects.filter(appraisals__stage=Stage.COMMITTEE_VOTE).select_related("cycle", "chair")
    for committee in waiting.distinct().order_by("pk"):
        day = max(committee.meeting_on or committee.cycle.meeting_on, at.date())
        prepare(committee.pk, held_on=day, by=committee.chair, at=at)
