import signal
from threading import Event

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.key import KeyUnusable
from config import worker
from config.sealing import need_keys


class Command(BaseCommand):
    help = "Do what is due: deadlines, launches, mail, the seal. Stops after the chore at hand on SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="make one round and end; exit 1 if a chore failed")
        parser.add_argument("--only-seal", action="store_true", help="seal the log and do nothing else")

    def handle(self, *args, once: bool, only_seal: bool, **options):
        if only_seal:
            self._need_keys()
        if once:
            if failed := self._make_round(only_seal):
                raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("The worker is running.")
        worker.run_seal(stop) if only_seal else worker.run(stop)
        self.stdout.write("The worker has stopped.")

    def _need_keys(self) -> None:
        """A sealer that cannot seal does not stay; whoever supervises it sees that it ended."""
        try:
            need_keys()
        except KeyUnusable as unusable:
            raise CommandError(str(unusable)) from unusable

    def _make_round(self, only_seal: bool) -> list[str]:
        if only_seal:
            return worker.run_once(timezone.now(), names=[worker.SEAL])
        worker.begin(timezone.now())
        return worker.run_once(timezone.now())
