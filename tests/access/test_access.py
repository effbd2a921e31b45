"""Every address × every role."""

import pytest
from django.urls import get_resolver, reverse

from config import worker
from tests.access.matrix import ROLES, TABLE, people, scene
from tests.journeys.test_hr_access import PAGES
from tests.office import NOW, Office


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.bring_to("objection_decision")
    worker.beat(NOW)
    return office


def names(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern)
        else:
            yield pattern.name


def test_every_address_has_its_row():
    known = {*TABLE, *PAGES}  # PAGES: those of HR and of plans, tested with their own scene
    assert set(names(get_resolver())) == known


@pytest.mark.parametrize("role", ROLES)
def test_who_may_look_at_what(client, office, role):
    if who := people(office)[role]:
        client.force_login(who)
    found = {name: client.get(reverse(name, kwargs=wanted)).status_code for name, wanted in scene(office).items()}
    assert found == {name: TABLE[name][role] for name in found}


@pytest.mark.parametrize("role", ["member", "colleague"])
def test_nothing_of_a_case_out_of_sight_can_be_posted_to(client, office, role):
    client.force_login(people(office)[role])
    body = {"outcome": "dismiss", "data": {"reason": "x"}}
    of_the_case = [name for name in scene(office) if name.startswith(("step", "appraisal-", "case", "api-complete"))]
    for name in of_the_case:
        answer = client.post(reverse(name, kwargs=scene(office)[name]), body, content_type="application/json")
        assert answer.status_code in (404, 405), name
