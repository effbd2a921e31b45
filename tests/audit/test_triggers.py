"""What is written stays, on both databases: no way of SQL changes, deletes or replaces a row of the log or of history."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from simple_history.models import registered_models

from appraisal.models import Appraisal
from audit import triggers
from audit.models import Entry, Erasure, Payload, Pending
from tests.audit.unguarded import UNGUARDED
from tests.flushing.guards import lifted
from tests.office import Office

SQLITE = connection.vendor == "sqlite"
GUARDED_PG = """
    SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname LIKE '%%guard%%' AND tgenabled = 'A' AND tgqual IS NULL"""
GUARDED_SQLITE = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%guard%%'"
VERBS = ("update", "delete", "insert") if SQLITE else ("update", "delete", "truncate")


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def entry(office):
    return Entry.objects.order_by("pk").first()


def refused():
    return pytest.raises(DatabaseError, match="never changed or deleted")


def execute(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def refuses(sql, *params):
    with refused(), transaction.atomic():
        execute(sql, *params)


def tables():
    """The tables that only grow, asked from the database: nobody can forget to list one."""
    names = set(connection.introspection.table_names())
    history = {name for name in names if "_historical" in name}
    log = {name for name in names if name.startswith("audit_")}
    return history | log - {name.replace("_historical", "_") for name in history} - UNGUARDED.keys()


def guards():
    """(table, trigger) of each guard that stands."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDED_SQLITE if SQLITE else GUARDED_PG)
        return set(cursor.fetchall())


def test_each_table_of_the_log_and_of_history_is_guarded(db):
    asked = {(table, f"{table}_guard_{verb}") for table in tables() for verb in VERBS}
    assert len(asked) > 90
    assert asked - guards() == set(), "Guard them in the migration that makes or remakes them: audit.triggers.guard."


def test_each_record_keeps_its_history_or_only_grows(db):
    """A new table is one of the two, or `unguarded` says why it need not be."""
    grows = {table for table, trigger in guards() if trigger == f"{table}_guard_delete"}
    tracked = {model._meta.db_table for model in registered_models.values()}
    models = [model for room in settings.ROOMS for model in apps.get_app_config(room).get_models()]
    assert {model._meta.db_table for model in models} - grows - tracked - UNGUARDED.keys() == set()


@pytest.mark.skipif(not SQLITE, reason="PostgreSQL compares whole rows")
def test_a_guard_that_lets_columns_be_blanked_knows_all_the_others(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name, sql FROM sqlite_master WHERE name LIKE '%%_guard_update' AND sql LIKE '%%FROM audit_erasure%%'"
        )
        found = cursor.fetchall()
        assert "audit_payload" in dict(found)
        for table, sql in found:
            cursor.execute(f"PRAGMA table_info({table})")
            assert [row[1] for row in cursor.fetchall() if f'NEW."{row[1]}" ' not in sql] == [], table


def test_no_way_changes_an_entry(entry):
    ways = [
        "UPDATE audit_entry SET event = 'x' WHERE id = %s",
        "UPDATE audit_entry SET event = event WHERE id = %s",
        "DELETE FROM audit_entry WHERE id = %s",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = %s ON CONFLICT (id) DO UPDATE SET event = 'x'",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = %s "
        "ON CONFLICT (stream, n) DO UPDATE SET event = 'x'",
    ]
    if SQLITE:
        ways.append("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = %s")
        ways.append(
            "INSERT OR REPLACE INTO audit_entry (stream, n, event, at, actor, leaf, leaf_hash) "
            "SELECT stream, n, 'x', at, actor, leaf, leaf_hash FROM audit_entry WHERE id = %s"
        )
        ways.append("REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = %s")
        ways.append("UPDATE OR REPLACE audit_entry SET id = id + 1 WHERE id = %s")
    before = list(Entry.objects.order_by("pk").values())
    for sql in ways:
        refuses(sql, entry.pk)
    assert list(Entry.objects.order_by("pk").values()) == before


