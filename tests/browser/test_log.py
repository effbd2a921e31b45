"""The pages of the log in chromium: axe finds nothing, no page scrolls sideways, everything is reached by keyboard."""

from zipfile import ZipFile

import pytest
from django.utils import timezone

from audit.exports.asking import ask_export
from audit.exports.writing import run_exports
from audit.models import Entry, Export, SavedSearch
from audit.search.filters import Filter
from audit.status import note_run
from organization.models import User

SIZES = [(1440, 900), (390, 844), (320, 700)]
NARROW = 320


@pytest.fixture
def inspector(demo):
    return User.objects.get(username="inspector")


@pytest.fixture
def opened(page, inspector, sign_in):
    return sign_in(page, inspector)


@pytest.fixture
def faults_on(page, violations):
    """What is wrong with the page as it stands, at each size and in the dark."""

    def faults_on(where):
        found = []
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{where} scrolls sideways at {width}")
            for scheme in ("light", "dark") if width != NARROW else ():
                page.emulate_media(color_scheme=scheme)
                found += [f"{where} at {width}, {scheme}: {fault}" for fault in violations(page)]
        return found

    return faults_on


def places(inspector):
    entry = Entry.objects.filter(event="appraisal.rating_changed").first()
    asked = Filter(event="appraisal.objected")
    facts = {"purpose": "Surat tugas 700", "format": "csv", "with_content": False}
    export = ask_export(asked, **facts, by=inspector, at=timezone.now())
    SavedSearch.objects.create(owner=inspector, name="Keberatan", filter=asked.as_document(), saved_at=timezone.now())
    note_run(at=timezone.now(), ok=False, size=9, findings=["appraisal:1/3 is not what its hash says."])
    yield "/audit/"
    yield "/audit/?event=appraisal.objected&since=2026-01-01"
    yield "/audit/?event=appraisal.objected&since=2030-01-01"
    yield "/audit/?field=appraisal.results_rating"
    yield "/audit/days/"
    yield f"/audit/entries/{entry.pk}/"
    yield f"/audit/subjects/{entry.stream.replace(':', '/')}/"
    yield "/audit/saved/"
    yield "/audit/exports/"
    yield f"/audit/exports/{export.token}/"
    yield "/audit/status/"


@pytest.mark.timeout(900)
def test_axe_finds_nothing(inspector, opened, page, faults_on):
    found = []
    for path in places(inspector):
        assert page.goto(path).status == 200, path
        page.wait_for_load_state("networkidle")
        found += faults_on(path)
    assert found == []


@pytest.mark.timeout(300)
def test_what_is_refused_is_said_where_it_was_typed(opened, page, faults_on):
    page.goto("/audit/")
    page.fill("#id_who", "tidak ada orang ini")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errsum")
    assert page.evaluate("document.activeElement.className") == "errsum"
    assert page.input_value("#id_who") == "tidak ada orang ini"
    assert faults_on("a search that is refused") == []


@pytest.mark.timeout(300)
def test_an_inspector_finds_an_entry_and_opens_it_by_keyboard(inspector, opened, page, faults_on):
    entry = Entry.objects.filter(event="appraisal.rating_changed").first()
    page.goto(f"/audit/?event=appraisal.rating_changed&stream={entry.stream}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/audit/entries/**")
    field = page.locator("#purpose")
    for _ in range(80):
        if field.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Surat tugas 700/118/2026")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Isi terbuka bagi Anda untuk")
    assert page.locator(".diff del").count() > 0
    assert page.locator("text=tertutup bagi Anda").count() == 0
    assert faults_on("an opened entry") == []


@pytest.mark.timeout(300)
def test_an_export_says_when_it_is_ready(inspector, opened, page):
    page.goto("/audit/?event=appraisal.objected")
    page.fill("#export-purpose", "Surat tugas 700/118/2026")
    page.click("button[name=format][value=json]")
    page.wait_for_url("**/audit/exports/**")
    run_exports(timezone.now())
    page.wait_for_selector("a.primary", timeout=15_000)
    with page.expect_download() as fetched:
        page.click("a.primary")
    assert fetched.value.suggested_filename.endswith(".zip")
    with ZipFile(fetched.value.path()) as archive:
        assert archive.testzip() is None
    assert Export.objects.get().state == "done"


@pytest.mark.timeout(300)
def test_days_are_shown_without_a_script_too(opened, page, browser, base_url):
    page.goto("/audit/")
    page.wait_for_selector("svg.chart")
    state = page.context.storage_state()
    plain = browser.new_context(base_url=base_url, java_script_enabled=False, storage_state=state)
    without = plain.new_page()
    without.goto("/audit/")
    without.click("[data-part] a")
    without.wait_for_selector("svg.chart")
    plain.close()
