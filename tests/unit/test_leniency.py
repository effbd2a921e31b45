"""How raters are read beside each other: small numbers are pulled to the middle, and few are not read at all."""

from hypothesis import given
from hypothesis import strategies as st

from appraisal.leniency import LEAST, MOST_K, POINTS, read
from appraisal.models import Predicate

CODES = Predicate.values
numbers = st.tuples(*[st.integers(0, 30)] * 5).filter(lambda drawn: sum(drawn) > 0)
many = st.lists(numbers, min_size=2, max_size=12)


def counted(*drawn):
    return dict(zip(CODES, drawn, strict=True))


def test_very_good_counts_five_and_very_poor_one():
    assert POINTS == {"very_good": 5, "good": 4, "needs_improvement": 3, "poor_misconduct": 2, "very_poor": 1}


def test_nobody_gives_nothing():
    assert read({}).rows == []
    assert read({"a": counted(0, 0, 0, 0, 0)}).rows == []


def test_four_are_too_few_and_five_are_read():
    found = read({"a": counted(LEAST - 1, 0, 0, 0, 0), "b": counted(LEAST, 0, 0, 0, 0)})
    assert [row.tendency == "few" for row in found.rows] == [True, False]


def test_a_clear_difference_is_read_and_a_small_one_is_not():
    found = read({"mild": counted(28, 2, 0, 0, 0), "usual": counted(1, 28, 1, 0, 0), "strict": counted(0, 4, 24, 2, 0)})
    assert found.is_readable
    assert [row.tendency for row in found.rows] == ["higher", "usual", "lower"]
    close = read({"a": counted(3, 12, 3, 0, 0), "b": counted(4, 11, 3, 0, 0)})
    assert {row.tendency for row in close.rows} == {"usual"}


def test_raters_who_rate_alike_do_not_differ():
    found = read({"a": counted(2, 6, 2, 0, 0), "b": counted(4, 12, 4, 0, 0)})
    assert (found.k, found.is_readable) == (MOST_K, False)


def test_half_a_difference_is_believed_at_k():
    found = read({"a": counted(30, 0, 0, 0, 0), "b": counted(0, 20, 10, 0, 0), "c": counted(5, 20, 5, 0, 0)})
    row = found.rows[0]
    assert abs(row.mean - (5 * row.n + found.k * found.usual) / (row.n + found.k)) < 1e-9


@given(many)
def test_the_shrunk_mean_lies_between_ones_own_and_the_usual(drawn):
    found = read({n: counted(*one) for n, one in enumerate(drawn)})
    for row in found.rows:
        points = [POINTS[code] for code, n in counted(*drawn[row.rater]).items() for _person in range(n)]
        own = sum(points) / len(points)
        low, high = sorted([own, found.usual])
        assert low - 1e-9 <= row.mean <= high + 1e-9
        assert row.low <= row.mean <= row.high
        assert row.n == len(points)


@given(many)
def test_the_order_of_raters_stays_as_it_was_given(drawn):
    assert [row.rater for row in read({n: counted(*one) for n, one in enumerate(drawn)}).rows] == list(
        range(len(drawn))
    )
