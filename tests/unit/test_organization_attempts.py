"""How often one may try to get in: counted for every process, and no means to keep others out."""

import datetime
import logging

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory
from django.utils.crypto import get_random_string

from organization import attempts
from organization.models import Attempts
from tests.counting import statements
from tests.people import make_employee
from tests.workflow.together import together

NIP = "198609262015051001"
SECRET = "batik-kawung-7"
HOME, CAFE = "10.0.0.1", "36.66.1.2"
MANY = 8  # processes, or threads on PostgreSQL


@pytest.fixture
def siti(db):
    return make_employee("Siti", nip=NIP, email="siti@kota.example", password=make_password(SECRET))


@pytest.fixture
def tries(db):
    """Try so many times and return what one has to wait each time, in seconds."""

    def tries(times, account=NIP, address=HOME, purpose="sign-in", **headers):
        request = RequestFactory().post("/login/", REMOTE_ADDR=address, **headers)
        return [attempts.seconds_to_wait(request, account, purpose) for _ in range(times)]

    return tries


def sign_in(client, password=SECRET, address=HOME, account=NIP):
    return client.post("/login/", {"username": account, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("account", [NIP, "siapa-saja"])
def test_the_sixth_attempt_waits_whether_or_not_there_is_such_an_account(siti, tries, account):
    waits = tries(6, account)
    assert waits[:5] == [0] * 5
    assert 0 < waits[5] <= 15 * 60


def test_an_account_is_the_same_however_it_is_spaced(tries):
    tries(5)
    assert tries(1, "19860926 201505 1 001") > [0]
    assert tries(1, "Budi@kota.example") == tries(4, "budi@KOTA.example")[:1]


def test_other_accounts_are_free(tries):
    tries(9)
    assert tries(1, "budi") == [0]


def test_an_address_may_miss_a_hundred_times(tries):
    waits = [tries(1, f"orang-{n}")[0] for n in range(101)]
    assert (waits[99], waits[100] > 0) == (0, True)
    assert tries(1, "orang-0", CAFE) == [0]


def test_a_household_has_one_address_however_many_numbers(tries):
    waits = [tries(1, address=f"2001:db8:1:1::{n}")[0] for n in range(1, 7)]
    assert waits[5] > 0
    assert tries(1, address="2001:db8:1:2::1") == [0]


def test_the_window_begins_with_the_first_attempt(tries, time_machine):
    begin = datetime.datetime(2026, 11, 2, 3, 0, tzinfo=datetime.UTC)
    time_machine.move_to(begin, tick=False)
    tries(5)
    time_machine.move_to(begin + datetime.timedelta(minutes=14), tick=False)
    assert tries(1) == [60]
    time_machine.move_to(begin + datetime.timedelta(minutes=15), tick=False)
    assert tries(6)[:5] == [0] * 5


class TestNobodyIsKeptOut:
    def test_from_one_address_an_account_is_closed_there_only(self, tries):
        """However long somebody tries: what is refused for its address does not count against the account."""
        tries(90)
        assert tries(1, address=CAFE) == [0]

    def test_guesses_from_everywhere_end_too(self, tries):
        waits = [tries(1, address=f"36.66.{n}.1")[0] for n in range(51)]
        assert (waits[49], waits[50] > 0) == (0, True)

    def test_a_browser_that_signed_in_before_is_let_in_whatever_others_try(self, client, siti, tries):
        assert sign_in(client).status_code == 302
        client.post("/logout/")
        tries(90)  # the colleague behind the same address
        for n in range(60):
            tries(1, address=f"36.66.{n}.1")
        assert sign_in(Client()).status_code == 422
        assert sign_in(client).status_code == 302

    def test_in_such_a_browser_guessing_ends_as_well(self, client, siti):
        sign_in(client)
        client.post("/logout/")
        refused = [sign_in(client, "salah") for _ in range(11)][-1]
        assert "Terlalu banyak percobaan" in refused.content.decode()
        assert sign_in(Client()).status_code == 302  # and another browser is not concerned

    def test_a_browser_is_known_to_those_who_signed_in_and_to_nobody_else(self, client, siti, tries):
        budi = make_employee("Budi", email="budi@kota.example", password=make_password(SECRET))
        sign_in(client)
        client.post("/logout/")
        tries(6, budi.email)
        assert sign_in(client, account=budi.email).status_code == 422
        tries(6, NIP)
        assert sign_in(client).status_code == 302

    def test_a_cookie_that_somebody_wrote_himself_counts_for_nothing(self, client, siti, tries):
        tries(6)
        client.cookies[attempts.COOKIE] = f"x.{attempts.digest('account', NIP)}:forged:signature"
        assert sign_in(client).status_code == 422

    def test_the_cookie_names_nobody(self, client, siti):
        sign_in(client)
        cookie = client.cookies[attempts.COOKIE]
        assert NIP not in cookie.value
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_colleagues_share_a_computer(self, client, siti):
        for n in range(attempts.KNOWN + 2):
            make_employee(f"Budi {n}", email=f"budi{n}@kota.example", password=make_password(SECRET))
            assert sign_in(client, account=f"budi{n}@kota.example").status_code == 302
            client.post("/logout/")
        known = client.cookies[attempts.COOKIE].value.split(":")[0].split(".")
        assert len(known) == 1 + attempts.KNOWN


class TestWhoGetsIn:
    def test_starts_anew(self, client, siti, tries):
        for _ in range(10):
            tries(4)
            assert sign_in(Client()).status_code == 302
        assert tries(1) == [0]

    def test_does_not_free_whoever_guesses_elsewhere(self, client, siti, tries):
        tries(5, address=CAFE)
        sign_in(client)
        assert tries(1, address=CAFE) > [0]

    def test_after_the_window_is_no_error(self, client, siti, tries, time_machine):
        request = RequestFactory().post("/login/", REMOTE_ADDR=HOME)
        attempts.forgive(request, NIP)
        assert tries(5) == [0] * 5


class TestSharedByEverybody:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 and later
    def test_processes_count_together(self):
        """Forty attempts at one moment, five each: five of them may look at the password."""
        answers = together(*[(five_attempts, n) for n in range(MANY)])
        assert sum(answer.count(0) for answer in answers) == 5

    def test_another_process_finds_what_this_one_counted(self, tries, settings):
        """Nothing is kept in the process: without a cache at all the limit holds."""
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        tries(5)
        assert tries(1) > [0]

    def test_two_statements_to_try_and_one_to_forgive(self, siti, tries):
        with statements() as found:
            tries(1)
        assert len(found) == 2
        with statements() as found:
            attempts.forgive(RequestFactory().post("/login/", REMOTE_ADDR=HOME), NIP)
        assert len(found) == 1

    def test_pages_of_whoever_is_in_ask_nothing(self, client, siti):
        sign_in(client)
        with statements() as found:
            assert client.get("/profile/").status_code == 200
        assert [sql for sql in found if Attempts._meta.db_table in sql] == []


def five_attempts(n):
    request = RequestFactory().post("/login/", REMOTE_ADDR=HOME)
    return [attempts.seconds_to_wait(request, NIP) for _ in range(5)]


class TestLetters:
    def test_an_account_gets_five_an_hour_from_wherever_they_are_asked(self, tries):
        waits = [tries(1, address=f"36.66.{n}.1", purpose="reset")[0] for n in range(6)]
        assert waits[:5] == [0] * 5
        assert 15 * 60 < waits[5] <= 60 * 60

    def test_asking_for_a_letter_is_no_attempt_to_sign_in(self, tries):
        tries(9, purpose="reset")
        assert tries(1) == [0]


def test_behind_a_proxy_its_word_counts_and_not_the_clients(tries, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(100):
        tries(1, get_random_string(8), "10.0.0.9", headers={"X-Forwarded-For": f"{n}.1.1.1, {CAFE}"})
    assert tries(1, "budi", "10.0.0.9", headers={"X-Forwarded-For": f"1.1.1.1, {CAFE}"}) > [0]


def test_log_lines_and_rows_name_nobody(tries, caplog):
    with caplog.at_level(logging.INFO):
        tries(6)
        tries(6, "siti@kota.example")
    assert "too many attempts by pair" in caplog.text
    told = caplog.text + " ".join(Attempts.objects.values_list("key", flat=True))
    assert not [word for word in (NIP, "siti@", HOME) if word in told]
