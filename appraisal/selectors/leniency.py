"""How each supervisor of a period rates beside the others: for HR, in the order of names."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from appraisal import leniency
from appraisal.models import Appraisal

from .calibration import OF_CASES, SUPERSEDED, why_left


@dataclass(frozen=True)
class Rater:
    pk: int
    name: str


def leniency_of(cycle):
    """One statement, whatever the number of cases."""
    rows = Appraisal.objects.filter(cycle=cycle).exclude(SUPERSEDED)
    who = ("supervisor", "supervisor__name")
    rows = rows.values(*who, *OF_CASES[1:-1]).annotate(n=Count("pk")).order_by("supervisor__name", "supervisor")
    counts = {}
    for row in rows:
        if not why_left(row):
            rater = Rater(row["supervisor"], row["supervisor__name"])
            counts.setdefault(rater, Counter())[row["predicate"]] += row["n"]
    return leniency.read(counts)
