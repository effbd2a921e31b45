"""How predicates spread in each unit of a period, beside the guidance that follows from the unit's own achievement.

A unit is counted with everything below it; its numbers are shown only where nobody can be told from them
(`appraisal.disclosure`). Three statements, whatever the number of cases and units.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from appraisal import guidance
from appraisal.disclosure import shown_units, way_up
from appraisal.models import Appraisal, JustificationDraft, Predicate, Stage, UnitRating
from appraisal.patterns import Guidance
from organization.models import Assignment, Unit

from .cycle import SUPERSEDED

NOT_RATED = (Stage.SELF_ASSESSMENT, Stage.SUPERVISOR_REVIEW)
OF_CASES = ("unit", "stage", "predicate", "is_contested", "is_determined", "n")
WITHIN, OVER, SMALL, UNRATED = "within", "over", "small", "unrated"
UNRATED_PEOPLE, CONTESTED, CANCELLED, LEFT_OUT = "unrated", "contested", "cancelled", "left_out"  # who is not counted
WHY_LEFT = {
    UNRATED_PEOPLE: _("belum dinilai"),
    CONTESTED: _("keberatan belum diputus"),
    CANCELLED: _("berkasnya dihentikan"),
    LEFT_OUT: _("tidak ikut periode ini"),
}


@dataclass
class UnitShare:
    """One unit with everything below it: how many people have which predicate, and how that stands to guidance."""

    pk: int
    name: str
    parent: int | None
    guidance: Guidance
    all_counts: Counter = field(default_factory=Counter)  # for what is shown ask `counts`
    left: Counter = field(default_factory=Counter)  # {why: people who are not counted}
    rating: UnitRating | None = None
    is_shown: bool = False
    read_with: Any = None  # the shown unit above; for one that is not shown itself

    @property
    def n(self):
        """Who is counted."""
        return self.all_counts.total()

    @property
    def people(self):
        """Everybody who works there."""
        return self.n + self.left.total()

    @property
    def not_counted(self):
        """[(why, people)]."""
        return [(words, self.left[why]) for why, words in WHY_LEFT.items() if self.left[why]]

    @property
    def counts(self):
        """{predicate: people}, best first; nothing where somebody could be told from it."""
        return {predicate: self.all_counts[predicate] for predicate in Predicate} if self.is_shown else {}

    @property
    def is_too_small(self):
        """Fewer than the policy tests; a larger one that is not shown would tell of others by subtraction."""
        return self.n < self.guidance.minimum

    @property
    def word(self):
        return self.rating.rating if self.rating else ""

    @cached_property
    def checks(self):
        return guidance.checks(self.word, self.counts, self.guidance)

    @property
    def warnings(self):
        return [check for check in self.checks if not check.is_met]

    @property
    def distance(self):
        return guidance.distance(self.checks)

    @property
    def state(self):
        if not self.is_shown:
            return SMALL
        if self.rating is None:
            return UNRATED
        return OVER if self.warnings else WITHIN

    @property
    def justification(self):
        """What was sent, or None."""
        return getattr(self.rating, "justification", None) if self.rating else None

    @property
    def must_explain(self):
        return self.state == OVER and self.justification is None


@dataclass(frozen=True)
class Calibration:
    """Every unit that has cases in the period, by key; `parent_of` of all units."""

    shares: dict[int, UnitShare]
    parent_of: dict[int, int | None]

    @property
    def rows(self):
        """Farthest from guidance first, in people; then those without a rating, those within, the small ones."""
        order = {OVER: 0, UNRATED: 1, WITHIN: 2, SMALL: 3}
        return sorted(self.shares.values(), key=lambda row: (order[row.state], -row.distance, row.name, row.pk))

    def way_up(self, unit):
        return list(way_up(unit, self.parent_of))

    def below(self, unit):
        return [share for share in self.rows if self.parent_of[share.pk] == unit]


def calibration_of(cycle, *, viewer=None):
    """Of every unit. With a `viewer` each rating carries what he has typed and not sent (`draft`)."""
    units = {pk: (parent, name) for pk, parent, name in Unit.objects.values_list("pk", "parent", "name")}
    parent_of = {pk: parent for pk, (parent, _called) in units.items()}
    rules = cycle.policy.document.guidance
    shares = {}
    for row in sorted((dict(zip(OF_CASES, row, strict=True)) for row in _cases(cycle)), key=_is_outside):
        for unit in _counted_in(row["unit"], parent_of):
            if unit not in shares and row["stage"] != LEFT_OUT:
                shares[unit] = UnitShare(unit, units[unit][1], parent_of[unit], rules)
            if unit in shares:
                _count(shares[unit], row)
    for rating in ratings_of(cycle, rules, viewer=viewer):
        if rating.unit_id in shares:
            shares[rating.unit_id].rating = rating
    _hide(shares, parent_of, rules)
    return Calibration(shares, parent_of)


def distribution_of(cycle, unit_id):
    """The share of one unit, or None where it has no cases: what an agenda item and the minutes show."""
    return calibration_of(cycle).shares.get(unit_id)


def ratings_of(cycle, rules, *, viewer=None):
    """With who set them and what was said; `head_differs`: the head was rated otherwise than his unit's achievement."""
    found = UnitRating.objects.filter(cycle=cycle).select_related("set_by", "recorded_by", "justification__author")
    mapped = Case(*(When(rating=word, then=Value(rules.results_rating_of_head(word))) for word in UnitRating.Word))
    leads = Assignment.objects.filter(
        Q(to_date=None) | Q(to_date__gte=cycle.ends_on), holder=OuterRef("employee"), kind="definitive",
        post=OuterRef(OuterRef("head_post")), from_date__lte=cycle.ends_on,
    )  # fmt: skip
    heads = Appraisal.objects.filter(Exists(leads), ~Q(predicate=""), cycle=cycle, unit=OuterRef("unit"))
    heads = heads.exclude(SUPERSEDED).exclude(stage__in=[*NOT_RATED, Stage.CANCELLED])
    found = found.annotate(expected=mapped)
    found = found.annotate(head_differs=Exists(heads.exclude(results_rating=OuterRef("expected"))))
    typed = JustificationDraft.objects.filter(rating=OuterRef("pk"), author=viewer)
    return found.annotate(draft=Subquery(typed.values("text")[:1])) if viewer else found


