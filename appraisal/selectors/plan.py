"""Plans: one's own by period, and those that wait for one's agreement."""

from django.db.models import Q

from appraisal.models import Appraisal, Cycle, Plan, Stage
from organization.models import User
from organization.selectors import ReportingLines


def own_plans(user, *, after=None, limit):
    """Periods that are not over or have a plan of the person, newest first, with `plan` and `stage`.

    Three statements for any number of periods; one more period than the limit says that there are more.
    """
    concerned = ~Q(state=Cycle.State.CLOSED) | Q(plans__employee=user)
    cycles = Cycle.objects.filter(concerned).select_related("policy").distinct().order_by("-pk")
    cycles = list(cycles.filter(pk__lt=after)[: limit + 1] if after else cycles[: limit + 1])
    plans = Plan.objects.filter(employee=user, cycle__in=cycles).select_related("supervisor", "agreed_by")
    plans = {plan.cycle_id: plan for plan in plans}
    stages = dict(Appraisal.objects.filter(employee=user, cycle__in=cycles).values_list("cycle", "stage"))
    for cycle in cycles:
        cycle.plan, cycle.stage = plans.get(cycle.pk), stages.get(cycle.pk)
        cycle.may_start = may_start(cycle, cycle.plan, cycle.stage)
    return cycles


def may_start(cycle, plan, stage):
    """A plan is begun before the self-assessment is sent: afterwards nobody would be held to it."""
    return plan is None and cycle.state != Cycle.State.CLOSED and stage in (None, Stage.SELF_ASSESSMENT)


def cycle_to_plan(user, pk):
    """A period in which this person may begin a plan, or has one; None for any other."""
    if pk is None:
        return None
    cycle = Cycle.objects.filter(pk=pk).first()
    plan = Plan.objects.filter(employee=user, cycle=pk).first()
    stage = Appraisal.objects.filter(employee=user, cycle=pk).values_list("stage", flat=True).first()
    return cycle if plan or (cycle and may_start(cycle, None, stage)) else None


def plans_to_agree(user, *, state=Plan.State.PROPOSED, after=None):
    """Plans in which this person is the one who agrees, oldest first."""
    found = Plan.objects.filter(supervisor=user, state=state).select_related("employee", "cycle", "agreed_by")
    return found.filter(pk__gt=after).order_by("pk") if after else found.order_by("pk")


def visible_plan(user, pk):
    """The plan with its people and its period, or None outside sight."""
    found = Plan.objects.visible_to(user).filter(pk=pk)
    return found.select_related("employee", "supervisor", "agreed_by", "cycle__policy").first()


def story_of(plan):
    """[version] whenever the state changed, oldest first: by whom, when and why; one statement."""
    versions = plan.history.select_related("history_user").order_by("history_date", "history_id")
    told, state = [], None
    for version in versions:
        if version.state != state:
            told.append(version)
        state = version.state
    return told


def supervisor_today(user, on):
    """Who agrees to a plan on this day, or None."""
    found = ReportingLines(on).supervisor_of(user.pk)
    return found and User.objects.filter(pk=found.user_id).first()


def appraisal_to_declare(user, pk):
    """(the visible appraisal, what its employee drafted or declared for the period), or (None, None)."""
    appraisal = Appraisal.objects.visible_to(user).with_people().filter(pk=pk).first()
    if appraisal is None:
        return None, None
    drafted = appraisal.plan or Plan.objects.filter(cycle=appraisal.cycle_id, employee=appraisal.employee_id).first()
    appraisal.is_self_assessed_now = appraisal.stage == Stage.SELF_ASSESSMENT
    return appraisal, drafted
