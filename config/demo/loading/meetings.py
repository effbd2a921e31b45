"""The committee's meetings: one whose minutes are sealed, one that is being signed, and the next one, prepared."""

import datetime

from appraisal.actions import meeting, minutes
from appraisal.actions.agenda import prepare
from appraisal.models import Committee, Stage
from appraisal.selectors.minutes import order_of
from workflow.committees import declare_kin

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
HELD = (  # opened and closed before the day of the demo, number of the minutes, how many have signed them
    ((31 * DAY, 27 * DAY), "800.1/14/BA/2026", 5),
    ((3 * DAY, DAY), "800.1/21/BA/2026", 1),
)
PLACE = "Ruang rapat Bappeda"


def declare(cast, *, at):
    """One member has kin among the employees, and does not vote on his case."""
    declare_kin(cast.neighbours[0], "in_law", by=cast.members[-1], at=at)


class Held:
    """One meeting, from its agenda to its signatures; the last member is on duty elsewhere."""

    def __init__(self, period, number):
        self.committee = Committee.objects.select_related("chair").get(cycle=period)
        self.chair, self.number = self.committee.chair, number

    def story(self, opened_at, closed_at, *, signatures):
        """[(moment, what happens then)]."""
        return [
            (opened_at - 12 * HOUR, self.prepare),
            (opened_at, self.open),
            (opened_at + HOUR / 4, self.attend),
            (opened_at + HOUR / 2, self.miss),
            (opened_at + HOUR, self.call),
            (closed_at, self.close),
            (closed_at + HOUR, self.draw_up),
            (closed_at + 2 * HOUR, self.check),
            *((closed_at + (3 + n) * HOUR, self.sign) for n in range(signatures)),
        ]

    def prepare(self, at):
        """With what waits then."""
        self.meeting = prepare(self.committee.pk, held_on=(at + 12 * HOUR).date(), by=self.chair, at=at)

    def open(self, at):
        meeting.open_meeting(self.meeting.pk, by=self.chair, at=at)
        others = self.committee.seats.exclude(member=self.chair).order_by("position")
        *self.others, self.absent = [seat.member for seat in others]

    def attend(self, at):
        for member in self.others:
            meeting.attend(self.meeting.pk, by=member, at=at)

    def miss(self, at):
        why = "Dinas luar, surat tugas 094/118."
        meeting.note_absent(self.meeting.pk, self.absent, reason=why, by=self.chair, at=at)

    def call(self, at):
        for item in self.meeting.items.order_by("position"):
            meeting.call_item(self.meeting.pk, item.pk, by=self.chair, at=at)

    def close(self, at):
        meeting.close_meeting(self.meeting.pk, by=self.chair, at=at)

    def draw_up(self, at):
        self.minutes = minutes.draw_up(self.meeting.pk, number=self.number, place=PLACE, by=self.chair, at=at)

    def check(self, at):
        self.minutes = minutes.check(self.minutes.pk, seen=self.minutes.sha256, by=self.chair, at=at)

    def sign(self, at):
        """Whose turn it is; nobody once all have."""
        for place in order_of(self.minutes):
            if place.is_turn:
                minutes.sign(self.minutes.pk, seen=self.minutes.sha256, by=place.person, at=at)


def prepare_next(*, at):
    """For each committee that has cases before it; the chair drew it up just now."""
    waiting = Committee.objects.filter(appraisals__stage=Stage.COMMITTEE_VOTE).select_related("cycle", "chair")
    for committee in waiting.distinct().order_by("pk"):
        day = max(committee.meeting_on or committee.cycle.meeting_on, at.date())
        prepare(committee.pk, held_on=day, by=committee.chair, at=at)
