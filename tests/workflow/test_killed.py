"""SIGKILL of real processes: before every statement, around the commit, and at random while steps come in over HTTP.

Afterwards everything that was acknowledged is there, nothing is there twice, and the log is whole.
"""

import http.client
import io
import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from itertools import count
from queue import Empty, Queue
from threading import Thread

import pytest
from django.db import connection, connections
from django.utils import timezone

from appraisal.models import Cycle, Evidence
from audit import stored
from audit.key import make_key, signing_key
from audit.models import Entry
from audit.seal import seal, seal_all
from audit.verification import verify
from organization.actions import create_api_token
from tests import filed
from tests.audit.sealed import check_sealed
from tests.office import DAY, NOW, Office
from tests.repository.files import ROOT
from workflow import beside
from workflow.models import Step
from workflow.reopening import reopen
from workflow.start import start_in_bulk
from workflow.sweeper import sweep

from .test_crash import everything

CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")
CASES, KILLS, CLIENTS = 60, 2, 3
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "audit-key"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


def findings(key):
    return {str(one) for one in verify([key.verifier], at=timezone.now()).findings}


# --- at every statement ---


def test_a_step_is_taken_whole_or_not_at_all(key):
    office = Office()
    step, known = office.bring_to("supervisor_review"), findings(key)
    take = partial(office.take, "submit", step=step, by=step.owner, idempotency_key="once")
    assert killed_everywhere(take) > 15
    assert (Step.objects.filter(pk=step.pk, outcome="submit").count(), office.events()[-1]) == (1, "review_released")
    receipt = Step.objects.get(pk=step.pk).receipt
    assert office.take("submit", step=step, by=step.owner, idempotency_key="once") == receipt
    seal_all(key, NOW)
    check_sealed(key.verifier)
    assert findings(key) == known


def test_a_file_is_attached_whole_or_not_at_all(key):
    """Killed before the row commits, its bytes lie there and nobody names them."""
    office = Office()
    known, content = findings(key), filed.pdf("terbunuh")
    attach = partial(beside.attach, office.appraisal.pk, name="bukti.pdf", by=office.employee, at=NOW)
    assert killed_everywhere(lambda: attach(file=io.BytesIO(content))) > 8
    row = Evidence.objects.get()
    assert stored.bytes_of(row.sha256) == content
    assert office.events().count("evidence_attached") == 1
    seal_all(key, NOW)
    assert findings(key) == known


def test_a_batch_is_sealed_whole_or_not_at_all(key):
    office = Office()
    seal_all(key, NOW)
    known = findings(key)
    office.launch([office.stranger])
    assert killed_everywhere(partial(seal, key, NOW)) > 8
    check_sealed(key.verifier)
    assert findings(key) == known


def test_a_step_is_open_again_whole_or_not_at_all(key):
    office = Office()
    sweep(NOW + 18 * DAY)
    lapsed, at = Step.objects.get(outcome="lapse"), NOW + 19 * DAY
    letter = {"until": (at + 9 * DAY).date(), "letter_no": "1", "reason": "Sakit.", "by": office.hr, "at": at}
    known = findings(key)
    again = partial(reopen, lapsed.pk, **letter)
    assert killed_everywhere(again) > 10
    assert not again()  # the worker that goes on finds it open
    assert (office.stage(), office.events()[-1]) == ("self_assessment", "step_reopened")
    seal_all(key, at)
    check_sealed(key.verifier)
    assert findings(key) == known


def killed_everywhere(act):
    """Kill whoever does it before its first statement, its second … and before its commit: nothing is left of it.
    At last it is killed when it is done, before it could tell anybody. How many statements it took.
    """
    before = everything()
    for number in count(1):
        if killed(act, number) == "done":
            break
        assert everything() == before, f"something was left at statement {number}"
    assert everything() != before
    return number


