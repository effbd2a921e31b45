"""The log's rows as a stream, by hand: a million of them are read once, and none is kept."""

from collections import namedtuple

from django.db import connection

CHUNK = 2_000
ENTRY = "e.id, e.stream, e.n, e.event, {at}, {actor}, e.leaf, e.leaf_hash, p.entry_id, p.salt, p.data"
SEALED = (
    "SELECT s.idx, {entry} FROM audit_sequence s LEFT JOIN audit_entry e ON e.id = s.entry_id"
    " LEFT JOIN audit_payload p ON p.entry_id = e.id ORDER BY s.idx"
)
UNSEALED = (
    "SELECT w.entry_id, {entry} FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id"
    " LEFT JOIN audit_sequence s ON s.entry_id = e.id LEFT JOIN audit_pending w ON w.entry_id = e.id"
    " WHERE s.idx IS NULL ORDER BY e.id"
)
TEXTS = {  # the time and the actor as a leaf writes them
    "postgresql": {
        "at": """to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
        "actor": "e.actor::text",
    },
    "sqlite": {
        "at": "replace(e.at, ' ', 'T') || CASE length(e.at) WHEN 19 THEN '.000000Z' ELSE 'Z' END",
        "actor": "substr(e.actor, 1, 8) || '-' || substr(e.actor, 9, 4) || '-' || substr(e.actor, 13, 4) || '-'"
        " || substr(e.actor, 17, 4) || '-' || substr(e.actor, 21)",
    },
}

Row = namedtuple("Row", "place id stream n event at actor leaf leaf_hash payload salt data")


def rows(sql):
    """Each row of SEALED (`place` is its index in the tree) or UNSEALED (`place` is set while it waits)."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.format(entry=ENTRY.format(**TEXTS[connection.vendor])))
        while chunk := cursor.fetchmany(CHUNK):
            yield from map(Row._make, chunk)
