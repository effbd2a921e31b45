"""At 400 % a page is 320 × 256: whatever has the focus must be in sight, not under a bar that stays (WCAG 2.4.11)."""

import pytest

from tests.browser.places import Place, Scene
from tests.browser.stops import Walk

ZOOMED = {"width": 320, "height": 256}


@pytest.fixture
def scene(demo):
    return Scene()


def busy(scene):
    """Those with a bar that stays, with a long form, with a long list."""
    review, vote = scene.step("supervisor_review"), scene.step("committee_vote")
    sitting = scene.open_meeting
    final = scene.at_stage("final")
    return [
        Place("login", None),
        Place("home", scene.employee),
        Place("inbox", scene.supervisor),
        Place("inbox", vote.owner, query=f"?preview={vote.pk}"),
        Place("step", review.owner, (review.pk,)),
        Place("appraisal", final.employee, (final.pk,)),
        Place("meeting", sitting.committee.chair, (sitting.committee_id, sitting.number)),
        Place("cycle_cockpit", scene.hr, (scene.open.slug,)),
        Place("calibration_unit", scene.hr, (scene.open.slug, scene.rated_unit.unit_id)),
        Place("log", scene.people["inspector"]),
    ]


@pytest.mark.timeout(600)
def test_no_bar_covers_what_has_the_focus(scene, page, sign_in):
    found = []
    for place in busy(scene):
        sign_in(page, place.who) if place.who else page.context.clear_cookies()
        page.set_viewport_size(ZOOMED)
        assert page.goto(place.path).status == 200
        walk = Walk(page)  # forth and back, for what is scrolled to from below meets the bar above
        found += [f"{place}: {fault}" for fault in [*walk.using(), *walk.back(), *walk.forth()]]
    assert found == []
