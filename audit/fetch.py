"""Rows of a SELECT that is written out by hand, as instances of their models.

For the few statements that every act or every page waits for: the ORM's compiler and `raw()` work out anew each
time which column goes where, which costs more than the database does.
"""

from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, connection


class Rows:
    """What a statement reads of each alias: all of a model, or of (model, names of fields) only those.

    The other columns are fetched when asked for. `{columns}` of the statement is their list.
    """

    def __init__(self, **parts):
        self._parts = {alias: _fields(part) for alias, part in parts.items()}

    @cached_property
    def _columns(self):
        return ", ".join(f'{alias}."{field.column}"' for alias, (_, fields) in self._parts.items() for field in fields)

    def fetch(self, statement, params, **words):
        """An instance of each part for each row, in their order; `words` fill the other places of the statement."""
        with connection.cursor() as cursor:
            cursor.execute(statement.format(columns=self._columns, **words), params)
            return [self._instances(row) for row in cursor.fetchall()]

    def _instances(self, row):
        values, found = list(row), []
        for place, convert, field in self._converters:
            values[place] = convert(values[place], field, connection)
        for model, names, first, end in self._slices:
            found.append(model.from_db(DEFAULT_DB_ALIAS, names, values[first:end]))
        return found

    @cached_property
    def _slices(self):
        found, first = [], 0
        for model, fields in self._parts.values():
            end = first + len(fields)
            found.append((model, [field.attname for field in fields], first, end))
            first = end
        return found

    @cached_property
    def _converters(self):
        """What the database and the fields make of a column, as the ORM's compiler asks them."""
        columns = [field.cached_col for _, fields in self._parts.values() for field in fields]
        return [
            (place, convert, column)
            for place, column in enumerate(columns)
            for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
        ]


def _fields(part):
    model, names = part if isinstance(part, tuple) else (part, None)
    fields = model._meta.concrete_fields
    return model, [field for field in fields if names is None or field.attname in names]
