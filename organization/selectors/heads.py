"""Who leads a unit: the post in it that answers to somebody outside it, and whoever holds that on a date."""

from datetime import date as Date
from typing import NamedTuple

from django.db.models import BooleanField, Exists, F, OuterRef, Q, Value

from organization.models import Assignment, Post
from organization.selectors.line import ReportingLines, Superior


class Head(NamedTuple):
    """The post that leads a unit, and the one above it; whether the viewer holds either."""

    unit: int
    post: int
    above: int | None
    is_mine: bool
    is_above_mine: bool


def head_posts(*, viewer=None, on: Date | None = None) -> dict[int, Head]:
    """{unit: its head}; one statement. A school is led by a teacher, most others by whoever holds a post alone."""
    leading = Post.objects.filter(is_active=True).filter(Q(superior=None) | ~Q(superior__unit=F("unit")))
    mine, above = _held_by(viewer, on, "pk"), _held_by(viewer, on, "superior")
    rows = leading.annotate(mine=mine, above=above).order_by("pk")
    found = {}
    for unit, post, superior, kind, *held in rows.values_list("unit", "pk", "superior", "kind", "mine", "above"):
        order = (kind not in Post.SINGLE_HOLDER, post)
        if unit not in found or order < found[unit][0]:
            found[unit] = (order, Head(unit, post, superior, *map(bool, held)))
    return {unit: head for unit, (_order, head) in found.items()}


def _held_by(viewer, on, post):
    if viewer is None:
        return Value(False, output_field=BooleanField())
    return Exists(Assignment.objects.on(on).filter(holder=viewer, post=OuterRef(post)))


class Leading(NamedTuple):
    """Who leads one unit, and who stands above him, on a date."""

    post: int | None  # that leads the unit
    head: Superior | None
    above: Superior | None


def leading_of(unit_id, on: Date) -> Leading:
    """By the reporting line of whoever leads the unit; where nobody does, by the post above."""
    head = head_posts().get(unit_id)
    if head is None:
        return Leading(None, None, None)
    lines = ReportingLines(on)
    person = lines.definitive_holder_of(head.post)
    if person:
        return Leading(head.post, person, lines.supervisor_of(person.user_id))
    acting = lines.holder_of(head.post)
    return Leading(head.post, acting, lines.above(head.post, {acting.user_id} if acting else set()))
