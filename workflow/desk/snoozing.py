"""Putting tasks off: they leave one's own list until a day, and nobody else's. No deadline moves.

Each is an entry in one's own stream, not in that of the case: how somebody orders his work is no part of its story.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.acts import record
from organization.models import User
from workflow import events
from workflow.models import Snooze
from workflow.refusals import Conflict, Invalid, NotFound
from workflow.selectors.inbox import one_of
from workflow.steps import done_sentence
from workflow.wording import case_number

from .rules import back_at, why_not_until


def snooze(step_id, *, day, by, at):
    """Back on that day; the same once more is the same. Raises a Refused: not his, done, or due before."""
    step = _his(step_id, by, at)
    if step.completed_at:
        raise Conflict(done_sentence(step))
    if sentence := why_not_until(step, day, at=at):
        raise Invalid(sentence, {"day": sentence})
    until = back_at(day, step.case.appraisal.zone)
    with transaction.atomic():
        own = _held(by)
        if Snooze.objects.filter(step=step, person=by, until=until).exists():
            return
        Snooze.objects.update_or_create(step=step, person=by, defaults={"until": until})
        record(events.STEP_PUT_OFF, subject=own, by=by, at=at, **_told(step), until=day.isoformat())


def wake(step_id, *, by, at):
    """Back in the list at once; whether it was put off. Raises NotFound."""
    step = _his(step_id, by, at)
    with transaction.atomic():
        own = _held(by)
        was_put_off = bool(Snooze.objects.filter(step=step, person=by).delete()[0])
        if was_put_off:
            record(events.STEP_BROUGHT_BACK, subject=own, by=by, at=at, **_told(step))
        return was_put_off


def forget(at):
    """Those that are over, or whose step is; a chore of the worker."""
    return (
        Snooze.objects.filter(until__lte=at).delete()[0] + Snooze.objects.exclude(step__completed_at=None).delete()[0]
    )


def _held(person):
    """The person's row, which is the lock of his stream."""
    return User.objects.select_for_update(of=["self"], no_key=True).get(pk=person.pk)


def _told(step):
    return {"step": step.name, "case": case_number(step.case.appraisal_id)}


def _his(step_id, by, at):
    step = one_of(by, step_id, at=at)
    if step is None:
        raise NotFound(_("Tugas ini tidak ada lagi di kotak tugas Anda."))
    return step
