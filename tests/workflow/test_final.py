"""Final is final, whoever writes and however: the database refuses to change or delete the row and its document."""

import pytest
from django.db import DatabaseError, connection, transaction

from appraisal.models import Appraisal, Document
from tests.office import NOW
from workflow.refusals import Conflict

TABLES = {"appraisal_appraisal": Appraisal, "appraisal_document": Document}


@pytest.fixture
def ended(office):
    office.bring_to("final")
    return office


def refused():
    return pytest.raises(DatabaseError, match="never changed")


def columns_of(model):
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


@pytest.mark.parametrize("column", columns_of(Appraisal))
def test_no_column_of_a_final_appraisal_changes(ended, column):
    """Even to what it was: the trigger does not compare."""
    with refused(), transaction.atomic():
        execute(f"UPDATE appraisal_appraisal SET {column} = {column} WHERE id = %s", ended.appraisal.pk)


@pytest.mark.parametrize("table", TABLES)
def test_by_sql(ended, table):
    pk = TABLES[table].objects.get().pk
    for sql in (f"DELETE FROM {table} WHERE id = %s", f"UPDATE {table} SET id = id WHERE id = %s"):
        with refused(), transaction.atomic():
            execute(sql, pk)
    assert TABLES[table].objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
def test_by_the_orm(ended, table):
    model = TABLES[table]
    row = model.objects.get()
    field = {"appraisal_appraisal": {"statement": "Lain"}, "appraisal_document": {"content": {}}}[table]
    for name, value in field.items():
        setattr(row, name, value)
    ways = [
        row.save,
        lambda: model.objects.update(**field),
        lambda: model.objects.bulk_update([row], list(field)),
        lambda: models_delete(row),
    ]
    for way in ways:
        with refused(), transaction.atomic():
            way()
    assert model.objects.filter(pk=row.pk, **field).count() == 0


def models_delete(row):
    """Past Django's own protection of what others point to."""
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_by_an_insert_that_replaces(ended):
    row = "INTO appraisal_document (id, content, appraisal_id) VALUES (%s, '{}', %s)"
    ways = [f"INSERT {row} ON CONFLICT (id) DO UPDATE SET content = '{{}}'"]
    if connection.vendor == "sqlite":
        ways.append(f"INSERT OR REPLACE {row}")
    for sql in ways:
        with refused(), transaction.atomic():
            execute(sql, Document.objects.get().pk, ended.appraisal.pk)
    assert Document.objects.get().content["predicate"] == "good"


def test_what_is_not_final_changes_until_it_is(office):
    """The trigger looks at the row as it was, so the act that makes it final passes."""
    Appraisal.objects.update(statement="Boleh")
    office.bring_to("final")
    assert Appraisal.objects.get().is_final


def test_no_door_changes_it_either(ended):
    from workflow import beside

    pk = ended.appraisal.pk
    facts = Appraisal.objects.filter(pk=pk).values().get()
    reason = {"reason": "x", "by": ended.hr, "at": NOW}
    doors = [
        lambda: beside.cancel(pk, **reason),
        lambda: beside.reassign(pk, role="supervisor", to=ended.stranger, **reason),
        lambda: beside.withdraw_objection(pk, by=ended.employee, at=NOW),
        lambda: beside.reply(pk, text="x", by=ended.employee, at=NOW),
        lambda: beside.admit_late_objection(pk, ground="x", by=ended.second_level, at=NOW),
        lambda: beside.record_delivery(pk, handed_over_on=NOW.date(), witness="x", letter_no="1", by=ended.hr, at=NOW),
    ]
    for door in doors:
        with pytest.raises(Conflict):
            door()
    assert Appraisal.objects.filter(pk=pk).values().get() == facts


def execute(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
