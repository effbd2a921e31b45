from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.key import KeyUnusable, former_key, signing_key
from audit.seal import LogBroken, seal_all
from audit.tlog import Invalid
from audit.tlog.note import VerifierKey, encode


class Command(BaseCommand):
    help = "Seal all entries that wait, and print the size and the root of the log."

    def add_arguments(self, parser):
        parser.add_argument(
            "--after", metavar="KEY",
            help="the verifier key (name+id+key) of a log that was given up: begin another one that goes on from its end",
        )  # fmt: skip

    def handle(self, after, **options):
        try:
            checkpoint = seal_all(signing_key(), timezone.now(), former_key(), _given_up(after))
        except (Invalid, KeyUnusable, LogBroken, OSError) as error:
            raise CommandError(str(error)) from error
        if checkpoint is None:
            self.stdout.write("The log is empty: there is nothing to seal yet.")
        else:
            root = bytes(checkpoint.root)
            self.stdout.write(f"{checkpoint.size} entries are sealed, root {root.hex()} ({encode(root)}).")


def _given_up(line):
    """Two logs never have one name: whoever kept a checkpoint of the first would take the second for a forgery."""
    key = VerifierKey.parse(line) if line else None
    if key and key.name == settings.AUDIT_ORIGIN:
        raise Invalid(f"Another log has another name than {key.name}: set AUDIT_ORIGIN.")
    return key
