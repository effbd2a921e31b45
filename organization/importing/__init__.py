"""The city's staff file: read, check, compare, then write all of it or nothing.

    reading -> resource -> rules -> facts -> posts -> actions -> undoing
    (bytes)    (rows)      (file)   (diff)   (line)   (write)    (take back)

Everything before `actions` is pure: it works on `selectors.Organization`, one picture of the database.
`jobs` lets the worker do what takes long.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Running:
    """An appraisal under way that a changed superior leaves where it is."""

    user_id: int
    text: str
    url: str = ""


@dataclass(frozen=True)
class Built:
    """What an import touched, for whoever may have built on it since: keys of users, of those it made, of units."""

    since: datetime
    users: frozenset[int]
    new_users: frozenset[int]
    new_units: frozenset[int]


_builders: list[Callable[[Built], Iterable[Running]]] = []


def register_builder(find: Callable[[Built], Iterable[Running]]):
    """A room above says what stands on an import, so that it cannot be undone; in a fixed number of statements."""
    if find not in _builders:
        _builders.append(find)
    return find


def built_on(built: Built) -> Iterator[Running]:
    for find in _builders:
        yield from find(built)


_finders: list[Callable[[Iterable[int]], Iterable[Running]]] = []


def register_running(find: Callable[[Iterable[int]], Iterable[Running]]):
    """A room above says which appraisals of these users are under way, in a fixed number of statements."""
    if find not in _finders:
        _finders.append(find)
    return find


def running_appraisals_of(user_ids) -> list[Running]:
    user_ids = sorted(user_ids)
    return [running for find in _finders for running in find(user_ids)] if user_ids else []
