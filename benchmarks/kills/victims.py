"""Who is killed: workers that make rounds of some chores, and the servers of pages and API."""

import os
import random
import signal
import time
from pathlib import Path

from .forks import forked

IDLE = 0.1  # seconds between rounds; a worker of a city rests longer, and lets others write


class Worker:
    """As `manage.py worker`, for some of its chores."""

    def __init__(self, *chores):
        self.chores = chores
        self.begin()

    def begin(self):
        self.child = forked(rounds, self.chores)

    def kill(self):
        """Whether it lived until then; another one begins at once."""
        os.kill(self.child, signal.SIGKILL)
        died = os.WIFSIGNALED(os.waitpid(self.child, 0)[1])
        self.begin()
        return died

    def end(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)


def rounds(chores):
    from django.utils import timezone

    from config.worker import run_once

    while True:
        run_once(timezone.now(), names=chores)
        time.sleep(IDLE)


class Embedded(Worker):
    """`manage.py serve`: pages, sockets and the worker in one process, as on a single machine."""

    def begin(self):
        self.child = forked(serve_all, *self.chores)


def serve_all(port):
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:
        call_command("serve", host="127.0.0.1", port=port, stdout=nowhere)


class Pages:
    """As gunicorn serves them in a city: whoever asks while one is killed waits at the door for the next."""

    def __init__(self, port, workers):
        self.child = forked(serve, port, workers)

    def kill(self):
        """One of them; the master forks another. Whether one lived."""
        try:
            os.kill(random.choice(self._workers()), signal.SIGKILL)
        except (IndexError, ProcessLookupError):  # it begins anew this very moment
            return False
        return True

    def _workers(self):
        return [int(pid) for pid in Path(f"/proc/{self.child}/task/{self.child}/children").read_text().split()]

    def end(self):
        os.kill(self.child, signal.SIGTERM)
        os.waitpid(self.child, 0)


def serve(port, workers):
    from gunicorn.app.base import BaseApplication

    class Served(BaseApplication):
        def load_config(self):
            for name, value in {
                "bind": f"127.0.0.1:{port}",
                "workers": workers,
                "loglevel": "critical",
                "control_socket_disable": True,
            }.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self):
            from config.wsgi import application

            return application

    Served().run()
