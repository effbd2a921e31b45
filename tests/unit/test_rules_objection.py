"""What may be said, changed and decided: PP 30/2019 art. 59, design §3."""

import datetime
from types import SimpleNamespace

import pytest

from appraisal import forms, rules
from appraisal.models import Value
from appraisal.rules import RuleBroken

NOW = datetime.datetime(2026, 11, 2, 3, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
RESULTS, BEHAVIOUR = "results_rating", "behaviour_rating"


def ratings(results, behaviour):
    return SimpleNamespace(results_rating=results, behaviour_rating=behaviour)


def change(old, new, contested, **setting):
    rules.check_change(ratings(*old.split()), ratings(*new.split()), contested, **setting)


@pytest.mark.parametrize(
    ("old", "new", "contested"),
    [
        ("meets meets", "above meets", {RESULTS}),
        ("below meets", "above meets", {RESULTS}),
        ("meets below", "meets above", {BEHAVIOUR}),
        ("below below", "meets above", {RESULTS, BEHAVIOUR}),
        ("below below", "meets below", {RESULTS, BEHAVIOUR}),
        ("meets meets", "above meets", {"indicator:7"}),  # an indicator contests the rating of results
        ("meets meets", "above above", {"indicator:7", BEHAVIOUR}),
    ],
)
def test_a_contested_rating_may_rise(old, new, contested):
    change(old, new, contested)


@pytest.mark.parametrize(
    ("old", "new", "contested", "field"),
    [
        ("meets meets", "below meets", {RESULTS}, RESULTS),
        ("above meets", "meets meets", {RESULTS}, RESULTS),
        ("meets above", "above below", {RESULTS, BEHAVIOUR}, BEHAVIOUR),  # one up does not pay for one down
        ("meets meets", "above meets", {BEHAVIOUR}, RESULTS),
        ("meets meets", "meets above", {RESULTS}, BEHAVIOUR),
        ("meets meets", "meets above", {"indicator:7"}, BEHAVIOUR),
        ("meets meets", "meets below", {RESULTS}, BEHAVIOUR),
        ("meets meets", "meets meets", {RESULTS}, ""),
        ("meets meets", "meets meets", {RESULTS, BEHAVIOUR}, ""),
    ],
)
def test_an_objection_never_costs_its_author_anything(old, new, contested, field):
    with pytest.raises(RuleBroken) as broken:
        change(old, new, contested)
    assert broken.value.field == field


def test_worsening_is_a_setting_of_the_policy():
    change("meets meets", "below meets", {RESULTS}, may_worsen=True)
    with pytest.raises(RuleBroken):
        change("meets meets", "meets below", {RESULTS}, may_worsen=True)  # never what is not contested


@pytest.mark.parametrize(
    ("at", "reply_until", "replied", "may"),
    [
        (NOW, NOW + HOUR, False, False),
        (NOW, NOW + HOUR, True, True),
        (NOW, NOW + datetime.timedelta(microseconds=1), False, False),
        (NOW, NOW, False, True),
        (NOW + HOUR, NOW, False, True),
        (NOW, None, False, True),  # a refusal: nothing to reply to
    ],
)
def test_dismissing_waits_until_both_sides_were_heard(at, reply_until, replied, may):
    if may:
        return rules.check_heard(at, reply_until=reply_until, replied=replied)
    with pytest.raises(RuleBroken, match="masih dapat menanggapi"):
        rules.check_heard(at, reply_until=reply_until, replied=replied)


@pytest.mark.parametrize(
    ("subjects", "field"),
    [
        ([RESULTS, BEHAVIOUR, "indicator:1", "indicator:2"], None),
        (["indicator:3"], "grounds.0.subject"),
        ([RESULTS, "indicator:01"], "grounds.1.subject"),
        (["predicate"], "grounds.0.subject"),
        (["behaviour:loyal"], "grounds.0.subject"),
        ([RESULTS, RESULTS], "grounds"),
        ([""], "grounds.0.subject"),
    ],
)
def test_grounds_speak_of_this_appraisal_each_once(subjects, field):
    if field is None:
        return rules.check_subjects(subjects, {1, 2})
    with pytest.raises(RuleBroken) as broken:
        rules.check_subjects(subjects, {1, 2})
    assert broken.value.field == field


def test_feedback_may_also_speak_of_values():
    everything = [RESULTS, "indicator:1", *(f"behaviour:{value}" for value in Value.values)]
    rules.check_subjects(everything, {1}, values=True, where="feedback")
    with pytest.raises(RuleBroken, match="kindness") as broken:
        rules.check_subjects(["behaviour:kindness"], {1}, values=True, where="feedback")
    assert broken.value.field == "feedback.0.subject"


@pytest.mark.parametrize(
    ("told", "field"), [([1, 2], None), ([2], None), ([], None), ([3], "results.0.indicator"), ([1, 1], "results")]
)
def test_results_are_told_of_ones_own_indicators(told, field):
    rows = [forms.Actual(indicator=pk, actual="1") for pk in told]
    if field is None:
        return rules.check_results(rows, {1, 2})
    with pytest.raises(RuleBroken) as broken:
        rules.check_results(rows, {1, 2})
    assert broken.value.field == field


def test_each_value_is_noted_once():
    rows = [forms.BehaviourNote(value=value, note="x") for value in Value.values]
    rules.check_values(rows)
    with pytest.raises(RuleBroken) as broken:
        rules.check_values([*rows, rows[0]])
    assert broken.value.field == "behaviours"


@pytest.mark.parametrize(("is_active", "pk", "may"), [(True, 9, True), (False, 9, False), (True, 1, False)])
def test_a_substitute_is_active_and_not_yet_a_member(is_active, pk, may):
    person = SimpleNamespace(is_active=is_active, pk=pk)
    if may:
        return rules.check_substitute(person, [1, 2])
    with pytest.raises(RuleBroken) as broken:
        rules.check_substitute(person, [1, 2])
    assert broken.value.field == "to"
