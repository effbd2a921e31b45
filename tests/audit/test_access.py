"""The access journal: one line an hour, never changed, sealed so that whatever is taken from it shows."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from audit.access import inspections
from audit.access.batches import findings, seal_looks
from audit.access.looking import look, look_at_many
from audit.models import Access, AccessBatch, BatchedAccess, Entry, Inspection
from organization.models import User
from tests.counting import statements
from tests.flushing.guards import lifted
from tests.office import DAY, NOW

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def people(db):
    return User.objects.bulk_create([User(username=f"p{n}", name=f"Orang {n}") for n in range(6)])


@pytest.fixture
def inspector(db):
    return User.objects.create(username="togar", name="Togar", roles=["inspector"])


def looked(viewer, person, *, at=NOW, stream="appraisal:1", **facts):
    kind = facts.pop("kind", Access.Kind.CONTENT)
    look(viewer=viewer, at=at, kind=kind, stream=stream, person=person and person.pk, **facts)


# --- one insert ---


def test_a_look_is_one_insert_and_one_line_an_hour(people):
    a, b = people[:2]
    with statements() as made:
        looked(a, b, part="supervisor")
    assert len(made) == 1
    assert made[0].startswith("INSERT")
    looked(a, b, at=NOW + 59 * MINUTE)
    assert Access.objects.count() == 1
    looked(a, b, at=NOW + HOUR)
    assert Access.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [{"kind": Access.Kind.PRINT}, {"purpose": "Aduan 12/2026"}, {"stream": "appraisal:2"}],
)
def test_another_thing_kind_or_purpose_is_another_line(people, other):
    a, b = people[:2]
    looked(a, b)
    looked(a, b, **other)
    looked(people[2], b)
    assert Access.objects.count() == 3


def test_what_concerns_oneself_is_no_look(people):
    with statements() as made:
        looked(people[0], people[0])
    assert made == []
    looked(people[0], None, stream="log", kind=Access.Kind.LOG)
    assert Access.objects.count() == 1


def test_a_list_of_many_is_one_insert(people):
    viewer, *others = people
    with statements() as made:
        subjects = [(f"user:{one.pk}", one.pk) for one in people]
        look_at_many(subjects, viewer=viewer, at=NOW, kind=Access.Kind.EXPORT)
    assert len(made) == 1
    assert set(Access.objects.values_list("person", flat=True)) == {one.pk for one in others}


def test_a_look_under_a_wrong_clock_keeps_no_other_from_its_batch(people):
    """A day ahead, put right, and sealing went on: nobody can put right what was not sealed."""
    a, b = people[:2]
    looked(a, b)
    seal_looks(NOW)
    looked(a, b, at=NOW + 2 * DAY)
    assert seal_looks(NOW + 2 * DAY) == 1
    for hours in range(1, 30, 7):
        looked(a, b, at=NOW + hours * HOUR)
        assert seal_looks(NOW + hours * HOUR) == 1
    assert list(findings(NOW + 5 * DAY)) == []


# --- nobody changes it ---


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_access SET purpose = 'x'",
        "UPDATE audit_access SET deferred_until = NULL",
        "DELETE FROM audit_access",
        "UPDATE audit_batchedaccess SET batch_id = batch_id",
        "DELETE FROM audit_batchedaccess",
        "DELETE FROM audit_accessbatch",
    ],
)
def test_the_database_refuses_to_change_it(people, attack):
    looked(*people[:2])
    seal_looks(NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert Access.objects.get().batched.batch == AccessBatch.objects.get()


def test_nobody_replaces_a_line_by_another(people):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is of SQLite")
    looked(*people[:2])
    kept = Access.objects.values().get()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO audit_access (viewer_id, person_id, stream, kind, part, capacity, purpose, at, hour)"
            " SELECT viewer_id, person_id, stream, kind, 'hr', capacity, purpose, at, hour FROM audit_access"
        )
        cursor.execute("INSERT OR REPLACE INTO audit_access SELECT * FROM audit_access")
    assert Access.objects.values().get() == kept


# --- batches ---


@pytest.fixture
def batch(people):
    for n, viewer in enumerate(people[1:]):
        looked(viewer, people[0], at=NOW + n * MINUTE, purpose=f"Tujuan {n}")
    assert seal_looks(NOW) == 5
    return AccessBatch.objects.get()


def test_looks_are_sealed_once(people, batch):
    entry = batch.entry
    assert (entry.stream, entry.n, entry.event) == ("book:access", 0, "access.batch")
    assert str(entry.actor) == "00000000-0000-0000-0000-000000000000"
    assert seal_looks(NOW) == 0
    looked(people[1], people[0], at=NOW + 3 * HOUR)
    assert seal_looks(NOW) == 1
    assert Entry.objects.filter(stream="book:access").count() == 2
    assert list(findings(NOW + 99 * DAY)) == []


def test_a_batch_has_a_limit_and_the_rest_waits(people):
    for n in range(5):
        looked(people[0], people[1], stream=f"appraisal:{n}")
    assert [seal_looks(NOW, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert list(findings(NOW)) == []


def test_what_commits_late_is_sealed_by_the_next_batch(people):
    """A transaction that took its id before the others and ended after them."""
    for n in range(3):
        looked(people[0], people[1], stream=f"appraisal:{n}")
    late = Access.objects.order_by("pk").first()
    with transaction.atomic(), lifted():
        Access.objects.filter(pk=late.pk).delete()
    assert seal_looks(NOW) == 2
    late.save(force_insert=True)
    assert seal_looks(NOW) == 1
    assert list(findings(NOW)) == []


TAMPERED = {
    "purpose": {"purpose": "lain"},
    "viewer": {"viewer": 0},
    "person": {"person": None},
    "at": {"at": NOW - DAY},
    "kind": {"kind": "log"},
    "part": {"part": "hr"},
    "capacity": {"capacity": "plh"},
    "stream": {"stream": "appraisal:9"},
    "on_behalf_of": {"on_behalf_of": 0},
    "deferred_until": {"deferred_until": NOW},
    "hour": {"hour": 7},
}


def test_every_column_is_protected():
    columns = {field.name for field in Access._meta.concrete_fields} - {"id", "inspection"}
    assert columns == set(TAMPERED), "A new column needs a row above."


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("column", TAMPERED)
def test_a_changed_look_shows(batch, column, place):
    row = Access.objects.order_by("pk")[place]
    with transaction.atomic(), lifted():
        Access.objects.filter(pk=row.pk).update(**TAMPERED[column])
    [finding] = findings(NOW)
    assert "was changed" in finding


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_look_taken_away_shows(batch, place):
    row = Access.objects.order_by("pk")[place]
    with transaction.atomic(), lifted():
        BatchedAccess.objects.filter(access=row).delete()
        Access.objects.filter(pk=row.pk).delete()
    [finding] = findings(NOW)
    assert "has 4 rows and not 5" in finding


def test_a_look_put_in_shows(people, batch):
    looked(people[2], people[1], at=NOW + 9 * MINUTE)
    with transaction.atomic():
        BatchedAccess.objects.create(access=Access.objects.latest("pk"), batch=batch)
    assert "has 6 rows and not 5" in next(findings(NOW))


def test_a_batch_that_lost_its_list_shows(batch):
    with transaction.atomic(), lifted():
        BatchedAccess.objects.all().delete()
        AccessBatch.objects.all().delete()
    found = list(findings(NOW + 3 * DAY))
    assert len(found) == 2
    assert "has lost its rows" in found[0]
    assert "are in no batch" in found[1]


def test_a_look_written_into_the_past_shows(people, batch):
    looked(people[2], people[1], at=NOW - 30 * DAY)
    seal_looks(NOW)
    assert "are in no batch" in list(findings(NOW))[-1]


# --- who sees it ---


def seen(user, at=NOW):
    return list(Access.objects.visible_to(user, at=at).order_by("pk").values_list("purpose", flat=True))


def test_the_person_sees_who_looked_and_nobody_else_does(people, inspector):
    a, b, c = people[:3]
    looked(a, b, purpose="x")
    looked(a, None, stream="log", purpose="y")
    assert seen(b) == ["x"]
    assert seen(a) == seen(c) == []
    assert seen(inspector) == ["x", "y"]


def test_an_inspection_defers_what_the_person_is_told_and_no_longer_than_ninety_days(people, inspector):
    a = people[0]
    with transaction.atomic():
        inspection = inspections.begin(inspector=inspector, purpose="Pemeriksaan 700/1", at=NOW)
    looked(inspector, a, purpose="Pemeriksaan 700/1", inspection=inspection, at=NOW + 80 * DAY)
    assert seen(a, NOW + 90 * DAY - MINUTE) == []
    assert seen(a, NOW + 90 * DAY) == ["Pemeriksaan 700/1"]


def test_whoever_closes_an_inspection_ends_the_deferral(people, inspector):
    a = people[0]
    with transaction.atomic():
        inspection = inspections.begin(inspector=inspector, purpose="Pemeriksaan 700/1", at=NOW)
    looked(inspector, a, inspection=inspection)
    with transaction.atomic():
        assert inspections.close(inspection.pk, by=inspector, at=NOW + DAY)
        assert inspections.close(inspection.pk, by=inspector, at=NOW + DAY) is None
    assert len(seen(a, NOW + DAY)) == 1
    events = Entry.objects.filter(stream=f"inspection:{inspection.pk}").order_by("n")
    assert list(events.values_list("event", flat=True)) == ["inspection.opened", "inspection.closed"]


def test_a_colleague_inspected_in_secret_does_not_see_it_either(people, inspector):
    other = User.objects.create(username="sari", name="Sari", roles=["inspector"])
    with transaction.atomic():
        inspection = inspections.begin(inspector=inspector, purpose="Pemeriksaan 700/1", at=NOW)
    looked(inspector, other, inspection=inspection, purpose="rahasia")
    assert seen(other) == []
    assert seen(inspector) == ["rahasia"]
    assert seen(other, NOW + 91 * DAY) == ["rahasia"]


@pytest.mark.parametrize("end", ["closed", "lapsed"])
def test_an_inspection_that_is_over_does_not_begin_again(inspector, end):
    with transaction.atomic():
        first = inspections.begin(inspector=inspector, purpose="Pemeriksaan 700/1", at=NOW)
        assert inspections.begin(inspector=inspector, purpose="Pemeriksaan 700/1", at=NOW + DAY) == first
        if end == "closed":
            inspections.close(first.pk, by=inspector, at=NOW + DAY)
    later = NOW + (2 * DAY if end == "closed" else 90 * DAY)
    with transaction.atomic(), pytest.raises(inspections.Over):
        inspections.begin(inspector=inspector, purpose="Pemeriksaan 700/1", at=later)
    assert Inspection.objects.count() == 1
