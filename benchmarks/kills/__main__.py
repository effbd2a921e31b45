"""Kill (-9) the mail worker, the sweepers and the servers of pages while they work, then count what became of it.

`python -m benchmarks.kills --kills 1000` prints one JSON object and ends with 1 unless lost, doubled, early, twice,
refused, sent_again_too_often (more letters than kills of the mail worker) and renamed (a copy under another Message-ID)
are 0. SQLite in a folder of its own, or DATABASE_URL. All the while letters fall due, deadlines pass, and clients
send steps over HTTP, again with the same key where no answer came.
"""

import argparse
import json
import os
import random
import socket
import sys
import tempfile
import time
from collections import Counter

from .clients import send_all
from .forks import answering, in_a_fork
from .found import found
from .victims import Pages, Worker
from .world import make_world

PACE = 0.15  # seconds between two kills, on average
SWEEPERS, SERVERS = 2, 2
LONGEST = 600  # seconds that what is left may take at the end
WRONG = ("lost", "doubled", "early", "twice", "refused", "sent_again_too_often", "renamed")


def main():
    kills = arguments().kills
    with tempfile.TemporaryDirectory(prefix="timbang-kills-") as place:
        prepare_environment(place)
        world = in_a_fork(make_world, kills * PACE)
        began = time.monotonic()
        killed, answers = kill(kills, world, free_port())
        in_a_fork(finish, world)
        mail_kills = killed["mail"] + 1  # and once as it all ends
        figures = in_a_fork(found, world, answers, place, mail_kills)
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
        PUSH_KEY_FILE="", MEDIA_ROOT=f"{place}/media",
    )  # fmt: skip
    import django

    django.setup()
    from django.urls import get_resolver

    from config import worker, wsgi  # noqa: F401  a fork that is killed while it imports proves nothing

    assert get_resolver().url_patterns


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def kill(kills, world, port):
    """({what was killed: how often}, what the clients were told)"""
    victims = {
        "mail": [Worker("notices", "mail")],
        "deadlines": [Worker("deadlines") for _ in range(SWEEPERS)],
        "pages": [Pages(port, SERVERS)],
    }
    answers, killed = answering(send_all, port, world), Counter()
    try:
        time.sleep(max(0, world["start"] - time.time()))
        while killed.total() < kills:
            time.sleep(random.uniform(0, 2 * PACE))
            kind = random.choice([*victims])
            killed[kind] += random.choice(victims[kind]).kill()
        return killed, answers()
    finally:
        for one in (one for kind in victims.values() for one in kind):
            one.end()


def finish(world):
    """The next round of a worker that nobody kills, until nothing is left."""
    from django.utils import timezone
    from post_office.models import STATUS, Email

    from config.worker import run_once
    from notifications.models import Notice
    from workflow.models import Step

    steps = Step.objects.filter(pk__gte=world["due"][0], pk__lte=world["due"][-1], completed_at=None)
    left = (steps, Notice.objects.unmailed(), Email.objects.filter(status=STATUS.queued))
    until = time.monotonic() + LONGEST
    while any(rows.exists() for rows in left) and time.monotonic() < until:
        run_once(timezone.now(), names=["deadlines", "notices", "mail"])


if __name__ == "__main__":
    main()
