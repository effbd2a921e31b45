"""A distribution as bars, with the lines that guidance draws; the page prints the same as a table."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .guidance import ORDER, percent
from .numbers import show_percent

LEAST = Decimal("1.6")  # of height: a bar that is there can be seen


@dataclass(frozen=True)
class Frame:
    """Where the bars stand: their first left edge, how far apart, how wide, and from where to where they rise."""

    first: float
    step: float
    width: float
    bottom: float
    top: float


LARGE, MINI = Frame(22, 69.6, 37.6, 156, 30), Frame(5, 22, 12, 32, 4)


@dataclass(frozen=True)
class Bar:
    predicate: Any
    number: int
    share: str  # "71,2"
    x: str
    y: str
    width: str
    height: str
    middle: str
    line: str  # where the guidance draws its line, or nothing
    left: str
    right: str
    value_y: str
    is_missed: bool  # some rule on this predicate is not met
    says: str  # what guidance says of it, short

    @property
    def words(self):
        """The label in at most two lines."""
        return str(self.predicate.label).replace("/", "/ ").split(" ", 1)


def bars(counts, checks, frame=LARGE):
    """One for each predicate, best first; nothing where there is nobody."""
    n = sum(counts.values())
    if not n:
        return []
    lines = {code: check for check in checks for code in check.rule.of if check.rule.kind in ("at_most", "at_least")}
    highest = max(100 * max(counts.values()) / n, *(float(check.rule.percent) for check in lines.values()), 1)
    return [_bar(place, predicate, counts, n, checks, lines, frame, highest) for place, predicate in enumerate(ORDER)]


def _bar(place, predicate, counts, n, checks, lines, frame, highest):
    def height_of(share):
        return float(share) * (frame.bottom - frame.top) / highest

    number, x = counts.get(predicate, 0), frame.first + place * frame.step
    share = Decimal(100 * number) / n
    height = max(height_of(share), float(LEAST) if number else 0.6)
    check = lines.get(predicate)
    line = height_of(check.rule.percent) if check and len(check.rule.of) == 1 else None
    top = max(height, line or 0)
    return Bar(
        predicate=predicate,
        number=number,
        share=show_percent(share, 1),
        x=f"{x:.1f}",
        y=f"{frame.bottom - height:.1f}",
        width=f"{frame.width:.1f}",
        height=f"{height:.1f}",
        middle=f"{x + frame.width / 2:.1f}",
        line="" if line is None else f"{frame.bottom - line:.1f}",
        left=f"{x - frame.width * 0.3:.1f}",
        right=f"{x + frame.width * 1.3:.1f}",
        value_y=f"{frame.bottom - top - 8:.1f}",
        is_missed=any(not one.is_met for one in checks if predicate in one.rule.of),
        says=says_of(predicate, checks),
    )


def chart_of(share):
    """What the large chart and its table show of a `UnitShare`: bars, and (bar, what guidance says) for each."""
    drawn = bars(share.counts, share.checks, LARGE)
    return {"bars": drawn, "rows": [(bar, guidance_of(bar.predicate, share.checks)) for bar in drawn]}


def says_of(predicate, checks):
    """“maks 70 %”, “min 1 orang”, or that it is free."""
    said = {
        "at_most": lambda rule: _("tidak ada") if rule.percent == 0 else _("maks %s") % percent(rule.percent),
        "at_least": lambda rule: _("min %s") % percent(rule.percent),
        "some": lambda rule: _("min 1 orang"),
        "largest": lambda rule: _("terbesar"),
    }
    for kind, words in said.items():
        for check in checks:
            if check.rule.kind == kind and predicate in check.rule.of:
                return words(check.rule)
    return _("bebas")


def guidance_of(predicate, checks):
    """What guidance says of one predicate, in full; for the table beside the bars."""
    told = [check.title for check in checks if predicate in check.rule.of]
    return "; ".join(told) or _("bebas")
