"""Everything about one person, for himself: asked for, put together by the worker, kept for a week at most, fetched by him alone.

Each room registers what it keeps of a person (UU 27/2022 art. 7: the right to a copy of one's personal data).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Part:
    """One part of the copy: `collect(person, at)` gives what can be written as JSON."""

    name: str
    title: Any  # what it is, in words for the page
    collect: Callable[[Any, datetime], Any]


parts: dict[str, Part] = {}
attachments: list[Callable[[Any, datetime], Iterable[tuple[str, bytes]]]] = []


def register_part(name, title, collect):
    parts[name] = Part(name, title, collect)


def register_attachments(find):
    """Files that go along, such as dossiers: `find(person, at)` gives (name within the archive, content)."""
    if find not in attachments:
        attachments.append(find)
    return find
