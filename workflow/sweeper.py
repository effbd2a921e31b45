"""What silence does. Rows are the truth: run it as often as you like, in as many workers as you like."""

import logging
import random
from datetime import timedelta
from functools import cache

from django.utils import timezone

from appraisal.models import Cycle
from organization.models import SYSTEM, User
from organization.selectors import ReportingLines

from .beside import tell_late
from .flows import AppraisalFlow
from .models import Step
from .nodes import LAPSE
from .refusals import Busy, Full, Refused
from .steps import lapse, take_step

FEW = 4  # times what one worker does in a round
BATCH = 50  # cases in one transaction: who comes meanwhile to one of them waits for all
log = logging.getLogger(__name__)


def sweep(at, limit=1_000):
    """Lapse what is due, some in one transaction, each a recorded act; a case that somebody holds waits for the next sweep.

    Returns how many lapsed. The policy's courtesy (15 minutes by default) protects a submit on its way.
    """
    over = Step.objects.filter(completed_at=None, lapse_at__lte=at)
    by_case = {}
    for step_id, case, name in _past(over, "lapse_at", at):
        by_case.setdefault(case, (name, step_id))  # one seat closes the meeting for all
    done = 0
    for some in _apart(list(_batches(by_case.values(), min(BATCH, limit))), max(limit // BATCH, 1)):
        done += _lapse(some[: limit - done], at)
        if done == limit:
            break
    return done


def _batches(steps, size):
    """Of one name each: what comes to a committee waits for it, and must not hold what is already there."""
    by_name = {}
    for name, step_id in steps:
        by_name.setdefault(name, []).append(step_id)
    for step_ids in by_name.values():
        for first in range(0, len(step_ids), size):
            yield step_ids[first : first + size]


def _lapse(step_ids, at):
    """All at once; if one of them cannot, each by itself: no case waits for another."""
    if len(step_ids) > 1:
        try:
            return lapse(step_ids, at=at)
        except (Busy, Full):  # the next sweep
            return 0
        except Exception:
            log.warning("A batch of %s lapses failed; they are swept one by one.", len(step_ids), exc_info=True)
    return sum(_try(_lapse_one, step_id, at) for step_id in step_ids)


def escalate(at, limit=200):
    """Tell of what is late and does not lapse, each in its own transaction and once; returns how many were told."""
    names = [node.name for node in AppraisalFlow.instance.nodes() if getattr(node, "lateness", None)]
    late = Step.objects.filter(completed_at=None, lapse_at=None, late_told_at=None, due_at__lt=at, name__in=names)
    superior_of = _superiors(at)
    steps = [step_id for step_id, *_rest in _past(late, "due_at", at, patience=_until_told)]
    return _each(steps, lambda step_id, at: tell_late(step_id, at=at, superior_of=superior_of), at, limit)


def _until_told(policy):
    """How long after its deadline a step is told of as late."""
    return timedelta(minutes=policy.deadlines.sweep_after_minutes, days=policy.reminders.escalate_after)


def _courtesy(policy):
    return timedelta(minutes=policy.deadlines.sweep_after_minutes)


def _past(steps, deadline, at, patience=_courtesy):
    """[(step, case, name)] whose deadline and courtesy are over, oldest first; while a cycle is paused, none of it is."""
    facts = "pk", "case", "name", deadline, "case__appraisal__cycle"
    found = list(steps.order_by(deadline, "pk").values_list(*facts))
    cycles = Cycle.objects.filter(pk__in={cycle for *_rest, cycle in found}).select_related("policy")
    waits = {cycle.pk: patience(cycle.policy.document) for cycle in cycles if cycle.paused_at is None}
    return [facts for *facts, moment, cycle in found if cycle in waits and moment + waits[cycle] <= at]


def _each(step_ids, do, at, limit):
    """Those that fail are passed, not waited for."""
    done = 0
    for step_id in _apart(list(step_ids), limit):
        done += _try(do, step_id, at)
        if done == limit:
            break
    return done


def _apart(step_ids, limit):
    """Several workers begin a long list at different places: who follows another finds everything done."""
    if len(step_ids) <= FEW * limit:
        return step_ids
    start = random.randrange(len(step_ids))  # noqa: S311 - a place to begin, no secret
    return step_ids[start:] + step_ids[:start]


def _try(do, step_id, at):
    try:
        return do(step_id, at)
    except Refused:  # done meanwhile, or held
        return False
    except Exception:
        log.exception("Step %s was not swept; the next sweep tries again.", step_id)
        return False


def _lapse_one(step_id, at):
    take_step(step_id, outcome=LAPSE, data={}, by=SYSTEM, at=at, wait=False)
    return True


def _superiors(at):
    """Who stands above somebody on this day; the line is read once, and only if anybody asks."""

    @cache
    def lines():
        return ReportingLines(timezone.localdate(at))

    def superior_of(user_id):
        superior = lines().supervisor_of(user_id)
        return superior and User.objects.get(pk=superior.user_id)

    return superior_of
