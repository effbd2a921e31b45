"""The house stands: pages arrive, safely dressed, and a stranger meets the door."""

from django.utils import timezone

from config import worker


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
