"""The nine cells, and how figures suggest a rating: PermenPANRB 6/2022, design §4."""

from decimal import Decimal

import pytest

from appraisal import policies, rules
from appraisal.policies import Suggestion

D = Decimal
MATRIX = {  # results, behaviour: written out here once more, so that a slip in the preset shows
    ("above", "above"): "very_good",
    ("above", "meets"): "good",
    ("above", "below"): "poor_misconduct",
    ("meets", "above"): "good",
    ("meets", "meets"): "good",
    ("meets", "below"): "poor_misconduct",
    ("below", "above"): "needs_improvement",
    ("below", "meets"): "needs_improvement",
    ("below", "below"): "very_poor",
}


@pytest.mark.parametrize(("ratings", "predicate"), MATRIX.items())
def test_nine_cells(ratings, predicate):
    cells = policies.preset("permenpanrb-6-2022").cells
    assert rules.predicate(cells, *ratings) == predicate


@pytest.mark.parametrize(
    ("target", "actual", "direction", "percent"),
    [
        ("10", "10", "higher", "100"),
        ("10", "8.75", "higher", "87.5"),
        ("10", "0", "higher", "0"),
        ("10", "12", "higher", "120"),
        ("10", "12.01", "higher", "120"),  # the cap
        ("10", "9999", "higher", "120"),
        ("0", "5", "higher", None),  # a target of nought allows no ratio
        ("0", "0", "higher", None),
        ("10", "10", "lower", "100"),
        ("10", "20", "lower", "50"),
        ("10", "8", "lower", "120"),
        ("10", "0", "lower", "120"),  # nothing is the best of what should be low
        ("0", "0", "lower", "120"),
        ("0", "3", "lower", "0"),
    ],
)
def test_attainment(target, actual, direction, percent):
    found = rules.attainment(D(target), D(actual), direction, D("120"))
    assert found == (None if percent is None else D(percent))


@pytest.mark.parametrize(
    ("percents", "mean"),
    [
        ([], None),
        ([None, None], None),
        (["100"], "100.00"),
        (["100", None, "50"], "75.00"),  # what cannot be measured is left out, it is not nought
        (["0", "100"], "50.00"),
        (["100", "100", "100.01"], "100.00"),
        (["100.004", "100.006"], "100.01"),  # 100.005, half up
        (["0.01", "0.02"], "0.02"),  # 0.015, half up; to even would keep 0.02, down 0.01
        (["0.02", "0.03"], "0.03"),  # 0.025; to even would give 0.02
    ],
)
def test_mean_rounds_half_up_at_the_end(percents, mean):
    found = rules.mean([p and D(p) for p in percents])
    assert found == (mean and D(mean))
    assert found is None or found.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("percent", "rating"),
    [
        (None, None),
        ("0", "below"),
        ("89.99", "below"),
        ("90.00", "meets"),
        ("109.99", "meets"),
        ("110.00", "above"),
        ("120.00", "above"),
    ],
)
def test_suggestion_at_its_thresholds(percent, rating):
    assert rules.suggested_rating(percent and D(percent), Suggestion()) == rating


def test_zero_is_an_answer_and_nothing_is_none():
    assert rules.suggested_rating(rules.mean([D(0)]), Suggestion()) == "below"
    assert rules.suggested_rating(rules.mean([None]), Suggestion()) is None
