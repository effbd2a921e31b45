"""Putting steps off: they leave one's own list until a day, and nobody else's. No deadline moves."""

from appraisal.rules import DAY, local_date
from workflow.models import Snooze
from workflow.selectors.inbox import open_steps

from .rules import back_at, why_not_until


def snooze(step_ids, *, days, by, owner_ids, at):
    """Put off what can be put off: [(step, a sentence that refuses it, or nothing)], most urgent first."""
    steps = open_steps(owner_ids).filter(pk__in=step_ids).select_related("case__appraisal__employee")
    answered = [(step, why_not_until(step, _day(step, days, at), at=at)) for step in steps.order_by("due_at", "pk")]
    Snooze.objects.bulk_create(
        [
            Snooze(step=step, person=by, until=back_at(_day(step, days, at), step.case.appraisal.zone))
            for step, sentence in answered
            if not sentence
        ],
        update_conflicts=True,
        unique_fields=["step", "person"],
        update_fields=["until"],
    )
    return answered


def wake(step_ids, *, by):
    """Back in the list at once; how many were."""
    return Snooze.objects.filter(step__in=step_ids, person=by).delete()[0]


def forget(at):
    """Those that are over, or whose step is; a chore of the worker."""
    return (
        Snooze.objects.filter(until__lte=at).delete()[0] + Snooze.objects.exclude(step__completed_at=None).delete()[0]
    )


def _day(step, days, at):
    return local_date(at, step.case.appraisal.zone) + days * DAY
