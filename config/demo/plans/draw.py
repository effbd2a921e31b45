"""Draws a plan for a post, and what came of its indicators."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from random import Random

from config.demo.plans.families import ADDITIONAL, FAMILIES, family_of, setting_of
from config.demo.plans.shapes import Measure, PlannedIndicator, PlannedResult, Template

FEWEST_DECIMALS = 3  # indicators whose target is no whole number
FRACTIONS = ("0.25", "0.50", "0.75")
CAPPED = ("%", "nilai", "indeks")  # these end at 100
PERFECT = Decimal(100)
CENT = Decimal("0.01")
REACHED = {"achieved": (100, 112), "partly": (88, 98), "missed": (64, 82)}  # percent of the target


def plan_for(post_title: str, kind: str, rng: Random) -> tuple[PlannedResult, ...]:
    """Two to four planned results that suit the post; at least three targets have decimals."""
    templates = list(FAMILIES[family_of(post_title, kind)])
    chosen = rng.sample(range(len(templates)), min(len(templates), rng.choice((2, 3))))
    spare = [index for index in range(len(templates)) if index not in chosen]
    while _decimals([templates[index] for index in chosen]) < FEWEST_DECIMALS:
        chosen.append(spare.pop(0))
    drawn = [templates[index] for index in sorted(chosen)]
    if rng.random() < 0.4:
        drawn.append(rng.choice(ADDITIONAL))
    setting = setting_of(post_title, kind)
    return tuple(_result(template, setting, rng) for template in drawn)


def actual_for(indicator: PlannedIndicator, achieved: str, rng: Random) -> Decimal:
    """A realisation that is `achieved`, `partly` or `missed`, with the decimals of its target."""
    part = Decimal(rng.randint(*REACHED[achieved])) / 100
    value = indicator.target * part if indicator.direction == "higher" else indicator.target / part
    if indicator.unit in CAPPED and indicator.direction == "higher":
        value = min(value, PERFECT)
    if indicator.target % 1:
        return value.quantize(CENT)
    return _counted(value, indicator.target, achieved)


def achievement(indicator: PlannedIndicator, actual: Decimal) -> str:
    """`achieved` at the target, `partly` from 85 % of it, otherwise `missed`."""
    if indicator.direction == "higher":
        part = actual / indicator.target
    else:
        part = indicator.target / actual if actual else Decimal(1)
    return "achieved" if part >= 1 else "partly" if part >= Decimal("0.85") else "missed"


def _decimals(templates: list[Template]) -> int:
    return sum(not measure.whole for template in templates for measure in template.measures)


def _result(template: Template, setting: str, rng: Random) -> PlannedResult:
    setting = setting if template.kind == "main" else ""
    indicators = tuple(_indicator(measure, setting, rng) for measure in template.measures)
    return PlannedResult(template.kind, template.title, indicators)


def _indicator(measure: Measure, setting: str, rng: Random) -> PlannedIndicator:
    target = Decimal(rng.randint(measure.low, measure.high if measure.whole else measure.high - 1))
    target += 0 if measure.whole else Decimal(rng.choice(FRACTIONS))
    return PlannedIndicator(
        measure.aspect, measure.name, target.quantize(CENT), measure.unit, measure.direction, measure.source, setting
    )


def _counted(value: Decimal, target: Decimal, achieved: str) -> Decimal:
    """Counted things stay whole; rounding never turns an achievement into a miss or the reverse."""
    if achieved == "achieved":
        return value.to_integral_value(ROUND_CEILING).quantize(CENT)
    return min(value.to_integral_value(ROUND_FLOOR), target - 1).quantize(CENT)