@pytest.mark.skipif(SQLITE, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["audit_tile", "audit_checkpoint", "appraisal_historicalvote", "appraisal_document"])
def test_nothing_is_truncated(db, table):
    connection.check_constraints()
    refuses(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(SQLITE, reason="SQLite has no replication")
def test_a_guard_holds_where_triggers_are_switched_off(entry):
    execute("SET LOCAL session_replication_role = replica")
    refuses("DELETE FROM audit_entry")
    refuses("UPDATE appraisal_historicalappraisal SET statement = 'x'")


def test_history_stays(office):
    version = Appraisal.history.get()
    for way in (version.delete, version.save, Appraisal.history.all().delete):
        with refused(), transaction.atomic():
            way()
    with refused(), transaction.atomic():
        Appraisal.history.update(statement="x")
    if SQLITE:
        refuses("INSERT OR REPLACE INTO appraisal_historicalappraisal SELECT * FROM appraisal_historicalappraisal")
    assert Appraisal.history.get().statement == version.statement


# --- blanking by order ---


@pytest.fixture
def ordered(entry):
    """An order to blank the first payload, and the second one without."""
    order = Entry.objects.order_by("pk").last()
    Erasure.objects.create(table_name="audit_payload", row_id=entry.pk, order=order)
    return entry.pk


def test_a_payload_is_blanked_by_order(ordered):
    assert Payload.objects.filter(pk=ordered).update(salt=None, data=None) == 1
    assert Payload.objects.filter(pk=ordered).update(salt=None, data=None) == 1  # again: nothing changes
    assert Payload.objects.get(pk=ordered).data is None


def test_without_an_order_nothing_is_blanked(entry):
    refuses("UPDATE audit_payload SET salt = NULL, data = NULL WHERE entry_id = %s", entry.pk)
    Erasure.objects.create(table_name="audit_entry", row_id=entry.pk, order=entry)  # of another table
    Erasure.objects.create(table_name="audit_payload", row_id=entry.pk + 1, order=entry)  # of another row
    refuses("UPDATE audit_payload SET salt = NULL, data = NULL WHERE entry_id = %s", entry.pk)
    refuses("UPDATE audit_payload SET salt = NULL, data = NULL")


@pytest.mark.parametrize(
    "change",
    [
        "salt = NULL",
        "data = NULL",
        "data = ''",
        "salt = NULL, data = ''",
        "salt = NULL, data = '{}'",
        "salt = NULL, data = 'x'",
        "data = 'x'",
        "salt = NULL, data = NULL, entry_id = 999999",
    ],
)
def test_an_order_allows_blanks_and_nothing_else(ordered, change):
    refuses(f"UPDATE audit_payload SET {change} WHERE entry_id = %s", ordered)


def test_an_order_deletes_nothing_and_stays(ordered):
    refuses("DELETE FROM audit_payload WHERE entry_id = %s", ordered)
    refuses("DELETE FROM audit_erasure")
    refuses("UPDATE audit_erasure SET row_id = row_id + 1")


@pytest.fixture
def scratch(db):
    """A table of its own, with columns of all kinds."""
    uuid, json = ("char(32)", "text") if SQLITE else ("uuid", "jsonb")
    execute(
        f'CREATE TABLE scratch_rows (id integer PRIMARY KEY, "to" text NOT NULL UNIQUE, who {uuid}, '
        f"name text NOT NULL, note text, facts {json} NOT NULL, is_final bool NOT NULL)"
    )
    execute("INSERT INTO scratch_rows VALUES (1, 'a', NULL, 'Siti', 'x', '{\"a\": 1}', true), "
            "(2, 'b', NULL, 'Budi', NULL, '{}', false)")  # fmt: skip
    connection.check_constraints()
    return install


def install(**facts):
    triggers.guard("scratch_rows", **facts).code(None, connection.schema_editor())


def test_columns_that_need_a_value_are_blanked_with_an_empty_one(scratch, entry):
    scratch(blankable=["name", "note", "facts"])
    Erasure.objects.create(table_name="scratch_rows", row_id=1, order=entry)
    connection.check_constraints()
    for change in (
        "name = '', note = '', facts = '{}'",
        "name = '', note = NULL",
        "name = 'x', note = NULL, facts = '{}'",
    ):
        refuses(f"UPDATE scratch_rows SET {change} WHERE id = 1")
    refuses("UPDATE scratch_rows SET name = '', note = NULL, facts = '{}' WHERE id = 2")
    refuses("UPDATE scratch_rows SET name = '', note = NULL, facts = '{}', \"to\" = 'z' WHERE id = 1")
    execute("UPDATE scratch_rows SET name = '', note = NULL, facts = '{}' WHERE id = 1")


def test_a_condition_guards_some_rows_only(scratch):
    scratch(when="OLD.is_final")
    execute("UPDATE scratch_rows SET name = 'x' WHERE id = 2")
    refuses("UPDATE scratch_rows SET name = 'x' WHERE id = 1")
    refuses("DELETE FROM scratch_rows")
    if SQLITE:  # what stands in the way of a replacement is deleted without a trigger on deletion
        refuses("UPDATE OR REPLACE scratch_rows SET id = 1 WHERE id = 2")
        refuses("UPDATE OR REPLACE scratch_rows SET \"to\" = 'a' WHERE id = 2")
        refuses("INSERT OR REPLACE INTO scratch_rows VALUES (3, 'a', NULL, '', NULL, '{}', false)")
        execute("INSERT OR REPLACE INTO scratch_rows VALUES (3, 'b', NULL, '', NULL, '{}', false)")
    execute("DELETE FROM scratch_rows WHERE id <> 1")


def test_a_guarded_row_may_be_blanked_and_the_others_changed(scratch, entry):
    scratch(when="OLD.is_final", blankable=["name", "note", "facts"])
    execute("UPDATE scratch_rows SET name = 'x' WHERE id = 2")
    blank = "UPDATE scratch_rows SET name = '', note = NULL, facts = '{}' WHERE id = 1"
    refuses(blank)
    Erasure.objects.create(table_name="scratch_rows", row_id=1, order=entry)
    connection.check_constraints()
    refuses("UPDATE scratch_rows SET name = 'x' WHERE id = 1")
    refuses("UPDATE scratch_rows SET is_final = false WHERE id = 1")
    if SQLITE:
        refuses("UPDATE OR REPLACE scratch_rows SET \"to\" = 'a' WHERE id = 2")
    execute(blank)
    refuses("DELETE FROM scratch_rows WHERE id = 1")


@pytest.mark.skipif(not SQLITE, reason="on PostgreSQL every replacement is an update")
def test_an_index_that_the_guard_would_not_cover_is_refused(scratch):
    for index in ("(name) WHERE is_final", "(lower(name))"):
        execute(f"CREATE UNIQUE INDEX scratch_odd ON scratch_rows {index}")
        with pytest.raises(NotImplementedError, match="scratch_odd"):
            scratch()
        execute("DROP INDEX scratch_odd")


def test_a_table_may_be_guarded_again_and_set_free(scratch):
    scratch(when="OLD.is_final")
    scratch()
    refuses("DELETE FROM scratch_rows WHERE id = 2")
    triggers.guard("scratch_rows").reverse_code(None, connection.schema_editor())
    execute("DELETE FROM scratch_rows")


# --- what waits for its seal ---


def test_every_entry_waits_whoever_writes_it(office):
    assert set(Pending.objects.values_list("pk", flat=True)) == set(Entry.objects.values_list("pk", flat=True))
    execute(
        "INSERT INTO audit_entry (stream, n, event, at, actor, leaf, leaf_hash) "
        "SELECT 'other:1', n, event, at, actor, leaf, leaf_hash FROM audit_entry WHERE n = 0 LIMIT 1"
    )
    assert Pending.objects.filter(entry__stream="other:1").count() == 1


def test_an_installation_that_had_entries_already_seals_them_too(office):
    waited = set(Pending.objects.values_list("pk", flat=True))
    connection.check_constraints()
    Pending.objects.all().delete()
    connection.check_constraints()
    triggers.fill_pending().code(None, connection.schema_editor())
    assert set(Pending.objects.values_list("pk", flat=True)) == waited


# --- the tests' own key to the guards ---


def test_lifted_guards_are_back_afterwards(entry):
    before = guards()
    with lifted():
        Entry.objects.filter(pk=entry.pk).update(event="x")
    assert guards() == before
    refuses("UPDATE audit_entry SET event = 'y'")
