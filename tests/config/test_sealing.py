"""The seal as a chore: alone, once a second at most, and loud when entries wait."""

import os
import subprocess
import sys
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.events import SYSTEM_CONFIGURED
from audit.key import make_key, signing_key
from audit.models import Checkpoint, Entry, Pending
from audit.seal import seal
from audit.status import Status
from config import sealing, worker
from config.alone import alone
from config.logs import OnceAMinute
from config.sealing import seal_what_waits
from tests.audit.sealed import check_sealed
from tests.repository.files import ROOT

NOW = timezone.now()


@pytest.fixture
def key(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "audit-key"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


@pytest.fixture(autouse=True)
def _told_nothing_yet():
    for log in (sealing.log, worker.log):
        for once in log.filters:
            once.told = {}


def happen(at=NOW):
    with transaction.atomic():
        record(SYSTEM_CONFIGURED, subject=hold("settings"), by=SYSTEM, at=at, changed="x")


def test_a_round_seals(db, key):
    happen()
    assert worker.run_once(NOW) == []
    assert check_sealed(key.verifier) >= 1
    for _round in range(2):  # the ends of all streams are written down once a day, and sealed
        assert worker.run_once(NOW) == []
    assert Checkpoint.objects.count() == 2


def test_without_a_key_all_else_goes_on(db, settings, tmp_path, caplog):
    settings.AUDIT_KEY_FILE = tmp_path / "none"
    happen()
    assert worker.run_once(NOW) == []
    assert caplog.text.count("There is no key") == 1
    assert "Traceback" not in caplog.text
    worker.run_once(NOW)
    assert caplog.text.count("There is no key") == 1
    assert Pending.objects.count() == 1


def test_a_key_that_others_can_read_fails_the_seal_and_nothing_else(db, key, settings, caplog):
    settings.AUDIT_KEY_FILE.chmod(0o644)
    happen()
    assert worker.run_once(NOW) == ["seal"]
    assert "Others can read the key" in caplog.text


@pytest.mark.parametrize("file", ["AUDIT_KEY_FILE", "AUDIT_FORMER_KEY_FILE"])
def test_a_sealer_whose_key_others_can_read_does_not_start(db, key, settings, tmp_path, file):
    other = tmp_path / "other"
    make_key(other)
    setattr(settings, file, other)
    other.chmod(0o644)
    for arguments in ([], ["--once"]):
        with pytest.raises(CommandError, match="Others can read the key"):
            call_command("worker", "--only-seal", *arguments)


def test_a_sealer_without_a_key_does_not_start(db, settings, tmp_path):
    settings.AUDIT_KEY_FILE = ""
    with pytest.raises(CommandError, match="AUDIT_KEY_FILE is empty"):
        call_command("worker", "--only-seal")
    settings.AUDIT_KEY_FILE = tmp_path / "none"
    with pytest.raises(CommandError, match="There is no key"):
        call_command("worker", "--only-seal")


def test_a_sealer_says_so_in_one_sentence(db, key, settings, test_database_url):
    """As it is started by whoever supervises it."""
    settings.AUDIT_KEY_FILE.chmod(0o644)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",  # those of the tests have a key file of their own
        "DATABASE_URL": test_database_url,
        "AUDIT_KEY_FILE": str(settings.AUDIT_KEY_FILE),
    }
    command = [sys.executable, "manage.py", "worker", "--only-seal"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "Others can read the key" in ended.stderr


def test_a_worker_tells_at_once_that_it_will_not_seal_and_does_all_else(db, key, settings, caplog, monkeypatch):
    done = []
    monkeypatch.setattr(worker, "CHORES", {"first": done.append})  # nothing waits for its seal
    settings.AUDIT_KEY_FILE.chmod(0o644)
    call_command("worker", "--once")
    assert caplog.text.count("Others can read the key") == 1
    assert len(done) == 1


def test_a_key_that_others_can_read_does_not_silence_the_alarm(db, key, settings, caplog):
    settings.AUDIT_KEY_FILE.chmod(0o644)
    happen(NOW - timedelta(seconds=61))
    assert worker.run_once(NOW, names=[worker.SEAL]) == ["seal"]
    assert "more than a minute" in caplog.text


def test_another_process_seals_where_there_is_no_key_file(db, settings, caplog):
    settings.AUDIT_KEY_FILE = ""
    happen()
    assert worker.run_once(NOW) == []
    assert caplog.text == ""
    assert Pending.objects.count() == 1


@pytest.mark.parametrize(("seconds", "is_late"), [(59, False), (60, False), (61, True), (4_000, True)])
def test_an_alarm_after_a_minute(db, settings, client, caplog, seconds, is_late):
    settings.AUDIT_KEY_FILE = ""
    worker.beat(timezone.now())
    happen(timezone.now() - timedelta(seconds=seconds - 0.5 if is_late else seconds - 5))
    seal_what_waits(timezone.now())
    assert ("more than a minute" in caplog.text) is is_late
    answer = client.get("/readyz")
    assert (answer.status_code == 503) is is_late
    assert ("entries wait since" in answer.json()["checks"]["seal"]) is is_late


def test_a_repeated_alarm_is_told_once_a_minute():
    import logging

    once = OnceAMinute()
    line = {"name": "x", "msg": "late: %s"}

    def told(at, who="a"):
        record = logging.makeLogRecord({**line, "args": (who,)})
        record.created = at
        return bool(once.filter(record))

    assert [told(0), told(30), told(59.9), told(60), told(61), told(30, "b")] == [True, False, False, True, False, True]


@pytest.mark.django_db(transaction=True)
def test_the_worker_seals_at_most_once_a_second(key, monkeypatch):
    """Two workers, as fast as they can, and entries all the time."""
    monkeypatch.setattr(worker, "SECOND", 0.4)
    stop = Event()
    workers = [Thread(target=worker.run_seal, args=[stop]) for _ in range(2)]
    for one in workers:
        one.start()
    begun = timezone.now()
    while timezone.now() - begun < timedelta(seconds=2):
        happen()
        stop.wait(0.02)
    stop.set()
    for one in workers:
        one.join(20)
    seconds = (timezone.now() - begun).total_seconds()  # a busy machine takes longer
    assert 2 <= Checkpoint.objects.count() <= seconds / 0.4 + 1
    seal_what_waits(NOW)
    assert check_sealed(key.verifier) == Entry.objects.count()


def test_what_comes_during_a_seal_waits_for_the_next(db, key, monkeypatch):
    """However busy the log is, the sealer comes to an end."""
    happen()

    def meanwhile(*arguments):
        happen()
        return seal(*arguments)

    monkeypatch.setattr("audit.seal.seal", meanwhile)
    monkeypatch.setattr("audit.seal.BATCH", 2)
    assert seal_what_waits(NOW) == 1
    assert Pending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_slow_chore_keeps_no_seal_waiting(key, monkeypatch):
    begun, ends = Event(), Event()

    def slow(at):
        begun.set()
        ends.wait(20)

    monkeypatch.setattr(worker, "CHORES", {"slow": slow, worker.SEAL: seal_what_waits})
    stop = Event()
    thread = Thread(target=worker.run, args=[stop])
    thread.start()
    assert begun.wait(20)
    happen()
    for _ in range(100):
        if not Pending.objects.exists():
            break
        stop.wait(0.1)
    assert not Pending.objects.exists()
    stop.set()
    ends.set()
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_who_meets_another_sealer_waits(key):
    happen()
    holds, ends = Event(), Event()

    def hold_it():
        with alone(worker.SEAL) as mine:
            assert mine
            holds.set()
            ends.wait(20)
        connection.close()

    other, stop = Thread(target=hold_it), Event()
    other.start()
    assert holds.wait(20)
    mine = Thread(target=worker.run_seal, args=[stop])
    mine.start()
    stop.wait(1)
    assert Pending.objects.exists()
    ends.set()
    other.join()
    for _ in range(100):
        if not Pending.objects.exists():
            break
        stop.wait(0.1)
    stop.set()
    mine.join(20)
    assert check_sealed(key.verifier) == 1


def test_the_demo_makes_a_key_and_is_sealed(db, settings, tmp_path, monkeypatch, capsys):
    from config.demo import loading

    settings.DEMO, settings.AUDIT_KEY_FILE = True, tmp_path / "var" / "audit-key"
    monkeypatch.setattr(loading, "load", lambda **facts: happen())
    call_command("demo_data")
    said = capsys.readouterr().out
    assert "1 entries of the log are sealed.\nOK 1 entries" in said
    assert Status.read(timezone.now()).run_ok
    made = settings.AUDIT_KEY_FILE.read_bytes()
    call_command("demo_data")
    assert "OK" not in capsys.readouterr().out
    assert settings.AUDIT_KEY_FILE.read_bytes() == made
