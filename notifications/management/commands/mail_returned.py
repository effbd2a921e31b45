import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from notifications.returned import NoReport, note_returned

LARGEST = 10 * 2**20  # bytes that are read
NO_REPORT, LATER = 65, 75  # EX_DATAERR; EX_TEMPFAIL, with which a mail server keeps the report and tries again


class Command(BaseCommand):
    help = "Read one delivery report (RFC 3464) from standard input, as a mail server pipes it, and note which letter came back."
    requires_system_checks = []  # it runs once for each report

    def handle(self, **options):
        try:
            letter = note_returned(sys.stdin.buffer.read(LARGEST))
        except NoReport:
            said = "This is no delivery report, and nobody reads letters at this address."
            raise CommandError(said, returncode=NO_REPORT) from None
        except DatabaseError as error:
            said = f"The database did not answer ({type(error).__name__}); try again later."
            raise CommandError(said, returncode=LATER) from None
        self.stdout.write(f"Letter {letter.pk} came back." if letter else "Nothing changed.")
