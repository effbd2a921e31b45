from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.key import KeyUnusable, former_key, signing_key
from audit.seal import LogBroken, seal_all
from audit.tlog.note import encode


class Command(BaseCommand):
    help = "Seal all entries that wait, and print the size and the root of the log."

    def handle(self, **options):
        try:
            checkpoint = seal_all(signing_key(), timezone.now(), former_key())
        except (KeyUnusable, LogBroken) as error:
            raise CommandError(str(error)) from error
        if checkpoint is None:
            self.stdout.write("The log is empty: there is nothing to seal yet.")
        else:
            root = bytes(checkpoint.root)
            self.stdout.write(f"{checkpoint.size} entries are sealed, root {root.hex()} ({encode(root)}).")
