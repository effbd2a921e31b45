"""How the figures lead to a suggested rating, step by step: "Jelaskan angka ini"."""

from dataclasses import dataclass
from decimal import Decimal

from appraisal import rules
from appraisal.models import Indicator, PlannedResult, Rating

UNLIMITED = Decimal("Infinity")


@dataclass(frozen=True)
class Line:
    """One indicator: what was planned, what was reached, and how much that counts."""

    number: str  # 2.1
    indicator: Indicator
    actual: Decimal | None
    note: str
    percent: Decimal | None  # capped, as it counts
    reached: Decimal | None  # before the cap

    @property
    def subject(self):
        return f"indicator:{self.indicator.pk}"

    @property
    def is_capped(self):
        return self.percent is not None and self.reached > self.percent

    @property
    def is_below_target(self):
        return self.percent is not None and self.percent < 100


@dataclass(frozen=True)
class Group:
    """One planned result with its indicators."""

    number: int
    result: PlannedResult
    lines: list[Line]


@dataclass(frozen=True)
class Derivation:
    """The arithmetic behind one suggestion; `percent` is None where nothing can be reckoned."""

    groups: list[Group]
    percent: Decimal | None
    rating: str | None
    suggestion: object  # the thresholds of the policy

    @property
    def lines(self):
        return [line for group in self.groups for line in group.lines]

    @property
    def counted(self):
        return [line for line in self.lines if line.percent is not None]

    @property
    def label(self):
        return Rating(self.rating).label if self.rating else ""

    @property
    def total(self):
        """What the mean divides by the number of indicators."""
        return sum(line.percent for line in self.counted)


def derive(indicators, suggestion):
    """From indicators that carry `actual` and `note`, in the order of the plan."""
    groups = {}
    for indicator in indicators:
        result = indicator.planned_result
        group = groups.setdefault(result.pk, Group(len(groups) + 1, result, []))
        group.lines.append(_line(f"{group.number}.{len(group.lines) + 1}", indicator, suggestion.cap))
    percent = rules.mean(line.percent for group in groups.values() for line in group.lines)
    rating = rules.suggested_rating(percent, suggestion)
    return Derivation(list(groups.values()), percent, rating, suggestion)


def _line(number, indicator, cap):
    actual = indicator.actual
    if actual is None:
        return Line(number, indicator, None, "", None, None)
    reached, percent = (
        rules.attainment(indicator.target, actual, indicator.direction, limit) for limit in (UNLIMITED, cap)
    )
    return Line(number, indicator, actual, indicator.note or "", percent, reached)
