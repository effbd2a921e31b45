"""Rows written in one statement are the rows that the ORM would have written, on both databases."""

import datetime
import sqlite3
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, DataError, IntegrityError, connection, models, transaction
from viewflow.workflow.models import Process, Task

from appraisal.models import Appraisal, Plan, PlannedResult, Result
from audit.acts import Act, write
from audit.canonical import canonical
from audit.canonical import columns as stored_columns
from audit.insert import Columns, insert, insert_alike
from audit.models import Entry, Payload
from audit.update import update, update_all
from notifications.models import Notice
from organization.models import ImportRun, Post, Unit, User
from tests.counting import statements
from tests.office import DAY, NOW, Office
from workflow.flows import AppraisalFlow

WIB = datetime.timezone(datetime.timedelta(hours=7))
ODD = ['{"a":"\\\\"}', 'O\'Brien "Si\tti"\n\\N {NULL}', "é 🎈", "", " %s %% $1 ", "NULL"]
FACTS = [{"a": [1, True, None, ODD[1]], "b": {}}, {}, {"a": 2**53 - 1, "b": '\\"'}, [], "x", 0]


@pytest.fixture
def office(db):
    return Office()


def entries(count):
    return [
        Entry(
            stream=f"{ODD[n % len(ODD)]}{n}", n=0, event="x", at=NOW, actor=User().pseudonym,
            leaf=bytes([n % 256, 0, 92, 34, 39]), leaf_hash=bytes(32),
        )
        for n in range(count)
    ]  # fmt: skip


def users(count):
    return [User(username=f"u{n}", name=ODD[n % len(ODD)], roles=["inspector"] * (n % 2)) for n in range(count)]


def notices(office):
    seen = [None, NOW, NOW.astimezone(WIB), None, NOW + datetime.timedelta(microseconds=1), NOW]
    return [
        Notice(to=office.hr, kind="info", about=text, subject="x", facts=facts, created_at=NOW, read_at=at)
        for text, facts, at in zip(ODD, FACTS, seen, strict=True)
    ]


def results(office):
    actual = [Decimal("1.50"), Decimal("-0.01"), Decimal("1E+3"), "7.25"]
    return [
        Result(appraisal=office.appraisal, indicator=indicator, actual=value)
        for indicator, value in zip(office.indicators, actual, strict=False)
    ]


@pytest.mark.parametrize("count", [1, 2, 5, 300])
def test_what_is_read_back_is_what_was_given(db, count):
    rows = insert(entries(count))
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    for row in rows:
        again = Entry.objects.get(pk=row.pk)
        assert (again.stream, again.actor, again.at) == (row.stream, row.actor, row.at)
        assert (bytes(again.leaf), bytes(again.leaf_hash)) == (row.leaf, row.leaf_hash)
        assert (row._state.adding, row._state.db) == (False, "default")


@pytest.mark.parametrize("some", [notices, results])
def test_every_cell_is_what_the_orm_would_have_written(office, some):
    mine = cells(insert(some(office)))
    type(some(office)[0])._base_manager.filter(pk__in=mine).delete()
    theirs = cells(some(office)[0]._meta.model._base_manager.bulk_create(some(office)))
    assert list(mine.values()) == list(theirs.values())


def cells(rows):
    """{key: the rest of the row as the database has it}."""
    table, key = rows[0]._meta.db_table, rows[0]._meta.pk.column
    columns = [f'"{field.column}"' for field in rows[0]._meta.concrete_fields if field.column != key]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {', '.join(columns)} FROM {table} ORDER BY {key}")
        keys = {row.pk for row in rows}
        return {found: rest for found, *rest in cursor.fetchall() if found in keys}


def test_nothing_is_nothing(db):
    with statements() as found:
        assert insert([]) == []
        assert insert_alike(Process(flow_class=AppraisalFlow), count=0) == []
        assert insert_alike(Process(flow_class=AppraisalFlow), parent_task_id=[]) == []
    assert list(found) == []


def test_what_is_shared_is_sent_once(office):
    with statements() as found:
        insert([Notice(to=office.hr, kind="info", about="x", subject="y", created_at=NOW) for _ in range(500)])
    [statement] = found
    assert statement.count(NOW.date().isoformat()) == 1
    assert Notice.objects.filter(about="x").count() == 500


