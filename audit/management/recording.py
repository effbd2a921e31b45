"""What leaves the log by a command is recorded first; where that cannot be, whoever calls it says so."""

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from audit.actors import SYSTEM

LONGEST = 300  # characters of a purpose, as on the pages


def add_arguments(parser):
    parser.add_argument("--purpose", default="", metavar="TEXT", help="for what; it is kept in the log")
    parser.add_argument(
        "--no-record", action="store_true", help="keep nothing in the log, where the database can only be read"
    )


def keep(note, what, *, purpose, no_record):
    """Call `note(what, …)` of audit.dossier.handing. Raises CommandError: then nothing may leave."""
    if no_record and purpose:
        raise CommandError("A purpose is kept in the log: leave out --purpose or --no-record.")
    if len(purpose) > LONGEST:
        raise CommandError(f"A purpose has at most {LONGEST} characters.")
    if no_record:
        return
    try:
        note(*what, purpose=purpose, by=SYSTEM, at=timezone.now())
    except DatabaseError as error:
        raise CommandError(
            f"Nothing was written, for the log cannot record that it leaves ({error}). "
            "Where the database can only be read, say --no-record."
        ) from error
