"""The bar over the inbox: what is possible for all that are ticked, and in words why the rest is not."""

import pytest

from tests.browser.places import Scene

IS_CLEAR = """() => {
  const row = document.activeElement.getBoundingClientRect(), bar = document.querySelector(".bulkbar").getBoundingClientRect();
  return row.bottom <= bar.top || row.top >= bar.bottom;
}"""
SHOWN = ("endorse", "claim", "release", "snooze")


@pytest.fixture
def inbox(demo, page, sign_in):
    """The mixed inbox of a member who shares his tasks."""
    sign_in(page, Scene().sharing)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/inbox/?view=all")
    return page


def boxes(page, kind):
    return page.locator(".task", has_text=kind).locator("input[name=id]")


def possible(page):
    return {name for name in SHOWN if page.locator(f"[data-act={name}]").get_attribute("aria-disabled") == "false"}


def reasons(page, name):
    """The sentences that the button is described by, each of which is seen."""
    ids = (page.locator(f"[data-act={name}]").get_attribute("aria-describedby") or "").split()
    assert all(page.locator(f"#{one}").is_visible() for one in ids)
    return [page.locator(f"#{one}").inner_text() for one in ids]


def test_only_what_fits_all_that_are_ticked_is_possible_and_the_rest_says_why(inbox):
    assert possible(inbox) == set(SHOWN)  # nothing is ticked
    vote, review = boxes(inbox, "Suara").first, boxes(inbox, "Nilai kinerja").first
    vote.check()
    assert "endorse" in possible(inbox)
    assert reasons(inbox, "release") == ["Lepaskan: Tidak sedang Anda pegang. (1)"]
    review.check()
    assert "endorse" not in possible(inbox)
    assert reasons(inbox, "endorse") == ["Sahkan bersama: Bukan suara komite. (1)"]
    for box in boxes(inbox, "Nilai kinerja").all():
        box.check()
    assert reasons(inbox, "endorse") == ["Sahkan bersama: Bukan suara komite. (3)"]
    assert len(reasons(inbox, "claim")) == 1  # one of two is at hand: a list of all would hide the rows
    for box in inbox.locator(".task input[name=id]").all():
        box.uncheck()
    assert possible(inbox) == set(SHOWN)
    assert inbox.locator("[data-reason]:visible").count() == 0


def test_pressing_what_is_not_possible_stays_and_loses_nothing(inbox):
    boxes(inbox, "Nilai kinerja").first.check()
    inbox.locator("[data-act=endorse]").click(force=True)
    inbox.locator("[data-act=endorse]").press("Enter")
    assert inbox.url.endswith("/inbox/?view=all")
    assert inbox.locator("[data-chosen]").inner_text() == "1"


def test_by_keyboard_alone(inbox):
    """j and x walk and tick, Shift and x a range, space at the box; the focus stays where it was."""
    keys = inbox.keyboard
    keys.press("j")
    keys.press("x")
    at = inbox.evaluate("document.activeElement.id")
    assert at.startswith("t")
    keys.press("j")
    keys.press("j")
    keys.press("Shift+X")
    assert inbox.locator("[data-chosen]").inner_text() == "3"
    assert inbox.evaluate("document.activeElement.closest('.task') !== null")
    keys.press("Shift+Tab")
    keys.press("Space")
    assert inbox.locator("[data-chosen]").inner_text() == "2"
    assert inbox.evaluate("document.activeElement.name") == "id"
    for _stop in range(60):
        keys.press("Shift+Tab")
        if inbox.evaluate("document.activeElement.dataset.act === 'snooze'"):
            break
    with inbox.expect_navigation():
        keys.press("Enter")
    assert inbox.locator("h1").inner_text() == "Periksa sebelum menunda"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_bar_hides_no_row_that_one_walks_to(inbox, width, height):
    """WCAG 2.4.11: over the list on a desk, above the tabs on a phone."""
    inbox.set_viewport_size({"width": width, "height": height})
    for box in inbox.locator(".task input[name=id]").all():
        box.check()
    count = inbox.locator(".task").count()
    for key in ("j" * count, "k" * count):
        for one in key:
            inbox.keyboard.press(one)
            assert inbox.evaluate(IS_CLEAR), inbox.evaluate("document.activeElement.textContent")


def test_coming_back_finds_the_bar_as_the_ticks_are(inbox):
    boxes(inbox, "Nilai kinerja").first.check()
    inbox.reload()  # the browser may keep what was ticked
    ticked = inbox.locator(".task input[name=id]:checked").count()
    assert inbox.locator("[data-chosen]").inner_text() == str(ticked)
    assert ("endorse" in possible(inbox)) == (ticked == 0)


def test_without_a_script_every_button_leads_to_the_page_that_separates(demo, browser, browser_context_args, sign_in):
    context = browser.new_context(**browser_context_args | {"java_script_enabled": False})
    page = sign_in(context.new_page(), Scene().sharing)
    page.goto("/inbox/?view=all")
    for kind in ("Suara", "Nilai kinerja"):
        boxes(page, kind).first.check()
    page.locator("[data-act=endorse]").click()
    assert "Bukan suara komite." in page.locator("main").inner_text()
    page.locator("button[name=confirm]").click()
    assert "/results/" in page.url
    context.close()
