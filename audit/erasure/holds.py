"""What keeps the words of a stream: a hold by letter, or a room that says that it is still at work on it."""

from collections.abc import Callable

from django.contrib.auth import get_user_model

from audit.models import LegalHold
from audit.registry import subjects
from audit.search.streams import about, key_of, kind_of, path_of, streams_of

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
    """The first that holds the stream."""
    standing = LegalHold.objects.filter(lifted_at=None).select_related("placed_by").order_by("pk")
    streams = {stream, *map(account_of, people_of(stream))}
    own = standing.filter(stream__in=streams).first()
    return own or next((one for one in standing if stream in beside(one.stream)), None)


def holds(held, stream):
    """Whether a hold on one stream holds another: what is told together with it, and on an account all of the person."""
    return held in map(account_of, people_of(stream)) or stream in beside(held)


def beside(stream):
    """What tells of the same work: of a case its plan and all its editions, where the same words may stand."""
    found, next_to = {stream}, [stream]
    while next_to:
        subject = subjects.get(kind_of(stream := next_to.pop()))
        new = set(subject.related(key_of(stream)) if subject and subject.related else ()) - found
        found |= new
        next_to += new
    return found


def held_people():
    """The keys of people whose account is held."""
    kind = account_of("")
    held = LegalHold.objects.filter(stream__startswith=kind, lifted_at=None).values_list("stream", flat=True)
    return [int(stream.removeprefix(kind)) for stream in held]


def person_of(stream):
    """The key of the one person whom a stream concerns, or None."""
    subject = subjects.get(kind_of(stream))
    return next(iter(people_of(stream)), None) if subject and subject.person is not None else None


def people_of(stream):
    """The keys of those whom a stream concerns: one person, or each whose words it keeps."""
    subject = subjects.get(kind_of(stream))
    if subject is None:
        return set()
    row = subject.model._base_manager.filter(pk=key_of(stream))
    found = [row.values_list(path_of(path, "pk"), flat=True) for path in subject.paths]
    return {key for keys in found for key in keys if key}


def streams_with(person):
    """Those that concern this person, alone or among others; a query of one column."""
    shared = [
        streams_of(kind, subject.model._base_manager.filter(**{path: person}))
        for kind, subject in subjects.items()
        for path in subject.people
    ]
    return about(person=str(person.pseudonym)).union(*shared)


def account_of(person_id):
    return f"{get_user_model()._meta.model_name}:{person_id}"
