"""Counting statements: what reaches the database, without transaction control."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SESSION_AND_USER = 2


@contextmanager
def statements():
    found = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found += [q["sql"] for q in queries if not q["sql"].startswith(CONTROL)]


def show(title, found):
    """Each statement on a line, for `pytest -s`."""
    print(f"\n{title}: {len(found)} + {SESSION_AND_USER}")  # noqa: T201
    for number, sql in enumerate(found, 1):
        print(f"  {number:2} {' '.join(sql.split())[:150]}")  # noqa: T201
