"""Which units somebody may see the numbers of, and why; whoever rates may see his own ratings only."""

from dataclasses import dataclass
from datetime import date as Date

from django.db.models import Exists, OuterRef

from appraisal.models import Appraisal, Cycle, Seat, Stage
from organization.selectors import head_posts

from .calibration import NOT_RATED


@dataclass(frozen=True)
class Reach:
    """`committees`: {unit or None for the whole city: whether he chairs it}."""

    is_hr: bool
    is_inspector: bool
    committees: dict
    leads: frozenset  # units he leads
    above: frozenset  # units whose leader answers to him

    @property
    def is_office(self):
        return self.is_hr or self.is_inspector

    @property
    def sees_any(self):
        return self.is_office or bool(self.committees or self.leads or self.above)

    def sees(self, way_up):
        """Whether he sees a unit, told with everything above it."""
        return (
            self.is_office
            or None in self.committees
            or any(unit in self.committees or unit in self.leads or unit in self.above for unit in way_up)
        )

    def may_rate(self, unit):
        return unit in self.above and unit not in self.leads

    def may_record(self, unit):
        return self.is_hr and unit not in self.leads and unit not in self.above

    def may_justify(self, unit):
        return unit in self.leads or unit in self.above

    def may_ask_review(self, way_up):
        return self.is_hr or any(self.committees.get(unit, False) for unit in (None, *way_up))


def reach_of(user, cycle, *, on: Date):
    """Two statements, one for offices that sit nowhere by law."""
    committees = {}
    if not user.is_hr_admin and not user.is_inspector:
        seats = Seat.objects.filter(member=user, is_active=True, committee__cycle=cycle)
        committees = {
            unit: chair == user.pk for unit, chair in seats.values_list("committee__unit", "committee__chair")
        }
    heads = head_posts(viewer=user, on=on).values()
    return Reach(
        is_hr=user.is_hr_admin,
        is_inspector=user.is_inspector,
        committees=committees,
        leads=frozenset(head.unit for head in heads if head.is_mine),
        above=frozenset(head.unit for head in heads if head.is_above_mine),
    )


def supervisors_asked(cycle, units):
    """Keys of those who rated somebody in these units and may still revise it: rated, not released."""
    found = Appraisal.objects.filter(cycle=cycle, unit__in=units, released_at=None).exclude(predicate="")
    found = found.exclude(stage__in=[*NOT_RATED, Stage.CANCELLED])
    return sorted(set(found.values_list("supervisor", flat=True)))


def cycles_within_reach(user, *, on, after=None):
    """Periods that run or ran, newest first: all for offices and leaders, else those with a seat or with own ratings."""
    found = Cycle.objects.exclude(state=Cycle.State.DRAFT).order_by("-pk")
    found = found.filter(pk__lt=after) if after else found
    leads = any(head.is_mine or head.is_above_mine for head in head_posts(viewer=user, on=on).values())
    if user.is_hr_admin or user.is_inspector or leads:
        return found
    seats = Seat.objects.filter(member=user, is_active=True, committee__cycle=OuterRef("pk"))
    rated = Appraisal.objects.filter(cycle=OuterRef("pk"), supervisor=user).exclude(predicate="")
    return found.filter(Exists(seats) | Exists(rated))
