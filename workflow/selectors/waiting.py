"""Ratings that were given and wait for the release, for whoever gave them."""

from appraisal.models import Appraisal, Rating, Stage
from appraisal.selectors.unit_rating import with_achievement
from workflow.models import Step

from .inbox import principals_of

PAGE = 25


def ratings(user, *, at, after=None):
    """By key: one's own, and of those in whose place one may act today."""
    whose = Appraisal.objects.filter(supervisor__in={user.pk, *_principals(user, at)}, stage=Stage.AWAITING_RELEASE)
    found = whose.exclude(employee=user).filter(pk__gt=after or 0)
    return with_achievement(found).select_related("employee", "supervisor", "unit", "cycle__policy").order_by("pk")


def follows(appraisal):
    """The rating of results that follows for a head from what his unit reached, where he has another; or nothing."""
    if not (appraisal.unit_rating and appraisal.leads_unit):
        return None
    guidance = appraisal.cycle.policy.document.guidance
    expected = Rating(guidance.results_rating_of_head(appraisal.unit_rating))
    return expected if expected != appraisal.results_rating else None


def rating_open_to(user, pk, *, at):
    """(the appraisal, in whose place): None outside sight; nobody for whoever sees it by himself."""
    found = Appraisal.objects.with_people().filter(pk=pk)
    if appraisal := found.filter(pk__in=Appraisal.objects.visible_to(user)).first():
        is_delegate = appraisal.supervisor_id != user.pk and appraisal.supervisor_id in _principals(user, at)
        return appraisal, appraisal.supervisor if is_delegate and user.pk not in appraisal.party_ids() else None
    appraisal = found.filter(supervisor__in=_principals(user, at)).first()
    return appraisal, appraisal and appraisal.supervisor


def open_seats(appraisal):
    """The open steps, each holding this very appraisal."""
    steps = list(Step.objects.filter(case__appraisal=appraisal, completed_at=None).select_related("case"))
    for step in steps:
        step.case.appraisal = appraisal
    return steps


def _principals(user, at):
    return set(principals_of(user, at).values_list("principal", flat=True))
