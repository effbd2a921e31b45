"""What this room keeps of a person, for his copy of it."""

from django.db.models import Q

from .models import Assignment, Delegation, Identifier, ReportingOverride

ACCOUNT = (
    "username", "pseudonym", "name", "title_prefix", "title_suffix", "email", "language", "theme", "roles", "is_active",
    "last_login",
)  # fmt: skip


def collect(person, at):
    """Account, employment, numbers, posts, delegations and exceptions from the line."""
    return {
        "account": {name: getattr(person, name) for name in ACCOUNT},
        "employee": _employee(person),
        "identifiers": list(_of(Identifier, employee=person.pk).values("kind", "number", "from_date", "to_date")),
        "assignments": [_assignment(row) for row in _of(Assignment, holder=person).select_related("post__unit")],
        "overrides": [
            _override(row) for row in _of(ReportingOverride, employee=person.pk).select_related("supervisor")
        ],
        "delegations": [_delegation(row) for row in _delegations(person)],
    }


def _of(model, **whose):
    return model.objects.filter(**whose).order_by("from_date", "pk")


def _employee(person):
    employee = getattr(person, "employee", None)
    return employee and {"type": employee.type, "rank": employee.rank}


def _assignment(row):
    dated = {"from_date": row.from_date, "to_date": row.to_date, "letter_no": row.letter_no}
    return {"post": row.post.title, "unit": row.post.unit.name, "kind": row.kind} | dated


def _override(row):
    dated = {"from_date": row.from_date, "to_date": row.to_date}
    return {"supervisor": row.supervisor.full_name, "reason": row.reason} | dated


def _delegations(person):
    rows = Delegation.objects.filter(Q(principal=person) | Q(delegate=person)).order_by("from_date", "pk")
    return rows.select_related("principal", "delegate")


def _delegation(row):
    dated = {"from_date": row.from_date, "to_date": row.to_date, "letter_no": row.letter_no, "ended_at": row.ended_at}
    return {"principal": row.principal.full_name, "delegate": row.delegate.full_name} | dated
