"""One import at a time: the second is told so, at once on PostgreSQL, after a wait on SQLite."""

import threading

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from organization.importing import actions
from organization.importing.lock import one_import
from organization.models import SYSTEM, User
from organization.rules import RuleBroken
from tests.staff_file import csv_of, staff


def write():
    actions.import_file(name="staf.csv", content=csv_of(staff()), end_missing=False, by=SYSTEM, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_the_second_import_is_told_to_wait():
    begun, done = threading.Event(), threading.Event()

    def first():
        with one_import():
            begun.set()
            done.wait(10)
        connection.close()

    other = threading.Thread(target=first)
    other.start()
    assert begun.wait(10)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    try:
        with pytest.raises(RuleBroken, match="Impor lain sedang ditulis"):
            write()
    finally:
        done.set()
        other.join()
    assert not User.objects.filter(employee__isnull=False).exists()
    User.objects.bulk_create([SYSTEM], ignore_conflicts=True)  # this test emptied the tables
    write()
    assert User.objects.filter(employee__isnull=False).count() == len(staff())


@pytest.mark.django_db
def test_a_clash_in_the_database_is_told_without_what_clashed():
    with pytest.raises(RuleBroken, match="berubah selagi") as caught, one_import():
        raise IntegrityError("Key (number)=(198609262015051001) already exists.")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
