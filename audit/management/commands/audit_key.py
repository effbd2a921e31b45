from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit import key


class Command(BaseCommand):
    help = "Print the verifier key of the log, by which anybody checks its signatures; --create makes the key first."

    def add_arguments(self, parser):
        parser.add_argument("--create", action="store_true", help="make a key in AUDIT_KEY_FILE, where none may be yet")

    def handle(self, *, create, **options):
        path = Path(settings.AUDIT_KEY_FILE)
        try:
            if create:
                key.make_key(path)
            self.stdout.write(str(key.signing_key().verifier))
        except FileExistsError:
            raise CommandError(f"There is a key in {path} already; a log that changes it is another log.") from None
        except (OSError, key.KeyUnusable) as error:
            raise CommandError(str(error)) from error
