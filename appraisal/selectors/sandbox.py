"""Trying other ratings without writing anything: one's own people before and after, and what that does to the unit."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from appraisal import guidance, rules
from appraisal.disclosure import LEAST_REST
from appraisal.models import Appraisal, Predicate, Stage

from .calibration import NOT_RATED, SUPERSEDED, calibration_of


def own_ratings(user, cycle):
    """Cases that this person rated and that nobody has received yet: those he may still revise. One statement."""
    found = Appraisal.objects.filter(cycle=cycle, supervisor=user, released_at=None).exclude(predicate="")
    found = found.exclude(SUPERSEDED).exclude(stage__in=[*NOT_RATED, Stage.CANCELLED])
    return list(found.select_related("employee", "unit").order_by("unit__name", "employee__name", "pk"))


@dataclass(frozen=True)
class Tried:
    """One of one's own cases with the ratings that are tried."""

    row: Any
    results: str
    behaviour: str
    predicate: Any

    @property
    def is_changed(self):
        return (self.results, self.behaviour) != (self.row.results_rating, self.row.behaviour_rating)

    @property
    def before(self):
        return Predicate(self.row.predicate)


@dataclass(frozen=True)
class UnitTrial:
    """What the trial does to one unit: `share` is None where its numbers would tell of others' people."""

    unit: str
    tried: list
    share: Any
    before: list  # checks
    after: list
    own_before: Counter
    own_after: Counter
    counts_after: dict

    @property
    def pairs(self):
        """[(check before, check after)]."""
        return list(zip(self.before, self.after, strict=True))

    @property
    def rows(self):
        """[(predicate, own before, own after, unit before, unit after)]; the unit's are None where they are not shown."""
        counts = self.share.counts if self.share else {}
        return [(p, self.own_before[p], self.own_after[p], counts.get(p), self.counts_after.get(p)) for p in Predicate]


def try_out(cycle, rows, form):
    """Per unit, in the order of the rows; three statements more where there are any."""
    if not rows:
        return []
    shares = calibration_of(cycle).shares
    cells = cycle.policy.document.cells
    groups = {}
    for row in rows:
        results, behaviour = form.rating_of("results", row), form.rating_of("behaviour", row)
        predicate = Predicate(rules.predicate(cells, results, behaviour))
        groups.setdefault(row.unit, []).append(Tried(row, results, behaviour, predicate))
    return [_of_unit(unit, tried, shares.get(unit.pk)) for unit, tried in groups.items()]


def _of_unit(unit, tried, share):
    before, after = Counter(one.before for one in tried), Counter(one.predicate for one in tried)
    share = share if share and _tells_of_nobody(share, tried) else None
    counts = {p: n - before[p] + after[p] for p, n in share.counts.items()} if share else {}
    checked = [
        guidance.checks(share.word, c, share.guidance) if share else [] for c in (share and share.counts, counts)
    ]
    return UnitTrial(unit.name, tried, share, *checked, before, after, counts)


def _tells_of_nobody(share, tried):
    """Whoever knows his own ratings learns the rest by subtraction: nobody, or enough people."""
    others = share.n - len(tried)
    return share.is_shown and (others == 0 or others >= LEAST_REST)


def moved(share, typed):
    """(counts, checks) of a unit with other counts of the same people; None where the sum is another or none is typed.

    For those who see numbers only: nobody's rating is in it.
    """
    counts = {p: typed.get(p.value, "") for p in Predicate}
    if not share.is_shown or not any(counts.values()):
        return None
    if not all(text.isdecimal() and len(text) < 7 for text in counts.values()):
        return None
    counts = {p: int(text) for p, text in counts.items()}
    return counts, guidance.checks(share.word, counts, share.guidance)
