"""Workers and servers that are killed at any moment lose nothing, and do nothing twice or before its time.

One thing nobody can rule out: a letter that the mail server took just before the kill is sent again. One for each kill of the
mail worker at most, and under the same Message-ID; test_dispatch.py kills at that very moment.

As `benchmarks/kills` does it a thousand times, in the midst of work: workers of every kind, the sealer, the servers of
pages, and on SQLite the one process that serves and works. So may a message to a device be sent again, which shows it once.
"""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.kills.__main__ import WRONG
from tests.repository.files import ROOT

KILLS = 12
NOTHING = dict.fromkeys(WRONG, 0)
DONE = {
    "deadlines": 32,
    "released": 6,
    "late": 6,
    "votes": 4,
    "requests": 20,
    "letters": 24,
    "devices": 8,
}  # in two seconds


def test_what_is_killed_loses_nothing_and_does_nothing_twice():
    check(figures())


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_nor_does_it_on_postgresql(test_database_url):
    check(figures(DATABASE_URL=test_database_url))


def figures(**given):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    run = [sys.executable, "-m", "benchmarks.kills", "--kills", str(KILLS)]
    done = subprocess.run(run, cwd=ROOT, env=kept | given, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.stdout.write(done.stdout)  # also where it is as it should be: pytest -rP
    return json.loads(done.stdout)


def check(told):
    assert {name: told[name] for name in NOTHING} == NOTHING
    assert sum(told["kills"].values()) == KILLS
    kills = told["kills"]
    assert told["sent_again"] <= told["mail_kills"] == kills.get("mail", 0) + kills.get("everything", 0) + 1
    assert told["done"] == DONE
