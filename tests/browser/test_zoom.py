"""At 400 % a page is 320 × 256: whatever has the focus must be in sight, not under a bar that stays (WCAG 2.4.11)."""

import pytest

from tests.browser.places import Place, Scene

ZOOMED = {"width": 320, "height": 256}
MOST = 150  # stops on one page
HIDDEN = """() => {
  const node = document.activeElement;
  const own = node.closest('label') ?? node.labels?.[0] ?? node;  // a control that is drawn by its label
  const boxes = [...node.getClientRects(), ...(own === node ? [] : own.getClientRects())];
  const seen = boxes.filter(box => box.width > 2 && box.height > 2);
  if (seen.length === 0) return 'is drawn nowhere';
  const covers = [];
  for (const box of seen) {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) { covers.push('is outside the window'); continue; }
    for (const share of [0.1, 0.5, 0.9]) {
      const hit = document.elementFromPoint((left + right) / 2, top + (bottom - top) * share);
      const isOwn = hit && (own.contains(hit) || node.contains(hit) || hit.contains(node));
      covers.push(isOwn ? '' : `is under ${hit?.outerHTML.slice(0, 80)}`);
    }
  }
  return covers.find(Boolean) ?? '';
}"""


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
        found += [f"{place}: {fault}" for fault in faults_of_stops(page)]
    assert found == []


def faults_of_stops(page):
    """Forth and back, because what is scrolled to from below meets the bar above, and the other way round."""
    for key in ("Tab", "Shift+Tab"):
        for _stop in range(MOST):
            page.keyboard.press(key)
            if page.evaluate("document.activeElement === document.body"):
                break
            if fault := page.evaluate(HIDDEN):
                yield f"{page.evaluate('document.activeElement.outerHTML')[:120]} {fault} ({key})"
