"""New rows of one table in one statement: the single row of an act as well as those of a whole city.

What the ORM's `bulk_create` costs grows with rows times columns. Here a value that all rows share is prepared
and sent once; only what differs travels once a row, as a table of its own:

    INSERT INTO t (a, b, c) SELECT 'x', column1, column2 FROM (VALUES (1, 2), (3, 4)) RETURNING id

Like `bulk_create` it calls no `save()`, sends no signal and gives the rows their keys.
"""

import json
import sqlite3
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, CharField, Field, JSONField, TextField

from .canonical import Writer, check
from .parents import key_of_parent

LARGEST = 10_000  # rows a statement; bounds its text in memory
TAKEN = {CharField: str, TextField: str}
SOURCE = "{source}"  # where the table of what differs comes in


def insert(rows):
    """Insert unsaved rows of one model, give them their keys and return them, in order.

    Either none of them has a key, or all have: those that were reserved are kept.
    """
    if not rows:
        return rows
    model = type(rows[0])
    fields = _given(model) if rows[0].pk is None else model._meta.concrete_fields
    columns = Columns(model, {field.attname: _values(field, rows) for field in fields})
    for row, key in zip(rows, columns.insert(), strict=True):
        setattr(row, model._meta.pk.attname, key)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return rows


def insert_pair(row, follower, name):
    """Insert an unsaved row and another whose key and parent it is, as field `name`: one statement on PostgreSQL."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":  # no INSERT within a statement there, and no way to save
        insert([row])
        setattr(follower, name, row.pk)
        insert([follower])
        return
    first, second = _given(type(row)), [field for field in _given(type(follower)) if field.attname != name]
    values = [
        _ready(field, _values(field, [one]), database)[0] for one, field in _each((row, first), (follower, second))
    ]
    with database.cursor() as cursor:
        cursor.execute(_pair(type(row), (*first,), type(follower), (*second,), name), values)
        [(key,)] = cursor.fetchall()
    for one, own in ((row, type(row)._meta.pk.attname), (follower, name)):
        setattr(one, own, key)
        one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS


def _each(*parts):
    return [(row, field) for row, fields in parts for field in fields]


@lru_cache(100)
def _pair(model, fields, follower, own, name):
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    before, after = _statement(model, fields, ())
    key, parent = quote(model._meta.pk.column), quote(follower._meta.get_field(name.removesuffix("_id")).column)
    columns = ", ".join([parent, *(quote(field.column) for field in own)])
    values = ", ".join([f"made.{key}", *["%s"] * len(own)])
    table = quote(follower._meta.db_table)
    made = f"WITH made AS ({before}{after}) "
    return f"{made}INSERT INTO {table} ({columns}) SELECT {values} FROM made RETURNING {parent}"  # noqa: S608 - names


def insert_alike(pattern, *, count=None, **own):
    """Insert `count` rows like the unsaved `pattern` but for these columns, a list each. Returns the keys, in order."""
    [count] = {count, *map(len, own.values())} - {None}
    if not count:
        return []
    shared = {field.attname: [field.pre_save(pattern, True)] * count for field in _given(type(pattern))}
    return Columns(type(pattern), shared | own).insert()


def _given(model):
    """Every column but the key that the database counts."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


def _values(field, rows):
    if type(field).pre_save is not Field.pre_save:
        return [field.pre_save(row, True) for row in rows]
    values = list(map(attrgetter(field.attname), rows))
    if field.is_relation and None in values:
        values = [key_of_parent(field, row) for row in rows]
    return values


class Columns:
    """Rows of one model, column by column: what they share once, what differs as a list.

    `values` maps the names of its fields (`employee_id`) to a list with the value of each row.
    """

    def __init__(self, model, values):
        self.model, self.shared, self.own = model, {}, {}
        fields = {field.attname: field for field in model._meta.concrete_fields}
        for name, column in values.items():
            if all(value is column[0] for value in column):
                self.shared[fields[name]] = column[0]
            else:
                self.own[fields[name]] = column
        self.count = len(next(iter(values.values())))

    def insert(self):
        """Write the rows; their keys, in order."""
        database, keys = connections[DEFAULT_DB_ALIAS], []
        shared, own = self._prepared(database)
        before, after = _statement(self.model, (*shared,), (*own,))
        with database.cursor() as cursor:
            size = _rows_at_once(database, shared, own)
            for first in range(0, self.count, size):
                some = {field: values[first : first + size] for field, values in own.items()}
                source, params = _source(database, some)
                cursor.execute(before + source + after, [*shared.values(), *params])
                keys += [key for (key,) in cursor.fetchall()]
        return keys

    def update(self, keys):
        """Give the rows with these keys the values; how many there were."""
        database, changed, pk = connections[DEFAULT_DB_ALIAS], 0, self.model._meta.pk
        shared = {field: _ready(field, [value], database)[0] for field, value in self.shared.items()}
        own = {field: _ready(field, values, database) for field, values in ({pk: keys} | self.own).items()}
        statement = _change(self.model, (*shared,), (*own,))
        with database.cursor() as cursor:
            size = _rows_at_once(database, shared, own)
            for first in range(0, len(keys), size):
                some = {field: values[first : first + size] for field, values in own.items()}
                source, params = _source(database, some)
                cursor.execute(statement.replace(SOURCE, source), [*shared.values(), *params])
                changed += cursor.rowcount
        return changed

    def _prepared(self, database):
        """Ready to be sent. Rows that share everything are told apart by one column, to be as many."""
        shared, own = dict(self.shared), dict(self.own)
        if not own and self.count > 1:
            field, value = shared.popitem()
            own[field] = [value] * self.count
        shared = {field: _ready(field, [value], database)[0] for field, value in shared.items()}
        own = {field: _ready(field, values, database) for field, values in own.items()}
        return shared, own

    def documents(self, keys):
        """Each row with its key, as `canonical(columns(row))` would write it; raises ValueError for what is not canonical."""
        own = {self.model._meta.pk: keys} | self.own
        for field, values in [*((field, [value]) for field, value in self.shared.items()), *own.items()]:
            if isinstance(field, JSONField):
                check(values)
        writer = Writer(self.model, self.shared)
        return map(writer, zip(*(own[field] for field in writer.fields), strict=True))


def _ready(field, values, database):
    """As the driver takes them; a text of a field of Django's own and a number that points at a row already are."""
    taken = int if field.is_relation else TAKEN.get(type(field))
    return [value if type(value) is taken else field.get_db_prep_save(value, database) for value in values]


@lru_cache(1_000)
def _statement(model, shared, own):
    """Its text before and after the table of what differs."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quote(field.column) for field in (*shared, *own))
    values = ", ".join([*["%s"] * len(shared), *_names(own)])
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"INSERT INTO {table} ({columns}) SELECT {values} ", f" RETURNING {key}"


@lru_cache(1_000)
def _change(model, shared, own):
    """`UPDATE t SET a = 'x', b = own.column2 FROM (…) WHERE t.id = own.column1`: the key is the first of what differs."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    values = [*((field, "%s") for field in shared), *zip(own[1:], _names(own)[1:], strict=True)]
    changes = ", ".join(f"{quote(field.column)} = {value}" for field, value in values)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    return f"UPDATE {table} SET {changes} {SOURCE} WHERE {table}.{key} = column1"  # noqa: S608 - names


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
