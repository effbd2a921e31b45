"""What a supervisor of processes is told."""

import os
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from post_office.models import STATUS, Email

from config import worker
from notifications.models import Notice
from tests.people import make_user

MINUTE = timedelta(minutes=1)
NOW = timezone.now()


@pytest.fixture
def ready(db, client, time_machine):
    """What `/readyz` says, a worker having made its round just now."""
    time_machine.move_to(NOW, tick=False)
    worker.beat(NOW)

    def ask():
        answer = client.get("/readyz")
        assert (answer.status_code == 200) is answer.json()["ready"]
        return {name: said for name, said in answer.json()["checks"].items() if said != "ok"}

    return ask


def letters(n=1, *, status=STATUS.queued, age=20):
    found = Email.objects.bulk_create(
        [Email(from_email="a@kota.example", to=["b@kota.example"], status=status) for _ in range(n)]
    )
    at = NOW - age * MINUTE
    Email.objects.filter(pk__in=[one.pk for one in found]).update(created=at, last_updated=at)


def test_alive_asks_nothing_of_the_database(client):
    """Without `db` a question would fail."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert client.post("/healthz").status_code == 405


def test_ready_when_all_is_well(ready, client):
    assert ready() == {}
    answer = client.get("/readyz")
    assert answer.json()["checks"] == dict.fromkeys(["database", "migrations", "worker", "outbox", "seal"], "ok")
    assert "no-store" in answer["Cache-Control"]
    assert client.post("/readyz").status_code == 405


def test_not_before_a_worker_was_seen(db, client):
    assert client.get("/readyz").json()["checks"]["worker"] == "never seen: manage.py worker"


def test_not_after_the_workers_died(ready):
    worker.beat(NOW - 6 * MINUTE)
    assert "not seen since" in ready()["worker"]


def test_a_round_of_the_worker_is_its_heartbeat(db, client):
    worker.run_once(timezone.now())
    assert client.get("/readyz").json()["ready"] is True


def test_not_before_every_migration_is_applied(ready, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    assert ready() == {"migrations": "2 not applied: manage.py migrate"}


def test_not_without_the_database(ready, client, monkeypatch):
    def gone(*args):
        raise OperationalError("could not connect to secret-host")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        assert ready() == {"database": "not answered by the database (OperationalError)"}
        assert "secret-host" not in client.get("/readyz").content.decode()


def test_not_without_the_redis_that_is_configured(ready, settings, client):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # nothing listens there
    assert ready() == {"redis": "not answered at REDIS_URL (ConnectionError)"}
    assert client.get("/readyz").status_code == 503


def test_without_redis_and_database_both_are_named(ready, settings, monkeypatch):
    def gone(*args):
        raise OperationalError

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        assert ready().keys() == {"redis", "database"}


@pytest.mark.redis
@pytest.mark.skipif("TEST_REDIS_URL" not in os.environ, reason="asks a server")
def test_a_redis_that_answers_is_told(ready, settings, client):
    settings.REDIS_URL = os.environ["TEST_REDIS_URL"]
    assert ready() == {}
    assert client.get("/readyz").json()["checks"]["redis"] == "ok"


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        ([{"age": 14}], None),
        ([{"age": 16}], "letters wait to be sent"),
        ([{"age": 16, "n": 3}, {"status": STATUS.sent, "age": 1}], None),  # after a launch there are many
        ([{"age": 121}, {"status": STATUS.sent, "age": 1}], "letters wait to be sent"),
        ([{"n": 4, "status": STATUS.requeued}], None),
        ([{"n": 5, "status": STATUS.requeued}], "no letter goes out"),
        ([{"n": 5, "status": STATUS.requeued}, {"status": STATUS.sent, "age": 1}], None),
        ([{"n": 9, "status": STATUS.failed}, {"n": 9, "status": STATUS.sent}], None),
    ],
)
def test_not_while_letters_are_stuck(ready, waiting, said):
    for facts in waiting:
        letters(**facts)
    assert ready().get("outbox") == said


@pytest.mark.parametrize(
    ("age", "letter", "said"),
    [
        (14, None, None),
        (16, None, "notices wait to be written as letters"),
        (16, 1, None),  # a launch tells thousands
        (121, 1, "notices wait to be written as letters"),
    ],
)
def test_not_while_notices_become_no_letters(ready, age, letter, said):
    told = {"to": make_user("Siti"), "about": "x", "subject": "x:1", "created_at": NOW - age * MINUTE}
    notice = Notice.objects.create(**told)
    if letter:
        letters(status=STATUS.sent, age=letter)
    assert ready().get("outbox") == said
    Notice.objects.filter(pk=notice.pk).update(mailed_at=NOW)
    assert ready() == {}
