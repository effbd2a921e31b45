"""Periods: where their cases are, and which results nobody has opened."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from appraisal.models import Appraisal, Committee, Cycle, Stage
from appraisal.rules import DAY

DONE = (Stage.FINAL, Stage.CANCELLED)
SUPERSEDED = Q(superseded_by__isnull=False)  # its place is taken by the version that follows


def cycles(*, after=None):
    """Every period, newest first, with how many cases it has and how many of them are final."""
    found = Cycle.objects.select_related("policy").order_by("-pk")
    return found.filter(pk__lt=after) if after else found


def count_cases(rows):
    """Give each period `cases` and `final`; one statement for all of them."""
    counted = Appraisal.objects.filter(cycle__in=rows).exclude(SUPERSEDED).values("cycle")
    counted = counted.annotate(n=Count("pk"), final=Count("pk", filter=Q(is_final=True)))
    known = {row["cycle"]: row for row in counted}
    for cycle in rows:
        found = known.get(cycle.pk, {"n": 0, "final": 0})
        cycle.cases, cycle.final = found["n"], found["final"]
    return rows


def cycle_called(slug):
    return Cycle.objects.select_related("policy", "launched_by").filter(slug=slug).first()


def is_taken(slug):
    return Cycle.objects.filter(slug=slug).exists()


@dataclass(frozen=True)
class StageCount:
    """One bar: how many cases are there, of how many."""

    stage: Any
    label: Any
    number: int
    total: int

    @property
    def percent(self):
        return 100 * self.number / self.total if self.total else 0


@dataclass
class Progress:
    """Where the cases of a period are; `unopened` results were released and not yet received."""

    total: int = 0
    final: int = 0
    cancelled: int = 0
    unopened: int = 0
    stages: list[StageCount] = field(default_factory=list)

    @property
    def running(self):
        return self.total - self.final - self.cancelled

    @property
    def percent(self):
        counted = self.total - self.cancelled
        return 100 * self.final / counted if counted else 0


def progress_of(cycle):
    """One grouped statement, whatever the number of cases."""
    rows = Appraisal.objects.filter(cycle=cycle).exclude(SUPERSEDED).values("stage")
    unopened = Count("pk", filter=Q(released_at__isnull=False, received_at=None))
    known = {row["stage"]: row for row in rows.annotate(n=Count("pk"), unopened=unopened)}
    found = Progress(total=sum(row["n"] for row in known.values()))
    found.final, found.cancelled = (known.get(stage, {}).get("n", 0) for stage in DONE)
    found.unopened = known.get(Stage.EMPLOYEE_RESPONSE, {}).get("unopened", 0)
    found.stages = [
        StageCount(stage, Stage(stage).label, known[stage]["n"], found.total) for stage in Stage if stage in known
    ]
    return found


def never_opened(cycle, *, at, after=None):
    """Released, not received, and longer so than the policy's grace; whoever waits longest comes first."""
    grace = cycle.policy.document.deadlines.receipt_grace
    found = Appraisal.objects.filter(
        cycle=cycle, stage=Stage.EMPLOYEE_RESPONSE, received_at=None, released_at__lt=at - grace * DAY
    )
    if after and (last := found.filter(pk=after).values_list("released_at", flat=True).first()):
        found = found.filter(Q(released_at__gt=last) | Q(released_at=last, pk__gt=after))
    return found.select_related("employee", "unit").order_by("released_at", "pk")


def committees_of(cycle):
    """The committees of a period, that of the whole city first, with their seats counted."""
    seats = Count("seats", filter=Q(seats__is_active=True))
    found = Committee.objects.filter(cycle=cycle).select_related("unit", "chair").annotate(size=seats)
    return sorted(found, key=lambda committee: (committee.unit_id is not None, committee.name))
