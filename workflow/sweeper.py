"""What silence does. Rows are the truth: run it as often as you like, in as many workers as you like."""

import logging
from datetime import timedelta

from appraisal.models import Cycle
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
    lapsed = 0
    for step_id in _due(at):
        lapsed += _lapse(step_id, at)
        if lapsed == limit:
            break
    return lapsed


def _due(at):
    """One step of each case whose time is over, oldest first. Those that failed before are passed, not waited for."""
    rows = Step.objects.filter(completed_at=None, lapse_at__lte=at).order_by("lapse_at", "pk")
    found = list(rows.values_list("pk", "lapse_at", "case", "case__appraisal__cycle"))
    cycles = Cycle.objects.filter(pk__in={cycle for *_rest, cycle in found}).select_related("policy")
    courtesy = {cycle.pk: timedelta(minutes=cycle.policy.document.deadlines.sweep_after_minutes) for cycle in cycles}
    due = {}
    for pk, lapse_at, case, cycle in found:
        if lapse_at + courtesy[cycle] <= at:
            due.setdefault(case, pk)  # one seat closes the meeting for all
    return due.values()


def _lapse(step_id, at):
    try:
        take_step(step_id, outcome=LAPSE, data={}, by=SYSTEM, at=at, wait=False)
    except Refused:  # done meanwhile, or held
        return False
    except Exception:
        log.exception("Step %s did not lapse; the next sweep tries again.", step_id)
        return False
    return True
