"""Kill a worker again and again while it writes and sends letters, then ask who was told, and how often.

`python -m benchmarks.kills --kills 1000` prints one JSON object and ends with 1 if a notice was lost or became two letters.
Each person has one notice. SQLite in a folder of its own, or DATABASE_URL; letters are files. The workers are forks of
this process, which never opens the database itself.
"""

import argparse
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

LONGEST = 0.4  # seconds that a worker lives at most
ADDRESS = "kill-{}@kota.example"


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="timbang-kills-") as place:
        prepare_environment(place)
        in_a_fork(make_people, asked.people)
        killed = sum(kill_one() for _ in range(asked.kills))
        in_a_fork(work, lambda: time.monotonic() + 3600, True)
        told = in_a_fork(found, place)
    figures = told | {"kills": asked.kills, "killed": killed, "people": asked.people}
    print(json.dumps(figures))
    is_right = told["letters"] == told["sent_to"] == asked.people and not told["doubled"]
    sys.exit(0 if is_right else 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--people", type=int, default=2_000)
    return parser.parse_args()


def prepare_environment(place):
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{place}/kills.sqlite3")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings", SECRET_KEY="only-for-benchmarks", REDIS_URL="", HTTPS="0", DEMO="0",
        LOG_LEVEL="CRITICAL", EMAIL_URL=f"filemail:///{place}/mail", MAIL_QUIET="0,0", PUSH_KEY_FILE="",
    )  # fmt: skip
    import django

    django.setup()
    from config import mail  # noqa: F401  a fork that is killed while it imports proves nothing
    from notifications import deliver  # noqa: F401


def in_a_fork(verb, *given):
    """What the verb returns, in a process that has connections of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(writing, json.dumps(verb(*given)).encode())
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        text = answer.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"{verb.__name__} failed")
    return json.loads(text)


def make_people(count):
    from django.core.management import call_command
    from django.utils import timezone

    from notifications.actions import post
    from notifications.models import Notice
    from organization.models import User

    call_command("migrate", verbosity=0)
    named = [User(username=f"kill-{n}", name=f"P {n}", email=ADDRESS.format(n)) for n in range(count)]
    people = User.objects.bulk_create(named)
    at = timezone.now()
    post(Notice(to=one, kind="info", about="bench", subject=f"user:{one.pk}", created_at=at) for one in people)


def kill_one():
    """Whether the worker still lived when it was killed, at a moment of chance."""
    child = os.fork()
    if child == 0:
        try:
            work(lambda: time.monotonic() + 60)
        finally:
            os._exit(0)
    time.sleep(random.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def work(until, to_the_end=False):
    """As `manage.py worker` does it, in small batches, so that there is always something to be cut off."""
    from django.utils import timezone
    from post_office.models import STATUS, Email

    from config.mail import send_mail
    from notifications.deliver import deliver

    ends = until()
    while time.monotonic() < ends:
        written = deliver(timezone.now(), limit=200 if to_the_end else 3)
        send_mail(timezone.now())
        if to_the_end and not written and not Email.objects.filter(status=STATUS.queued).exists():
            return


def found(place):
    """How many letters were written and sent, to how many, and to whom twice."""
    from post_office.models import Email

    written = Counter(address for letter in Email.objects.all() for address in letter.to)
    sent = Counter(re.findall(r"^To: (\S+)$", "\n".join(map(_text, Path(f"{place}/mail").iterdir())), re.MULTILINE))
    return {
        "letters": sum(written.values()),
        "doubled": sum(count > 1 for count in written.values()),
        "sent_to": len(sent),
        "sent_again_after_a_kill": sum(sent.values()) - len(sent),
    }


def _text(path):
    return path.read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
