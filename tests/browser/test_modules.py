"""What the modules add to pages that work without them: drafts that survive, keys, one request for one press."""

import pytest
from django.conf import settings
from django.utils import timezone

from config.demo.loading import load
from organization.models import User
from tests.browser.persona import appraisal_of
from workflow.models import Draft


@pytest.fixture
def employee(db, settings):
    settings.DEMO = True
    load(city="padangsidimpuan", employees=60, at=timezone.now(), say=lambda text: None)
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
