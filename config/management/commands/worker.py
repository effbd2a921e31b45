import signal
from threading import Event

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import worker


class Command(BaseCommand):
    help = "Do what is due: deadlines, launches, mail. Stops after the chore at hand on SIGTERM or Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="make one round and end; exit 1 if a chore failed")

    def handle(self, *args, once: bool, **options):
        if once:
            worker.begin(timezone.now())
            if failed := worker.run_once(timezone.now()):
                raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("The worker is running.")
        worker.run(stop)
        self.stdout.write("The worker has stopped.")
