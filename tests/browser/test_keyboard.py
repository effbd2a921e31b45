"""Without a mouse: the way past the menu, focus that is seen, an order that follows the page, dialogs that close."""

import pytest

from tests.browser.places import Place, Scene

OUTLINED = """() => {
  const node = document.activeElement;
  if (node.type === 'date') return true; // the browser rings its day, month and year by itself
  for (let part = node; part && part !== document.body; part = part.parentElement) {
    const style = getComputedStyle(part);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""
PLACE = "() => { const box = document.activeElement.getBoundingClientRect(); return [box.top + scrollY, box.left] }"


@pytest.fixture
def scene(demo):
    return Scene()


@pytest.fixture
def stand(page, sign_in):
    def stand(place):
        sign_in(page, place.who) if place.who else page.context.clear_cookies()
        page.set_viewport_size({"width": 1440, "height": 900})
        assert page.goto(place.path).status == 200
        return page

    return stand


def busy(scene):
    step = scene.step("self_assessment")
    return [
        Place("login", None),
        Place("home", scene.employee),
        Place("inbox", scene.supervisor),
        Place("step", step.owner, (step.pk,)),
        Place("cycle_new", scene.hr),
    ]


def test_the_first_stop_leads_past_the_menu(scene, stand):
    for place in busy(scene):
        page = stand(place)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip", place
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0  # it shows itself
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), place


def test_every_stop_is_seen(scene, stand):
    for place in busy(scene):
        page = stand(place)
        for _stop in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            assert page.evaluate(OUTLINED), (place, page.evaluate("document.activeElement.outerHTML")[:200])


def test_stops_follow_the_page(scene, stand):
    """Within a form: from top to bottom, in a row from left to right; never back up."""
    step = scene.step("self_assessment")
    page = stand(Place("step", step.owner, (step.pk,)))
    page.locator("input[id^=actual-]").first.focus()
    before = page.evaluate(PLACE)
    for _stop in range(15):
        page.keyboard.press("Tab")
        if not page.evaluate("document.querySelector('main form').contains(document.activeElement)"):
            break
        now = page.evaluate(PLACE)
        assert now[0] > before[0] - 60, page.evaluate("document.activeElement.outerHTML")[:200]
        before = now


def test_escape_closes_what_was_opened(scene, stand):
    page = stand(Place("inbox", scene.supervisor))
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    more = page.locator(".tabs details")
    more.locator("summary").press("Enter")
    assert more.locator(".more-menu").is_visible()
    page.keyboard.press("Escape")
    assert not more.locator(".more-menu").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_everything_to_press_is_large_enough(scene, stand):
    """24 px each way (WCAG 2.5.8), links in sentences excepted; a control that is stretched counts as its row."""
    small = """() => [...document.querySelectorAll('main :is(button, input:not([type=hidden]), select, textarea, summary, a.btn)')]
      .filter(node => node.offsetParent !== null)
      .map(node => [node, (node.closest('label') ?? node).getBoundingClientRect()])
      .filter(([, box]) => box.height < 24 || box.width < 24)
      .map(([node]) => node.outerHTML.slice(0, 120))"""
    for place in busy(scene):
        page = stand(place)
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(small) == [], place
