"""Tables whose rows stay as they were written: the database itself refuses to change or delete them.

A migration guards a table with `guard(table)`, PostgreSQL and SQLite alike. A table remade by SQLite (Django remakes
it for most alterations) has lost its guard: the same migration guards it again, which may be done any number of times.
Where guards of other tables ask it, the alteration stands within `remade`.

`when` guards only the rows for which it holds, such as `OLD.is_final`; `Asked` asks another table. With `keeps` an update
is refused only where it changes one of these columns. `blankable` names columns that an erasure order
(`audit.models.Erasure`) may empty and do nothing else with: NULL, or where that cannot be "" or {}. All of them at once,
or with `partly` some of them: what somebody said goes, what another said in the same row stays.
`ignores_repeats` is for rows written with ON CONFLICT DO NOTHING: on SQLite what is there already stays, without error.
`apart` names unique indexes on some of the rows that hold none of those that `when` guards.
"""

from functools import partial
from typing import NamedTuple

from django.db import migrations

SENTENCE = "Rows of {table} are never changed or deleted."
NAMES = ("update", "delete", "truncate", "insert")


class Blankable(NamedTuple):
    """Columns that an order may empty: all at once, or `partly` some."""

    columns: tuple
    partly: bool


class Asked(NamedTuple):
    """A condition on another table: whether `sql` finds anything, `{key}` in it being a column of the guarded row.

    PostgreSQL allows that in a function only, which gets this name: `audit_…`, so that its owner is the tables'. `also`
    holds of the row itself and is asked first.
    """

    name: str
    column: str
    sql: str
    also: str = ""

    def written(self, schema_editor):
        condition = f"EXISTS ({self.sql.format(key='OLD.' + self.column)})"
        if schema_editor.connection.vendor == "postgresql":
            define(schema_editor, ASKED.format(name=self.name, sql=self.sql.format(key="$1"), schema="{schema}"))
            condition = f"{self.name}(OLD.{self.column})"
        return f"{self.also} AND {condition}" if self.also else condition


class Kept(NamedTuple):
    """Of a table: which rows are guarded, which columns of them, and what an order may still empty."""

    when: str | Asked | None
    columns: tuple
    blankable: Blankable
    ignores_repeats: bool
    apart: tuple


def guard(*tables, when=None, keeps=(), blankable=(), partly=False, ignores_repeats=False, apart=()):
    """The migration operation that guards these tables."""
    kept = Kept(when, tuple(keeps), Blankable(tuple(blankable), partly), ignores_repeats, tuple(apart))
    install = partial(_install, tables=tables, kept=kept)
    return migrations.RunPython(install, partial(_remove, tables=tables), elidable=False)


def remade(table, *operations):
    """Operations that alter this table. SQLite remakes it and would stumble over triggers of other tables that ask it."""
    aside = []
    take, put = partial(_set_aside, table=table, aside=aside), partial(_put_back, aside=aside)
    return [
        migrations.RunPython(take, put, elidable=False),
        *operations,
        migrations.RunPython(put, take, elidable=False),
    ]


def _set_aside(apps, schema_editor, *, table, aside):
    if schema_editor.connection.vendor == "sqlite":
        found = _rows(schema_editor, "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, own, sql in found:
            if own != table and f" {table} " in sql:
                aside.append(sql)
                drop(schema_editor, own, name)


def _put_back(apps, schema_editor, *, aside):
    while aside:
        schema_editor.execute(aside.pop(), params=None)


def _install(apps, schema_editor, *, tables, kept):
    if isinstance(kept.when, Asked):
        kept = kept._replace(when=kept.when.written(schema_editor))
    for table in tables:
        _remove(apps, schema_editor, tables=[table])
        if schema_editor.connection.vendor == "postgresql":
            _guard_postgresql(schema_editor, table, kept)
        else:
            _guard_sqlite(schema_editor, table, kept)


def _remove(apps, schema_editor, *, tables):
    for table in tables:
        for name in NAMES:
            drop(schema_editor, table, f"{table}_guard_{name}")


def drop(schema_editor, table, trigger):
    """Remove one trigger, if it is there."""
    on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on_table}")


