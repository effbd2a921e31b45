"""The newest checkpoint leaves once a day, however many workers there are, and the log says so."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from audit import seal
from audit.acts import record
from audit.cosignatures import accept
from audit.models import Entry
from audit.tlog.checkpoint import open_checkpoint
from audit.tlog.note import COSIGNATURE, Note, SigningKey
from config import worker
from config.checkpoint_mail import mail_checkpoint
from organization import events
from organization.models import SYSTEM
from tests.workflow.together import together

NOW = timezone.now()
KEY = SigningKey("audit.example.go.id/skp", b"k" * 32)
WITNESS = SigningKey("witness.example.org/w", b"w" * 32, COSIGNATURE)
TO = ("inspektorat@provinsi.example", "arsip@lain.example")


@pytest.fixture
def checkpoint(db, settings):
    settings.AUDIT_ORIGIN, settings.AUDIT_MAIL_TO = KEY.name, TO
    settings.AUDIT_WITNESSES = (str(WITNESS.verifier),)
    return grow()


def grow():
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=NOW)
    return seal.seal_all(KEY, NOW)


def notes_in(letter):
    return [part.strip("\n") + "\n" for part in letter.message.split("----")[1::2]]


def test_each_address_gets_it_once_a_day_and_the_log_says_so(checkpoint):
    assert mail_checkpoint(NOW) == 2
    assert mail_checkpoint(NOW + timedelta(hours=23)) == 0
    assert sorted(letter.to[0] for letter in Email.objects.all()) == sorted(TO)
    [note] = notes_in(Email.objects.first())
    assert note == checkpoint.note
    [entry] = Entry.objects.filter(event="checkpoint.mailed").select_related("payload")
    assert json.loads(entry.payload.data)["facts"] == {"count": 2, "size": checkpoint.size}
    assert mail_checkpoint(NOW + timedelta(hours=25)) == 2


def test_it_carries_what_witnesses_signed(checkpoint):
    note = Note.parse(checkpoint.note)
    accept(str(note.with_signature(WITNESS.sign(note.text, time=int(NOW.timestamp())))).encode(), NOW)
    newest = grow()
    mail_checkpoint(NOW)
    first, second = notes_in(Email.objects.first())
    assert open_checkpoint(first, [KEY.verifier]).size == newest.size
    assert Note.parse(second).signed_by([WITNESS.verifier])


@pytest.mark.parametrize("setting", ["nobody", "no checkpoint"])
def test_nothing_leaves_where_there_is_nobody_or_nothing(db, settings, setting):
    settings.AUDIT_MAIL_TO = () if setting == "nobody" else TO
    if setting == "nobody":
        grow()
    assert mail_checkpoint(NOW) == 0
    assert not Email.objects.exists()


def test_it_is_a_chore(checkpoint, settings, tmp_path):
    settings.AUDIT_KEY_FILE = ""
    assert worker.run_once(NOW) == []
    assert Email.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once(checkpoint):
    together((mail_checkpoint, NOW), (mail_checkpoint, NOW))
    assert Email.objects.count() == 2
