"""What somebody can do who owns the database: the guards are dropped first, and everything is rolled back after."""

import datetime
import json
from contextlib import contextmanager
from hashlib import sha256
from unittest.mock import patch
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from audit import seal
from audit.models import Entry, Payload, Pending, Sequence
from audit.tlog.note import SigningKey
from audit.verification import verify

KEY = SigningKey("audit.example.go.id/skp", b"k" * 32)
BATCH = 300
ROOMS = ("appraisal_", "organization_", "audit_", "workflow_")
EVIL = SigningKey("audit.example.go.id/skp", b"e" * 32)


def found(**more):
    """All that is found now, as `kind: where: sentence`."""
    return [str(one) for one in verify([KEY.verifier], at=timezone.now(), **more).findings]


def kinds(**more):
    return {one.partition(":")[0] for one in found(**more)}


@contextmanager
def undone():
    """Whatever happens here, as a backup from before would be restored: nothing of it stays."""
    before = transaction.savepoint()  # no block of its own: the sealer insists on the outermost
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        if connection.vendor == "sqlite":
            run("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def attack():
    """As the owner of the tables; nothing of it stays."""
    with undone():
        _drop_guards()
        yield


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def model_of(table):
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def columns_of(table):
    """As the database has them, so that a new one is attacked as soon as it is there."""
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def flip(table, key, column):
    """Change one column of one row; `key` is {column: value}."""
    [(old,)] = _select(table, column, key)
    where = " AND ".join(f"{name} = %s" for name in key)
    name = connection.ops.quote_name(column)
    assert run(f"UPDATE {table} SET {name} = %s WHERE {where}", _other(table, column, old), *key.values()) == 1


def delete(table, key):
    """One row, and what could not stay without it; `key` is {column: value}."""
    if table == "audit_entry":
        for other in ("audit_payload", "audit_pending"):
            run(f"DELETE FROM {other} WHERE entry_id = %s", *key.values())
    where = " AND ".join(f"{name} = %s" for name in key)
    assert run(f"DELETE FROM {table} WHERE {where}", *key.values()) == 1


def insert_copy(table, **other):
    """The first row once more, but for these columns."""
    quote = connection.ops.quote_name
    names = columns_of(table)
    values = ", ".join("%s" if name in other else quote(name) for name in names)
    order = ", ".join(quote(name) for name in other)
    into = ", ".join(map(quote, names))
    given = [other[name] for name in names if name in other]
    assert run(f"INSERT INTO {table} ({into}) SELECT {values} FROM {table} ORDER BY {order} LIMIT 1", *given) == 1


def _select(table, column, key):
    where = " AND ".join(f"{name} = %s" for name in key)
    return rows(f"SELECT {connection.ops.quote_name(column)} FROM {table} WHERE {where}", *key.values())


def _other(table, column, old):
    """Another value that the column can hold; what was empty is filled."""
    kind = next(one for one in model_of(table)._meta.concrete_fields if one.column == column).get_internal_type()
    if old is None:
        return _first_of(kind)
    if kind == "JSONField":
        return json.dumps({"changed": True})
    if kind == "BooleanField":
        return not old
    if isinstance(old, bytes | memoryview):
        return bytes([bytes(old)[0] ^ 1]) + bytes(old)[1:]
    if isinstance(old, str):
        return _other_text(kind, old)
    if isinstance(old, UUID):
        return UUID(int=old.int ^ 1)
    return old + STEPS.get(type(old), 1)


STEPS = {
    int: 20_000,
    datetime.datetime: datetime.timedelta(microseconds=1),
    datetime.date: datetime.timedelta(days=1),
}


def _other_text(kind, old):
    """SQLite keeps numbers with decimals, times and UUIDs as texts: one digit becomes another."""
    if kind in ("DecimalField", "DateTimeField", "DateField", "UUIDField"):
        last = next(n for n in range(len(old) - 1, -1, -1) if old[n].isdigit())
        return old[:last] + str((int(old[last]) + 1) % 10) + old[last + 1 :]
    return ("y" if old[:1] != "y" else "z") + old[1:]


def _first_of(kind):
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    if kind == "DateTimeField":
        return now.replace(tzinfo=None).isoformat(" ") if connection.vendor == "sqlite" else now
    texts = ("TextField", "CharField")
    values = {
        "BooleanField": True,
        "DateField": now.date().isoformat(),
        "JSONField": "{}",
        "BinaryField": b"x",
        **dict.fromkeys(texts, "x"),
    }
    return values.get(kind, 1)


def guarded_tables():
    """As the database has them."""
    if connection.vendor == "postgresql":
        return [
            name for (name,) in rows("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'A'")
        ]
    return [name for (name,) in rows("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")]


def _drop_guards():
    """What a superuser does: foreign keys are no obstacle to him either."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # what the set-up left to be checked
        guarded = rows("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'")
        for table, trigger in guarded:
            run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        run("SET LOCAL session_replication_role = replica")
    else:
        for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            run(f"DROP TRIGGER {name}")
        run("PRAGMA defer_foreign_keys = ON")


def drop_checks():
    """Nor do rules on the values of a row stop the owner of its table."""
    if connection.vendor == "postgresql":
        checks = rows(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
        )
        for table, name in checks:
            if table.startswith(ROOMS):
                run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    else:
        run("PRAGMA ignore_check_constraints = ON")


def rewrite(key, at):
    """Change the end of one stream as who holds key and database could, and seal all of it anew."""
    told = Entry.objects.exclude(event="checkpoint.issued").order_by("pk")
    last = told.filter(event="appraisal.finalized").last() or told.last()
    leaf = json.loads(bytes(last.leaf))
    data = Payload.objects.get(pk=last.pk).data.replace('"reason":""', '"reason":"lain"')
    salt = bytes(32)
    leaf["c"] = sha256(b"skp-payload-v1\0" + salt + data.encode()).hexdigest()
    forged = json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()
    digest = sha256(b"\0" + forged).digest()
    run("UPDATE audit_payload SET salt = %s, data = %s WHERE entry_id = %s", salt, data, last.pk)
    run("UPDATE audit_entry SET leaf = %s, leaf_hash = %s WHERE id = %s", forged, digest, last.pk)
    entries = Sequence.objects.order_by("idx").values_list("entry_id", flat=True)
    entries = [pk for pk in entries if not Entry.objects.filter(pk=pk, event="checkpoint.issued").exists()]
    issued = Entry.objects.filter(event="checkpoint.issued").values_list("pk", flat=True)
    for table, column in (("audit_payload", "entry_id"), ("audit_sequence", "entry_id"), ("audit_entry", "id")):
        for pk in list(issued):
            run(f"DELETE FROM {table} WHERE {column} = %s", pk)
    for table in ("audit_sequence", "audit_tile", "audit_checkpoint", "audit_pending"):
        run(f"DELETE FROM {table}")
    Pending.objects.bulk_create([Pending(entry_id=pk) for pk in entries])
    with patch.object(seal, "BATCH", BATCH):
        seal.seal_all(key, at)


@contextmanager
def read_only():
    """As a role that may only read, or a copy of the database."""
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION READ ONLY")
        else:
            cursor.execute("PRAGMA query_only = ON")
    try:
        yield
    finally:
        if connection.vendor == "postgresql":
            transaction.savepoint_rollback(before)  # a transaction becomes writable again with what it was before
        else:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
