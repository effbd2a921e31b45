"""What a person keeps about his inbox: when he was here, and views with names."""

from datetime import timedelta

from django.db import transaction

from workflow.models import Desk

from .rules import check_view

VISIT = timedelta(minutes=30)  # whoever comes back sooner is still on the same visit


def note_visit(owner, desk, *, at):
    """Remember this visit; returns since when a step is new to him. At most one write in half an hour."""
    if desk.visited_at and at - desk.visited_at < VISIT:
        return desk.seen_until
    desk.seen_until, desk.visited_at = desk.visited_at, at
    Desk.objects.bulk_create(
        [Desk(owner=owner, visited_at=at, seen_until=desk.seen_until)],
        update_conflicts=True,
        unique_fields=["owner"],
        update_fields=["visited_at", "seen_until"],
    )
    return desk.seen_until


def keep_view(owner, *, name, query, is_first=False):
    """Save what an address asks under a name; the same name again replaces it. Raises RuleBroken."""
    with transaction.atomic():
        desk = _held(owner)
        check_view(name, [view["name"] for view in desk.views])
        desk.views = [view for view in desk.views if view["name"] != name] + [{"name": name, "query": query}]
        if is_first:
            desk.first_view, desk.begins_with_all = name, False
        desk.save(update_fields=["views", "first_view", "begins_with_all"])


def begin_with(owner, *, name):
    """The view he sees first from now on; nothing, and he sees everything, whatever his role begins with."""
    with transaction.atomic():
        desk = _held(owner)
        desk.first_view = name if name in {view["name"] for view in desk.views} else ""
        desk.begins_with_all = not desk.first_view
        desk.save(update_fields=["first_view", "begins_with_all"])


def begin_as_others(owner):
    """As HR set it for the role; what he chose himself no longer counts."""
    with transaction.atomic():
        desk = _held(owner)
        desk.first_view, desk.begins_with_all = "", False
        desk.save(update_fields=["first_view", "begins_with_all"])


def forget_view(owner, *, name):
    with transaction.atomic():
        desk = _held(owner)
        desk.views = [view for view in desk.views if view["name"] != name]
        desk.first_view = "" if desk.first_view == name else desk.first_view
        desk.save(update_fields=["views", "first_view"])


def _held(owner):
    Desk.objects.bulk_create([Desk(owner=owner)], ignore_conflicts=True)
    return Desk.objects.select_for_update(no_key=True).get(owner=owner)
