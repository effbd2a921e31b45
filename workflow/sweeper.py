"""What silence does. Rows are the truth: run it as often as you like, in as many workers as you like."""

import logging
from datetime import timedelta

from organization.models import SYSTEM

from .models import Step
from .nodes import LAPSE
from .refusals import Refused
from .steps import take_step

log = logging.getLogger(__name__)


def sweep(at, limit=200):
    """Lapse what is due, each in its own transaction; a case that somebody holds waits for the next sweep.

    Returns how many lapsed. The policy's courtesy (15 minutes by default) protects a submit on its way.
    """
    rows = Step.objects.filter(completed_at=None, lapse_at__lte=at).order_by("lapse_at", "pk")
    rows = rows.select_related("case__appraisal__cycle__policy")
    due = {}
    for step in rows[:limit]:
        if step.lapse_at + _courtesy(step) <= at:
            due.setdefault(step.case_id, step.pk)  # one seat closes the meeting for all
    return sum(_lapse(pk, at) for pk in due.values())


def _courtesy(step):
    return timedelta(minutes=step.case.appraisal.policy.deadlines.sweep_after_minutes)


def _lapse(step_id, at):
    try:
        take_step(step_id, outcome=LAPSE, data={}, by=SYSTEM, at=at, wait=False)
    except Refused:  # done meanwhile, or held
        return False
    except Exception:
        log.exception("Step %s did not lapse; the next sweep tries again.", step_id)
        return False
    return True
