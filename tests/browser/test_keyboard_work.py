"""Each place of work from its address to what it is for, without a mouse: reached by Tab, seen, pressed, answered."""

from datetime import timedelta

import pytest

from appraisal.models import Minutes
from appraisal.selectors.minutes import order_of
from organization.models import User
from tests.browser.persona import Persona
from tests.browser.places import Place, Scene

MOST = 250  # stops until the main action
PASSWORD = "rahasia-panjang-sekali"
MAIN = "main form button:is(.primary, .danger)"
IS_THERE = "selector => document.activeElement.matches(selector)"
OUTLINED = """() => {
  const node = document.activeElement;
  if (node.type === 'date') return true; // the browser rings its day, month and year by itself
  for (let part = node; part && part !== document.body; part = part.parentElement) {
    const style = getComputedStyle(part);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""
WHAT = "document.activeElement.outerHTML.slice(0, 200)"


class Hands:
    """Somebody who has a keyboard only."""

    def __init__(self, page):
        self.page = page

    def reach(self, selector, key="Tab"):
        """Tab on to what the selector names, as a person would; every stop on the way is seen."""
        for _stop in range(MOST):
            self.page.keyboard.press(key)
            if self.page.evaluate("document.activeElement === document.body"):
                break  # past the end
            assert self.page.evaluate(OUTLINED), self.page.evaluate(WHAT)
            if self.page.evaluate(IS_THERE, selector):
                return self
        raise AssertionError(f"{self.page.url}: no way to {selector}")

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def press(self, key="Enter"):
        """What opens another page, or this one anew; neither an error nor nothing."""
        with self.page.expect_navigation() as answered:
            self.page.keyboard.press(key)
        assert answered.value.status in (200, 422), (self.page.url, answered.value.status)
        return self

    def switch(self, key="Space"):
        """What changes the page and does not leave it."""
        self.page.keyboard.press(key)
        return self


@pytest.fixture
def scene(demo):
    return Scene()


@pytest.fixture
def at(page, sign_in):
    def at(name, who, args=(), query=""):
        sign_in(page, who)
        page.set_viewport_size({"width": 1440, "height": 900})
        assert page.goto(Place(name, who, args, query).path).status == 200
        return Hands(page)

    return at


@pytest.mark.timeout(300)
def test_hr_watches_and_moves_a_period(scene, at, page):
    period = (scene.open.slug,)
    at("cycle_cockpit", scene.hr, period).reach("main a[href$='/extend/']").press()
    assert page.url.endswith("/extend/")
    Hands(page).reach(MAIN).press()  # nothing was typed: it says what is missing
    assert page.locator(".errsum").is_visible()
    at("cycle_pause", scene.hr, period).reach("main form :is(input, textarea).input").type("Gempa bumi.")
    Hands(page).reach(MAIN).press()
    assert page.locator(".errsum").count() or page.locator("button[name=confirm]").count()
    at("cycle_undo", scene.hr, period).reach("main :is(a.btn, button)").press()
    assert scene.committee
    at("cycle_launch", scene.hr, (scene.draft_cycle.slug,)).reach("main form.confirm button.primary").press()
    assert page.locator("main [aria-invalid=true]").count()  # how many was not typed


@pytest.mark.timeout(300)
def test_hr_gives_a_unit_more_time(scene, page):
    """From signing in to the receipt of the extension."""
    step = scene.asked_step
    unit, until = step.case.appraisal.unit.name, step.due_at.date() + timedelta(2)
    while until.day != until.month:  # whichever of them this browser asks for first
        until += timedelta(1)
    hr = Persona(page, "hr-admin", by_keyboard=True)
    hr.go("/cockpit/")
    hr.press(page.locator(f"main a[href*='{scene.open.slug}/extend/']").first)
    page.wait_for_url("**/extend/**")
    hr.choose(page.locator("input[name=scope][value=unit]"))
    hr.write(page.locator("input[name=unit]"), unit)
    hr.walk_to(page.locator("select[name=step]"))
    page.keyboard.type(page.locator("option[value=self_assessment]").inner_text())
    hr.walk_to(page.locator("input[name=until]"))
    page.keyboard.type(f"{until:%d%m%Y}")
    assert page.locator("input[name=until]").input_value() == until.isoformat()
    hr.write(page.locator("[name=letter_no]"), "800/9/2026")
    hr.write(page.locator("[name=reason]"), "Gangguan jaringan.")
    Hands(page).reach(MAIN).press()
    assert "mendapat waktu lebih" in page.locator("main").inner_text()
    Hands(page).reach("main button[name=confirm]").press()
    assert "/receipts/" in page.url
    assert "surat 800/9/2026" in page.locator("main").inner_text()


@pytest.mark.timeout(300)
def test_an_inspector_searches_and_says_why(scene, page):
    inspector = Persona(page, "inspector", by_keyboard=True)
    inspector.go("/audit/")
    event = page.locator("#id_event option[value='appraisal.rating_changed']").inner_text()
    inspector.walk_to(page.locator("#id_event"))
    page.keyboard.type(event)
    Hands(page).reach("form[role=search] button.primary").press()
    assert "event=appraisal.rating_changed" in page.url
    Hands(page).reach(".feed .what a").press()
    inspector.write(page.locator("#purpose"), "Surat tugas 700/118/2026")
    Hands(page).press()
    assert "Isi terbuka bagi Anda untuk" in page.locator("main").inner_text()


@pytest.mark.timeout(300)
def test_hr_looks_after_what_is_stuck(scene, at, page):
    step = scene.step("supervisor_review")
    User.objects.filter(pk=step.owner_id).update(is_active=False)
    at("stuck", scene.hr).reach("main nav.seg a:not([aria-current])").press()
    at("stuck", scene.hr, query="?why=inactive").reach("main li a.btn").press()
    Hands(page).reach(MAIN).press()
    assert page.locator(".errsum").is_visible()


@pytest.mark.timeout(300)
def test_a_leader_explains_and_tries(scene, at, page):
    rating = scene.rated_unit
    hands = at("calibration_unit", rating.head, (scene.open.slug, rating.unit_id))
    hands.reach("#id_text").type("Sepuluh layanan memenuhi target triwulan ini tanpa tambahan pegawai.")
    hands.reach("main form button.primary").press()
    assert "Sepuluh layanan memenuhi target" in page.locator("main").inner_text()
    rated = scene.at_stage("awaiting_release")
    at("calibration_own", rated.supervisor, (rated.cycle.slug,)).reach(MAIN).press()
    hands = at("calibration_unit", scene.hr, (scene.open.slug, rating.unit_id))
    hands.reach("#coba > summary").switch("Enter")
    hands.reach("form.trial button").press()


@pytest.mark.timeout(300)
def test_a_member_signs(scene, at, page):
    waits = Minutes.objects.filter(sealed_at=None).select_related("meeting__committee").first()
    turn = next(place.person for place in order_of(waits) if place.is_turn)
    turn.set_password(PASSWORD)
    turn.save()
    where = (waits.meeting.committee_id, waits.meeting.number)
    at("minutes", turn, where).reach("main a[href$='/sign/']").press()
    hands = Hands(page)
    hands.reach("input[type=password]").type(PASSWORD)
    hands.reach(MAIN).press()
    assert waits.signatures.filter(member=turn, kind="signed").exists()
    at("minutes_print", turn, where).reach("nav.bar form button").press()
    assert "Salinan nomor" in page.locator("nav.bar").inner_text()


@pytest.mark.timeout(300)
def test_a_chair_prepares_and_leads(scene, at, page):
    before, sitting = scene.prepared_meeting, scene.open_meeting
    where = (before.committee_id, before.number)
    hands = at("meeting", before.committee.chair, where)
    hands.reach("main button[value=down]").press()
    assert [item.kind for item in before.items.order_by("position")] == ["case", "unit"]
    at("meeting", before.committee.chair, where).reach("main button[value=open]").press()
    before.refresh_from_db()
    assert before.opened_at
    chair, where = sitting.committee.chair, (sitting.committee_id, sitting.number)
    at("meeting", chair, where).reach("main button[value=close_item]").press()
    at("meeting", chair, where).reach("main button[value=call]").press()
    sitting.refresh_from_db()
    assert sitting.current_id


@pytest.mark.timeout(300)
def test_an_inbox_is_kept(scene, at, page):
    vote = scene.step("committee_vote")
    hands = at("inbox", vote.owner)
    hands.reach("main a[href*='preview=']").press()
    assert page.locator(".detail").is_visible()
    hands = at("inbox", vote.owner, query="?role=member")
    hands.reach(".drop > summary").switch("Enter")
    hands.reach("#view-name").type("Suara saya").reach(".drop button").press()
    assert "Suara saya" in page.locator(".drop > summary").inner_text()
    hands = at("inbox", vote.owner)
    hands.reach("main input[name=id]").switch()
    assert page.locator("[data-chosen]").inner_text() == "1"
    hands.reach("main button[data-act=snooze]", "Shift+Tab").press()
    Hands(page).reach("button[name=confirm]").press()
    assert "1 dari 1 berhasil." in page.locator("main").inner_text()
    hands = at("inbox", vote.owner, query="?view=all")
    hands.reach("main input[name=id]").switch()
    hands.reach("main button[data-act=endorse]", "Shift+Tab").press()
    assert "Periksa sebelum mengesahkan" in page.locator("h1").inner_text()
    if page.locator("button[name=confirm]").count():
        Hands(page).reach("button[name=confirm]").press()
        assert "/results/" in page.url
