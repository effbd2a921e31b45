"""Without a mouse: the way past the menu, keys of their own, dialogs that close, and targets that are large enough."""

import pytest

from tests.browser.places import Place, Scene


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
      .filter(node => !node.matches('[aria-hidden=true]'))  // the button that Enter presses
      .filter(node => node.offsetParent !== null)
      .map(node => [node, (node.closest('label') ?? node).getBoundingClientRect()])
      .filter(([, box]) => box.height < 24 || box.width < 24)
      .map(([node]) => node.outerHTML.slice(0, 120))"""
    for place in busy(scene):
        page = stand(place)
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(small) == [], place


def test_keys_of_the_inbox_wait_for_who_wants_them(scene, stand):
    """`j` goes on, `x` ticks; neither while one types, and not at all once they are switched off (WCAG 2.1.4)."""
    page = stand(Place("inbox", scene.people["committee-1"]))
    keys, focus = page.keyboard, "document.activeElement.id"
    keys.press("j")
    first = page.evaluate(focus)
    assert first.startswith("t")
    keys.press("x")
    assert page.locator("[data-chosen]").inner_text() == "1"
    keys.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    keys.type("jx?/")
    assert page.evaluate("document.activeElement.value") == "jx?/"
    assert not page.get_by_role("dialog").is_visible()
    keys.press("Control+a")
    keys.press("Delete")
    page = stand(Place("inbox", scene.people["committee-1"]))
    keys.press("?")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    while not page.evaluate("document.activeElement.matches('[data-shortcuts-choice]')"):
        keys.press("Tab")
    keys.press("Space")
    keys.press("Escape")
    for key in ("j", "x", "/"):
        keys.press(key)
    assert not page.evaluate(focus)
    assert page.locator("[data-chosen]").inner_text() == "0"


def test_the_help_gives_the_focus_back(scene, stand):
    page = stand(Place("inbox", scene.supervisor))
    while not page.evaluate("document.activeElement.matches('[data-shortcuts-open]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('[data-shortcuts-open]')")
