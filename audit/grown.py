"""Columns that tables of versions got later: what was digested before they came did not have them.

The migrations say which and with what value for the rows that were there. A version counts as unchanged without
its newest columns only while each of them still holds that value; whatever is written there later is found.
"""

from collections import defaultdict
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, CreateModel

from .canonical import plain


def older_forms(table, document):
    """The document of a version as it was before its newest column came, before the two newest, and so on."""
    older = dict(document)
    for column, default in reversed(_added()[table]):
        if column not in older or older.pop(column) != default:
            return
        yield dict(older)


@cache
def _added():
    """{table: [(column, what the rows that were there got)]}, in the order in which they came."""
    found = defaultdict(list)
    for label, migration in _migrations():
        made = {one.name_lower for one in migration.operations if isinstance(one, CreateModel)}
        for operation in migration.operations:
            if isinstance(operation, AddField) and operation.model_name_lower not in made:
                table, column = _place(label, operation)
                found[table].append((column, plain(operation.field, _first_value(operation.field))))
    return found


def _first_value(field):
    """What the rows that were there got; a field of a migration is bound to no model and cannot say it itself."""
    if field.has_default():
        return field.default() if callable(field.default) else field.default
    return None if field.null else ""


def _migrations():
    """Every one, once, in an order in which they may run."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    planned = (key for leaf in sorted(loader.graph.leaf_nodes()) for key in loader.graph.forwards_plan(leaf))
    for label, name in dict.fromkeys(planned):
        yield label, loader.graph.nodes[label, name]


def _place(label, operation):
    """Table and column; nowhere, where one of them went again."""
    try:
        model = apps.get_model(label, operation.model_name)
        return model._meta.db_table, model._meta.get_field(operation.name).column
    except (LookupError, FieldDoesNotExist):
        return "", ""
