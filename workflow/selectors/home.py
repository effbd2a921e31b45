"""What the home page asks; a few statements for whoever comes."""

from django.db.models import F

from appraisal.models import Appraisal, Cycle, Stage
from workflow.models import Step

from .inbox import awake, by_need, open_steps

TASKS = 5  # shown on the home page; the inbox has the rest


def current_appraisal(user):
    """One's own appraisal of the latest period, as long as it runs or until the next one begins."""
    own = Appraisal.objects.visible_to(user).filter(employee=user).with_people()
    return own.order_by(F("cycle__starts_on").desc(), "-edition").first()


def steps_of(appraisal):
    rows = list(Step.objects.filter(case__appraisal=appraisal).select_related("case").order_by("pk"))
    for row in rows:
        row.case.appraisal = appraisal
    return rows


def urgent_steps(user, *, at):
    """One's own open steps that are not put off, most urgent first."""
    mine = by_need(awake(open_steps([user.pk]), user, at))
    people = ("case__appraisal__employee", "case__appraisal__cycle__policy", "case__appraisal__unit")
    return list(mine.select_related(*people)[:TASKS])


def running_cycles():
    return list(Cycle.objects.filter(state=Cycle.State.OPEN).order_by("-starts_on"))


def coming_cycle():
    return Cycle.objects.filter(state=Cycle.State.DRAFT).order_by("self_assessment_on").first()


ENDED = (Stage.FINAL, Stage.CANCELLED)