def head_that_differs(rating):
    """The appraisal of the unit's head that waits for the release with another rating of results than follows."""
    cycle = rating.cycle
    leads = Assignment.objects.on(cycle.ends_on).filter(post=rating.head_post_id, kind="definitive")
    expected = cycle.policy.document.guidance.results_rating_of_head(rating.rating)
    waiting = Appraisal.objects.filter(cycle=cycle, unit=rating.unit_id, employee__in=leads.values("holder"))
    return waiting.filter(stage=Stage.AWAITING_RELEASE).exclude(results_rating=expected).first()


def _cases(cycle):
    """Cases by unit and how they stand; and, as if it were a stage, who works in a unit and takes no part."""
    rows = Appraisal.objects.filter(cycle=cycle).exclude(SUPERSEDED)
    rows = rows.values("unit", "stage", "predicate", "is_contested", "is_determined").annotate(n=Count("pk"))
    own = Appraisal.objects.filter(cycle=cycle, employee=OuterRef("holder")).exclude(SUPERSEDED)
    held = Assignment.objects.on(cycle.ends_on).filter(~Exists(own), kind="definitive", holder__is_active=True)
    no = Value(False, output_field=BooleanField())
    outside = held.filter(holder__employee__isnull=False).values(unit=F("post__unit")).annotate(
        stage=Value(LEFT_OUT), predicate=Value(""), is_contested=no, is_determined=no,
        n=Count("holder", distinct=True),
    )  # fmt: skip
    return rows.values_list(*OF_CASES).union(outside.values_list(*OF_CASES), all=True)


def _is_outside(row):
    return row["stage"] == LEFT_OUT


def _counted_in(unit, parent_of):
    """The unit and those above, but for the city itself, which nobody in it rates."""
    way = list(way_up(unit, parent_of))
    return way[:-1] if len(way) > 1 else way


def _count(share, row):
    if why := why_left(row):
        share.left[why] += row["n"]
    else:
        share.all_counts[Predicate(row["predicate"])] += row["n"]


def why_left(row):
    """Why a case is not counted, or nothing: a rating stands from the supervisor's submit, but not while it is contested."""
    if row["stage"] in (Stage.CANCELLED, LEFT_OUT):
        return row["stage"]
    if not row["predicate"] or row["stage"] in NOT_RATED:
        return UNRATED_PEOPLE
    if row["is_contested"] and not row["is_determined"] and row["stage"] != Stage.FINAL:
        return CONTESTED
    return ""


def _hide(shares, parent_of, rules):
    """Show only what tells of nobody; name for the others the unit that they are read with."""
    own = {pk: share.n for pk, share in shares.items()}
    for pk in shares:
        if parent_of[pk] in own:
            own[parent_of[pk]] -= shares[pk].n
    inside = {pk: parent if parent in shares else None for pk, parent in parent_of.items() if pk in shares}
    shown = shown_units(inside, own, minimum=rules.minimum)
    for pk, share in shares.items():
        share.is_shown = pk in shown
        if not share.is_shown:
            share.read_with = next((shares[unit] for unit in way_up(pk, inside) if unit in shown), None)


def has_rated(user, cycle):
    return Appraisal.objects.filter(cycle=cycle, supervisor=user).exclude(predicate="").exists()


def rating_with(pk, user):
    """One achievement, for whoever may see it."""
    return UnitRating.objects.visible_to(user).select_related("cycle").filter(pk=pk).first()
