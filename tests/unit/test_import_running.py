"""The appraisals that an import names and leaves alone."""

import pytest

from appraisal.models import Appraisal
from appraisal.selectors.running import running_appraisals
from organization import importing
from tests.counting import statements
from tests.office import Office

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
