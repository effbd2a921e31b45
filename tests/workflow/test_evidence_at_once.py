"""Files from several windows at one moment: the lock decides, and nothing is there twice."""

import io

import pytest

from appraisal.models import Evidence
from tests import filed
from tests.agreement import agree
from tests.office import DAY, NOW, Office
from workflow import beside
from workflow.steps import take_step

from .together import person, statuses, together
from .walking import walk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # Python 3.12 and later
]
MANY = 8


def attach(appraisal_id, content, by):
    file = {"file": io.BytesIO(content), "name": "bukti.pdf"}
    return beside.attach(appraisal_id, **file, by=person(by), at=NOW).pk


def send(step_id, by):
    data = {"results": [], "behaviours": [], "statement": ""}
    return take_step(step_id, outcome="submit", data=data, by=person(by), at=NOW)


def withdraw(appraisal_id, evidence_id, by):
    return beside.withdraw_evidence(appraisal_id, evidence_id, reason="Salah.", by=person(by), at=NOW)


def examine(appraisal_id, evidence_id, is_accepted, by):
    told = {"is_accepted": is_accepted, "reason": "Tidak terbaca."}
    return beside.examine(appraisal_id, evidence_id, **told, by=person(by), at=NOW + DAY)


def test_the_same_bytes_get_in_once():
    office = Office()
    answers = together(*[(attach, office.appraisal.pk, filed.pdf(), office.employee.pk)] * MANY)
    assert statuses(answers) == [200] + [400] * (MANY - 1)
    assert Evidence.objects.count() == 1
    assert office.events().count("evidence_attached") == 1
    agree(office.appraisal)


def test_the_last_place_is_taken_once():
    office = Office(evidence={"files": 3})
    for n in range(2):
        attach(office.appraisal.pk, filed.pdf(f"ada {n}"), office.employee.pk)
    jobs = [(attach, office.appraisal.pk, filed.pdf(f"baru {n}"), office.employee.pk) for n in range(MANY)]
    assert statuses(together(*jobs)) == [200] + [400] * (MANY - 1)
    assert Evidence.objects.count() == 3


def test_it_is_withdrawn_once():
    office = Office()
    pk = attach(office.appraisal.pk, filed.pdf(), office.employee.pk)
    answers = together(*[(withdraw, office.appraisal.pk, pk, office.employee.pk)] * MANY)
    assert statuses(answers) == [200] + [409] * (MANY - 1)
    assert office.events().count("evidence_withdrawn") == 1


def test_a_file_and_the_end_of_the_turn_meet():
    """Either it is in what was sent, or it is refused; never something between."""
    office = Office()
    jobs = [(attach, office.appraisal.pk, filed.pdf(str(n)), office.employee.pk) for n in range(MANY)]
    answers = together(*jobs, (send, office.step().pk, office.employee.pk))
    added = sum(type(answer) is int for answer in answers[:-1])
    assert statuses(answers) == [200] * (added + 1) + [409] * (MANY - added)
    assert Evidence.objects.count() == added
    assert Evidence.objects.visible_to(office.supervisor).count() == added
    names = office.events()
    assert names.index("self_assessed") == len(names) - 1


def test_one_of_two_judgements_comes_after_the_other():
    office = Office()
    pk = attach(office.appraisal.pk, filed.pdf(), office.employee.pk)
    walk(office, "0 submit supervisor_review")
    jobs = [(examine, office.appraisal.pk, pk, True, office.supervisor.pk)] * MANY
    assert statuses(together(*jobs)) == [200] + [409] * (MANY - 1)
