"""axe finds nothing on any page, on a desk, on a phone and at 400 %; none scrolls sideways; the busiest in the dark too."""

import pytest

from tests.browser import places
from tests.browser.places import NO_PAGES, ROUNDS, STEPS, Place, Scene
from workflow.desk.acts import ACTS
from workflow.models import Step

DESK, PHONE, ZOOMED = (1440, 900), (390, 844), (320, 256)  # the last is 1280 x 1024 at 400 % (WCAG 1.4.10)
OTHER_ROOMS = ("api-", "log")  # for programs, or looked at by their own tests


@pytest.fixture
def scene(demo):
    return Scene()


@pytest.fixture
def faults_on(page, violations):
    """What is wrong with the page as it stands now, at every width: the browser need not ask for it again."""

    def faults_on(where, *, dark=False):
        found = []
        page.emulate_media(color_scheme="dark" if dark else "light")
        for width, height in (DESK, PHONE, ZOOMED):
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{where} scrolls sideways at {width}")
            found += [f"{where} at {width}: {fault}" for fault in violations(page)]
        return found

    return faults_on


@pytest.fixture
def look(page, faults_on, sign_in):
    """Open a place as its person and say what is wrong with it."""
    standing = []

    def look(place, *, dark=False):
        if place.who is None:
            page.context.clear_cookies()
        elif standing[-1:] != [place.who]:
            sign_in(page, place.who)
        standing.append(place.who)
        answer = page.goto(place.path)
        if answer.status != place.status:
            return [f"{place} answered {answer.status}"]
        return faults_on(place, dark=dark)

    return look


def test_every_page_is_looked_at(scene):
    seen = {place.name for gather in ROUNDS.values() for place in gather(scene)}
    seen |= {place.name for place in places.of_guests()} | {
        "step-check",
        "import_undo",
        *(act.address for act in ACTS.values()),
    }
    assert seen | NO_PAGES >= {name for name in places.addresses() if not name.startswith(OTHER_ROOMS)}


@pytest.mark.timeout(600)
def test_pages_before_sign_in(demo, look):
    assert [fault for place in places.of_guests() for fault in look(place)] == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("which", ROUNDS)
def test_pages_of(scene, look, which):
    assert [fault for place in ROUNDS[which](scene) for fault in look(place)] == []


@pytest.mark.timeout(600)
def test_what_is_missing_what_is_checked_and_what_was_recorded(scene, look, page, faults_on, sign_in):
    """One step from its errors to its receipt, and the page that is not there."""
    step = Step.objects.get(owner=scene.employee, name="self_assessment", completed_at=None)
    assert look(Place("step", scene.employee, (step.pk,))) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.locator("button[name=do][value=check]").click()
    assert faults_on("errors") == []
    for actual in page.locator("input[id^=actual-]").all():
        actual.fill("87,5")
    for none in page.locator("input[name^=no-value-]").all():
        none.evaluate("node => { node.checked = true; node.closest('details').open = true }")
    page.locator("button[name=do][value=check]").click()
    page.wait_for_url("**/check/**")
    assert faults_on("check") == []
    page.locator("main .savebar button.primary").click()
    assert faults_on("check without declaration") == []
    page.locator("#declared").check()
    page.locator("main .savebar button.primary").click()
    page.wait_for_url("**/receipt/")
    assert faults_on("receipt") == []
    assert page.goto("/no-such-page/").status == 404
    assert faults_on("404") == []
    assert page.goto("/people/").status == 403
    assert faults_on("403") == []


@pytest.mark.timeout(600)
def test_an_import_that_can_be_undone(db, look):
    undo = places.of_an_import()
    assert [*look(undo), *look(undo, dark=True)] == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("dark", [False, True])
def test_many_tasks_at_once(scene, page, faults_on, sign_in, dark):
    """The bar with its reasons, the check page of each act and its result."""
    sign_in(page, scene.sharing)
    found = []
    for act in ACTS:
        page.goto("/inbox/?view=all" + ("&asleep=1" if act == "wake" else ""))
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        for box in page.locator("input[name=id]").all():
            box.check()
        found += faults_on(f"bar before {act}", dark=dark)
        page.evaluate(f"document.querySelector('[data-act={act}]').setAttribute('aria-disabled', 'false')")
        page.locator(f"[data-act={act}]").click()
        page.locator("button[name=confirm]").wait_for()
        found += faults_on(f"check of {act}", dark=dark)
        page.locator("button[name=confirm]").click()
        page.wait_for_url("**/results/**")
        found += faults_on(f"result of {act}", dark=dark)
    assert found == []


@pytest.mark.timeout(600)
def test_the_busiest_pages_in_the_dark(scene, look):
    supervisor = scene.supervisor
    busy = [Place("home", scene.employee), Place("inbox", supervisor), Place("login", None)]
    cases = [scene.at_stage(stage) for stage in ("employee_response", "final")]
    busy += [Place("appraisal", case.employee, (case.pk,)) for case in cases]
    busy += [Place("step", step.owner, (step.pk,)) for step in map(scene.step, STEPS)]
    busy.append(Place("cycle", scene.hr, (scene.running.slug,)))
    assert [fault for place in busy for fault in look(place, dark=True)] == []
