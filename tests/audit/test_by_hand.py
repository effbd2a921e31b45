"""Statements written out by hand read and write what the ORM would have, on both databases."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.forms import model_to_dict

from appraisal.models import Appraisal, Cycle, Result
from audit.acts import Act, _ends_of_streams
from audit.fetch import Rows
from audit.insert import insert_pair
from audit.models import Entry, Payload
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


def test_a_row_and_its_follower_are_written_together(office):
    """On PostgreSQL in one statement; on both the follower points at the row, and a refusal leaves neither."""
    before = Entry.objects.count()
    last = Entry.objects.order_by("pk").last()
    given = {"at": NOW, "actor": last.actor, "event": last.event, "leaf": b"{}", "leaf_hash": bytes(32)}
    entry, payload = Entry(stream="office:1", n=0, **given), Payload(salt=b"s", data='{"é":"%s {x} O\'Brien"}')
    with statements() as found:
        insert_pair(entry, payload, "entry_id")
    assert len(found) == (1 if connection.vendor == "postgresql" else 2)
    assert model_to_dict(Entry.objects.get(pk=entry.pk)) == model_to_dict(entry)
    kept = Payload.objects.get(entry=entry)
    assert (bytes(kept.salt), kept.data) == (b"s", payload.data)
    assert not entry._state.adding
    assert not payload._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_pair(Entry(stream="office:1", n=0, **given), Payload(salt=b"s", data="{}"), "entry_id")
    assert Entry.objects.count() == Payload.objects.count() == before + 1


def test_the_end_of_each_stream_is_found_whatever_its_length(office):
    office.bring_to("supervisor_review")
    streams = [f"appraisal:{office.appraisal.pk}", "office:none", f"cycle:{office.cycle.pk}"]
    acts_asked = [Act(SimpleNamespace(stream=stream), by=office.hr, at=NOW) for stream in streams]
    found = _ends_of_streams({act: [] for act in acts_asked})
    for stream in streams:
        last = Entry.objects.filter(stream=stream).order_by("n").last()
        assert found.get(stream) == (last and (last.n + 1, bytes(last.leaf_hash)))
    assert "office:none" not in found
