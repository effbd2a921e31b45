"""How soon a hint reaches an open page, and what open pages cost: `python -m benchmarks.live` prints one JSON object.

A server process, this process as the worker that commits, Redis between them (REDIS_URL), all on the loopback. Every page
belongs to a person of his own. SQLite unless DATABASE_URL names something else.
"""

import argparse
import asyncio
import json
import os
import random
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

REDIS = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/15"
HINTS, PACE = 300, 0.02  # how many are timed, and seconds between them
OPENING = 50  # sockets at once
UNIT = Path(__file__).parent.parent / "docs/operate/timbang-live.service"
LIMIT = 10  # seconds that a hint may take


def main():
    asked = arguments()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, 20_000), files))
    with tempfile.TemporaryDirectory(prefix="timbang-live-") as place:
        prepare_environment(place)
        people = make_people(max(asked.pages, asked.soak))
        port, server = serve()
        try:
            figures = asyncio.run(measure(port, server.pid, people, asked))
        finally:
            server.terminate()
            server.wait()
    print(json.dumps(figures))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500, help="open while hints are timed")
    parser.add_argument("--soak", type=int, default=2_000, help="open while memory is watched")
    parser.add_argument("--seconds", type=int, default=30, help="that memory is watched; the first third warms up")
    return parser.parse_args()


def prepare_environment(place):
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/live.sqlite3")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings", SECRET_KEY="only-for-benchmarks", ALLOWED_HOSTS="127.0.0.1",
        REDIS_URL=REDIS, HTTPS="0", DEMO="0", LOG_LEVEL="ERROR", MEDIA_ROOT=f"{place}/media",
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # this process writes from its loop, as no server does
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_people(count):
    """[(user id, cookie)]: each has signed in once."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from organization.models import User

    users = User.objects.bulk_create(User(username=f"live-{os.getpid()}-{n}", name=f"P {n}") for n in range(count))
    store, rows = SessionStore(), []
    for user in users:
        kept = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        ends = timezone.now() + timedelta(hours=12)
        rows.append(
            Session(session_key=f"live{os.getpid()}x{user.pk}", session_data=store.encode(kept), expire_date=ends)
        )
    Session.objects.bulk_create(rows)
    return [
        (user.pk, f"{settings.SESSION_COOKIE_NAME}={row.session_key}") for user, row in zip(users, rows, strict=True)
    ]


def serve():
    """As a city does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = re.search(r"^ExecStart=\S+ (.*)$", UNIT.read_text(), re.MULTILINE)[1].replace("8002", str(port))
    server = subprocess.Popen([sys.executable, "-m", "uvicorn", *asked.split()])
    for _ in range(300):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return port, server
        time.sleep(0.1)
    raise RuntimeError("The server does not answer.")


class Pages:
    """Open sockets, and when each person last heard something."""

    def __init__(self, port):
        self.port, self.heard, self.tasks = port, {}, {}
        self.gate = asyncio.Semaphore(OPENING)

    async def open(self, people):
        await asyncio.gather(*(self._open(*person) for person in people))

    async def _open(self, person, cookie):
        from websockets.asyncio.client import connect

        address = f"ws://127.0.0.1:{self.port}/live/"
        async with self.gate:
            page = await connect(
                address, origin=f"http://127.0.0.1:{self.port}", additional_headers={"Cookie": cookie}, open_timeout=60,
                ping_interval=None, proxy=None,
            )  # fmt: skip
        self.tasks[person] = asyncio.create_task(self._listen(person, page))

    async def _listen(self, person, page):
        try:
            async for _word in page:
                if waiting := self.heard.pop(person, None):
                    waiting.set_result(time.perf_counter())
        except asyncio.CancelledError:
            await page.close()
            raise

    async def hint(self, person):
        """Commit something for this person; seconds from the commit to the page."""
        waiting = self.heard[person] = asyncio.get_running_loop().create_future()
        began = commit(person)
        return await asyncio.wait_for(waiting, LIMIT) - began

    async def close(self, people):
        for person in people:
            self.tasks[person].cancel()
        await asyncio.gather(*(self.tasks.pop(person) for person in people), return_exceptions=True)


def commit(person):
    """The moment before the commit."""
    from django.db import transaction
    from django.utils import timezone

    from notifications.actions import post
    from notifications.models import Notice

    at = timezone.now()
    with transaction.atomic():
        post([Notice(to_id=person, kind="info", about="bench", subject=f"user:{person}", created_at=at)])
        began = time.perf_counter()
    return began


async def measure(port, server, people, asked):
    pages = Pages(port)
    await pages.open(people[: asked.pages])
    await pages.hint(people[0][0])  # the first one connects to Redis
    times = [await _paced(pages, people[: asked.pages]) for _ in range(HINTS)]
    figures = {"pages": asked.pages, "p50": _ms(times, 50), "p95": _ms(times, 95), "most": max(times) * 1000}
    await pages.open(people[asked.pages : asked.soak])
    sizes = await soak(pages, server, people[: asked.soak], asked.seconds)
    return figures | {"soak": asked.soak, "seconds": asked.seconds, **grown(sizes)}


async def _paced(pages, people):
    await asyncio.sleep(PACE)
    return await pages.hint(random.choice(people)[0])


def _ms(times, percent):
    return statistics.quantiles(times, n=100)[percent - 1] * 1000


async def soak(pages, server, people, seconds):
    """[(seconds, MiB of the server)]: pages come and go, and hear something all the while."""
    began = time.monotonic()
    sizes = [(0, resident(server))]
    while (now := time.monotonic() - began) < seconds:
        gone = random.sample(people, 20)
        await pages.close([person for person, _cookie in gone])
        await pages.open(gone)
        await asyncio.gather(*(pages.hint(person) for person, _cookie in random.sample(people, 20)))
        sizes.append((now, resident(server)))
    return sizes


def grown(sizes):
    """Resident MiB once a tenth of the time, and how fast it grows once the first third is over (least squares)."""
    last, _size = sizes[-1]
    tenths = [next(size for now, size in sizes if now >= last * tenth / 10) for tenth in range(11)]
    warm = [(now / 60, size) for now, size in sizes if now >= last / 3]
    slope, _start = statistics.linear_regression(*zip(*warm, strict=True))
    rounds = len(sizes) - 1
    return {"rounds": rounds, "resident": [round(size, 1) for size in tenths], "mib_per_minute": round(slope, 2)}


def resident(pid):
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
