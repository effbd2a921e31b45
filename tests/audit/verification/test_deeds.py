"""Deeds of whoever owns the database that are made to escape the check, or to stop it: each is found, beside all others."""

import json

import pytest
from django.db import connection

from appraisal.models import Appraisal
from audit import cosignatures, seal
from audit.access.batches import seal_looks
from audit.access.looking import look
from audit.acts import record
from audit.events import PAYLOAD_ERASED
from audit.heads import record_heads
from audit.models import Access, Entry, Payload
from audit.rotation import announce, former_keys
from audit.status import note_run
from audit.tlog.checkpoint import Checkpoint as Stated
from audit.tlog.note import Note
from organization.models import SYSTEM, User
from tests.audit.dossier.made import WITNESS
from tests.office import NOW, Office
from workflow.undoing import undo_launch

from .attacks import EVIL, KEY, attack, columns_of, drop_checks, found, insert_copy, rows, run
from .test_tamper import UNTOLD

SQLITE = connection.vendor == "sqlite"
NUMBERS = ("-5", "99999999999", "9" * 30, "true", "[]")  # where a key belongs


@pytest.fixture
def office(db, settings):
    """A case at work, and every kind of entry that the check reads for what it says; what its set-up wrote is known."""
    settings.AUDIT_ORIGIN, settings.AUDIT_WITNESSES = KEY.name, (str(WITNESS.verifier),)
    office = Office()
    office.bring_to("supervisor_review")
    office.launch([office.stranger])
    undo_launch(office.cycle.pk, reason="Terlanjur.", by=office.hr, at=NOW)
    look(viewer=office.hr, at=NOW, kind=Access.Kind.CONTENT, stream="appraisal:1", person=office.employee.pk)
    seal_looks(NOW)
    hand_in(seal.seal_all(KEY, NOW).note)
    with pytest.raises(cosignatures.NotAccepted):
        hand_in(str(Stated(KEY.name, 10**6, bytes(32)).sign(EVIL)))
    record_heads(NOW)
    announce(KEY.verifier, EVIL.verifier, NOW)
    note_run(at=NOW, ok=True, size=1)
    seal.seal_all(KEY, NOW)
    office.known = found()
    return office


def hand_in(text):
    note = Note.parse(text)
    cosignatures.accept(str(note.with_signature(WITNESS.sign(note.text, time=int(NOW.timestamp())))).encode(), NOW)


def new(office):
    return [one for one in found() if one not in office.known]


def test_a_row_that_was_removed_and_is_there_again(office):
    version = Appraisal.history.get(history_type="-")
    with attack():
        Appraisal.objects.bulk_create([version.instance])
        assert new(office) == [
            f"present: appraisal_appraisal {version.id}: it is there, although its newest version says that it was removed"
        ]


def test_a_row_with_a_version_that_counts_backwards(office):
    """A key below zero is never the newest, and stands for none of those that entries told of."""
    [(newest,)] = rows("SELECT MAX(history_id) FROM appraisal_historicalappraisal")
    for key in (-1, newest - 8 * 4096):
        with attack():
            insert_copy("appraisal_historicalappraisal", history_id=key)
            assert new(office) == [f"history: appraisal_historicalappraisal {key}: no entry tells of this version"]


def test_the_system_itself_is_given_a_role(office):
    with attack():
        User.objects.filter(pk=SYSTEM.pk).update(roles=["hr_admin"], is_active=True)
        [said] = new(office)
        assert said.startswith(f"present: organization_user {SYSTEM.pk}: ")
        assert "roles" in said
        assert "is_active" in said


# --- the check goes on whatever it reads ---

READ = ("access.batch", "checkpoint.", "log.", "streams.")  # events of which the check reads what they say
SPOILT = ("", "x", "{}", "[]", "null", '{"facts":{},"rows":[]}', "[" * 50_000)


@pytest.mark.parametrize("data", SPOILT, ids=lambda data: data[:24])
def test_payloads_that_say_nothing(office, data):
    """All of them at once, and of each kind that is read alone; another finding is told beside."""
    kinds = Entry.objects.order_by("event").values_list("event", flat=True).distinct()
    for event in [*(event for event in kinds if event.startswith(READ)), None]:
        with attack():
            run("UPDATE appraisal_appraisal SET statement = 'lain'")
            told = Payload.objects.filter(entry__event=event) if event else Payload.objects.all()
            told.update(data=data)
            former_keys([EVIL.verifier])
            said = new(office)
            assert any(one.startswith("payload: ") for one in said), event
            assert any(one.startswith("present: appraisal_appraisal") for one in said), event


