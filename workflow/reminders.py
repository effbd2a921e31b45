"""The ladder of reminders: on each of the policy's days around a deadline, whoever still has the step is told once.

A rung is a day of the unit's own calendar. What was missed while no worker ran is not made up for: the next rung
comes. Rows are the truth: a round that was cut off goes on, and a step is reminded of once a day at most.
"""

from collections import Counter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from appraisal import events, rules
from appraisal.models import Cycle
from audit.acts import record
from notifications.actions import post
from notifications.models import Notice
from organization.models import SYSTEM, Unit

from .models import Round, Step
from .wording import reminder_of

BATCH = 1_000  # steps in one transaction


def remind(at):
    """Go on with every round of this moment, a batch of each; how many were reminded."""
    cycles = list(Cycle.objects.filter(state=Cycle.State.OPEN, paused_at=None).select_related("policy"))
    if not cycles:
        return 0
    days = {zone: rules.local_date(at, zone) for zone in Unit.Zone.values}
    over = set(_rounds(cycles, days).exclude(finished_at=None).values_list("cycle", "zone"))
    due = [(cycle, zone) for cycle in cycles for zone in days if is_awake(cycle, zone, at)]
    return sum(_go_on(cycle, zone, days[zone], at) for cycle, zone in due if (cycle.pk, zone) not in over)


def is_awake(cycle, zone, at):
    """Nobody is reminded in the evening or at night, by the clocks of the unit."""
    hours = cycle.policy.document.reminders
    return hours.from_hour <= at.astimezone(ZoneInfo(zone)).hour < hours.to_hour


def remind_of(steps, day, at, rung_of=lambda step: "0"):
    """Tell the owners of these locked steps; {rung: how many}."""
    notices = [_notice(step, at) for step in steps]
    post(notices)
    Step.objects.filter(pk__in=[step.pk for step in steps]).update(reminded_on=day)
    return Counter(map(rung_of, steps))


def waiting(cycle, day):
    """Open steps of a cycle with an owner who was not reminded on this day."""
    fresh = Q(reminded_on=None) | Q(reminded_on__lt=day)
    found = Step.objects.filter(fresh, case__appraisal__cycle=cycle, completed_at=None).exclude(owner=SYSTEM.pk)
    return found.select_related("case").order_by("pk")


def _rounds(cycles, days):
    same_day = Q()
    for zone, day in days.items():
        same_day |= Q(zone=zone, day=day)
    return Round.objects.filter(same_day, cycle__in=cycles, by=None)


def _go_on(cycle, zone, day, at):
    Round.objects.bulk_create([Round(cycle=cycle, zone=zone, day=day)], ignore_conflicts=True)
    with transaction.atomic():
        own = _rounds([cycle], {zone: day}).filter(finished_at=None)
        current = own.select_for_update(of=["self"], skip_locked=True, no_key=True).first()
        if current is None:  # another worker is at it
            return 0
        due = _due(cycle, zone, day)
        steps = list(due.select_for_update(of=["self"], skip_locked=True, no_key=True)[:BATCH])
        told = remind_of(steps, day, at, rung_of=lambda step: str((day - rules.local_date(step.due_at, zone)).days))
        current.counts = dict(Counter(current.counts) + told)
        if not due.exists():
            _finish(current, at)
        current.save(update_fields=["counts", "finished_at"])
        return len(steps)


def _due(cycle, zone, day):
    """Steps with a rung today; whoever got his today has just been told of it."""
    last = {rules.last_second_of(day - rung * rules.DAY, zone) for rung in cycle.policy.document.reminders.rungs}
    began = rules.end_of(day - rules.DAY, zone)
    return waiting(cycle, day).filter(due_at__in=last, opened_at__lt=began, case__appraisal__zone=zone)


def _finish(current, at):
    current.finished_at = at
    if current.count:
        cycle = Cycle.objects.select_for_update(of=["self"]).get(pk=current.cycle_id)
        record(events.REMINDED, subject=cycle, by=SYSTEM, at=at, count=current.count)


def _notice(step, at):
    return Notice(
        to_id=step.owner_id, kind=Notice.Kind.TASK, about=reminder_of(step.name),
        subject=f"appraisal:{step.case.appraisal_id}", facts={}, created_at=at,
    )  # fmt: skip
