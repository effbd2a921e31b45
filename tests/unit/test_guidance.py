"""The five patterns of SE MenPANRB 3/2023 at their limits, the arithmetic in words, and what is never shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal import policies
from appraisal.disclosure import LEAST_REST, nearest, shown_units
from appraisal.guidance import checks, distance, people, title_of
from appraisal.models import Predicate, Rating, UnitRating
from appraisal.patterns import Guidance, HeadMapping, Rule

USUAL = Guidance()
CODES = ["very_good", "good", "needs_improvement", "poor_misconduct", "very_poor"]


def counted(*numbers):
    return dict(zip(CODES, numbers, strict=True))


def missed(rating, *numbers, guidance=USUAL):
    """{kind and predicates of a rule: people it is missed by}, of the rules that are not met."""
    found = checks(rating, counted(*numbers), guidance)
    return {(c.rule.kind, *c.rule.of): c.gap for c in found if not c.is_met}


@pytest.mark.parametrize(
    ("rating", "numbers", "expected"),
    [
        # excellent: very good is the largest group, at most 70 %
        ("excellent", (70, 30, 0, 0, 0), {}),
        ("excellent", (71, 29, 0, 0, 0), {("at_most", "very_good"): 1}),
        ("excellent", (51, 49, 0, 0, 0), {}),
        ("excellent", (50, 50, 0, 0, 0), {("largest", "very_good"): 1}),
        ("excellent", (0, 100, 0, 0, 0), {("largest", "very_good"): 51}),
        # good: good is the largest group, at most 70 %, somebody needs improvement or is poor
        ("good", (20, 70, 10, 0, 0), {}),
        ("good", (19, 71, 10, 0, 0), {("at_most", "good"): 1}),
        ("good", (30, 70, 0, 0, 0), {("some", "needs_improvement", "poor_misconduct"): 1}),
        ("good", (29, 70, 0, 1, 0), {}),
        ("good", (29, 70, 0, 0, 1), {("some", "needs_improvement", "poor_misconduct"): 1}),
        ("good", (45, 45, 10, 0, 0), {("largest", "good"): 1}),
        # needs improvement: at least 60 % of it, very good at most 10 %
        ("needs_improvement", (10, 30, 60, 0, 0), {}),
        ("needs_improvement", (10, 31, 59, 0, 0), {("at_least", "needs_improvement"): 1}),
        ("needs_improvement", (11, 29, 60, 0, 0), {("at_most", "very_good"): 1}),
        # poor: at least 60 % poor, at least 10 % need improvement, very good at most 10 %
        ("poor", (10, 20, 10, 60, 0), {}),
        ("poor", (10, 21, 9, 60, 0), {("at_least", "needs_improvement"): 1}),
        ("poor", (10, 21, 10, 59, 0), {("at_least", "poor_misconduct"): 1}),
        ("poor", (11, 19, 10, 60, 0), {("at_most", "very_good"): 1}),
        # very poor: at least 60 % of it, at least 10 % poor or in need of improvement, nobody very good
        ("very_poor", (0, 30, 5, 5, 60), {}),
        ("very_poor", (0, 31, 5, 5, 59), {("at_least", "very_poor"): 1}),
        ("very_poor", (0, 31, 4, 5, 60), {("at_least", "poor_misconduct", "needs_improvement"): 1}),
        ("very_poor", (1, 29, 5, 5, 60), {("at_most", "very_good"): 1}),
    ],
)
def test_each_pattern_at_its_limit(rating, numbers, expected):
    assert sum(numbers) == 100
    assert missed(rating, *numbers) == expected


def test_the_arithmetic_is_told_in_words():
    _largest, share, somebody = checks("good", counted(30, 151, 24, 5, 2), USUAL)
    assert share.title == "Baik paling banyak 70\N{NO-BREAK SPACE}%"
    assert share.arithmetic == "70\N{NO-BREAK SPACE}% × 212 = 148,4, dibulatkan ke bawah 148; usulan 151."
    assert share.verdict == "Lebih 3 orang"
    assert (share.limit, share.gap) == (148, 3)
    assert somebody.title == "Ada Butuh perbaikan atau Kurang/misconduct"
    assert somebody.arithmetic == "24 + 5 = 29 orang; panduan paling sedikit 1."
    [least, _most] = checks("needs_improvement", counted(1, 40, 68, 2, 0), USUAL)
    assert least.arithmetic == "60\N{NO-BREAK SPACE}% × 111 = 66,6, dibulatkan ke atas 67; usulan 68."
    [*_some, nobody] = checks("very_poor", counted(0, 4, 0, 0, 8), USUAL)
    assert (nobody.title, nobody.arithmetic) == ("Tidak ada Sangat baik", "0\N{NO-BREAK SPACE}% × 12 = 0; usulan 0.")


def test_ten_people_are_tested_and_nine_are_not():
    assert missed("excellent", 0, 10, 0, 0, 0) != {}
    assert checks("excellent", counted(0, 9, 0, 0, 0), USUAL) == []
    assert checks("excellent", counted(0, 9, 0, 0, 0), Guidance(minimum=9)) != []
    assert checks("", counted(0, 50, 0, 0, 0), USUAL) == []


@pytest.mark.parametrize(("rounding", "expected"), [("down", 7), ("up", 8), ("half_up", 8)])
def test_rounding_is_a_setting(rounding, expected):
    assert people(Decimal(70), 11, rounding) == expected  # 7.7
    assert people(Decimal(70), 10, rounding) == 7


counts_of = st.tuples(*[st.integers(0, 300)] * 5).filter(lambda numbers: sum(numbers) >= 10)
ratings = st.sampled_from(UnitRating.Word.values)


@given(ratings, counts_of)
def test_a_gap_is_the_fewest_people_that_mend_a_rule(rating, numbers):
    """Moving `gap` people mends the rule; one fewer does not."""
    for check in checks(rating, counted(*numbers), USUAL):
        assert check.gap >= 0
        assert mends(rating, check, numbers, check.gap)
        assert check.gap == 0 or not mends(rating, check, numbers, check.gap - 1)


def mends(rating, check, numbers, moved):
    """Whether the rule holds once so many people went where it wants them, from the largest groups or to any other."""
    counts = counted(*numbers)
    inside = list(check.rule.of)
    outside = [code for code in CODES if code not in inside]
    for _person in range(moved):
        if check.rule.kind == "at_most":
            source, target = max(inside, key=counts.get), outside[0]
        else:
            source, target = max(outside, key=counts.get), inside[0]
        counts[source] -= 1
        counts[target] += 1
    again = next(c for c in checks(rating, counts, USUAL) if c.rule == check.rule)
    return again.is_met


@given(ratings, counts_of)
def test_shares_never_pass_their_rule_by_rounding(rating, numbers):
    """Down for at most and up for at least: what is met in people is met in percent."""
    n = sum(numbers)
    for check in checks(rating, counted(*numbers), USUAL):
        share = Decimal(100 * check.proposed) / n
        if check.rule.kind == "at_most":
            assert check.is_met == (share <= check.rule.percent)
        if check.rule.kind == "at_least":
            assert check.is_met == (share >= check.rule.percent)


@given(ratings, counts_of)
def test_distance_is_nought_where_nothing_is_missed(rating, numbers):
    found = checks(rating, counted(*numbers), USUAL)
    assert (distance(found) == 0) == all(check.is_met for check in found)
    assert all(check.sentence for check in found)


# --- what is never shown -------------------------------------------------------------------------
trees = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), min_size=1, max_size=30)


@given(trees, st.integers(3, 20))
def test_no_small_group_is_told_by_what_is_shown_or_by_subtraction(drawn, minimum):
    parent_of = {n: (above % n if n and above % 3 else None) for n, (above, _people) in enumerate(drawn)}
    own = {n: people for n, (_above, people) in enumerate(drawn)}
    shown = shown_units(parent_of, own, minimum=minimum)
    below = {n: [child for child, parent in parent_of.items() if parent == n] for n in parent_of}

    def total(unit):
        return own[unit] + sum(map(total, below[unit]))

    for unit in shown:
        assert total(unit) >= minimum
        parts = list(nearest(unit, below, shown))
        rest = total(unit) - sum(map(total, parts))
        assert not parts or rest == 0 or rest >= LEAST_REST


def test_a_head_alone_is_not_told_by_subtraction():
    """An agency of 41: two offices of 20 and its head; one office is not shown, so 21 are left."""
    shown = shown_units({1: None, 2: 1, 3: 1}, {1: 1, 2: 20, 3: 20}, minimum=10)
    assert shown == {1, 3}
    assert shown_units({1: None, 2: 1, 3: 1}, {1: 5, 2: 20, 3: 20}, minimum=10) == {1, 2, 3}


# --- the policy ------------------------------------------------------------------------------------
def test_at_its_default_a_document_keeps_its_bytes():
    document = policies.preset("permenpanrb-6-2022")
    assert "guidance" not in document.model_dump()
    changed = document.model_copy(update={"guidance": Guidance(minimum=12)})
    assert policies.read(policies.body_of(changed)).guidance.minimum == 12
    assert '"minimum":12' in policies.body_of(changed)


def test_patterns_are_data():
    """A city's own pattern is read from its document and tested like the five."""
    document = policies.preset("permenpanrb-6-2022")
    patterns = USUAL.patterns.model_copy(update={"good": (Rule(kind="at_most", of=("good",), percent=Decimal(50)),)})
    changed = document.model_copy(update={"guidance": Guidance(patterns=patterns)})
    again = policies.read(policies.body_of(changed)).guidance
    assert missed("good", 0, 60, 40, 0, 0, guidance=again) == {("at_most", "good"): 10}
    assert title_of(again.rules_for("good")[0]) == "Baik paling banyak 50\N{NO-BREAK SPACE}%"


def test_the_head_of_a_unit_follows_it():
    expected = {
        "excellent": "above",
        "good": "meets",
        "needs_improvement": "below",
        "poor": "below",
        "very_poor": "below",
    }
    assert {word: USUAL.results_rating_of_head(word) for word in UnitRating.Word.values} == expected
    other = Guidance(head_mapping=HeadMapping(needs_improvement="meets"))
    assert other.results_rating_of_head("needs_improvement") == Rating.MEETS
    assert list(Predicate.values) == CODES
