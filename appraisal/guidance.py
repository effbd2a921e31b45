"""How the predicates of a unit stand to the guidance of its policy: each check with its arithmetic in words.

Nothing here blocks: a check that fails is a warning, for which somebody says why (SE MenPANRB 3/2023).
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models.words import Predicate
from .numbers import show_number
from .patterns import ROUNDINGS, Guidance, Rule

ORDER = list(Predicate)  # best first


@dataclass(frozen=True)
class Check:
    """One rule of the pattern, tested: `gap` is by how many people it is missed."""

    rule: Rule
    title: str
    arithmetic: str
    proposed: int
    gap: int
    limit: int | None = None  # in people; None where the rule names no number

    @property
    def is_met(self):
        return self.gap == 0

    @property
    def verdict(self):
        if self.is_met:
            return _("Sesuai")
        if self.rule.kind == "at_most":
            return ngettext("Lebih %(n)s orang", "Lebih %(n)s orang", self.gap) % {"n": self.gap}
        return ngettext("Kurang %(n)s orang", "Kurang %(n)s orang", self.gap) % {"n": self.gap}

    @property
    def sentence(self):
        """All of it in one line, for those who hear it or read it in minutes."""
        return f"{self.title}: {self.arithmetic} {self.verdict}."


def checks(rating, counts, guidance: Guidance):
    """Every rule of the unit's pattern; empty for a unit that has no rating, or too few people to test."""
    counts = Counter({Predicate(code): n for code, n in counts.items()})
    if not rating or counts.total() < guidance.minimum:
        return []
    test = {"largest": _largest, "at_most": _at_most, "at_least": _at_least, "some": _some}
    return [test[rule.kind](rule, counts, guidance) for rule in guidance.rules_for(rating)]


def distance(found):
    """How far from the guidance: by the people who would have to be elsewhere."""
    return sum(check.gap for check in found)


def limits(found):
    """{predicate: check} of those rules that draw a line at one predicate, the strictest last."""
    drawn = {}
    for check in found:
        if check.rule.kind in ("at_most", "at_least") and len(check.rule.of) == 1:
            drawn[Predicate(check.rule.of[0])] = check
    return drawn


def called(rule):
    """The predicates of a rule in words: “Kurang/misconduct atau Butuh perbaikan”."""
    labels = [str(Predicate(code).label) for code in sorted(rule.of, key=ORDER.index)]
    return _(" atau ").join(labels)


def title_of(rule):
    words = {"predicates": called(rule), "percent": percent(rule.percent)}
    if rule.kind == "largest":
        return _("%(predicates)s kelompok terbesar") % words
    if rule.kind == "some":
        return _("Ada %(predicates)s") % words
    if rule.kind == "at_most":
        return (
            _("Tidak ada %(predicates)s") % words
            if rule.percent == 0
            else _("%(predicates)s paling banyak %(percent)s") % words
        )
    return _("%(predicates)s paling sedikit %(percent)s") % words


def percent(number):
    """70 %, with a space that does not break."""
    return f"{show_number(number)}\N{NO-BREAK SPACE}%"


def people(share, n, rounding):
    """How many people a share of n is, in whole people."""
    return int((share * n / 100).quantize(Decimal(1), ROUNDINGS[rounding]))


def _largest(rule, counts, guidance):
    proposed = _of(rule, counts)
    others = [n for predicate, n in counts.items() if predicate not in rule.of]
    # so many people from the larger groups make this one the largest
    gap = next(k for k in range(counts.total() + 1) if _surplus(others, proposed + k - 1) <= k)
    told = ", ".join(str(counts[predicate]) for predicate in ORDER)
    arithmetic = _("Terbesar dari %(counts)s; usulan %(proposed)s.") % {"counts": told, "proposed": proposed}
    return Check(rule, title_of(rule), arithmetic, proposed, gap)


def _surplus(groups, most):
    return sum(max(0, n - most) for n in groups)


def _at_most(rule, counts, guidance):
    limit, proposed = people(rule.percent, counts.total(), guidance.round_at_most), _of(rule, counts)
    arithmetic = _share(rule, counts.total(), limit, proposed, guidance.round_at_most)
    return Check(rule, title_of(rule), arithmetic, proposed, max(0, proposed - limit), limit)


def _at_least(rule, counts, guidance):
    limit, proposed = people(rule.percent, counts.total(), guidance.round_at_least), _of(rule, counts)
    arithmetic = _share(rule, counts.total(), limit, proposed, guidance.round_at_least)
    return Check(rule, title_of(rule), arithmetic, proposed, max(0, limit - proposed), limit)


def _some(rule, counts, guidance):
    proposed = _of(rule, counts)
    added = " + ".join(str(counts[Predicate(code)]) for code in sorted(rule.of, key=ORDER.index))
    told = f"{added} = {proposed}" if len(rule.of) > 1 else str(proposed)
    arithmetic = _("%(sum)s orang; panduan paling sedikit 1.") % {"sum": told}
    return Check(rule, title_of(rule), arithmetic, proposed, 0 if proposed else 1, 1)


def _share(rule, n, limit, proposed, rounding):
    exact = rule.percent * n / 100
    words = {
        "percent": percent(rule.percent),
        "n": show_number(n),
        "exact": show_number(exact),
        "limit": show_number(limit),
        "proposed": show_number(proposed),
    }
    if exact == limit:
        return _("%(percent)s × %(n)s = %(exact)s; usulan %(proposed)s.") % words
    sentence = {
        "down": _("%(percent)s × %(n)s = %(exact)s, dibulatkan ke bawah %(limit)s; usulan %(proposed)s."),
        "up": _("%(percent)s × %(n)s = %(exact)s, dibulatkan ke atas %(limit)s; usulan %(proposed)s."),
        "half_up": _("%(percent)s × %(n)s = %(exact)s, dibulatkan ke terdekat %(limit)s; usulan %(proposed)s."),
    }
    return sentence[rounding] % words


def _of(rule, counts):
    return sum(counts[Predicate(code)] for code in rule.of)
