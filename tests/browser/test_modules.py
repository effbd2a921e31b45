"""What the modules add to pages that work without them: drafts that survive, keys, one request for one press."""

import pytest
from django.conf import settings

from organization.models import User
from tests.browser.persona import appraisal_of
from workflow.models import Draft, Step


@pytest.fixture
def employee(demo):
    return User.objects.get(username="employee")


@pytest.fixture
def form(employee, page, sign_in):
    """The self-assessment of the demo's employee."""
    step = appraisal_of("employee").case.steps.get(completed_at=None)
    sign_in(page, employee).goto(f"/tasks/{step.pk}/")
    return page.locator("#statement")


def sign_out_elsewhere(page):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_a_draft_is_kept_while_it_is_typed(form, page):
    form.fill("Semua rencana berjalan.")
    page.locator("[data-save]", has_text="Tersimpan").wait_for()
    assert Draft.objects.get().body["statement"] == "Semua rencana berjalan."


def test_what_is_typed_outlives_the_session(form, page, employee, sign_in):
    sign_out_elsewhere(page)
    form.fill("Ditulis setelah sesi berakhir.")
    page.locator("[data-save]", has_text="Sesi berakhir").wait_for()
    assert not Draft.objects.exists()
    sign_in(page, employee)
    page.reload()
    assert form.input_value() == ""
    page.get_by_role("button", name="Pulihkan").click()
    page.locator("[data-save]", has_text="Tersimpan").wait_for()
    assert Draft.objects.get().body["statement"] == "Ditulis setelah sesi berakhir."


def test_what_is_sent_into_an_ended_session_comes_back(form, page, employee, sign_in):
    form.fill("Langsung dikirim.")
    sign_out_elsewhere(page)
    place = page.url
    page.locator("button[name=do][value=check]").click()
    assert page.get_by_text("Langsung dikirim.").first.is_visible()  # to be copied, where no script keeps it
    page.locator("main a[href*='/login/']").first.click()
    page.wait_for_url("**/login/**")
    sign_in(page, employee)
    page.goto(place)
    page.get_by_role("button", name="Pulihkan").click()
    assert form.input_value() == "Langsung dikirim."


def test_keys_move_through_the_inbox_and_can_be_turned_off(employee, page, sign_in):
    sign_in(page, employee).goto("/inbox/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.matches('.task h3 a')")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def test_two_presses_send_one_request(employee, page, sign_in):
    sign_in(page, employee).goto("/inbox/")
    sent = []
    page.route("**/preferences/", lambda route: sent.append(route))  # an answer that never comes
    press = "document.querySelector('.topr button[name=language]').click()"
    page.evaluate(f"{press}; setTimeout(() => {press}, 300)")
    page.wait_for_timeout(1000)
    assert len(sent) == 1


def test_two_windows_are_compared_and_nothing_is_overwritten(form, page):
    """What the other window kept stays; this one is told, and shown both."""
    other = page.context.new_page()
    other.goto(page.url)
    form.fill("Dari kantor.")
    page.locator("[data-save]", has_text="Tersimpan").wait_for()
    other.locator("#statement").fill("Dari ponsel.")
    other.locator("[data-save]", has_text="jendela lain").wait_for()
    assert Draft.objects.get().body["statement"] == "Dari kantor."
    form.fill("Dari kantor, diteruskan.")  # whoever wrote last goes on undisturbed
    page.locator("[data-save]", has_text="Tersimpan").wait_for()
    page.wait_for_timeout(2500)
    other.locator("button[name=do][value=save]:not(.vh)").click()
    other.get_by_text("Bagian yang sama berubah").wait_for()
    told = other.locator("main").inner_text()
    assert "Dari ponsel." in told
    assert "Dari kantor, diteruskan." in told
    other.get_by_role("radio", name="Isian Anda di jendela ini").check()
    other.get_by_role("button", name="Simpan pilihan").click()
    other.get_by_text("digabungkan").wait_for()
    assert other.locator("#statement").input_value() == "Dari ponsel."


def test_a_form_that_is_too_large_is_still_there_on_the_way_back(form, page, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000
    long = "Kalimat yang panjang. " * 5000
    form.fill(long)
    page.locator("button[name=do][value=save]:not(.vh)").click()
    page.get_by_role("heading", name="Isian terlalu besar").wait_for()
    page.get_by_role("button", name="Kembali ke isian").click()
    page.wait_for_url("**/tasks/**")
    if page.locator("#statement").input_value() != long:  # a browser that does not remember forms
        page.get_by_role("button", name="Pulihkan").click()
    assert page.locator("#statement").input_value() == long


def test_a_number_is_copied_with_one_press(employee, page, sign_in, base_url):
    done = Step.objects.filter(completed_at__isnull=False, receipt__isnull=False, by=employee).first()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    sign_in(page, employee).goto(f"/tasks/{done.pk}/receipt/")
    page.get_by_role("button", name="Salin nomor").click()
    page.get_by_text("Tersalin").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".numrow .no").inner_text()
