"""manage.py demo_data [--city NAME] [--employees N]: the demo city, once."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo.city import SMALLEST
from config.demo.places import PLACES


class Command(BaseCommand):
    help = "Load the demo city: people, plans, two periods and cases under way. Idempotent; needs DEMO=1."

    def add_arguments(self, parser):
        parser.add_argument("--city", default="padangsidimpuan", choices=sorted(PLACES))
        parser.add_argument("--employees", type=int, default=600, help="from 60 to 25,000")

    def handle(self, *, city, employees, **options):
        from config.demo.loading import HalfLoaded, load

        if not settings.DEMO:
            raise CommandError("Demo accounts have a public password. Set DEMO=1 to load them.")
        if employees < SMALLEST:
            raise CommandError(f"A city needs at least {SMALLEST} employees.")
        try:
            load(city=city, employees=employees, at=timezone.now(), say=self.stdout.write)
        except HalfLoaded as half:
            raise CommandError(
                "The demo was cut off while it was loaded. Delete its database (under var/) and load it again."
            ) from half
        self._seal()

    def _seal(self):
        """The demo's log is signed from the beginning, by a key that is made here if there is none, and checked once."""
        from audit.key import KeyUnusable, make_key, signing_key, signs_here
        from audit.seal import LogBroken, seal_all
        from audit.status import told_runs

        if not signs_here():
            return
        with suppress(FileExistsError):
            make_key(Path(settings.AUDIT_KEY_FILE))
        try:
            checkpoint = seal_all(signing_key(), timezone.now())
        except (KeyUnusable, LogBroken, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{checkpoint.size} entries of the log are sealed.")
        if not told_runs(1):  # as a city's timer does every night
            call_command("audit_verify", stdout=self.stdout)
