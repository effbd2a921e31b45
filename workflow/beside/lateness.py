"""That a step which does not lapse is late: told once, the step stays with whoever owns it."""

from appraisal import notices
from appraisal.rules import local_date
from audit.acts import write
from audit.update import update
from notifications.actions import post
from organization.models import SYSTEM
from workflow.holding import begin, hold_step, transaction_or_busy


def tell_late(step_id, *, at, superior_of):
    """Remind the owner and tell those above him; `superior_of(user id)` is a User or None.

    False where it was told before, done meanwhile or got another day. Raises NotFound while somebody holds the case.
    """
    with transaction_or_busy():
        step, _seats = hold_step(step_id, SYSTEM, wait=False)
        if not _is_untold(step, at):
            return False
        act = begin(step.case, by=SYSTEM, at=at)
        due_on = local_date(step.due_at, step.case.appraisal.zone)
        told = step.task.flow_task.lateness(act, step.owner, due_on=due_on, superior_of=superior_of)
        write(act)
        step.late_told_at = at
        update(step, ["late_told_at"])
        post(notices.told_of_lateness(act, step.owner_id, told))
        return True


def _is_untold(step, at):
    is_late = step.due_at is not None and step.due_at < at and step.lapse_at is None
    return step.is_open and is_late and step.late_told_at is None