@pytest.mark.parametrize("value", [10**40, None, "x", ["x"], {}], ids=repr)
def test_facts_of_another_kind(office, value):
    """Each fact of each entry that the check reads is something else."""
    for payload in Payload.objects.select_related("entry").order_by("pk"):
        told = json.loads(payload.data)
        if payload.entry.event.startswith(READ):
            for name in told["facts"]:
                with attack():
                    changed = told | {"facts": told["facts"] | {name: value}}
                    Payload.objects.filter(pk=payload.pk).update(data=json.dumps(changed))
                    former_keys([EVIL.verifier])
                    assert any(one.startswith("payload: ") for one in new(office)) or changed == told


@pytest.mark.parametrize("event", ["access.batch", "streams.heads", "log.key_rotated", "checkpoint.cosigned"])
def test_a_payload_that_is_not_there(office, event):
    with attack():
        [key] = Entry.objects.filter(event=event).values_list("pk", flat=True)[:1]
        run("DELETE FROM audit_payload WHERE entry_id = %s", key)
        former_keys([EVIL.verifier])
        assert any(one.startswith("payload: ") for one in new(office))


@pytest.mark.parametrize("number", NUMBERS)
def test_versions_whose_key_is_none(office, number):
    [(key, data)] = rows(
        "SELECT entry_id, data FROM audit_payload WHERE data LIKE '%%historicalappraisal%%' ORDER BY 1 LIMIT 1"
    )
    told = json.loads(data)
    with attack():
        told["rows"][0][1] = json.loads(number)
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        run("UPDATE audit_payload SET data = %s WHERE entry_id = %s", text, key)
        said = new(office)
        assert any(one.startswith("payload: ") for one in said)
        assert any(one.startswith("history: ") for one in said)


def test_an_order_that_cannot_be_read(office):
    blanked = [["appraisal_historicalappraisal", 1, "zz", "zz"]]
    for spoilt in (blanked, [["appraisal_historicalappraisal", -1, "00", "00"]], [[1, 2, 3]], 7):
        with attack():
            record(PAYLOAD_ERASED, subject=office.employee, by=office.hr, at=NOW, of=0, blanked=blanked)
            entry = Entry.objects.order_by("pk").last()
            told = json.loads(Payload.objects.get(pk=entry.pk).data) | {"blanked": spoilt}
            Payload.objects.filter(pk=entry.pk).update(data=json.dumps(told, sort_keys=True, separators=(",", ":")))
            assert any(one.startswith("payload: ") for one in new(office)), spoilt


def test_a_leaf_that_no_text_can_be(office):
    for leaf in (rb'{"c":"\ud800"}', b"\xff", b"[" * 50_000, b"7", b""):
        with attack():
            run("UPDATE audit_entry SET leaf = %s WHERE id = (SELECT MAX(id) FROM audit_entry)", leaf)
            assert any(one.startswith("leaf: ") for one in new(office))


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL keeps what a column is declared to hold")
@pytest.mark.parametrize("value", ["x'ff00'", "CAST(x'ff00' AS TEXT)", "7.5"])
def test_columns_that_hold_something_else(office, value):
    """SQLite keeps what it is given: a text put together of bytes, a number where a text belongs."""
    tables = [name for name in connection.introspection.table_names() if name in WATCHED or "_historical" in name]
    for table in tables:
        [(one,)] = rows(f"SELECT MIN(rowid) FROM {table}")
        for columns in [columns_of(table)] if "_historical" in table else [[name] for name in columns_of(table)]:
            changed = ", ".join(f'"{name}" = {value}' for name in columns if name not in EXCUSED)
            with attack():
                drop_checks()
                if changed and run(f"UPDATE {table} SET {changed} WHERE rowid = {one or 0}"):
                    assert new(office), (table, changed)


EXCUSED = (
    "id", "history_id", "entry_id", "idx", "size",  # SQLite itself refuses another kind of key
    "deferred_until",  # what is no time is read as none
    *UNTOLD["workflow_step"],
)  # fmt: skip
WATCHED = (
    "audit_entry", "audit_payload", "audit_sequence", "audit_tile", "audit_checkpoint", "audit_access",
    "appraisal_appraisal", "workflow_step",
)  # fmt: skip


@pytest.mark.skipif(SQLITE, reason="SQLite has no such times")
def test_a_day_beyond_all_days(office):
    for table, column in (
        ("appraisal_appraisal", "response_due_on"), ("workflow_step", "due_at"), ("audit_entry", "at"),
        ("appraisal_historicalappraisal", "response_due_on"), ("workflow_historicalstep", "due_at"), ("audit_access", "at"),
    ):  # fmt: skip
        with attack():
            run(f"UPDATE {table} SET {column} = 'infinity'")
            former_keys([EVIL.verifier])
            assert new(office), table
