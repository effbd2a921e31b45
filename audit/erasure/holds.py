"""What keeps the words of a stream: a hold by letter, or a room that says that it is still at work on it."""

from collections.abc import Callable

from django.contrib.auth import get_user_model

from audit.models import LegalHold
from audit.registry import subjects

found_by: list[Callable[[str], str]] = []


def register_obstacle(find):
    """`find(stream)` gives a sentence that says why nothing of it may be erased yet, or nothing."""
    if find not in found_by:
        found_by.append(find)
    return find


def obstacle(stream):
    """The first sentence of a room, or nothing; a hold is asked for apart."""
    return next((sentence for find in found_by if (sentence := find(stream))), "")


def hold_on(stream):
    """What stands on the stream itself, or on the account of the person it concerns: that holds all of his."""
    streams = {stream, account_of(person_of(stream))}
    return LegalHold.objects.filter(stream__in=streams, lifted_at=None).select_related("placed_by").first()


def held_people():
    """The keys of people whose account is held."""
    kind = account_of("")
    held = LegalHold.objects.filter(stream__startswith=kind, lifted_at=None).values_list("stream", flat=True)
    return [int(stream.removeprefix(kind)) for stream in held]


def person_of(stream):
    """The key of the person whom a stream concerns, or None."""
    kind, _colon, key = stream.partition(":")
    subject = subjects.get(kind)
    if subject is None or subject.person is None:
        return None
    path = f"{subject.person}__pk" if subject.person else "pk"
    return subject.model._base_manager.filter(pk=key).values_list(path, flat=True).first()


def account_of(person_id):
    return f"{get_user_model()._meta.model_name}:{person_id}"
