"""The roles of docs/operate/postgresql-roles.sql: each does its work, and nothing that is another's."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from appraisal.actions import erasure
from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.events import CHECKPOINT_ISSUED
from audit.key import make_key, signing_key
from audit.models import Checkpoint, Entry, Payload
from audit.seal import seal
from config import worker
from organization.importing.keys import reserve
from organization.models import Unit
from tests.audit.erasure.ended import SAID, Ended, everything_kept
from tests.audit.sealed import check_sealed
from tests.office import NOW, Office
from tests.repository.files import ROOT, text

pytestmark = pytest.mark.services

ROLES = text(ROOT / "docs/operate/postgresql-roles.sql")
GUARDED = ["audit_entry", "audit_payload", "audit_sequence", "audit_tile", "audit_checkpoint", "audit_erasure"]
HISTORY = "appraisal_historicalappraisal"


@pytest.fixture
def key(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "audit-key"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


@pytest.fixture
def office(db):
    """A case under way, and the roles in force."""
    if connection.vendor != "postgresql":
        pytest.skip("roles are PostgreSQL's")
    made = Office()
    hold("settings")
    connection.check_constraints()
    execute(ROLES)
    return made


def execute(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


@contextmanager
def acting_as(role):
    execute(f"SET LOCAL ROLE {role}")
    yield
    execute("RESET ROLE")


def refused(sql, *params, match="permission denied"):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        execute(sql, *params)


def test_the_application_runs_a_whole_case_and_the_sealer_seals_it(office, key):
    with acting_as("timbang_app"):
        office.bring_to("final")
        connection.check_constraints()
    with acting_as("timbang_sealer"):
        first = seal(key, NOW)
        connection.check_constraints()
    with acting_as("timbang_app"):
        office.launch([office.stranger])
        connection.check_constraints()
    with acting_as("timbang_sealer"):
        assert seal(key, NOW).size > first.size + 1
        connection.check_constraints()
    check_sealed(key.verifier)


def test_the_application_does_every_chore_but_the_seal(office, settings):
    settings.AUDIT_KEY_FILE = ""
    with acting_as("timbang_app"):
        worker.begin(NOW)
        assert len(reserve(Unit, 2)) == 2  # as an import does, before it writes
        assert worker.run_once(NOW) == []


@pytest.mark.parametrize("role", ["timbang_app", "timbang_sealer"])
def test_nobody_changes_what_was_written(office, role):
    with acting_as(role):
        for table in [*GUARDED, HISTORY, "appraisal_document"]:
            refused(f"DELETE FROM {table}")
            refused(f"TRUNCATE {table} CASCADE")
            refused(f"ALTER TABLE {table} DISABLE TRIGGER USER", match="must be owner")
            refused(f"DROP TABLE {table} CASCADE", match="must be owner")
            refused(f"DROP TRIGGER {table}_guard_delete ON {table}", match="must be owner")
        refused("UPDATE audit_entry SET event = 'x'")
        refused("UPDATE audit_payload SET data = NULL, salt = NULL")
        refused("UPDATE audit_checkpoint SET note = 'x'")
        refused(f"UPDATE {HISTORY} SET statement = 'x'")
        refused("UPDATE audit_book SET name = 'x'", match="never changed" if role == "timbang_app" else "permission")
        refused("SET session_replication_role = replica")
        refused("CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        refused("CREATE TABLE mine (id int)")


def test_the_application_neither_places_nor_states(office, key):
    seal(key, NOW)
    entry = Entry.objects.order_by("pk").last().pk
    with acting_as("timbang_app"):
        refused("INSERT INTO audit_sequence (idx, entry_id) VALUES (999, %s)", entry)
        refused("INSERT INTO audit_tile (level, n, hashes, root) VALUES (0, 0, 'x', 'x')")
        refused("INSERT INTO audit_checkpoint (size, root, note) VALUES (1, 'x', 'x')")
        refused("INSERT INTO audit_pending (entry_id) VALUES (%s)", entry)
        refused("DELETE FROM audit_pending")
        refused("DELETE FROM django_migrations")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            record(CHECKPOINT_ISSUED, subject=Checkpoint(size=5), by=SYSTEM, at=NOW, size=5, root="")


def test_the_sealer_writes_no_entry_but_its_own_and_no_business(office):
    columns = "(stream, n, event, at, actor, leaf, leaf_hash)"
    values = "('case:1', 0, 'case.opened', now(), '00000000-0000-0000-0000-000000000000', 'x', 'x')"
    with acting_as("timbang_sealer"):
        refused(f"INSERT INTO audit_entry {columns} VALUES {values}", match="row-level security")
        entry = Entry.objects.order_by("pk").first().pk
        refused("INSERT INTO audit_payload (entry_id, data) VALUES (%s, 'x')", entry, match="row-level security")
        refused("SELECT data FROM audit_payload")
        refused("UPDATE audit_pending SET entry_id = 1")
        refused("INSERT INTO audit_erasure (table_name, row_id, order_id) VALUES ('audit_payload', 1, 1)")
        for model in apps.get_models():
            table = model._meta.db_table
            if not table.startswith("audit_"):
                refused(f"SELECT 1 FROM {table}")
                refused(f"UPDATE {table} SET {model._meta.pk.column} = {model._meta.pk.column}")
                refused(f"INSERT INTO {table} DEFAULT VALUES")


def ordered(office):
    """The first payload's key, with an order to blank it."""
    entry = Entry.objects.order_by("pk").first()
    order = Entry.objects.order_by("pk").last()
    execute("INSERT INTO audit_erasure (table_name, row_id, order_id) VALUES ('audit_payload', %s, %s)",
            entry.pk, order.pk)  # fmt: skip
    return entry.pk


