"""Two people at two browsers: what one does the other's open page learns by itself, and asks for as its reader may see it."""

import json

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from audit.key import make_key
from notifications.actions import post
from notifications.models import Notice, Preference, Subscription
from tests.office import NOW, Office

SOON = 5_000  # milliseconds


@pytest.fixture
def office():
    return Office()


def settle(page):
    """The socket is open and what follows its opening is over."""
    page.wait_for_timeout(500)


def test_a_task_arrives_on_an_open_page(office, at_browser):
    his = at_browser(office.supervisor, "/inbox/")
    settle(his)
    mine = at_browser(office.employee, "/inbox/")
    expect(his.locator(".side .count")).to_have_count(0)
    office.take("submit")
    expect(his.locator(".side [data-live-part=tasks] .count")).to_contain_text("1", timeout=SOON)
    expect(his.get_by_role("link", name="Pemberitahuan, 1 baru")).to_be_visible()
    toast = his.locator(".toasts")
    expect(toast).to_contain_text("Nilai")
    expect(toast).to_have_attribute("role", "status")
    expect(his.locator(".tasks")).to_have_count(0)  # nothing moves under the finger
    his.get_by_role("link", name="1 pembaruan. Tampilkan").click()
    expect(his.locator(".tasks h3")).to_contain_text("Siti Rahmawati")
    assert {*his.said} <= {"notices"}  # a word, no content
    assert mine.said == []


def test_the_toast_leads_to_the_task_and_goes_by_itself(office, at_browser):
    his = at_browser(office.supervisor, "/")
    settle(his)
    office.take("submit")
    link = his.locator(".toasts a")
    expect(link).to_be_visible(timeout=SOON)
    assert link.get_attribute("href") == f"/tasks/{office.step().pk}/"
    expect(link).to_have_count(0, timeout=12_000)


def test_two_at_one_case_see_each_other(office, at_browser):
    office.take("submit")
    address = f"/appraisals/{office.appraisal.pk}/"
    hers = at_browser(office.employee, address)
    settle(hers)
    expect(hers.locator(".presence")).to_be_empty()
    his = at_browser(office.supervisor, f"/tasks/{office.step().pk}/")
    expect(hers.locator(".presence")).to_contain_text("Hasan Nauli juga membuka berkas ini.", timeout=SOON)
    expect(his.locator(".presence")).to_contain_text("Siti Rahmawati juga membuka berkas ini.", timeout=SOON)
    his.goto("/inbox/")
    expect(hers.locator(".presence")).to_be_empty(timeout=SOON)
    assert {*hers.said} == {"presence"}


def test_an_open_case_says_that_it_changed(office, at_browser):
    hers = at_browser(office.hr, f"/appraisals/{office.appraisal.pk}/")
    settle(hers)
    office.take("submit")
    changed = hers.locator("[data-changed]")
    expect(changed).to_be_visible(timeout=SOON)
    changed.get_by_role("link").click()
    hers.wait_for_load_state()
    expect(hers.locator("[data-changed]")).to_be_hidden()


def test_without_a_socket_the_page_asks_by_itself(office, at_browser):
    """As behind a proxy that lets no websocket through."""
    his = at_browser(office.supervisor, "/inbox/", has_socket=False)
    his.clock.install()
    his.reload()
    office.take("submit")
    for _ in range(3):
        his.clock.run_for(31_000)
        his.wait_for_timeout(300)
    expect(his.locator(".side [data-live-part=tasks] .count")).to_contain_text("1", timeout=SOON)
    his.wrong.clear()  # the refused socket


def test_a_page_whose_session_ended_says_so_and_stops(office, at_browser):
    his = at_browser(office.supervisor, "/inbox/")
    settle(his)
    Session.objects.all().delete()
    office.take("submit")
    expect(his.locator(".toasts")).to_contain_text("Sesi Anda berakhir", timeout=SOON)
    expect(his.locator(".toasts a")).to_have_attribute("href", "/login/?next=/inbox/")


def test_the_toast_is_accessible_and_fits_a_phone(office, at_browser, violations):
    for width, scheme in ((320, "light"), (1440, "dark")):
        his = at_browser(office.supervisor, "/inbox/", viewport={"width": width, "height": 700}, color_scheme=scheme)
        settle(his)
        notice = Notice(to=office.supervisor, kind="task", about="supervisor_review", created_at=NOW,
                        subject=f"appraisal:{office.appraisal.pk}")  # fmt: skip
        post([notice])
        expect(his.locator(".toasts .toast")).to_be_visible(timeout=SOON)
        assert violations(his) == []
        assert his.evaluate("document.documentElement.scrollWidth") <= width
        box = his.locator(".toasts").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


# --- hints to devices ---


@pytest.fixture
def push_key(settings, tmp_path):
    settings.PUSH_KEY_FILE = tmp_path / "push-key"
    make_key(settings.PUSH_KEY_FILE)


def test_the_choices_are_made_by_keyboard_and_are_accessible(office, at_browser, violations, push_key):
    Subscription.objects.create(
        person=office.hr, endpoint="https://fcm.googleapis.com/x", p256dh="x", auth="x", added_at=NOW
    )
    for width, scheme in ((320, "light"), (390, "dark"), (1440, "light")):
        hers = at_browser(
            office.hr, "/notices/settings/", viewport={"width": width, "height": 700}, color_scheme=scheme
        )
        assert violations(hers) == []
        assert hers.evaluate("document.documentElement.scrollWidth") <= width
    hers.get_by_role("radio", name="Satu rangkuman tiap pagi").focus()
    hers.keyboard.press("Space")
    hers.keyboard.press("Tab")
    hers.keyboard.press("Space")
    hers.get_by_role("button", name="Simpan pilihan").focus()
    hers.keyboard.press("Enter")
    expect(hers.get_by_text("Pilihan Anda tersimpan.")).to_be_visible(timeout=SOON)
    kept = Preference.objects.get(person=office.hr)
    assert kept.digest == "daily"
    assert len(kept.mail_off) == 1


def test_a_browser_shows_a_hint_and_keeps_nothing(office, at_browser, push_key):
    """What its push service would hand over is handed over here by the browser's own tools."""
    hers = at_browser(office.employee, "/notices/settings/")
    hers.context.grant_permissions(["notifications"])
    hers.evaluate("navigator.serviceWorker.register('/push-worker.js').then(() => navigator.serviceWorker.ready)")
    tools = hers.context.new_cdp_session(hers)
    found = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    hers.wait_for_timeout(500)
    origin = hers.evaluate("location.origin")
    message = json.dumps({"title": "Timbang", "body": "1 tugas baru menunggu Anda.", "open": "/inbox/"})
    handed = {"origin": origin, "registrationId": found[0]["registrationId"], "data": message}
    for _ in range(2):  # it may come twice; it is shown once
        tools.send("ServiceWorker.deliverPushMessage", handed)
    hers.wait_for_timeout(1000)
    shown = hers.evaluate(
        "navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
        ".then((all) => all.map((one) => [one.title, one.body, one.data]))"
    )
    assert shown == [["Timbang", "1 tugas baru menunggu Anda.", "/inbox/"]]
    assert hers.evaluate("caches.keys()") == []
