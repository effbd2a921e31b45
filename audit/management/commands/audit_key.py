from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit import key
from audit.rotation import announce
from audit.tlog import Invalid
from audit.tlog.note import VerifierKey


class Command(BaseCommand):
    help = (
        "Print the verifier key of the log, by which anybody checks its signatures; --create makes the key first, "
        "--announce records that another one follows."
    )

    def add_arguments(self, parser):
        parser.add_argument("--create", action="store_true", help="make a key in AUDIT_KEY_FILE, where none may be yet")
        parser.add_argument(
            "--announce", metavar="KEY", help="the verifier key (name+id+key) that will sign from now on"
        )
        parser.add_argument("--former", metavar="KEY", help="the one that signed so far, where it cannot be read here")

    def handle(self, *, create, announce, former, **options):
        path = Path(settings.AUDIT_KEY_FILE)
        try:
            if create:
                key.make_key(path)
            if announce:
                self._announce(announce, former)
            else:
                self.stdout.write(str(key.signing_key().verifier))
        except FileExistsError:
            raise CommandError(f"There is a key in {path} already; another one goes to another file.") from None
        except (Invalid, OSError, key.KeyUnusable) as error:
            raise CommandError(str(error)) from error

    def _announce(self, following, former):
        former = VerifierKey.parse(former) if former else key.signing_key().verifier
        announce(former, VerifierKey.parse(following), timezone.now())
        self.stdout.write(f"Recorded: {following} follows {former}.")
