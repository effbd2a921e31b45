"""One worker at a time: for chores that a second one would only do twice. A lock that ends with its process."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from django.db import connection


def by_one(name: str, chore: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """The chore, unless another worker is at it: then nothing is done, and the next round asks again."""

    def once(at):
        with alone(name) as mine:
            return chore(at) if mine else 0

    return once


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Say whether no other process holds the lock of this name."""
    with _alone_in_database(name) if connection.vendor == "postgresql" else _alone_on_machine(name) as mine:
        yield mine


@contextmanager
def _alone_in_database(name: str) -> Iterator[bool]:
    key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)  # of an advisory lock
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _alone_on_machine(name: str) -> Iterator[bool]:
    with Path(f"{connection.settings_dict['NAME']}-{name}-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True  # closing the file gives the lock back
