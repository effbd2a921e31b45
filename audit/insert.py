"""New rows of one table in one statement: the single row of an act as well as those of a whole city.

What the ORM's `bulk_create` costs grows with rows times columns. Here a value that all rows share is prepared
and sent once; only what differs travels once a row, as a table of its own:

    INSERT INTO t (a, b, c) SELECT 'x', column1, column2 FROM (VALUES (1, 2), (3, 4)) RETURNING id

Like `bulk_create` it calls no `save()`, sends no signal and gives the rows their keys.
"""

import json
import sqlite3
from functools import cache
from itertools import chain
from operator import attrgetter

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Field

LARGEST = 5_000  # rows a statement; bounds its text in memory


def insert(rows):
    """Insert unsaved rows of one model, give them their keys and return them, in order.

    Either none of them has a key, or all have: those that were reserved are kept.
    """
    if not rows:
        return rows
    model = type(rows[0])
    shared, own = {}, {}
    for field in _fields(model) if rows[0].pk is None else model._meta.concrete_fields:
        values = _values(field, rows)
        if all(value is values[0] for value in values):
            shared[field] = values[0]
        else:
            own[field] = values
    _mark_saved(rows, _write(model, shared, own, len(rows)))
    return rows


def insert_alike(pattern, *, count=None, **columns):
    """Insert `count` rows like the unsaved `pattern` but for these columns, a list each. Returns the keys, in order."""
    fields = {field.attname: field for field in _fields(type(pattern))}
    own = {fields.pop(name): values for name, values in columns.items()}
    [count] = {count, *map(len, own.values())} - {None}
    shared = {field: field.pre_save(pattern, True) for field in fields.values()}
    return _write(type(pattern), shared, own, count)


@cache
def _fields(model):
    """Every column but the key that the database counts."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


def _values(field, rows):
    if type(field).pre_save is not Field.pre_save:
        return [field.pre_save(row, True) for row in rows]
    values = list(map(attrgetter(field.attname), rows))
    if field.is_relation and None in values:
        values = [_key(field, row) for row in rows]
    return values


def _key(field, row):
    """What a row points at may have got its key after the row was made. Raises ValueError if it has none yet."""
    target = field.get_cached_value(row, default=None)
    if target is not None and getattr(row, field.attname) is None:
        if target.pk is None:
            raise ValueError(f"The {field.name} of a {field.model.__name__} is not saved yet.")
        setattr(row, field.name, target)
    return getattr(row, field.attname)


def _mark_saved(rows, keys):
    key_of = rows[0]._meta.pk.attname
    for row, key in zip(rows, keys, strict=True):
        setattr(row, key_of, key)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _write(model, shared, own, count):
    """`shared` maps fields to one value, `own` to a list of `count`."""
    if not own and count > 1:
        field, value = shared.popitem()
        own[field] = [value] * count
    database = connections[DEFAULT_DB_ALIAS]
    shared = {field: field.get_db_prep_save(value, database) for field, value in shared.items()}
    own = {field: [field.get_db_prep_save(value, database) for value in values] for field, values in own.items()}
    before, after = _statement(model, (*shared,), (*own,))
    keys = []
    with database.cursor() as cursor:
        size = _rows_at_once(database, shared, own)
        for first in range(0, count, size):
            source, params = _source(database, {field: values[first : first + size] for field, values in own.items()})
            cursor.execute(before + source + after, [*shared.values(), *params])
            keys += [key for (key,) in cursor.fetchall()]
    return keys


@cache
def _statement(model, shared, own):
    """Its text before and after the table of what differs."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(field.column) for field in (*shared, *own))
    values = ", ".join([*["%s"] * len(shared), *_names(own)])
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) SELECT {values} ", f" RETURNING {key}"


def _names(own):
    return [f"column{n + 1}" for n in range(len(own))]


def _rows_at_once(database, shared, own):
    if database.vendor == "postgresql" or not own:
        return LARGEST
    variables = database.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return min(LARGEST, (variables - len(shared)) // len(own))


def _source(database, own):
    """What differs, as a table with the columns `column1`, `column2` …, and its parameters."""
    if not own:
        return "", []
    if database.vendor == "postgresql":
        return _document(database, own)
    rows = list(zip(*own.values(), strict=True))
    row = f"({', '.join(['%s'] * len(own))})"
    return f"FROM (VALUES {', '.join([row] * len(rows))})", chain.from_iterable(rows)


def _document(database, own):
    """One JSON text, read into the columns' types; as an array for each column it would cost ten times as much.

    The types have no length: a cast would cut a long text short instead of refusing it.
    """
    names = _names(own)
    types = [field.db_type(database).split("(")[0] for field in own]
    columns = ", ".join(f"{name} {type}" for name, type in zip(names, types, strict=True))
    rows = zip(*(map(_plain, values) for values in own.values()), strict=True)
    text = json.dumps([dict(zip(names, row, strict=True)) for row in rows])
    return f"FROM json_to_recordset(%s) AS own ({columns})", [text]


def _plain(value):
    """A prepared value in JSON: as it is, or as the text that PostgreSQL reads into the column's type."""
    if type(value) in (str, int, bool, type(None)):
        return value
    inner = getattr(value, "obj", value)  # the driver wraps bytes and JSON
    if isinstance(inner, bytes | memoryview):
        return rf"\x{bytes(inner).hex()}"
    return str(value) if inner is value else inner
