"""The committee's next meeting: its agenda is proposed, and every member finds it."""

from appraisal.actions.agenda import prepare
from appraisal.models import Committee, Stage


def prepare_next(*, at):
    """For each committee that has cases before it; the chair drew it up just now."""
    waiting = Committee.objects.filter(appraisals__stage=Stage.COMMITTEE_VOTE).select_related("cycle", "chair")
    for committee in waiting.distinct().order_by("pk"):
        day = max(committee.meeting_on or committee.cycle.meeting_on, at.date())
        prepare(committee.pk, held_on=day, by=committee.chair, at=at)
