"""Whether somebody rates higher or lower than is usual in a period, with small numbers pulled to the middle.

A mean of few says little: each is shrunk towards the mean of the period, `n / (n + k)` of the way its own (empirical
Bayes). `k` is how many ratings it takes until half of a difference is believed: the spread within people's ratings
over the spread between raters. It reads, it does not judge: whoever leads the best rates high and is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

from .models.words import Predicate

POINTS = {
    predicate: points for points, predicate in enumerate(reversed(Predicate), 1)
}  # 5 for very good, 1 for very poor
LEAST = 5  # ratings; fewer are not read
WIDE = 1.96  # standard deviations to each side: 95 %
MOST_K = 1000  # beyond it raters do not differ in any way that could be read


@dataclass(frozen=True)
class Reading:
    """One rater: his own mean is shown only as part of the shrunk one, with the interval around it."""

    rater: Any
    n: int
    mean: float
    low: float
    high: float
    usual: float

    @property
    def is_too_few(self):
        return self.n < LEAST

    @property
    def tendency(self):
        """`higher`, `lower`, `usual`, or `few`."""
        if self.is_too_few:
            return "few"
        return "higher" if self.low > self.usual else "lower" if self.high < self.usual else "usual"


@dataclass(frozen=True)
class Readings:
    usual: float  # mean of the period
    k: float
    rows: list

    @property
    def is_readable(self):
        """Whether raters differ by more than chance."""
        return bool(self.rows) and self.k < MOST_K


def read(counts: Mapping[Any, Mapping]) -> Readings:
    """From {rater: {predicate: people}}, in the order given."""
    groups = {rater: _points(numbers) for rater, numbers in counts.items() if sum(numbers.values())}
    everything = [point for points in groups.values() for point in points]
    if not everything:
        return Readings(0, inf, [])
    usual = sum(everything) / len(everything)
    within, between = _spread(groups, usual)
    k = min(within / between, MOST_K) if between > 0 else MOST_K
    rows = [_reading(rater, points, usual, k, within) for rater, points in groups.items()]
    return Readings(usual, k, rows)


def _points(numbers):
    return [POINTS[Predicate(code)] for code, n in numbers.items() for _person in range(n)]


def _reading(rater, points, usual, k, within):
    n = len(points)
    shrunk = (sum(points) + k * usual) / (n + k)
    half = WIDE * sqrt(within / (n + k))
    return Reading(rater, n, shrunk, shrunk - half, shrunk + half, usual)


def _spread(groups, usual):
    """(variance within raters' ratings, variance between raters), by the method of moments."""
    total = sum(len(points) for points in groups.values())
    raters = len(groups)
    means = {rater: sum(points) / len(points) for rater, points in groups.items()}
    inside = sum((point - means[rater]) ** 2 for rater, points in groups.items() for point in points)
    within = inside / (total - raters) if total > raters else 0.0
    if raters < 2:
        return within, 0.0
    outside = sum(len(points) * (means[rater] - usual) ** 2 for rater, points in groups.items())
    effective = (total - sum(len(points) ** 2 for points in groups.values()) / total) / (raters - 1)
    return within, max(0.0, (outside / (raters - 1) - within) / effective)
