"""Putting tasks off: they leave one's own list until a day, and nobody else's. No deadline moves."""

from django.utils.translation import gettext as _

from workflow.models import Snooze
from workflow.refusals import Conflict, Invalid, NotFound
from workflow.selectors.inbox import one_of
from workflow.steps import done_sentence

from .rules import back_at, why_not_until


def snooze(step_id, *, day, by, at):
    """Back on that day; the same once more is the same. Raises a Refused: not his, done, or due before."""
    step = _his(step_id, by, at)
    if step.completed_at:
        raise Conflict(done_sentence(step))
    if sentence := why_not_until(step, day, at=at):
        raise Invalid(sentence, {"day": sentence})
    Snooze.objects.bulk_create(
        [Snooze(step=step, person=by, until=back_at(day, step.case.appraisal.zone))],
        update_conflicts=True,
        unique_fields=["step", "person"],
        update_fields=["until"],
    )


def wake(step_id, *, by, at):
    """Back in the list at once; whether it was put off. Raises NotFound."""
    _his(step_id, by, at)
    return bool(Snooze.objects.filter(step=step_id, person=by).delete()[0])


def forget(at):
    """Those that are over, or whose step is; a chore of the worker."""
    return (
        Snooze.objects.filter(until__lte=at).delete()[0] + Snooze.objects.exclude(step__completed_at=None).delete()[0]
    )


def _his(step_id, by, at):
    step = one_of(by, step_id, at=at)
    if step is None:
        raise NotFound(_("Tugas ini tidak ada lagi di kotak tugas Anda."))
    return step
