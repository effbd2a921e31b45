"""Workers and servers that are killed at any moment lose nothing, and do nothing twice or before its time.

One thing nobody can rule out: a letter that the mail server took just before the kill is sent again. One for each kill of the
mail worker at most, and under the same Message-ID; test_dispatch.py kills at that very moment.

As `benchmarks/kills` does it a thousand times: the mail worker, sweepers and the servers of pages, in the midst of work.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.repository.files import ROOT

KILLS = 12
NOTHING = {"lost": 0, "doubled": 0, "early": 0, "twice": 0, "refused": 0, "sent_again_too_often": 0, "renamed": 0}


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
    assert told["sent_again"] <= told["mail_kills"] == told["kills"].get("mail", 0) + 1
    assert min(told["letters"], told["deadlines"], told["requests"]) > 10
