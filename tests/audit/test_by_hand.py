"""Statements written out by hand read and write what the ORM would have, on both databases."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.forms import model_to_dict

from appraisal.models import Appraisal, Cycle, Result
from audit.fetch import Rows
from audit.update import update
from notifications.models import Notice
from tests.counting import statements
from tests.office import NOW, Office

ODD = {"text": "é 🎈 %s {x} O'Brien", "list": [1, True, None], "number": 2**53 - 1}


@pytest.fixture
def office(db):
    return Office()


def test_rows_are_those_of_the_orm(office):
    rows = Rows(a=Appraisal, c=(Cycle, ("id", "name", "meeting_on")))
    statement = "SELECT {columns} FROM appraisal_appraisal a JOIN appraisal_cycle c ON c.id = a.cycle_id {which}"
    [[appraisal, cycle]] = rows.fetch(statement, [office.appraisal.pk], which="WHERE a.id = %s")
    expected = Appraisal.objects.get(pk=office.appraisal.pk)
    assert model_to_dict(appraisal) == model_to_dict(expected)
    assert not appraisal._state.adding
    assert not appraisal.get_deferred_fields()
    assert (cycle.pk, cycle.name, cycle.meeting_on) == (office.cycle.pk, office.cycle.name, office.cycle.meeting_on)
    with statements() as found:
        assert cycle.slug == office.cycle.slug  # fetched when asked for
    assert len(found) == 1


def test_where_there_is_nothing_there_are_no_rows(office):
    assert Rows(n=Notice).fetch("SELECT {columns} FROM notifications_notice n WHERE n.id = %s", [0]) == []


def test_every_type_survives(office):
    office.bring_to("supervisor_review")
    result = Result.objects.first()
    result.actual, result.note = Decimal("7.5"), "é 🎈"
    update(result, ["actual", "note"])
    [[found]] = Rows(r=Result).fetch("SELECT {columns} FROM appraisal_result r WHERE r.id = %s", [result.pk])
    assert (found.actual, found.note) == (Decimal("7.50"), "é 🎈")
    assert model_to_dict(found) == model_to_dict(Result.objects.get(pk=result.pk))
    notice = Notice.objects.first()
    notice.facts, notice.read_at = ODD, NOW + datetime.timedelta(microseconds=1)
    update(notice, ["facts", "read_at"])
    query = "SELECT {columns} FROM notifications_notice n WHERE n.id = %s"
    [[found]] = Rows(n=Notice).fetch(query, [notice.pk])
    assert (found.facts, found.read_at) == (ODD, notice.read_at)


def test_only_the_named_columns_of_that_row_change(office):
    office.bring_to("employee_response")
    first, second = Notice.objects.order_by("pk")[:2]
    first.about, first.subject = "x", "not written"
    update(first, ["about"])
    assert Notice.objects.get(pk=first.pk).about == "x"
    assert Notice.objects.get(pk=first.pk).subject != "not written"
    assert model_to_dict(Notice.objects.get(pk=second.pk)) == model_to_dict(second)


def test_a_row_that_is_gone_is_not_changed_in_silence(office):
    notice = Notice.objects.first()
    Notice.objects.filter(pk=notice.pk).delete()
    with pytest.raises(DatabaseError, match="There is no"):
        update(notice, ["about"])
