"""What this room keeps of a person's plans and of his work in committees, for his copy of it."""

from .actions.plan import plan_rows
from .models import Dissent, KinDeclaration, Plan, Signature

RESULT = ("kind", "text")
INDICATOR = ("name", "aspect", "target", "unit", "direction", "source")


def collect(person, at):
    """Every plan with its results and indicators."""
    plans = Plan.objects.filter(employee=person).select_related("cycle", "supervisor", "agreed_by").order_by("pk")
    return [_plan(plan) for plan in plans]


def collect_committee(person, at):
    """What he declared about his kin, the opinions he attached, and what he signed."""
    kin = KinDeclaration.objects.filter(member=person).select_related("relative").order_by("pk")
    signed = Signature.objects.filter(member=person).select_related("minutes").order_by("pk")
    dissents = Dissent.objects.filter(member=person).order_by("pk")
    return {
        "kin": [
            _row(row, ("relation", "declared_at", "withdrawn_at")) | {"relative": row.relative.full_name} for row in kin
        ],
        "dissents": _rows(dissents, ("appraisal_id", "round", "text", "attached_at")),
        "signatures": [
            _row(row, ("kind", "reason", "sha256", "at")) | {"minutes": row.minutes.number} for row in signed
        ],
    }


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
