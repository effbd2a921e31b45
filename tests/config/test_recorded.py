"""What the worker records of itself: the settings it starts under, the letters that left."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from post_office import mail as outbox
from post_office.models import STATUS, Email

from audit.models import Entry
from config import worker
from config.configured import note_settings, told
from config.mail import send_mail
from notifications.sent import digest, record_sent
from tests.office import NOW

pytestmark = pytest.mark.django_db


def facts_of(book):
    entries = Entry.objects.filter(stream=f"book:{book}").order_by("n").select_related("payload")
    return [json.loads(entry.payload.data)["facts"] for entry in entries]


# --- settings ---


def test_a_worker_tells_its_settings_once_until_they_change(settings):
    worker.begin(NOW)
    worker.begin(NOW)
    [first] = facts_of("settings")
    assert first["settings"]["demo"] is False
    settings.DEMO, settings.MAIL_KEEP_DAYS = True, 7
    worker.begin(NOW)
    worker.begin(NOW)
    _, second = facts_of("settings")
    assert second["changed"] == "demo, mail_keep_days"
    assert second["digest"] != first["digest"]
    settings.DEMO, settings.MAIL_KEEP_DAYS = False, first["settings"]["mail_keep_days"]
    note_settings(NOW)
    assert facts_of("settings")[2]["digest"] == first["digest"]


def test_which_keys_are_believed_is_told(settings):
    worker.begin(NOW)
    settings.AUDIT_VERIFIER_KEYS = ["audit.example.go.id/skp+00000000+AX"]
    worker.begin(NOW)
    assert facts_of("settings")[1]["changed"] == "audit_verifier_keys"


def test_no_secret_is_told(settings):
    settings.SECRET_KEY = "a-secret-nobody-tells"
    settings.DATABASES["default"]["PASSWORD"], kept = "pw-nobody-tells", settings.DATABASES["default"].get("PASSWORD")
    text = json.dumps(told())
    settings.DATABASES["default"]["PASSWORD"] = kept
    assert "nobody-tells" not in text
    assert "key" not in told()


def test_a_worker_works_although_its_settings_cannot_be_recorded(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("config.configured.record", fail)
    worker.begin(NOW)
    assert "could not be recorded" in caplog.text


# --- letters ---


def write(n, to="siti@example.id"):
    for letter in range(n):
        outbox.send(to, "timbang@example.id", subject=f"Hasil {letter}", message="Buka hasil.")


def test_a_run_of_the_sender_is_one_entry(settings):
    send_mail(NOW)
    assert facts_of("mail") == []
    write(3)
    send_mail(NOW)
    [run] = facts_of("mail")
    assert (run["count"], run["failed"]) == (3, 0)
    assert run["digest"] == digest(Email.objects.order_by("pk"))
    send_mail(NOW)
    write(1)
    send_mail(NOW)
    assert [run["count"] for run in facts_of("mail")] == [3, 1]
    assert len(mail.outbox) == 4
    kept = "".join(bytes(entry.leaf).decode() + entry.payload.data for entry in Entry.objects.all())
    assert "siti@" not in kept


def test_what_a_killed_sender_sent_is_told_by_the_next(monkeypatch):
    """The letters left, the entry was not written."""
    write(2)
    monkeypatch.setattr("config.mail.record_sent", lambda at: None)
    send_mail(NOW)
    monkeypatch.undo()
    assert facts_of("mail") == []
    send_mail(NOW)
    assert [run["count"] for run in facts_of("mail")] == [2]


def test_letters_that_were_given_up_are_told_and_those_that_wait_are_not():
    write(3)
    ids = Email.objects.order_by("pk").values_list("pk", flat=True)
    Email.objects.filter(pk=ids[0]).update(status=STATUS.failed, last_updated=NOW)
    Email.objects.filter(pk=ids[1]).update(status=STATUS.requeued, last_updated=NOW)
    assert record_sent(NOW) == 1
    assert [(run["count"], run["failed"]) for run in facts_of("mail")] == [(0, 1)]
    Email.objects.filter(pk=ids[1]).update(status=STATUS.sent, last_updated=NOW + timedelta(seconds=1))
    assert record_sent(NOW) == 1
    assert record_sent(NOW) == 0
