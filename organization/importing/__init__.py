"""The city's staff file: read, check, compare, then write all of it or nothing.

    reading -> resource -> rules -> facts -> posts -> actions
    (bytes)    (rows)      (file)   (diff)   (line)   (write)

Everything before `actions` is pure: it works on `selectors.Organization`, one picture of the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Running:
    """An appraisal under way that a changed superior leaves where it is."""

    user_id: int
    text: str
    url: str = ""


_finders: list[Callable[[Iterable[int]], Iterable[Running]]] = []


def register_running(find: Callable[[Iterable[int]], Iterable[Running]]):
    """A room above says which appraisals of these users are under way, in a fixed number of statements."""
    if find not in _finders:
        _finders.append(find)
    return find


def running_appraisals_of(user_ids) -> list[Running]:
    user_ids = sorted(user_ids)
    return [running for find in _finders for running in find(user_ids)] if user_ids else []
