"""Who has a subject open now: in the cache, for as long as the page's socket lives. No record, no log."""

from django.core.cache import cache

from . import groups

STAYS = 150  # seconds after the last sign of life


def enter(stream, person, page):
    cache.set(_key(stream, person), page, STAYS)


def leave(stream, person, page):
    """Unless another page of his has come since; an older one says so again within a minute."""
    if cache.get(_key(stream, person)) == page:
        cache.delete(_key(stream, person))


def present(stream, people):
    """Those of the people, by their ids, who have it open."""
    keys = {_key(stream, person): person for person in people}
    return {keys[key] for key in cache.get_many(keys)}


def _key(stream, person):
    return f"open:{groups.of_stream(stream)}:{groups.of_person(person)}"
