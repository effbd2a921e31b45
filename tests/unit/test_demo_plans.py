"""Every post of the demo city has a plan, and its realisations are what they were drawn for."""

from random import Random

import pytest

from config.demo.city import build
from config.demo.jobs import JOBS
from config.demo.plans import achievement, actual_for, family_of, plan_for
from config.demo.plans.families import ADDITIONAL, FAMILIES, STARTS


def all_titles():
    jobs = {(job.title(Random(seed)), job.kind) for group in JOBS.values() for job in group for seed in range(3)}
    return sorted(jobs | {(post.title, post.kind) for post in build(employees=5000).posts})


@pytest.mark.parametrize("seed", range(3))
def test_every_post_has_a_plan_with_three_decimal_targets(seed):
    rng = Random(seed)
    for title, kind in all_titles():
        plan = plan_for(title, kind, rng)
        targets = [indicator.target for result in plan for indicator in result.indicators]
        assert sum(target % 1 != 0 for target in targets) >= 3, title
        assert 2 <= len(plan) <= 4
        assert all(target.as_tuple().exponent == -2 and target > 0 for target in targets)
        assert plan[0].kind == "main"


def test_a_title_nobody_thought_of_has_a_plan_by_its_kind():
    assert family_of("Kepala Balai Rahasia", "jpt") == "agency_head"
    assert plan_for("Juru Apa Saja", "pelaksana", Random(1))


def test_plans_are_deterministic_and_differ():
    draw = [plan_for("Guru Ahli Muda", "fungsional", Random(seed)) for seed in (1, 1, 2)]
    assert draw[0] == draw[1] != draw[2]


def test_families_are_all_reached_and_well_formed():
    assert {family for _, family in STARTS} <= set(FAMILIES)
    for family in [*FAMILIES.values(), ADDITIONAL]:
        for template in family:
            assert 1 <= len(template.measures) <= 3
            assert {measure.aspect for measure in template.measures} <= {"quantity", "quality", "time", "cost"}
            assert {measure.direction for measure in template.measures} <= {"higher", "lower"}
    used = {family_of(title, kind) for title, kind in all_titles()}
    assert used | {"expert"} == set(FAMILIES)


@pytest.mark.parametrize("reached", ["achieved", "partly", "missed"])
def test_a_realisation_is_what_it_was_drawn_for(reached):
    rng = Random(reached)
    for title, kind in all_titles()[::7]:
        for result in plan_for(title, kind, rng):
            for indicator in result.indicators:
                actual = actual_for(indicator, reached, rng)
                assert (achievement(indicator, actual) == "achieved") == (reached == "achieved")
                assert actual >= 0
                assert actual.as_tuple().exponent == -2
                assert (indicator.unit != "%") or indicator.direction == "lower" or actual <= 100
