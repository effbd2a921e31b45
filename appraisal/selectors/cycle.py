"""Periods: where their cases are, and which results nobody has opened."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

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
    return Cycle.objects.select_related("policy", "launched_by", "closed_by", "closing").filter(slug=slug).first()


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


WITH = (  # where a case lies, for a bar of one unit: (class of its part, words, stages)
    ("s1", _("final"), (Stage.FINAL,)),
    ("s2", _("di penilai"), (Stage.SUPERVISOR_REVIEW, Stage.SUPERVISOR_STATEMENT, Stage.OBJECTION_DECISION)),
    ("s6", _("menunggu rilis"), (Stage.AWAITING_RELEASE,)),
    ("s3", _("di pegawai"), (Stage.EMPLOYEE_RESPONSE, Stage.REFUSAL_PERIOD, Stage.CLARIFICATION)),
    ("s5", _("di komite"), (Stage.COMMITTEE_VOTE, Stage.AWAITING_DATE)),
    ("s4", _("belum mulai"), (Stage.SELF_ASSESSMENT,)),
)


@dataclass
class UnitCount:
    """One unit and where its cases lie; whoever was cancelled is not counted."""

    pk: int
    name: str
    stages: Counter = field(default_factory=Counter)

    @property
    def total(self):
        return self.stages.total()

    @property
    def left(self):
        return self.total - self.stages[Stage.FINAL]

    def parts(self):
        """[(class, words, number, where its part of the bar begins, how wide it is)], of a hundred."""
        found, begin = [], 0
        for kind, words, stages in WITH:
            number = sum(self.stages[stage] for stage in stages)
            width = round(100 * number / self.total, 2)
            if number:
                found.append((kind, words, number, round(begin, 2), width))
            begin += width
        return found


@dataclass
class Progress:
    """Where the cases of a period are; `unopened` results were released and not yet received."""

    total: int = 0
    final: int = 0
    cancelled: int = 0
    unopened: int = 0
    stages: list[StageCount] = field(default_factory=list)
    units: list[UnitCount] = field(default_factory=list)

    @property
    def running(self):
        return self.total - self.final - self.cancelled


def progress_of(cycle):
    """One grouped statement, whatever the number of cases; units with most left to do come first."""
    rows = Appraisal.objects.filter(cycle=cycle).exclude(SUPERSEDED).values("stage", "unit", "unit__name")
    unopened = Count("pk", filter=Q(stage=Stage.EMPLOYEE_RESPONSE, received_at=None))
    stages, units, found = Counter(), {}, Progress()
    for row in rows.annotate(n=Count("pk"), unopened=unopened):
        stages[row["stage"]] += row["n"]
        found.unopened += row["unopened"]
        if row["stage"] != Stage.CANCELLED:
            unit = units.setdefault(row["unit"], UnitCount(row["unit"], row["unit__name"]))
            unit.stages[row["stage"]] += row["n"]
    found.total = stages.total()
    found.final, found.cancelled = (stages[stage] for stage in DONE)
    found.stages = [StageCount(stage, stage.label, stages[stage], found.total) for stage in Stage if stages[stage]]
    found.units = sorted(units.values(), key=lambda unit: (-unit.left, unit.name))
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


def unfinished(cycle):
    """Cases that are neither final nor cancelled."""
    return Appraisal.objects.filter(cycle=cycle).exclude(stage__in=DONE)


def unfinished_people(cycle, *, after=None):
    """With whom and where they are, by key."""
    found = unfinished(cycle).filter(pk__gt=after or 0)
    return found.select_related("employee", "unit").order_by("pk")


def committees_of(cycle):
    """The committees of a period, that of the whole city first, with their seats counted."""
    seats = Count("seats", filter=Q(seats__is_active=True))
    found = Committee.objects.filter(cycle=cycle).select_related("unit", "chair").annotate(size=seats)
    return sorted(found, key=lambda committee: (committee.unit_id is not None, committee.name))