BLANK = "SELECT audit_blank('audit_payload', ARRAY['salt', 'data'], ARRAY[%s]::bigint[])"


def test_the_application_blanks_with_an_order_and_by_the_function_only(office):
    office.bring_to("employee_response")
    connection.check_constraints()
    other = Entry.objects.order_by("pk")[1].pk
    with acting_as("timbang_app"):
        refused(BLANK, other, match="never changed")
        key = ordered(office)
        refused("UPDATE audit_payload SET salt = NULL, data = NULL WHERE entry_id = %s", key)
        refused(BLANK.replace("'salt', ", ""), key, match="never changed")
        refused(BLANK, other, match="never changed")
        execute(BLANK, key)
        for table, columns in (("audit_entry", "event"), ("audit_erasure", "row_id"), ("audit_payload", "entry_id"),
                               ("appraisal_appraisal", "predicate"), (HISTORY, "results_rating")):  # fmt: skip
            refused(
                "SELECT audit_blank(%s, ARRAY[%s], ARRAY[%s]::bigint[])", table, columns, key, match="not be blanked"
            )
        refused("UPDATE audit_erasure SET order_id = order_id")
        refused("DELETE FROM audit_erasure")
    assert Payload.objects.get(pk=key).data is None
    assert Payload.objects.get(pk=other).data is not None


def test_nobody_else_may_call_the_function(office):
    execute("CREATE ROLE timbang_stranger")
    with acting_as("timbang_sealer"):
        refused(BLANK, 1, match="permission denied for function")
    with acting_as("timbang_stranger"):
        refused(BLANK, 1, match="permission denied")
    execute("DROP ROLE timbang_stranger")


def test_the_application_carries_out_an_erasure(db):
    """Whole: proposed, agreed and done by the role that serves pages."""
    if connection.vendor != "postgresql":
        pytest.skip("roles are PostgreSQL's")
    office = Ended()
    connection.check_constraints()
    execute(ROLES)
    with acting_as("timbang_app"):
        facts = {"basis": "Putusan", "letter_no": "800/1", "by": office.hr, "at": NOW}
        proposal = erasure.propose(office.stream, numbers=office.numbers(), **facts)
        erasure.answer(proposal.pk, agrees=True, by=office.inspector, at=NOW)
        assert erasure.carry_out(NOW) == 1
        connection.check_constraints()
    kept = everything_kept()
    assert [words for words in SAID.values() if words in kept] == []


def test_a_temporary_table_does_not_pass_for_an_order(office):
    """Whoever may make temporary tables could otherwise slip one in before the real one."""
    execute("CREATE TEMPORARY TABLE audit_erasure (table_name text, row_id bigint)")
    entry = Entry.objects.order_by("pk").first().pk
    execute("INSERT INTO pg_temp.audit_erasure VALUES ('audit_payload', %s)", entry)
    refused("UPDATE audit_payload SET salt = NULL, data = NULL WHERE entry_id = %s", entry, match="never changed")


def test_roles_may_be_given_again(office):
    execute(ROLES)


def test_a_table_that_only_grows_gives_the_application_no_more(office):
    """Asked from the database: also for tables that come later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, "
            "has_table_privilege('timbang_app', tgrelid, 'UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES') "
            "OR has_any_column_privilege('timbang_app', tgrelid, 'UPDATE') "
            "FROM pg_trigger WHERE tgname LIKE '%_guard_delete' AND tgqual IS NULL"
        )
        found = dict(cursor.fetchall())
    assert len(found) > 30
    assert [table for table, may in found.items() if may] == ["audit_book"]  # to lock its rows
