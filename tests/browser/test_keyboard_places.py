"""Every place by keyboard alone: each stop once, in order, ringed and in sight, there and back; each answers to its key."""

import pytest

from tests.browser import places
from tests.browser.places import ROUNDS, Scene
from tests.browser.stops import Walk
from tests.browser.test_log import places as of_the_log

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SPOILT = {  # what is wrong, and the page that has it
    "jumps the queue": "<button tabindex=2>a</button>",
    "looks as if it could be pressed": "<div style='cursor: pointer'>a</div>",
    "is never reached": "<div role=button>a</div>",
    "has the focus and does not show it": "<button style='outline: 0'>a</button>",
    "has a ring of contrast": "<style>button:focus { outline-color: #eee !important }</style><button>a</button>",
    "has a ring of which": "<div style='overflow: hidden; width: 4rem'><button style='width: 4rem'>a</button></div>",
    "is under": "<button style='height: 2rem'>a</button><div style='position: fixed; inset: 0 0 auto; height: 5rem'>bar</div>",
    "is partly outside the window": "<button style='position: fixed; top: -.8rem'>a</button>",
    "is drawn nowhere": "<a href='#' style='position: absolute; width: 0; height: 0; overflow: hidden'>a</a>",
    "has the focus and is hidden from readers": "<span aria-hidden=true><button>a</button></span>",
    "has the focus and is nothing to use": "<p id=p tabindex=-1>a</p><button onfocus='p.focus()'>b</button>",
    "no way out of the page": "<button onkeydown='return false'>a</button>",
    "stands left of": "<p style='display: flex; flex-direction: row-reverse'><button>a</button><button>b</button></p>",
    "stands above": "<p style='display: flex; flex-direction: column-reverse'><button>a</button><button>b</button></p>",
    "does not answer to its key": "<button onkeydown='return event.key === `Tab`'>a</button>",
    "loses the focus to a key": "<button id=a onkeydown='event.key === `Enter` && b.focus()'>a</button><button id=b>b</button>",
    "does not open": "<details><summary onclick='return false'>a</summary>b</details>",
    "does not lead into its menu": "<details><summary>a</summary><p style='position: absolute'>b</p></details>",
    "does not close with Escape": "<details><summary>a</summary><p style='position: absolute'><button>b</button></p></details>",
}  # fmt: skip


@pytest.fixture
def scene(demo):
    return Scene()


@pytest.fixture
def faults_at(page):
    """Walk an address on a phone, using what it meets, and then, with all unfolded, on a desk."""

    def faults_at(path, status=200):
        page.set_viewport_size(PHONE)
        assert page.goto(path).status == status
        if page.locator("[data-part]").count():
            page.wait_for_load_state("networkidle")  # its parts come after it
        walk = Walk(page)
        found = [f"phone: {fault}" for fault in [*walk.of_page(), *walk.using(), *walk.back()]]
        page.set_viewport_size(DESK)
        return found + [f"desk: {fault}" for fault in [*walk.forth(), *walk.back()]]

    return faults_at


@pytest.fixture
def faults_of(page, sign_in, faults_at):
    def faults_of(place):
        sign_in(page, place.who) if place.who else page.context.clear_cookies()
        return [f"{place}, {fault}" for fault in faults_at(place.path, place.status)]

    return faults_of


@pytest.mark.parametrize("fault", SPOILT)
def test_a_walk_finds_what_is_wrong(page, fault):
    page.set_viewport_size(PHONE)
    page.set_content(f"<!doctype html><style>:focus-visible {{ outline: 3px solid #000 }}</style>{SPOILT[fault]}")
    walk = Walk(page)
    assert fault in str([*walk.of_page(), *walk.using(), *walk.back()])


@pytest.mark.timeout(600)
def test_pages_before_sign_in(demo, faults_of):
    assert [fault for place in places.of_guests() for fault in faults_of(place)] == []


@pytest.mark.timeout(900)
@pytest.mark.parametrize("which", ROUNDS)
def test_pages_of(scene, faults_of, which):
    assert [fault for place in ROUNDS[which](scene) for fault in faults_of(place)] == []


def test_an_import_that_can_be_undone(db, faults_of):
    assert faults_of(places.of_an_import()) == []


@pytest.mark.timeout(600)
def test_pages_of_the_log(scene, page, sign_in, faults_at):
    sign_in(page, scene.people["inspector"])
    assert [(path, found) for path in of_the_log(scene.people["inspector"]) if (found := faults_at(path))] == []
