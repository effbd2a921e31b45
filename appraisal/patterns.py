"""What a unit's own achievement says of the predicates in it: SE MenPANRB 3/2023, five patterns, as data of a policy.

Guidance reminds; it never blocks and never rates anybody again. What the circular leaves open (how many people are
enough to test, how to round, which rating the head of a unit then has) is a setting.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

RatingCode = Literal["above", "meets", "below"]
PredicateCode = Literal["very_good", "good", "needs_improvement", "poor_misconduct", "very_poor"]
UnitRatingCode = Literal["excellent", "good", "needs_improvement", "poor", "very_poor"]
Share = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]  # percent of those who are counted
Rounding = Literal["down", "up", "half_up"]
ROUNDINGS = {"down": ROUND_FLOOR, "up": ROUND_CEILING, "half_up": ROUND_HALF_UP}
SG, G, NI, P, VP = "very_good", "good", "needs_improvement", "poor_misconduct", "very_poor"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Part):
    """One line of a pattern on the people with any of these predicates.

    `largest`: no other predicate has as many. `at_most`, `at_least`: a share in percent. `some`: at least one person.
    """

    kind: Literal["largest", "at_most", "at_least", "some"]
    of: tuple[PredicateCode, ...]
    percent: Share = Decimal(0)


def at_most(percent, *of):
    return Rule(kind="at_most", of=of, percent=Decimal(percent))


def at_least(percent, *of):
    return Rule(kind="at_least", of=of, percent=Decimal(percent))


def largest(of):
    return Rule(kind="largest", of=(of,))


def some(*of):
    return Rule(kind="some", of=of)


class Patterns(Part):
    """By the achievement of the unit; SE MenPANRB 3/2023."""

    excellent: tuple[Rule, ...] = (largest(SG), at_most(70, SG))
    good: tuple[Rule, ...] = (largest(G), at_most(70, G), some(NI, P))
    needs_improvement: tuple[Rule, ...] = (at_least(60, NI), at_most(10, SG))
    poor: tuple[Rule, ...] = (at_least(60, P), at_least(10, NI), at_most(10, SG))
    very_poor: tuple[Rule, ...] = (at_least(60, VP), at_least(10, P, NI), at_most(0, SG))


class HeadMapping(Part):
    """Which rating of results the head of a unit has, by the achievement of his unit; not verified."""

    excellent: RatingCode = "above"
    good: RatingCode = "meets"
    needs_improvement: RatingCode = "below"
    poor: RatingCode = "below"
    very_poor: RatingCode = "below"


class Guidance(Part):
    patterns: Patterns = Patterns()
    minimum: Annotated[int, Field(ge=3, le=100)] = 10  # people; fewer are read together with the unit above
    round_at_most: Rounding = "down"
    round_at_least: Rounding = "up"
    head_mapping: HeadMapping = HeadMapping()

    def rules_for(self, rating) -> tuple[Rule, ...]:
        return getattr(self.patterns, rating)

    def results_rating_of_head(self, rating):
        return getattr(self.head_mapping, rating)


def is_usual_guidance(guidance) -> bool:
    return guidance == Guidance()
