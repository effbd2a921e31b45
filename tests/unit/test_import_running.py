"""The appraisals that an import names and leaves alone, and what keeps it from being undone."""

from datetime import timedelta

import pytest

from appraisal.models import Appraisal
from appraisal.selectors.running import running_appraisals
from organization import importing
from tests.counting import statements
from tests.office import NOW, Office
from workflow.models import Launch

pytestmark = pytest.mark.django_db


def test_only_appraisals_under_way_of_the_people_asked_for():
    office = Office()
    with statements() as used:
        (found,) = importing.running_appraisals_of([office.employee.pk, office.supervisor.pk])
    assert (found.user_id, found.url) == (office.employee.pk, f"/appraisals/{office.appraisal.pk}/")
    assert found.text == f"{office.cycle.name}: Penilaian mandiri"
    assert len(used) == 1
    assert running_appraisals([office.supervisor.pk]) == []


def test_nobody_asked_for_needs_no_statement():
    with statements() as used:
        assert importing.running_appraisals_of([]) == []
    assert not used


@pytest.mark.parametrize("stage", ["cancelled", "final"])
def test_what_is_over_does_not_run(stage):
    office = Office()
    Appraisal.objects.filter(pk=office.appraisal.pk).update(stage=stage)
    assert running_appraisals([office.employee.pk]) == []


def touched(office, **facts):
    given = {
        "since": NOW - timedelta(hours=1),
        "users": frozenset(),
        "new_users": frozenset(),
        "new_units": frozenset(),
    }
    return [found.text for found in importing.built_on(importing.Built(**given | facts))]


def test_what_was_begun_since_an_import_stands_on_it():
    office = Office()
    people = {"users": frozenset([office.employee.pk])}
    assert touched(office, **people) == [f"{office.cycle.name}: {office.employee.name}"]
    assert touched(office, since=NOW + timedelta(hours=1), **people) == []
    assert touched(office, users=frozenset([office.supervisor.pk])) == []  # he was rated by nobody else before


def test_whoever_an_import_made_may_take_part_in_nothing():
    office = Office()
    for person in (office.supervisor, office.second_level):
        assert f"{office.cycle.name}: {office.employee.name}" in touched(office, new_users=frozenset([person.pk]))
    assert touched(office, new_users=frozenset([office.members[1].pk])) == [f"Anggota {office.committee.name}"]
    office.committee.unit = office.unit
    office.committee.save()
    assert touched(office, new_units=frozenset([office.unit.pk])) == [office.committee.name]


def test_what_was_cancelled_stands_on_nothing():
    office = Office()
    Appraisal.objects.filter(pk=office.appraisal.pk).update(stage="cancelled")
    assert touched(office, users=frozenset([office.employee.pk])) == []


def test_while_a_cycle_is_opened_nobody_undoes():
    office = Office()
    launch = Launch.objects.create(cycle=office.cycle, by=office.hr, asked_at=NOW)
    assert touched(office) == [f"Pembukaan {office.cycle.name} sedang berjalan"]
    Launch.objects.filter(pk=launch.pk).update(state="done")
    assert touched(office) == []


def test_it_is_asked_in_a_fixed_number_of_statements():
    office = Office()
    with statements() as used:
        touched(office, users=frozenset([office.employee.pk]))
    assert len(used) == 5