def killed(act, number):
    """What the process had come to: `statement`, `commit` or `done`."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    reached = fork.SimpleQueue()
    child = fork.Process(target=_killed, args=(act, number, reached))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    return reached.get()


def _killed(act, number, reached):
    numbers = count(1)

    def die(where):
        reached.put(where)
        os.kill(os.getpid(), signal.SIGKILL)

    def counting(execute, sql, params, many, context):
        if not sql.startswith(CONTROL) and next(numbers) == number:
            die("statement")
        return execute(sql, params, many, context)

    commit = connection._commit
    connection._commit = lambda: die("commit") if next(numbers) == number else commit()
    with connection.execute_wrapper(counting):
        act()
    die("done")


# --- at random, over HTTP ---


def test_no_acknowledged_step_is_lost_when_the_server_is_killed(key, settings, test_database_url):
    """Pages, API, worker and sealer are one process here; whoever had no answer asks again with the same key."""
    office = office_of_today()
    steps = launch(office, CASES)
    known, seed = findings(key), random.randrange(10**6)
    server = Server(test_database_url, settings.AUDIT_KEY_FILE)
    clients = Clients(server, create_api_token(person=office.employee, at=timezone.now()), steps)
    chance = random.Random(seed)
    with server.running(), clients.working():
        for _ in range(KILLS):
            time.sleep(0.1 + chance.random() / 2)
            server.kill()
            server.start()
        clients.finish()
    assert clients.refused == [], seed
    assert set(clients.receipts) == set(steps)
    kept = dict(Step.objects.filter(pk__in=steps).values_list("pk", "receipt"))
    assert kept == clients.receipts, seed
    leaves = Entry.objects.filter(event="appraisal.self_assessed").values_list("stream", "n", "leaf_hash")
    told = [(f"{stream}/{n}", bytes(leaf).hex()) for stream, n, leaf in leaves]
    assert sorted(told) == sorted((one["number"], one["leaf"]) for one in kept.values()), seed
    seal_all(key, timezone.now())
    check_sealed(key.verifier)
    assert findings(key) == known


def office_of_today():
    """The cycle's dates lie ahead of the clock on the wall, by which the server goes."""
    office, today = Office(), timezone.localdate()
    dates = {"self_assessment_on": 10, "review_on": 20, "meeting_on": 30}
    Cycle.objects.filter(pk=office.cycle.pk).update(**{name: today + days * DAY for name, days in dates.items()})
    office.cycle.refresh_from_db()
    return office


def launch(office, many):
    """The open steps of as many cases, all of one employee."""
    unsaved = [office.unsaved(office.employee) for _ in range(many)]
    for segment, appraisal in enumerate(unsaved, start=2):
        appraisal.segment, appraisal.plan = segment, None
    start_in_bulk(unsaved, by=office.hr, at=timezone.now())
    return list(Step.objects.filter(case__appraisal__in=unsaved).values_list("pk", flat=True))


class Server:
    """`manage.py serve` on a port of its own."""

    def __init__(self, database, key_file):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database, "AUDIT_KEY_FILE": str(key_file),
            "SECRET_KEY": "only-for-tests", "ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "CRITICAL", "REDIS_URL": "",
        }  # fmt: skip

    def start(self):
        run = [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(run, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)

    def _answers(self):
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @contextmanager
    def running(self):
        self.start()
        try:
            yield
        finally:
            self.kill()

    def ask(self, method, path, body=None, **headers):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            asked.request(method, path, body and json.dumps(body), {"Content-Type": "application/json", **headers})
            answer = asked.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as broken:
            raise ConnectionError from broken
        finally:
            asked.close()


class Clients:
    """Send every step until it is answered; the answers are `receipts`, or `refused`."""

    def __init__(self, server, token, steps):
        self.server, self.token, self.waiting = server, token, Queue()
        self.receipts, self.refused = {}, []
        for step in steps:
            self.waiting.put(step)
        self.threads = [Thread(target=self._work) for _ in range(CLIENTS)]

    @contextmanager
    def working(self):
        for thread in self.threads:
            thread.start()
        yield

    def finish(self):
        for thread in self.threads:
            thread.join()

    def _work(self):
        while True:
            try:
                step = self.waiting.get_nowait()
            except Empty:
                return
            self._send(step)

    def _send(self, step):
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": f"step-{step}"}
        body = {"outcome": "submit", "data": {"statement": "Selesai."}}
        try:
            status, answer = self.server.ask("POST", f"/api/v1/tasks/{step}/complete/", body, **headers)
        except OSError:  # it was killed: nobody knows whether the step was taken
            time.sleep(0.05)
            return self.waiting.put(step)
        if status == 200:
            self.receipts[step] = json.loads(answer)["receipt"]
        elif status == 503:
            self.waiting.put(step)
        else:
            self.refused.append((step, status, answer))
        return None
