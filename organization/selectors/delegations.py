"""Whose tasks somebody may take, and who may take his."""

from django.db.models import Q

from organization.models import Delegation


def delegations_of(person, *, on):
    """Given and held, the latest first; `is_over` says whether one still holds or will. One statement."""
    found = Delegation.objects.filter(Q(principal=person) | Q(delegate=person)).order_by("-from_date", "-pk")
    rows = list(found.select_related("principal", "delegate"))
    for row in rows:
        row.is_over = row.ended_at is not None or row.to_date < on
    return rows
