"""The achievement of the unit of one appraisal, and whether its employee leads that unit."""

from django.db.models import Exists, OuterRef, Q, Subquery

from appraisal.models import Cycle, UnitRating
from organization.models import Assignment


def unit_rating_of_head(appraisal):
    """The achievement of the unit that this person led on the last day of the period, or None; one statement."""
    return _of_head(appraisal).select_related("set_by", "unit").first()


def bound_by(appraisal):
    """The same for a rating that is being given; its cycle's day of release is read anew along with it.

    Whoever moves the day holds this case, too, and may have been waited for.
    """
    leads = Subquery(_of_head(appraisal).values("pk")[:1])
    now = Cycle.objects.annotate(of_head=leads).values("release_on", "paused_at", "of_head").get(pk=appraisal.cycle_id)
    appraisal.cycle.release_on, appraisal.cycle.paused_at = now["release_on"], now["paused_at"]
    return now["of_head"] and UnitRating.objects.select_related("set_by", "unit").get(pk=now["of_head"])


def _of_head(appraisal):
    day = appraisal.cycle.ends_on
    ends = "head_post__assignments__to_date"
    return UnitRating.objects.filter(
        Q(**{ends: None}) | Q(**{f"{ends}__gte": day}), cycle=appraisal.cycle_id, unit=appraisal.unit_id,
        head_post__assignments__holder=appraisal.employee_id, head_post__assignments__kind="definitive",
        head_post__assignments__from_date__lte=day,
    )  # fmt: skip


def achievement_of(appraisal):
    """The code of the unit's achievement, or nothing; one statement."""
    found = UnitRating.objects.filter(cycle=appraisal.cycle_id, unit=appraisal.unit_id)
    return found.values_list("rating", flat=True).first() or ""


def with_achievement(appraisals):
    """Annotate appraisals with `unit_rating` and `leads_unit`: no statement of their own."""
    of_unit = UnitRating.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    last = OuterRef("cycle__ends_on")
    led = UnitRating.objects.filter(cycle=OuterRef(OuterRef("cycle")), unit=OuterRef(OuterRef("unit")))
    held = Assignment.objects.filter(
        Q(to_date=None) | Q(to_date__gte=last), holder=OuterRef("employee"), kind="definitive", from_date__lte=last,
        post__in=led.values("head_post"),
    )  # fmt: skip
    return appraisals.annotate(unit_rating=Subquery(of_unit.values("rating")[:1]), leads_unit=Exists(held))