def test_one_statement_however_many_columns_differ(db):
    """As many variables as SQLite takes here; PostgreSQL reads one document."""
    with statements() as found:
        insert(users(1_000))
    assert len(found) == 1
    assert User.objects.filter(username__startswith="u").count() == 1_000


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a limit of SQLite")
def test_more_variables_than_sqlite_takes_are_several_statements(db):
    connection.ensure_connection()
    limit = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 100)
    try:
        with statements() as found:
            rows = insert(entries(40))
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, limit)
    assert len(found) > 1
    assert [Entry.objects.get(pk=row.pk).stream for row in rows] == [row.stream for row in rows]


def test_rows_that_do_not_differ_at_all_are_as_many(db):
    process = Process(flow_class=AppraisalFlow)
    keys = insert_alike(process, count=3)
    assert len(set(keys)) == 3
    assert {p.created for p in Process.objects.filter(pk__in=keys)} == {process.created}


def test_alike_but_for_a_column(db):
    processes = insert_alike(Process(flow_class=AppraisalFlow), count=2)
    node = AppraisalFlow.self_assessment
    keys = insert_alike(node.new_task(None), process_id=processes)
    tasks = Task.objects.in_bulk(keys)
    assert [tasks[key].process_id for key in keys] == processes
    assert {task.flow_task for task in tasks.values()} == {node}
    with pytest.raises(KeyError):
        insert_alike(node.new_task(None), proces_id=processes)


def test_a_row_made_before_its_parent_had_a_key_points_at_it(office):
    plan = Plan(cycle=office.cycle, employee=office.stranger)
    result = PlannedResult(plan=plan, text="x")
    insert([plan])
    insert([result])
    assert PlannedResult.objects.get(pk=result.pk).plan_id == plan.pk
    entry, *_ = insert(entries(1))
    payload = Payload(entry=entry, salt=b"", data="{}")
    assert insert([payload])[0].pk == entry.pk


def test_a_change_to_a_parent_that_had_no_key_yet_points_at_it(office):
    """An act changes the row first and saves its parent before it."""
    superior = Post(unit=office.unit, title="Wali Kota", kind=Post.Kind.OFFICIAL)
    below = Post.objects.create(unit=office.unit, title="Kepala Dinas", kind=Post.Kind.JPT)
    act = Act(office.employee, by=office.hr, at=NOW)
    act.add(superior)
    act.change(below, superior=superior)
    write(act)
    assert Post.objects.get(pk=below.pk).superior_id == below.history.latest("history_id").superior_id == superior.pk


def test_a_change_to_a_parent_that_has_no_key_is_refused(office):
    below = Post.objects.create(unit=office.unit, title="Kepala Dinas", kind=Post.Kind.JPT)
    below.superior = Post(unit=office.unit, title="Wali Kota", kind=Post.Kind.OFFICIAL)
    with pytest.raises(ValueError, match="superior"):
        update(below, ["superior"])


@pytest.mark.parametrize("count", [1, 2])
def test_a_row_whose_parent_has_no_key_is_refused(office, count):
    """Else a column that may be empty would lose whom it names."""
    unsaved = User(username="nobody")
    with pytest.raises(ValueError, match="agreed_by"):
        insert([Plan(cycle=office.cycle, employee=office.stranger, agreed_by=unsaved) for _ in range(count)])


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"to_id": 999_999_999}, IntegrityError),
        ({"kind": None}, IntegrityError),
        ({"created_at": None}, IntegrityError),
        ({"facts": {"day": DAY}}, TypeError),
    ],
)
def test_what_the_database_refuses_is_refused(office, count, changed, error):
    facts = {"to_id": office.hr.pk, "kind": "info", "about": "x", "subject": "y", "created_at": NOW} | changed
    with pytest.raises(error), transaction.atomic():
        insert_and_check([Notice(**facts, read_at=NOW + n * DAY) for n in range(count)])
    assert not Notice.objects.filter(about="x").exists()


def insert_and_check(rows):
    insert(rows)
    connection.check_constraints()


@pytest.mark.parametrize("count", [1, 2])
def test_a_text_too_long_is_refused_and_not_cut(office, count):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite takes any length")
    with pytest.raises(DataError), transaction.atomic():
        insert([Notice(to=office.hr, kind="info", about="x" * 81 + str(n), created_at=NOW) for n in range(count)])


