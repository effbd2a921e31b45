"""The worker: one chore never stops another, a signal waits for the chore at hand, no mail goes twice."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from threading import Event, Thread

from django.core import mail
from django.db import connection
from django.utils import timezone
from post_office import mail as outbox

from config import worker
from config.alone import alone, by_one
from config.mail import send_mail
from notifications.actions import post
from notifications.models import Notice
from tests.people import make_user
from tests.repository.files import ROOT

AT = timezone.now()


def fails(at):
    raise RuntimeError("broken")


def test_a_chore_that_fails_does_not_stop_the_next(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(worker, "CHORES", {"first": fails, "second": done.append})
    assert worker.run_once(AT) == ["first"]
    assert done == [AT]
    assert "The chore first failed" in caplog.text


def test_a_stop_lets_the_chore_at_hand_end_and_begins_no_other(monkeypatch):
    stop, done = Event(), []

    def first(at):
        stop.set()
        done.append("first")

    monkeypatch.setattr(worker, "CHORES", {"first": first, "second": lambda at: done.append("second")})
    thread = Thread(target=worker.run, args=[stop])  # as inside the server
    thread.start()
    thread.join(20)
    assert done == ["first"]


def test_the_worker_does_what_the_design_asks():
    assert {"deadlines", "imports", "launches", "mail"} <= set(worker.CHORES)


def test_what_waits_in_the_outbox_is_sent_once(db):
    outbox.send("siti@example.id", "timbang@example.id", subject="Hasil penilaian Anda", message="Buka hasil.")
    assert mail.outbox == []
    assert worker.run_once(AT) == worker.run_once(AT) == []
    assert [message.to for message in mail.outbox] == [["siti@example.id"]]


def test_a_worker_that_meets_another_sending_sends_nothing(db):
    outbox.send("siti@example.id", "timbang@example.id", subject="Hasil penilaian Anda", message="Buka hasil.")
    with another_worker_sending():
        assert send_mail(AT) == 0
    assert send_mail(AT) == 1


def test_a_chore_for_one_worker_is_left_to_the_one_at_it(db):
    done = []
    chore = by_one("mail", lambda at: done.append(at) or 1)
    with another_worker_sending():
        assert chore(AT) == 0
    assert chore(AT) == 1
    assert done == [AT]


def test_devices_are_told_by_one_worker(db):
    """A second one would send every message twice."""
    post([Notice(to=make_user("Siti"), kind="info", about="plan.agreed", subject="plan:1", created_at=AT)])
    with another_worker_sending("devices"):
        worker.CHORES["devices"](AT)
        assert Notice.objects.get().pushed_at is None
    worker.CHORES["devices"](AT)
    assert Notice.objects.get().pushed_at == AT


@contextmanager
def another_worker_sending(what="mail"):
    """Hold the outbox from another thread, which has its own connection and opens its own file."""
    holds, ends = Event(), Event()

    def hold():
        with alone(what) as first:
            assert first
            holds.set()
            ends.wait(20)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert holds.wait(20)
    try:
        yield
    finally:
        ends.set()
        thread.join()


def test_the_worker_process_ends_when_asked(tmp_path):
    """SIGTERM is how a system stops it: it ends by itself, with exit code 0."""
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3", "SECRET_KEY": "only-for-tests"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env=os.environ | database | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # without tables every chore fails, and the worker goes on
        text=True,
    )
    assert process.stdout.readline() == "The worker is running.\n"
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=30)[0] == "The worker has stopped.\n"
    assert process.returncode == 0
