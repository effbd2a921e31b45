"""The whole journey in a real browser, as the people concerned: once by mouse, once without one."""

import pytest

from tests.browser.persona import Persona, appraisal_of


@pytest.fixture
def city(demo):
    return appraisal_of("employee")


@pytest.fixture
def complaints(page):
    """What the browser complains of: scripts, styles and pages that are missing or forbidden."""
    told = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


@pytest.mark.timeout(600)
@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
def test_one_appraisal_from_self_assessment_to_final(city, page, complaints, by_keyboard):
    page.add_init_script("addEventListener('pointerdown', () => console.error('a mouse'), true)" * by_keyboard)

    def become(name):
        return Persona(page, name, by_keyboard=by_keyboard)

    employee = become("employee")
    employee.open_task(city)
    for actual in page.locator("input[id^=actual-]").all():
        employee.write(actual, "87,5")
    employee.write(page.locator("#statement"), "Semua rencana berjalan.")
    for value in page.locator("details.beh").all():
        if not value.evaluate("node => node.open"):
            employee.press(value.locator("summary"))
        employee.choose(value.locator("input[name^=no-value-]"))
    employee.to_check()
    assert "87,5" in page.locator("main").inner_text()
    employee.confirm()

    supervisor = become("supervisor")
    supervisor.open_task(city)
    supervisor.rate(results_rating="meets", behaviour_rating="meets")
    supervisor.write(page.locator("textarea[name=reason]"), "Sesuai bukti yang dilampirkan.")
    supervisor.to_check()
    supervisor.confirm()

    employee = become("employee")
    employee.open_task(city)
    assert "Sesuai ekspektasi" not in page.content()
    employee.press(page.get_by_role("button", name="Buka hasil"))
    page.get_by_role("link", name="Ajukan keberatan").wait_for()
    employee.press(page.get_by_role("link", name="Ajukan keberatan"))
    employee.choose(page.locator("input[name=ground-results_rating]"))
    employee.write(page.locator("textarea[name=reason-results_rating]"), "Bukti RHK 2 belum dilihat.")
    employee.to_check()
    employee.confirm()

    supervisor = become("supervisor")
    supervisor.open_task(city)
    supervisor.write(page.locator("textarea[name=statement]"), "Rating saya tetap pada bukti.")
    supervisor.to_check()
    supervisor.confirm()

    decider = become("second-level")
    decider.open_task(city)
    decider.choose(page.locator("input[name=outcome][value=ask]"))
    decider.choose(page.locator("input[name=to][value=supervisor]"))
    decider.write(page.locator("textarea[name=question]"), "Bukti RHK 2 mana yang Anda lihat?")
    decider.to_check()
    decider.confirm()

    supervisor = become("supervisor")
    supervisor.open_task(city)
    assert "Bukti RHK 2 mana yang Anda lihat?" in page.locator("main").inner_text()
    supervisor.write(page.locator("textarea[name=statement]"), "Laporan bulanan sampai September.")
    supervisor.to_check()
    supervisor.confirm()

    decider = become("second-level")
    decider.open_task(city)
    decider.choose(page.locator("input[name=outcome][value=change]"))
    decider.rate(results_rating="above")  # the other rating was not contested, so it is fixed
    decider.write(page.locator("textarea[name=reason]"), "Bukti RHK 2 meyakinkan.")
    decider.to_check()
    decider.confirm()

    for seat in (1, 2, 3):
        member = become(f"committee-{seat}")
        member.open_task(city)
        member.choose(page.locator("input[name=outcome][value=endorse]"))
        member.to_check()
        member.confirm()

    employee = become("employee")
    page.goto(f"/appraisals/{city.pk}/")
    told = page.locator("main").inner_text()
    assert "Di atas ekspektasi" in told
    assert "Final" in told
    city.refresh_from_db()
    assert (city.stage, city.predicate, city.is_final) == ("final", "good", True)
    assert complaints == []


def test_wrong_input_keeps_what_was_typed_and_says_what_to_do(city, page):
    employee = Persona(page, "employee")
    employee.open_task(city)
    actual = page.locator("input[id^=actual-]").first
    employee.write(actual, "delapan")
    employee.write(page.locator("#statement"), "Isian saya yang panjang.")
    employee.press(page.locator("button[name=do][value=check]"))
    summary = page.locator(".errsum")
    summary.wait_for()
    assert page.locator("input[id^=actual-]").first.input_value() == "delapan"
    assert page.locator("#statement").input_value().strip() == "Isian saya yang panjang."
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id").startswith("actual-")
    assert page.title().startswith("Galat")


def test_a_deep_link_survives_sign_in(city, page):
    step = city.case.steps.get()
    page.context.clear_cookies()
    page.goto(f"/tasks/{step.pk}/")
    assert "/login/" in page.url
    page.locator("button[name=persona][value=employee]").click()
    page.wait_for_url(f"**/tasks/{step.pk}/")


def test_a_draft_is_kept_without_asking(city, page):
    Persona(page, "employee").open_task(city)
    page.locator("#statement").fill("Belum selesai saya tulis.")
    page.locator("[data-save]").get_by_text("Tersimpan").wait_for(timeout=8_000)
    page.reload()
    assert page.locator("#statement").input_value().strip() == "Belum selesai saya tulis."
