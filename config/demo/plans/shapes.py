"""A planned result and its indicators, and the templates they are drawn from."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class PlannedIndicator:
    aspect: str  # quantity, quality, time, cost
    name: str
    target: Decimal  # two places
    unit: str
    direction: str  # higher or lower is better
    source: str  # of the data
    setting: str = ""  # school, health, counter, field, digital: what could have got in the way


@dataclass(frozen=True)
class PlannedResult:
    kind: str  # main, additional
    title: str
    indicators: tuple[PlannedIndicator, ...]


@dataclass(frozen=True)
class Measure:
    """An indicator whose target lies between two values; a whole one is counted, the others have decimals."""

    aspect: str
    name: str
    low: int
    high: int
    unit: str
    direction: str
    source: str
    whole: bool = False


@dataclass(frozen=True)
class Template:
    kind: str
    title: str
    measures: tuple[Measure, ...]


def main(title: str, *measures: Measure) -> Template:
    return Template("main", title, measures)


def additional(title: str, *measures: Measure) -> Template:
    return Template("additional", title, measures)


def count(name: str, low: int, high: int, unit: str, source: str) -> Measure:
    """Things that are counted; more is better."""
    return Measure("quantity", name, low, high, unit, "higher", source, whole=True)


def rate(name: str, low: int, high: int, source: str, *, aspect: str = "quality", unit: str = "%") -> Measure:
    """A percentage or an index; more is better."""
    return Measure(aspect, name, low, high, unit, "higher", source)


def limit(name: str, low: int, high: int, unit: str, source: str, *, aspect: str = "time") -> Measure:
    """A duration, a cost or a failure rate; less is better."""
    return Measure(aspect, name, low, high, unit, "lower", source)
