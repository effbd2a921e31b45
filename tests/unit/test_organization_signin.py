"""Who is let in, and where he comes back to."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.test import RequestFactory

from organization import signin
from organization.models import Identifier, User
from tests.people import START, make_employee, make_user

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"
SECRET = "batik-kawung-7"


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
