"""Kill (-9) every kind of worker, the sealer and the servers of pages while they work, then count what became of it.

`python -m benchmarks.kills --kills 1000` prints one JSON object and ends with 1 unless lost, doubled, early, twice,
broken (what `audit_verify` finds), refused, renamed (a copy of a letter under another Message-ID), sent_again_too_often
and pushed_again_too_often (more letters than kills of who sends them; more messages to devices than it has at hand) are
0. SQLite in a folder of its own, where pages, sockets and another worker are one process, or DATABASE_URL, where pages
are served apart. All the while letters fall due, deadlines pass, results are released, reviews are late, runs of many
votes are asked for, devices are told, and clients send steps over HTTP, again with the same key where no answer came.
"""

import argparse
import json
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .asking import ask_all, push_service
from .clients import send_all
from .forks import answering, forked, in_a_fork
from .found import found
from .victims import Embedded, Pages, Worker
from .world import make_world

PACE = 0.15  # seconds between two kills, on average
SWEEPERS, SERVERS = 2, 2
LONGEST = 600  # seconds that what is left may take at the end
WRONG = (
    "lost", "doubled", "early", "twice", "broken", "refused", "renamed", "sent_again_too_often", "pushed_again_too_often",
)  # fmt: skip
CHORES = ["deadlines", "lateness", "bulk", "notices", "devices", "mail", "seal"]


def main():
    kills = arguments().kills
    with tempfile.TemporaryDirectory(prefix="timbang-kills-") as place:
        prepare_environment(place)
        world = in_a_fork(make_world, kills * PACE)
        began = time.monotonic()
        service = forked(push_service, place)
        killed, answers = kill(kills, world, place)
        in_a_fork(finish, world)
        os.kill(service, signal.SIGKILL)
        os.waitpid(service, 0)
        everything = killed["everything"] + 1  # and each once as it all ends
        figures = in_a_fork(found, world, answers, place, killed["mail"] + everything, killed["devices"] + everything)
    took = round(time.monotonic() - began, 1)
    print(json.dumps(figures | {"kills": killed, "seconds": took}))
    if answers["refused"]:
        print(*answers["refused"][:5], sep="\n", file=sys.stderr)
    sys.exit(1 if any(figures[name] for name in WRONG) else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    return parser.parse_args()


def prepare_environment(place):
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/kills.sqlite3")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings", SECRET_KEY="only-for-benchmarks", ALLOWED_HOSTS="127.0.0.1",
        REDIS_URL="", HTTPS="0", DEMO="0", LOG_LEVEL="ERROR", EMAIL_URL=f"filemail:///{place}/mail", MAIL_QUIET="0,0",
        PUSH_KEY_FILE=f"{place}/push-key", AUDIT_KEY_FILE=f"{place}/audit-key", MEDIA_ROOT=f"{place}/media",
    )  # fmt: skip
    import django

    django.setup()
    import uvicorn  # noqa: F401  a fork that is killed while it imports proves nothing
    from django.urls import get_resolver

    from audit.key import make_key
    from config import asgi, worker, wsgi  # noqa: F401

    assert get_resolver().url_patterns
    make_key(Path(f"{place}/push-key"))
    make_key(Path(f"{place}/audit-key"))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def kill(kills, world, place):
    """({what was killed: how often}, what those who asked were told)"""
    port = free_port()
    is_alone = os.environ["DATABASE_URL"].startswith("sqlite")
    victims = {
        "mail": [Worker("notices", "mail")],
        "deadlines": [Worker("deadlines") for _ in range(SWEEPERS)],
        "lateness": [Worker("lateness") for _ in range(SWEEPERS)],
        "bulk": [Worker("bulk")],
        "devices": [Worker("devices")],
        "seal": [Worker("seal")],
    } | ({"everything": [Embedded(port)]} if is_alone else {"pages": [Pages(port, SERVERS)]})
    answers, devices, killed = answering(send_all, port, world), answering(ask_all, world, place), Counter()
    try:
        time.sleep(max(0, world["start"] - time.time()))
        while killed.total() < kills:
            time.sleep(random.uniform(0, 2 * PACE))
            kind = random.choice([*victims])
            killed[kind] += random.choice(victims[kind]).kill()
        return killed, answers() | {"devices": devices()}
    finally:
        for one in (one for kind in victims.values() for one in kind):
            one.end()


def finish(world):
    """The next round of a worker that nobody kills, until nothing is left."""
    from django.utils import timezone
    from post_office.models import STATUS, Email

    from audit.models import Pending
    from config.worker import run_once
    from notifications.models import Notice, Subscription
    from workflow.models import Bulk, Step

    swept, open_steps = world["due"] + world["released"], Step.objects.filter(completed_at=None)
    left = (
        *(open_steps.filter(pk__in=swept[first : first + 500]) for first in range(0, len(swept), 500)),
        open_steps.filter(pk__in=world["late"], late_told_at=None),
        Bulk.objects.filter(ended_at=None),
        Notice.objects.filter(pushed_at=None),
        Subscription.objects.exclude(due_at=None),
        Notice.objects.unmailed(),
        Email.objects.filter(status=STATUS.queued),
        Pending.objects.all(),
    )
    until = time.monotonic() + LONGEST
    while any(rows.exists() for rows in left) and time.monotonic() < until:
        run_once(timezone.now(), names=CHORES)


if __name__ == "__main__":
    main()
