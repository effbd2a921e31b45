"""The house stands: pages arrive, safely dressed, and a stranger meets the door."""

from django.utils import timezone

from config import worker
from organization.models import User


def test_the_server_is_alive_and_ready(page):
    assert page.goto("/healthz").text() == "ok\n"
    worker.beat(timezone.now())
    assert page.goto("/readyz").json()["ready"] is True


def test_a_stranger_is_led_to_the_login_page(page):
    page.goto("/inbox/?due=late")
    assert "/login/" in page.url


def test_nothing_breaks_the_content_security_policy(page):
    told = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    answer = page.goto("/login/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert told == []


def test_a_long_side_menu_shows_where_one_is(demo, page, sign_in):
    sign_in(page, User.objects.get(username="hr-admin"))
    page.set_viewport_size({"width": 1440, "height": 700})
    page.goto("/erasures/")
    menu, here = (page.locator(one).bounding_box() for one in (".side nav", ".side [aria-current]"))
    assert menu["y"] <= here["y"]
    assert here["y"] + here["height"] <= menu["y"] + menu["height"] + 1  # a browser scrolls by whole pixels
    assert page.evaluate("scrollY") == 0