# --- PostgreSQL: one function for all tables ---

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
    blankable text[] := TG_ARGV[2:];  -- after the name of the key's column, and whether some of them may stay
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 1 THEN
        before := to_jsonb(OLD);
        after := to_jsonb(NEW);
        IF before - blankable = after - blankable
            AND NOT EXISTS (
                SELECT 1 FROM pg_attribute
                WHERE attrelid = TG_RELID AND attname = ANY (blankable)
                    AND NOT (TG_ARGV[1] = 'some' AND after -> attname = before -> attname)
                    AND NOT coalesce(
                        after -> attname = 'null' OR attnotnull AND after -> attname IN ('""', '{{}}'), false))
            AND EXISTS (
                SELECT 1 FROM audit_erasure
                WHERE table_name = TG_TABLE_NAME AND row_id = (before ->> TG_ARGV[0])::bigint)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
        MESSAGE = 'Rows of ' || TG_TABLE_NAME || ' are never changed or deleted.';
END $$
"""

ASKED = """
CREATE OR REPLACE FUNCTION {name}(bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = {schema}, pg_temp AS $$ SELECT EXISTS ({sql}) $$
"""


def _guard_postgresql(schema_editor, table, kept):
    """ENABLE ALWAYS: also where replication, or who pretends to be it, switches triggers off."""
    blankable = kept.blankable
    told = [*_key(schema_editor, table), "some" if blankable.partly else "all", *blankable.columns]
    key = ", ".join(f"'{one}'" for one in told) if blankable.columns else ""
    calls = {
        "update": (_rows_where(kept.when, _changes(kept, "IS DISTINCT FROM")), f"audit_guard({key})"),
        "delete": (_rows_where(kept.when), "audit_guard()"),
        "truncate": ("FOR EACH STATEMENT", "audit_guard()"),
    }
    define(schema_editor, FUNCTION)
    for verb, (each, function) in calls.items():
        trigger = f"{table}_guard_{verb}"
        schema_editor.execute(f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} {each} EXECUTE FUNCTION {function}")
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def _rows_where(*conditions):
    """What is told by the row itself comes first: a function is asked only then."""
    found = " AND ".join(f"({one})" for one in reversed(conditions) if one)
    return f"FOR EACH ROW WHEN ({found})" if found else "FOR EACH ROW"


def define(schema_editor, function):
    """Make a function. Tables are looked up in the project's schema: nobody slips in a temporary one of the same name."""
    [(schema,)] = _rows(schema_editor, "SELECT current_schema()")
    schema_editor.execute(function.format(schema=schema_editor.quote_name(schema)), params=None)


# --- SQLite: three triggers a table ---


def _guard_sqlite(schema_editor, table, kept):
    """INSERT OR REPLACE and UPDATE OR REPLACE delete what is in their way without any trigger on deletion."""
    when = kept.when
    changed = " AND ".join(one for one in (_changes(kept, "IS NOT"), when) if one) or "1"
    if kept.blankable.columns:
        changed = f"{changed} AND NOT ({_is_ordered_blank(schema_editor, table, kept.blankable)})"
    if when:
        changed = f"{changed} OR ({_is_taken(schema_editor, table, kept, by_another=True)})"
    refused = {"delete": when or "1", "insert": _is_taken(schema_editor, table, kept), "update": changed}
    for verb, condition in refused.items():
        answer = "IGNORE" if verb == "insert" and kept.ignores_repeats else f"ABORT, '{SENTENCE.format(table=table)}'"
        schema_editor.execute(
            f"CREATE TRIGGER {table}_guard_{verb} BEFORE {verb} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE({answer}); END"
        )


def _is_taken(schema_editor, table, guarded, *, by_another=False):
    """Whether a guarded row stands where NEW wants to be: the same primary key, or the same in a unique index."""
    kept = f" AND {guarded.when.replace('OLD.', 'kept.')}" if guarded.when else ""
    places = [_key(schema_editor, table), *_unique(schema_editor, table, guarded.apart)]
    if by_another:
        kept += "".join(f' AND kept."{column}" <> OLD."{column}"' for column in places[0])
    same = [" AND ".join(f'kept."{column}" = NEW."{column}"' for column in place) for place in places]
    there = " OR ".join(f"({one})" for one in same)
    return f"EXISTS (SELECT 1 FROM {table} AS kept WHERE ({there}){kept})"  # noqa: S608 - names of tables and columns


def _is_ordered_blank(schema_editor, table, blankable):
    columns = {name: is_needed for name, is_needed, _ in _columns(schema_editor, table)}
    [key] = _key(schema_editor, table)
    kept = [f'NEW."{name}" IS OLD."{name}"' for name in columns if name not in blankable.columns]
    blank = [f"""NEW."{name}" {"IN ('', '{}')" if columns[name] else "IS NULL"}""" for name in blankable.columns]
    if blankable.partly:
        blank = [f'({one} OR NEW."{name}" IS OLD."{name}")' for name, one in zip(blankable.columns, blank, strict=True)]
    order = f"EXISTS (SELECT 1 FROM audit_erasure WHERE table_name = '{table}' AND row_id = OLD.{key})"  # noqa: S608
    return " AND ".join([*kept, *blank, order])


def _columns(schema_editor, table):
    """(name, whether it is NOT NULL, place in the primary key or 0) of each column."""
    return [(row[1], row[3], row[5]) for row in _rows(schema_editor, f"PRAGMA table_info({table})")]


def _unique(schema_editor, table, apart):
    """The columns of each unique index; an index on expressions or on some of the rows would need a guard of its own."""
    for _, index, is_unique, origin, is_partial in _rows(schema_editor, f"PRAGMA index_list({table})"):
        if is_unique and origin != "pk" and index not in apart:
            columns = [row[2] for row in _rows(schema_editor, f"PRAGMA index_info({index})")]
            if is_partial or None in columns:
                raise NotImplementedError(f"{index} is unique in a way that the guard of {table} does not cover.")
            yield columns


# --- what waits for its seal ---

FILL = """
CREATE OR REPLACE FUNCTION audit_fill_pending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    INSERT INTO audit_pending (entry_id) SELECT id FROM added;
    RETURN NULL;
END $$
"""
FILLED = {
    "postgresql": "AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS added "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_fill_pending()",
    "sqlite": "AFTER INSERT ON audit_entry BEGIN INSERT INTO audit_pending (entry_id) VALUES (NEW.id); END",
}


def fill_pending():
    """The migration operation after which every new entry waits for its seal, and those that are there already."""
    return migrations.RunPython(_fill, _fill_no_more, elidable=False)


def _fill(apps, schema_editor):
    """On PostgreSQL with the rights of the owner, so that who writes entries cannot write or delete what waits."""
    vendor = schema_editor.connection.vendor
    _fill_no_more(apps, schema_editor)
    if vendor == "postgresql":
        define(schema_editor, FILL)
    schema_editor.execute(f"CREATE TRIGGER audit_entry_fill_pending {FILLED[vendor]}")
    schema_editor.execute(
        "INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry "
        "WHERE id NOT IN (SELECT entry_id FROM audit_sequence UNION SELECT entry_id FROM audit_pending)"
    )


def _fill_no_more(apps, schema_editor):
    drop(schema_editor, "audit_entry", "audit_entry_fill_pending")


# --- what both need to know of a table ---


def _changes(kept, differs):
    """Whether an update changes one of the columns that are kept; "" where all are."""
    changed = " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in kept.columns)
    return f"({changed})" if changed else ""


def _key(schema_editor, table):
    if schema_editor.connection.vendor == "sqlite":
        key = sorted((place, name) for name, _, place in _columns(schema_editor, table) if place)
        return [name for _, name in key]
    with schema_editor.connection.cursor() as cursor:
        return schema_editor.connection.introspection.get_primary_key_columns(cursor, table)


def _rows(schema_editor, sql):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