def test_a_file_is_kept_and_its_path_stored(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run = ImportRun(file=ContentFile(b"nip\n", name="a.csv"), file_name="a.csv", checked_at=NOW, checked_by=office.hr)
    insert([run])
    stored = ImportRun.objects.get(pk=run.pk).file
    assert stored.name.startswith("imports/a")
    assert stored.read() == b"nip\n"
    stored.close()


def test_no_signal_and_no_save(office):
    def told(**kwargs):
        raise AssertionError("a signal")

    models.signals.post_save.connect(told, sender=Appraisal)
    try:
        insert([office.unsaved(office.stranger)])
    finally:
        models.signals.post_save.disconnect(told, sender=Appraisal)


def test_keys_that_were_reserved_are_kept(db):
    above, below = insert([Unit(pk=7001, code="a", name="A"), Unit(pk=7002, code="b", name="B", parent_id=7001)])
    assert (above.pk, below.pk) == (7001, 7002)
    assert Unit.objects.get(code="b").parent == Unit.objects.get(code="a")


def alike(office):
    """Rows that share all that is odd."""
    said = {"kind": "info", "about": ODD[4], "subject": ODD[0], "facts": FACTS[0], "created_at": NOW}
    return [Notice(to=office.hr, **said) for _ in range(2)]


@pytest.mark.parametrize("some", [notices, results, alike])
def test_the_documents_are_those_of_the_rows_once_stored(office, some):
    rows = some(office)
    model, columns = type(rows[0]), columns_of(rows)
    keys = columns.insert()
    stored = model._base_manager.in_bulk(keys)
    for key, document in zip(keys, columns.documents(keys), strict=True):
        assert document == canonical(stored_columns(stored[key]))


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("facts", [{"a": 0.1}, {"A": 1}, {"a": [2**53]}, {"a": ("b",)}])
def test_what_is_not_canonical_has_no_document(office, facts, count):
    rows = [Notice(to=office.hr, kind="info", about="a", subject=f"{n}", created_at=NOW) for n in range(count)]
    rows[-1].facts = facts
    with pytest.raises(ValueError, match="Not canonical"):
        columns_of(rows).documents(range(count))


def columns_of(rows):
    names = [field.attname for field in rows[0]._meta.concrete_fields if not field.primary_key]
    return Columns(type(rows[0]), {name: [getattr(row, name) for row in rows] for name in names})


# --- rows that are there ---


def test_many_rows_change_each_to_its_own(office):
    kept = [
        insert([Notice(to=office.hr, kind="info", about="a", subject=f"s{n}", created_at=NOW)])[0] for n in range(6)
    ]
    other = insert([Notice(to=office.hr, kind="info", about="a", subject="other", created_at=NOW)])[0]
    for notice, like in zip(kept, notices(office), strict=True):
        notice.about, notice.facts, notice.read_at, notice.to = like.about, like.facts, like.read_at, office.employee
        notice.subject = "not among the names"
    with statements() as found:
        update_all(kept, ["about", "facts", "read_at", "to"])
    assert len(found) == 1
    stored = Notice.objects.in_bulk([notice.pk for notice in kept])
    for n, notice in enumerate(kept):
        told = stored[notice.pk]
        expected = (notice.about, notice.facts, notice.read_at, office.employee.pk, f"s{n}")
        assert (told.about, told.facts, told.read_at, told.to_id, told.subject) == expected
    other.refresh_from_db()
    assert (other.about, other.to) == ("a", office.hr)


def test_rows_that_change_to_the_same_are_sent_it_once(office):
    kept = insert([Notice(to=office.hr, kind="info", about="a", subject=f"s{n}", created_at=NOW) for n in range(40)])
    at = NOW + DAY
    for notice in kept:
        notice.read_at = at
    with statements() as found:
        update_all(kept, ["read_at"])
    assert Notice.objects.filter(read_at=at).count() == 40
    [statement] = found
    assert statement.count("2026-") == 1


def test_a_row_that_is_gone_is_no_silence(office):
    kept = insert([Notice(to=office.hr, kind="info", about="a", subject=f"s{n}", created_at=NOW) for n in range(3)])
    Notice.objects.filter(pk=kept[1].pk).delete()
    with pytest.raises(DatabaseError, match="only 2"):
        update_all(kept, ["about"])
    update_all([], ["about"])
