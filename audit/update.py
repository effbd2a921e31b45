"""Some columns of one row, or of many rows, in one statement. Like `bulk_update` it calls no `save()` and sends no signal.

Every step changes four rows; worked out anew by the ORM's compiler an UPDATE costs four times as much.
"""

from functools import lru_cache

from django.db import DatabaseError, connection

from .insert import Columns
from .parents import key_of_parent


def update(row, names):
    """Write the fields of those names. Raises DatabaseError if the row is not there."""
    values = [field.get_db_prep_save(_value(field, row), connection) for field in _fields(type(row), names)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(row), tuple(names)), [*values, row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError(f"There is no {row} to change.")


def update_all(rows, names):
    """The same fields of rows of one model: one statement, or as many as SQLite's parameters need."""
    if len(rows) == 1:
        return update(rows[0], names)
    if rows:
        fields = _fields(type(rows[0]), names)
        values = {field.attname: [_value(field, row) for row in rows] for field in fields}
        changed = Columns(type(rows[0]), values).update([row.pk for row in rows])
        if changed != len(rows):
            raise DatabaseError(f"Of {len(rows)} rows of {type(rows[0]).__name__} only {changed} are there to change.")
    return None


def _fields(model, names):
    return [model._meta.get_field(name) for name in names]


def _value(field, row):
    if field.is_relation:
        key_of_parent(field, row)
    return field.pre_save(row, add=False)


@lru_cache(1_000)
def _statement(model, names):
    quote, meta = connection.ops.quote_name, model._meta
    changes = ", ".join(f"{quote(meta.get_field(name).column)} = %s" for name in names)
    return f"UPDATE {quote(meta.db_table)} SET {changes} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608 - names
