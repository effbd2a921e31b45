"""Who is let in, and how often one may try."""

import logging

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import RequestFactory
from django.utils.crypto import get_random_string

from organization import signin
from organization.models import Identifier, User
from tests.people import START, make_employee, make_user

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"
SECRET = "batik-kawung-7"


@pytest.fixture(autouse=True)
def clean_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def siti():
    return make_employee("Siti", nip=NIP, email="siti@kota.example", password=make_password(SECRET))


@pytest.fixture
def request_from():
    return lambda address="10.0.0.1", **headers: RequestFactory().post("/login/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    "typed",
    [
        NIP,
        "19860926 201505 1 001",
        f"  {NIP} ",
        "19860926\u00a0201505\u00a01\u00a0001",
        "siti@kota.example",
        "SITI@kota.example",
    ],
)
def test_nip_and_address_sign_in(siti, typed):
    assert authenticate(None, username=typed, password=SECRET) == siti


def test_a_username_signs_in(siti):
    assert authenticate(None, username=siti.username, password=SECRET) == siti


@pytest.mark.parametrize(
    ("typed", "password"),
    [
        (NIP, "salah"),
        (NIP, ""),
        (NIP[:-1], SECRET),
        ("٠" * 18, SECRET),
        ("", SECRET),
        ("@", SECRET),
        ("system", SECRET),
        ("tidak-ada", SECRET),
    ],
)
def test_nothing_else_does(siti, typed, password):
    assert authenticate(None, username=typed, password=password) is None


def test_a_deactivated_account_is_refused(siti):
    User.objects.filter(pk=siti.pk).update(is_active=False)
    assert authenticate(None, username=NIP, password=SECRET) is None
    assert signin.IdentifierBackend().get_user(siti.pk) is None


def test_a_number_that_was_given_up_does_not_sign_in(siti):
    Identifier.objects.update(to_date=START)
    assert authenticate(None, username=NIP, password=SECRET) is None


def test_an_imported_person_without_password_cannot_sign_in():
    person = make_user("Budi", password=make_password(None))
    assert authenticate(None, username=person.username, password="") is None
    assert authenticate(None, username=person.username, password="!") is None


def test_an_unknown_name_costs_a_hash_like_a_wrong_password(siti, monkeypatch):
    made = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt, *rest: made.append(1) or f"md5${salt}$",
    )
    authenticate(None, username=NIP, password="salah")
    known = len(made)
    made.clear()
    authenticate(None, username="tidak-ada", password="salah")
    assert known >= 1
    assert len(made) >= known


def test_signing_in_makes_no_version_without_an_author(client, siti):
    before = siti.history.count()
    client.post("/login/", {"username": NIP, "password": SECRET})
    siti.refresh_from_db()
    assert siti.last_login is not None
    assert siti.history.count() == before


class TestThrottle:
    def tries(self, request, account, times):
        return [signin.seconds_to_wait(request, account) for _ in range(times)]

    @pytest.mark.parametrize("account", [NIP, "siapa-saja"])
    def test_the_sixth_attempt_waits_whether_or_not_there_is_such_an_account(self, siti, request_from, account):
        waits = self.tries(request_from(), account, 6)
        assert waits[:5] == [0] * 5
        assert 0 < waits[5] <= signin.WINDOW

    def test_an_account_is_the_same_however_it_is_spaced_and_from_wherever(self, request_from):
        self.tries(request_from("10.0.0.1"), NIP, 5)
        assert signin.seconds_to_wait(request_from("10.0.0.2"), "19860926 201505 1 001") > 0

    def test_other_accounts_are_free(self, request_from):
        self.tries(request_from(), NIP, 9)
        assert signin.seconds_to_wait(request_from(), "budi") == 0

    def test_an_address_may_miss_a_hundred_times(self, request_from):
        waits = [signin.seconds_to_wait(request_from(), f"orang-{n}") for n in range(101)]
        assert (waits[99], waits[100] > 0) == (0, True)
        assert signin.seconds_to_wait(request_from("10.0.0.2"), "orang-0") == 0

    def test_whoever_gets_in_starts_anew(self, request_from):
        for _ in range(20):
            self.tries(request_from(), NIP, 4)
            signin.forgive(request_from(), NIP)
        assert signin.seconds_to_wait(request_from(), NIP) == 0

    def test_the_next_window_is_free(self, request_from, time_machine):
        time_machine.move_to(1_000 * signin.WINDOW + 60, tick=False)
        assert self.tries(request_from(), NIP, 6)[-1] == signin.WINDOW - 60
        time_machine.move_to(1_001 * signin.WINDOW, tick=False)
        assert signin.seconds_to_wait(request_from(), NIP) == 0

    def test_a_sign_in_across_two_windows_is_no_error(self, request_from, time_machine):
        time_machine.move_to(1_000 * signin.WINDOW - 1, tick=False)
        signin.seconds_to_wait(request_from(), NIP)
        time_machine.move_to(1_000 * signin.WINDOW + 1, tick=False)
        signin.forgive(request_from(), NIP)

    def test_behind_a_proxy_its_word_counts_and_not_the_clients(self, request_from, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        one = request_from("10.0.0.9", headers={"X-Forwarded-For": "1.1.1.1, 36.66.1.2"})
        for n in range(100):
            forged = request_from("10.0.0.9", headers={"X-Forwarded-For": f"{n}.1.1.1, 36.66.1.2"})
            signin.seconds_to_wait(forged, get_random_string(8))
        assert signin.seconds_to_wait(one, "budi") > 0

    def test_log_lines_name_nobody(self, request_from, caplog):
        with caplog.at_level(logging.INFO):
            self.tries(request_from(), NIP, 6)
        assert "too many attempts by account" in caplog.text
        assert NIP not in caplog.text
        assert "10.0.0.1" not in caplog.text


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/inbox/?due=late", "/inbox/?due=late"),
        ("http://testserver/inbox/#top", "/inbox/#top"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("https:///evil.example/", ""),
        ("/\\evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_our_own_pages_are_gone_back_to(request_from, url, kept):
    assert signin.safe_path(request_from(), url) == kept
