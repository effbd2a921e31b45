"""What this room keeps of a person's plans, for his copy of it."""

from .actions.plan import plan_rows
from .models import Plan

RESULT = ("kind", "text")
INDICATOR = ("name", "aspect", "target", "unit", "direction", "source")


def collect(person, at):
    """Every plan with its results and indicators."""
    plans = Plan.objects.filter(employee=person).select_related("cycle", "supervisor", "agreed_by").order_by("pk")
    return [_plan(plan) for plan in plans]


def _plan(plan):
    return {
        "id": plan.pk,
        "cycle": plan.cycle.name,
        "state": plan.state,
        "supervisor": plan.supervisor and plan.supervisor.full_name,
        "agreed_at": plan.agreed_at,
        "agreed_by": plan.agreed_by and plan.agreed_by.full_name,
        "results": [_row(result, RESULT) | {"indicators": _rows(own, INDICATOR)} for result, own in plan_rows(plan)],
    }


def _rows(rows, names):
    return [_row(row, names) for row in rows]


def _row(row, names):
    return {name: getattr(row, name) for name in names}
