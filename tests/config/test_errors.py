"""Whatever goes wrong, a person reads one sentence that says what to do, in his language."""

import pytest
from django.test import Client


def test_a_page_that_is_not_there(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.content.decode()


def test_a_page_that_is_not_there_in_english(client):
    answer = client.get("/no-such-page/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert answer["Content-Language"] == "en"


def test_a_program_gets_json(client):
    answer = client.get("/api/no-such-thing/")
    assert answer.status_code == 404
    assert set(answer.json()) == {"title", "detail", "fields"}


def test_a_form_that_is_too_large_says_how_much_is_allowed(db):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post("/login/", {"statement": "x" * 17_000_000}, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "16 MB" in answer.content.decode()


def test_a_form_without_its_token_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/login/", {})
    assert answer.status_code == 403
    assert "muat ulang" in answer.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/no-such-page/"])
def test_every_answer_forbids_what_no_page_needs(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
