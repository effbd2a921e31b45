"""What the pages of the log ask about people and units, which the log itself knows by keys only."""

from django.db.models import Q
from django.utils import timezone

from organization.models import Unit
from organization.selectors.people import people

DEPTH = 6  # of the tree of units


def people_called(text):
    """People, active or not, by the words of a name or by the beginning of a number, with or without blanks."""
    return people(on=timezone.localdate(), q=text)


def units_named(text):
    """Units by a part of their name, or by their code."""
    return Unit.objects.filter(Q(name__icontains=text) | Q(code=text)).order_by("code")


def branch_of(unit_id):
    """The keys of a unit and everything below it, as a query."""
    inside = Q()
    for depth in range(DEPTH):
        inside |= Q(**{"__".join(["parent"] * depth) or "pk": unit_id})
    return Unit.objects.filter(inside).values("pk")
