"""Send what waits in the outbox, from one worker at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection

OUTBOX = 0x6D61696C  # any number that nobody else locks: its name among the database's advisory locks


def send_mail(at: datetime) -> int:
    """Send a batch and return how many left; mails that fail wait for the next try."""
    from post_office.mail import send_queued

    with alone() as mine:
        return send_queued()[0] if mine else 0


@contextmanager
def alone() -> Iterator[bool]:
    """Say whether no other worker is sending: two would send every mail twice."""
    with _alone_in_database() if connection.vendor == "postgresql" else _alone_on_machine() as mine:
        yield mine


@contextmanager
def _alone_in_database() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [OUTBOX])
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [OUTBOX])


@contextmanager
def _alone_on_machine() -> Iterator[bool]:
    with Path(f"{connection.settings_dict['NAME']}-mail-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True  # closing the file gives the lock back
