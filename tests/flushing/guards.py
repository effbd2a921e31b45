"""Triggers taken off for a while, as only the owner of a database can: the product has no way to do so."""

from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

FOUND = """
    SELECT tgrelid::regclass::text, tgname, CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace ORDER BY 1"""


@contextmanager
def lifted(using=DEFAULT_DB_ALIAS):
    """Within a transaction: what is guarded or final can be changed and deleted, and nothing else is set off."""
    connection = connections[using]
    lift = {"sqlite": _lifted_sqlite, "postgresql": _lifted_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        connection.check_constraints()  # at once: PostgreSQL alters no table with checks pending
        with lift(cursor):
            yield
            connection.check_constraints()


@contextmanager
def _lifted_sqlite(cursor):
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        cursor.execute(sql)


@contextmanager
def _lifted_postgresql(cursor):
    cursor.execute(FOUND)
    tables = {}
    for table, name, enable in cursor.fetchall():
        tables.setdefault(table, []).append(f"{enable} TRIGGER {name}")
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table, enabled in tables.items():
        cursor.execute(f"ALTER TABLE {table} {', '.join(enabled)}")
