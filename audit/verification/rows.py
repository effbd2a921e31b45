"""The log's rows as a stream, by hand: a million of them are read once, and none is kept."""

import json
from collections import namedtuple
from contextlib import contextmanager
from functools import partial

from django.db import connection
from django.db.models import CharField, DateTimeField, Func
from django.db.models.expressions import RawSQL

CHUNK = 2_000
ENTRY = "e.id, {stream}, {n}, {event}, {at}, {actor}, {leaf}, {hashed}, {before}, p.entry_id, {salt}, {data}"
FOLLOWS = " LEFT JOIN audit_entry f ON f.stream = e.stream AND f.n = e.n - 1"  # the one before it in its stream
SEALED = (
    "SELECT s.idx, {entry} FROM audit_sequence s LEFT JOIN audit_entry e ON e.id = s.entry_id"
    " LEFT JOIN audit_payload p ON p.entry_id = e.id{follows} ORDER BY s.idx"
)
UNSEALED = (
    "SELECT w.entry_id, {entry} FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id"
    " LEFT JOIN audit_sequence s ON s.entry_id = e.id LEFT JOIN audit_pending w ON w.entry_id = e.id"
    "{follows} WHERE s.idx IS NULL ORDER BY e.id"
)
MOMENTS = {  # a time as a leaf writes it
    "postgresql": """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "sqlite": "replace({0}, ' ', 'T') || CASE length({0}) WHEN 19 THEN '.000000Z' ELSE 'Z' END",
}
ACTORS = {
    "postgresql": "e.actor::text",
    "sqlite": "substr(e.actor, 1, 8) || '-' || substr(e.actor, 9, 4) || '-' || substr(e.actor, 13, 4) || '-'"
    " || substr(e.actor, 17, 4) || '-' || substr(e.actor, 21)",
}
KINDS = {  # SQLite keeps whatever it is given: of another kind than declared is nothing, and equals nothing
    "integer": "CASE typeof({0}) WHEN 'integer' THEN {0} ELSE -1 END",
    "text": "CASE typeof({0}) WHEN 'text' THEN {0} WHEN 'null' THEN NULL ELSE '' END",
    "blob": "CASE typeof({0}) WHEN 'blob' THEN {0} WHEN 'null' THEN NULL ELSE x'' END",
}
COLUMNS = {
    "stream": ("e.stream", "text"), "n": ("e.n", "integer"), "event": ("e.event", "text"), "leaf": ("e.leaf", "blob"),
    "hashed": ("e.leaf_hash", "blob"), "before": ("f.leaf_hash", "blob"), "salt": ("p.salt", "blob"),
    "data": ("p.data", "text"),
}  # fmt: skip
KEYS = {  # any number of keys as one parameter
    "postgresql": "SELECT unnest(%s::bigint[])",
    "sqlite": "SELECT value FROM json_each(%s)",
}
PACKED = {"postgresql": list, "sqlite": json.dumps}
UNLIKE = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}
OTHER = """
    WITH newest AS (SELECT {key}, MAX(history_id) AS number FROM {versions} GROUP BY {key})
    SELECT said.{key}, said.history_id FROM newest JOIN {versions} said ON said.history_id = newest.number
    LEFT JOIN {table} present ON present.{key} = said.{key}
    WHERE CASE said.history_type WHEN '-' THEN present.{key} IS NOT NULL ELSE present.{key} IS NULL OR {unlike} END
    UNION ALL SELECT present.{key}, NULL FROM {table} present
    WHERE NOT EXISTS (SELECT 1 FROM {versions} known WHERE known.{key} = present.{key}) ORDER BY 1"""

Row = namedtuple("Row", "place id stream n event at actor leaf leaf_hash before payload salt data")


def rows(sql):
    """Each row of SEALED (`place` is its index in the tree) or UNSEALED (`place` is set while it waits)."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.format(entry=ENTRY.format(**_columns()), follows=FOLLOWS))
        while chunk := cursor.fetchmany(CHUNK):
            yield from map(Row._make, chunk)


def _columns():
    is_loose = connection.vendor == "sqlite"
    found = {name: KINDS[kind].format(column) if is_loose else column for name, (column, kind) in COLUMNS.items()}
    return found | {"at": MOMENTS[connection.vendor].format("e.at"), "actor": ACTORS[connection.vendor]}


def raw(value):
    """The bytes of a column; b"" where SQLite was given something else."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


@contextmanager
def any_text():
    """SQLite keeps bytes as text that are none: they are read all the same, as something that nobody digested."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    own, usual = connection.connection, connection.connection.text_factory
    own.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        own.text_factory = usual


class Moment(Func):
    """A time as canonical text, made by the database: reading it into Python and writing it anew costs the most."""

    output_field = CharField()

    def as_sql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template=MOMENTS[connection.vendor].format("%(expressions)s"))


def with_keys(model, keys, names):
    """(key, values of these columns) of the rows that are there, times as text."""
    times = {field.attname for field in model._meta.concrete_fields if isinstance(field, DateTimeField)}
    wanted = [Moment(name) if name in times else name for name in names]
    given = RawSQL(KEYS[connection.vendor], [PACKED[connection.vendor](keys)])  # noqa: S611 - of our own text
    return model._base_manager.filter(pk__in=given).order_by().values_list("pk", *wanted)


def other_than_newest(model, versions):
    """(key, number of its newest version or None) of each row that is not as this version says, or not there."""
    columns = [connection.ops.quote_name(field.column) for field in versions.tracked_fields]
    unlike = " OR ".join(f"present.{column} {UNLIKE[connection.vendor]} said.{column}" for column in columns)
    key, table = model._meta.pk.column, model._meta.db_table
    with connection.chunked_cursor() as cursor:
        cursor.execute(OTHER.format(key=key, table=table, versions=versions._meta.db_table, unlike=unlike))
        return cursor.fetchall()
