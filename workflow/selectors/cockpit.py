"""A running period at a glance: where its cases lie, who is late, and when it will be done. Few statements, any size."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateTimeField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate

from appraisal.models import Appraisal, Cycle, Stage
from appraisal.rules import DAY, is_working, local_date
from appraisal.selectors.cycle import SUPERSEDED, UnitCount
from organization.models import SYSTEM, Unit
from workflow.models import Round, Step

WEEK = timedelta(days=7)
LEAST = 5  # results within a week; fewer say nothing about the next
SOMEWHERE = "Asia/Jakarta"  # whose days the curve counts


def running_cycle(slug=None):
    """The period of this name, or the one opened last."""
    found = Cycle.objects.select_related("policy", "launched_by").exclude(state=Cycle.State.DRAFT)
    return found.filter(slug=slug).first() if slug else found.order_by("-launched_at").first()


@dataclass(frozen=True)
class Forecast:
    """Results rated by the deadline of the review, if the pace of the last seven days lasts; None: too few to say."""

    done: int
    total: int
    week: int
    days_left: int  # working days, today among them
    worked: int = 5  # working days among the last seven days

    @property
    def pace(self):
        """A working day; a week without one is counted as if it had one."""
        return self.week / max(self.worked, 1)

    @property
    def needed(self):
        return (self.total - self.done) / self.days_left if self.days_left else 0

    @property
    def is_known(self):
        return self.done == self.total or (self.week >= LEAST and self.days_left > 0)

    @property
    def expected(self):
        return min(self.total, self.done + int(self.pace * self.days_left)) if self.days_left else self.done

    @property
    def percent(self):
        return 100 * self.expected // self.total if self.total else 100

    @property
    def short(self):
        """How many will be missing."""
        return self.total - self.expected

    @property
    def level(self):
        if not self.is_known:
            return "unknown"
        return "ok" if self.percent >= 95 else "near" if self.percent >= 80 else "bad"


@dataclass
class Branch(UnitCount):
    """A unit with everything below it."""

    released: int = 0  # or rated, where results wait for each other
    week: int = 0
    late: int = 0
    open: int = 0  # tasks that may be reminded of now
    has_more: bool = False  # units below with cases of their own
    days_left: int = 0
    worked: int = 5

    @property
    def forecast(self):
        return Forecast(self.released, self.total, self.week, self.days_left, self.worked)

    @property
    def percent(self):
        return 100 * self.released // self.total if self.total else 0


@dataclass
class Cockpit:
    cycle: Cycle
    whole: Branch
    branches: list
    curve: list  # [(day, results rated until then)]
    is_inside: bool = False  # one unit was asked for
    where: tuple | None = None  # (key, name, key of the unit above) of the unit that is looked into


def cockpit_of(cycle, *, at, unit=None):
    """Five statements: the days off, the units, the cases by unit and stage, the open tasks by unit, the results by day."""
    units = {pk: (parent, name) for pk, parent, name in Unit.objects.values_list("pk", "parent", "name")}
    calendar = {
        "days_left": working_days_until(cycle.review_on, at, off=cycle.days_off),
        "worked": working_days_until(local_date(at, SOMEWHERE), at - WEEK + DAY, off=cycle.days_off),
    }
    whole = Branch(0, "", **calendar)
    counts, steps = _cases(cycle, at), _open(cycle, at)
    own = {row["unit"] for row in counts}
    top = unit if unit in units else _top(units, own)
    branches = {}
    for row in [*counts, *steps]:
        child = _child(units, row.get("unit") or row["case__appraisal__unit"], top)
        inside = [whole] if unit is None else []
        if child is not None:
            if child not in branches:
                branches[child] = Branch(child, units[child][1], **calendar)
            inside.append(branches[child])
        for branch in inside:
            _count(branch, row, child)
    if unit is not None:
        whole = _sum(branches.values(), calendar)
    rows = sorted(branches.values(), key=lambda branch: (-branch.late, branch.percent, branch.name))
    where = (top, units[top][1], units[top][0]) if top else None
    return Cockpit(cycle, whole, rows, _curve(cycle), is_inside=unit is not None, where=where)


def working_days_until(day, at, *, off=()):
    """Monday to Friday from today to the day, without the days `off`."""
    today = local_date(at, SOMEWHERE)
    return sum(is_working(today + n * DAY, off) for n in range((day - today).days + 1))


def _cases(cycle, at):
    rows = _rated(cycle).exclude(SUPERSEDED).exclude(stage=Stage.CANCELLED)
    return list(
        rows.values("unit", "stage").annotate(
            n=Count("pk"), released=Count("rated_at"), week=Count("pk", filter=Q(rated_at__gt=at - WEEK))
        )
    )


def _rated(cycle):
    """The cases of a period with when each was rated; where results wait for each other that is not the release."""
    cases = Appraisal.objects.filter(cycle=cycle)
    if cycle.release_on is None:
        return cases.annotate(rated_at=F("released_at"))
    reviews = Step.objects.filter(case__appraisal=OuterRef("pk"), name="supervisor_review", outcome="submit")
    rated_at = Subquery(reviews.order_by("-pk").values("completed_at")[:1])
    is_rated = Q(released_at__isnull=False) | Q(stage=Stage.AWAITING_RELEASE)
    return cases.annotate(rated_at=Case(When(is_rated, then=rated_at), output_field=DateTimeField()))


def _open(cycle, at):
    """Tasks with a deadline: late ones, and those whose owner was not reminded today."""
    day = local_date(at, SOMEWHERE)
    rows = Step.objects.filter(case__appraisal__cycle=cycle, completed_at=None, due_at__isnull=False)
    fresh = Q(reminded_on=None) | Q(reminded_on__lt=day)
    rows = rows.exclude(owner=SYSTEM.pk).values("case__appraisal__unit")
    return list(rows.annotate(late=Count("pk", filter=Q(due_at__lt=at)), open=Count("pk", filter=fresh)))


def _curve(cycle):
    day = TruncDate("rated_at", tzinfo=ZoneInfo(SOMEWHERE))
    rows = _rated(cycle).filter(rated_at__isnull=False).exclude(SUPERSEDED)
    rows = rows.exclude(stage=Stage.CANCELLED).annotate(day=day).values("day").annotate(n=Count("pk")).order_by("day")
    total, found = 0, []
    for row in rows:
        total += row["n"]
        found.append((row["day"], total))
    return found


def _count(branch, row, child):
    if "stage" in row:
        branch.stages[row["stage"]] += row["n"]
        branch.released += row["released"]
        branch.week += row["week"]
        branch.has_more = branch.has_more or row["unit"] != child
    else:
        branch.late += row["late"]
        branch.open += row["open"]


def _sum(branches, calendar):
    whole = Branch(0, "", **calendar)
    for branch in branches:
        whole.stages += branch.stages
        for name in ("released", "week", "late", "open"):
            setattr(whole, name, getattr(whole, name) + getattr(branch, name))
    return whole


def _top(units, own):
    """The lowest unit that all cases lie under: a city's own name as the only row says nothing."""
    top = None
    while len(below := {_child(units, unit, top) for unit in own}) == 1 and None not in below:
        [only] = below
        if only == top:
            break
        top = only
    return top


def _child(units, unit, top):
    """The unit below `top` that this one belongs to; itself at `top`, None elsewhere."""
    if unit == top:
        return unit
    while unit is not None and (parent := units[unit][0]) != top:
        unit = parent
    return unit


def rounds_of(cycle, limit=8):
    """The latest rounds of reminders that reached anybody."""
    found = Round.objects.filter(cycle=cycle).exclude(counts={}).select_related("by", "unit")
    return found.order_by("-day", "-pk")[:limit]
