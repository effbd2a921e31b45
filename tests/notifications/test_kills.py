"""A worker that is killed at any moment loses no notice and makes none two letters."""

import json
import os
import subprocess
import sys

from tests.repository.files import ROOT


def test_a_killed_worker_neither_loses_nor_doubles_a_letter():
    """As `benchmarks/kills.py` does it a thousand times; at the server a letter may arrive twice, for nobody can tell."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    run = [sys.executable, "-m", "benchmarks.kills", "--kills", "8", "--people", "30"]
    done = subprocess.run(run, cwd=ROOT, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["letters"], told["doubled"], told["sent_to"]) == (30, 0, 30)
    assert told["killed"] > 0
