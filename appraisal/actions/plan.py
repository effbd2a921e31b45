"""Drafting and agreeing the plan (SKP). An agreed plan is held to, so it does not change."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import IntegrityError, transaction

from appraisal import events, rules
from appraisal.models import Appraisal, Indicator, Plan, PlannedResult, Stage
from appraisal.notices import told_of_plan
from audit.acts import Act, write
from notifications.actions import post
from organization.selectors import ReportingLines


@dataclass(frozen=True)
class IndicatorText:
    """One indicator as typed; `pk` names the one it replaces."""

    name: str
    target: Decimal
    unit: str
    aspect: str = Indicator.Aspect.QUANTITY
    direction: str = Indicator.Direction.HIGHER
    source: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class ResultText:
    """One planned result with its indicators, as typed."""

    text: str
    kind: str = PlannedResult.Kind.MAIN
    indicators: list[IndicatorText] = field(default_factory=list)
    pk: int | None = None


def start(*, cycle, employee, supervisor, by, at, state=Plan.State.DRAFT):
    """The first draft; a plan that exists, or is begun by a second click just now, is returned as it is."""
    if earlier := Plan.objects.filter(cycle=cycle, employee=employee).first():
        return earlier
    plan = Plan(cycle=cycle, employee=employee, supervisor=supervisor, state=state)
    act = Act(plan, by=by, at=at)
    act.add(plan)
    act.record(events.PLAN_STARTED)
    try:
        with transaction.atomic():
            write(act)
    except IntegrityError:
        return Plan.objects.get(cycle=cycle, employee=employee)
    return plan


@transaction.atomic
def save(plan_id, *, results, version, by, at):
    """Replace what the plan says with what was typed: kept rows change, missing rows are dropped."""
    plan = _hold(plan_id, version)
    rules.check_plan_open(plan, by)
    act = Act(plan, by=by, at=at)
    _write_results(act, plan, results)
    act.change(plan, version=plan.version + 1)
    act.record(events.PLAN_CHANGED)
    write(act)
    return plan


def propose(plan_id, *, version, by, at):
    """The employee asks whoever is his supervisor today to agree."""
    return _move(plan_id, Plan.State.PROPOSED, events.PLAN_PROPOSED, version=version, by=by, at=at)


def send_back(plan_id, *, version, reason, by, at):
    """The supervisor asks for changes, with a reason."""
    return _move(plan_id, Plan.State.DRAFT, events.PLAN_RETURNED, version=version, by=by, at=at, reason=reason)


@transaction.atomic
def agree(plan_id, *, version, by, at):
    """The supervisor agrees; an appraisal that is still being self-assessed is held to it from here."""
    known = Plan.objects.get(pk=plan_id)
    waiting = _hold_appraisal(cycle=known.cycle_id, employee=known.employee_id)
    plan = _move(plan_id, Plan.State.AGREED, events.PLAN_AGREED, version=version, by=by, at=at)
    if waiting and waiting.plan_id is None:
        act = Act(waiting, by=by, at=at)
        act.change(waiting, plan=plan, version=waiting.version + 1)
        act.record(events.PLAN_AGREED)
        write(act)
    return plan


@transaction.atomic
def declare(appraisal_id, *, results, by, at, version=None):
    """Where the policy asks for no agreed plan: the employee types his results in the self-assessment.

    `version` is that of the plan the page was made from.
    """
    appraisal = _hold_appraisal(pk=appraisal_id)
    plan = appraisal and (appraisal.plan or Plan.objects.filter(cycle=appraisal.cycle_id, employee=by).first())
    rules.check_may_declare(appraisal, by, plan)
    if plan:
        rules.check_version(plan, version)
    plan_act = Act(plan or Plan(cycle_id=appraisal.cycle_id, employee=by), by=by, at=at)
    if plan is None:
        plan = plan_act.subject
        plan.supervisor_id, plan.state = appraisal.supervisor_id, Plan.State.DECLARED
        plan_act.add(plan)
        plan_act.record(events.PLAN_STARTED)
        write(plan_act)
        plan_act = Act(plan, by=by, at=at)
    _write_results(plan_act, plan, results)
    plan_act.change(plan, state=Plan.State.DECLARED, version=plan.version + 1)
    plan_act.record(events.PLAN_CHANGED)
    act = Act(appraisal, by=by, at=at)
    if appraisal.plan_id is None:
        act.change(appraisal, plan=plan)
    act.record(events.PLAN_CHANGED)
    write(plan_act, act)
    return plan


def _move(plan_id, state, event, *, version, by, at, reason=""):
    with transaction.atomic():
        plan = _hold(plan_id, version)
        act = Act(plan, by=by, at=at, reason=reason)
        if state == Plan.State.PROPOSED:
            act.change(plan, supervisor_id=_supervisor_of(plan, at))
        rules.check_plan_move(plan, state, by, rows=plan_rows(plan))
        agreed = {"agreed_at": at, "agreed_by": by} if state == Plan.State.AGREED else {}
        act.change(plan, state=state, version=plan.version + 1, **agreed)
        act.record(event)
        write(act)
        post(told_of_plan(act, event))
        return plan


def _supervisor_of(plan, at):
    """Whoever rates the employee on the day; a plan drafted under somebody else follows its author."""
    found = ReportingLines(rules.local_date(at, "Asia/Jakarta")).supervisor_of(plan.employee_id)
    return found and found.user_id


def plan_rows(plan):
    """The plan as (planned result, its indicators), in order; two statements."""
    results = list(plan.planned_results.filter(is_dropped=False).order_by("position", "pk"))
    indicators = Indicator.objects.filter(planned_result__in=results, is_dropped=False).order_by("position", "pk")
    own = {result.pk: [] for result in results}
    for indicator in indicators:
        own[indicator.planned_result_id].append(indicator)
    return [(result, own[result.pk]) for result in results]


def _write_results(act, plan, typed):
    kept_results = {result.pk: result for result in plan.planned_results.filter(is_dropped=False)}
    indicators = Indicator.objects.filter(planned_result__plan=plan, is_dropped=False)
    kept_indicators = {indicator.pk: indicator for indicator in indicators}
    for position, row in enumerate(typed):
        values = {"text": row.text, "kind": row.kind, "position": position}
        result = _keep(act, kept_results.pop(row.pk, None), PlannedResult, plan=plan, **values)
        for place, line in enumerate(row.indicators):
            _keep(
                act, kept_indicators.pop(line.pk, None), Indicator, planned_result=result, name=line.name,
                target=line.target, unit=line.unit, aspect=line.aspect, direction=line.direction,
                source=line.source, position=place,
            )  # fmt: skip
    for gone in (*kept_results.values(), *kept_indicators.values()):
        act.change(gone, is_dropped=True)


def _keep(act, earlier, model, **values):
    if earlier:
        act.change(earlier, **values)
        return earlier
    row = model(**values)
    act.add(row)
    return row


def _hold_appraisal(**which):
    """The appraisal being self-assessed, locked before its plan so that nobody waits in a circle."""
    rows = Appraisal.objects.select_for_update(of=["self"], no_key=True).select_related("cycle__policy", "plan")
    return rows.filter(stage=Stage.SELF_ASSESSMENT, **which).first()


def _hold(plan_id, version):
    plan = Plan.objects.select_for_update(of=["self"], no_key=True).select_related("cycle__policy").get(pk=plan_id)
    rules.check_version(plan, version)
    return plan
