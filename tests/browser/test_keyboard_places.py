"""Every place by keyboard alone: each stop once, in order, ringed and in sight, there and back; each answers to its key."""

import pytest

from tests.browser import places
from tests.browser.places import ROUNDS, Scene
from tests.browser.stops import Walk

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def scene(demo):
    return Scene()


@pytest.fixture
def faults_of(page, sign_in):
    """Walk a place on a phone, using what it meets, and then, with all unfolded, on a desk."""
    standing = []

    def faults_of(place):
        if place.who is None:
            page.context.clear_cookies()
        elif standing[-1:] != [place.who]:
            sign_in(page, place.who)
        standing.append(place.who)
        page.set_viewport_size(PHONE)
        assert page.goto(place.path).status == place.status
        walk = Walk(page)
        found = [f"phone: {fault}" for fault in [*walk.using(), *walk.back()]]
        page.set_viewport_size(DESK)
        found += [f"desk: {fault}" for fault in [*walk.forth(), *walk.back()]]
        return [f"{place}, {fault}" for fault in found]

    return faults_of


@pytest.mark.timeout(600)
def test_pages_before_sign_in(demo, faults_of):
    assert [fault for place in places.of_guests() for fault in faults_of(place)] == []


@pytest.mark.timeout(900)
@pytest.mark.parametrize("which", ROUNDS)
def test_pages_of(scene, faults_of, which):
    assert [fault for place in ROUNDS[which](scene) for fault in faults_of(place)] == []
