"""What an attacker tries first: headers, cookies, names of hosts and accounts, addresses to go on to, large bodies."""

import json
import re
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver
from post_office.models import Email

from audit.models import Entry
from organization.models import User
from tests.counting import statements
from tests.office import NOW, Office
from tests.people import make_employee

NIP, EMAIL, SECRET = "198609262015051001", "siti@kota.example", "batik-kawung-7"
NOBODY = ["198001012005011009", "tidak-ada", "x@kota.example"]
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "https:evil.example", "http://testserver@evil.example/", "http://testserver.evil.example/", "/\t/evil.example", "\x01//evil.example",
]  # fmt: skip


OPEN = {
    "healthz", "readyz", "published-log", "published-checkpoint", "published-tile", "published-key", "published-verifier", "published-cosigned", "cosignature", "push-worker", "portal", "verify", "login", "persona", "logout", "preferences", "password_reset", "password_reset_sent", "password_new",
}  # fmt: skip


@pytest.fixture
def siti(db):
    return make_employee("Siti", nip=NIP, email=EMAIL, password=make_password(SECRET))


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return Office()


def sign_in(client, account=EMAIL, password=SECRET, **facts):
    return client.post("/login/", {"username": account, "password": password, **facts})


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/login/", "/healthz", "/no-such-page/", "/api/v1/tasks/", "/inbox/", "/password/reset/"]
    )
    def test_every_answer_carries_them(self, db, client, path):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert not re.search(r"unsafe|data:|blob:|\*|https?:", policy)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_a_page_about_somebody_is_nobody_elses(self, client, office):
        client.force_login(office.employee)
        for path in ("/inbox/", f"/appraisals/{office.appraisal.pk}/", "/profile/"):
            assert "private" in client.get(path)["Cache-Control"]

    def test_signing_out_leaves_nothing_for_the_back_button(self, client, siti):
        client.force_login(siti)
        assert client.post("/logout/")["Clear-Site-Data"] == '"cache"'


class TestCookies:
    @pytest.fixture
    def by_https(self, settings):
        """As an installation sets them where HTTPS is on; `tests/operate` asks a real one."""
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True

    def test_none_is_told_to_scripts_or_other_sites(self, client, siti, by_https):
        client.get("/login/")
        sign_in(client)
        told = SimpleCookie(client.cookies)
        assert {"timbang_session", "timbang_known", "csrftoken"} <= set(told)
        for name, cookie in told.items():
            flags = (bool(cookie["httponly"]), bool(cookie["secure"]), cookie["samesite"])
            assert flags == (True, True, "Lax"), name

    def test_the_session_ends_with_the_browser(self, client, siti):
        sign_in(client)
        assert client.cookies["timbang_session"]["expires"] == ""

    def test_a_session_that_somebody_planted_is_not_kept(self, client, siti):
        """Whoever signs in gets a new one: knowing the old one opens nothing."""
        other = Client()
        sign_in(other)
        other.post("/logout/")
        planted = other.session.session_key or "x" * 32
        client.cookies["timbang_session"] = planted
        sign_in(client)
        assert client.cookies["timbang_session"].value != planted
        assert not Session.objects.filter(session_key=planted).exists()


class TestHosts:
    @pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b"])
    def test_another_name_is_refused_in_a_sentence(self, db, host):
        answer = Client(headers={"host": host}).get("/login/")
        assert answer.status_code == 400
        assert "evil.example" not in answer.content.decode()

    def test_a_letter_leads_to_our_own_address_whatever_the_request_says(self, siti, settings):
        settings.ALLOWED_HOSTS = ["*"]  # the demo
        headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
        Client(headers=headers).post("/password/reset/", {"account": EMAIL})
        assert "http://testserver/password/new/" in Email.objects.get().message
        assert "evil" not in Email.objects.get().message + Email.objects.get().html_message

    def test_without_a_trusted_proxy_nobody_says_that_it_is_https(self, db, settings):
        settings.SECURE_SSL_REDIRECT = True
        answer = Client(headers={"x-forwarded-proto": "https"}).get("/login/")
        assert answer["Location"] == "https://testserver/login/"


class TestNamesOfAccounts:
    """Whether somebody has an account is told neither by words nor by work."""

    @pytest.fixture
    def accounts(self, siti):
        """One that can be reached, some that cannot, some that are none."""
        make_employee("Budi", nip="198001012005011017")
        make_employee("Rina", email="rina@kota.example", is_active=False)
        return [NIP, "198001012005011017", "rina@kota.example", *NOBODY]

    def work(self, path, **typed):
        client = Client()
        with statements() as found:
            answer = client.post(path, typed)
        page = re.sub(r'value="[^"]*"', "", answer.content.decode())  # tokens, and what was typed
        return answer.status_code, answer.get("Location"), page, [sql.split(" WHERE ")[0][:60] for sql in found]

    def test_asking_for_a_letter(self, accounts):
        first, *others = [self.work("/password/reset/", account=account) for account in accounts]
        assert first[:2] == (302, "/password/reset/sent/")
        for other in others:
            assert other[:3] == first[:3]
            assert len(other[3]) == pytest.approx(len(first[3]), abs=1)  # a NIP is found by way of its row
        assert [letter.to for letter in Email.objects.all()] == [[EMAIL]]
        assert Entry.objects.count() == 1

    def test_a_wrong_password(self, accounts):
        first, *others = [self.work("/login/", username=account, password="salah") for account in accounts]
        assert first[0] == 422
        for other in others:
            assert other[:3] == first[:3]
            assert len(other[3]) == pytest.approx(len(first[3]), abs=2)

    def test_neither_do_the_waiting_times(self, accounts):
        for account in (NIP, NOBODY[0]):
            codes = [Client().post("/password/reset/", {"account": account}).status_code for _ in range(6)]
            assert codes == [302] * 5 + [422]


class TestGoingOn:
    @pytest.mark.parametrize("where", ELSEWHERE)
    def test_nobody_is_led_elsewhere(self, client, siti, where):
        assert sign_in(client, next=where)["Location"] == "/"
        assert client.get("/login/", {"next": where})["Location"] == "/"
        assert client.post("/preferences/", {"theme": "dark", "next": where})["Location"] == "/"

    @pytest.mark.parametrize("where", ELSEWHERE)
    def test_not_by_the_page_one_comes_from(self, client, siti, where):
        client.force_login(siti)
        sent = client.post(
            "/preferences/", {"theme": "dark"}, headers={"referer": where.replace("\t", "").strip("\x01")}
        )
        assert sent["Location"] == "/"
        client.logout()
        guest = client.post("/password/change/", {}, headers={"referer": "https://evil.example/x"})
        assert "evil" not in guest["Location"]


class TestBodies:
    def test_a_form_of_more_than_sixteen_megabytes(self, client, siti):
        client.force_login(siti)
        body = "q=" + "x" * (16 * 2**20 + 1)
        answer = client.post("/people/", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (403, 413)

    def test_thousands_of_fields(self, db, client):
        body = "&".join(f"f{n}=" for n in range(1001))
        assert client.post("/login/", body, content_type="application/x-www-form-urlencoded").status_code == 400

    @pytest.mark.parametrize("text", ["x" * 300, "\0", "٠" * 18, "' OR 1=1 --", "<script>", "%00", "\ud7ff\ufffe"])
    def test_strange_names_are_refused_like_others(self, db, client, text):
        assert sign_in(client, text).status_code == 422
        assert client.post("/password/reset/", {"account": text}).status_code in (302, 422)

    def test_a_password_without_end_costs_nothing(self, client, siti):
        assert sign_in(client, password="x" * 100_000).status_code == 422

    def test_the_api_takes_no_session_without_its_token(self, office):
        """What a page of another site could send with somebody's cookies."""
        client = Client(enforce_csrf_checks=True)
        client.force_login(office.employee)
        path, body = f"/api/v1/tasks/{office.step().pk}/complete/", json.dumps({"outcome": "submit", "data": {}})
        assert client.post(path, body, content_type="application/json").status_code == 403
        assert office.stage() == "self_assessment"


def test_every_form_asks_for_its_token():
    """`csrf_exempt` is for what signs in by a header, the API; for the public check, which does nothing and sets no
    cookie; and for witnesses, whose signature is the proof of who they are.
    """
    exempt = [name for name, view in views() if getattr(view, "csrf_exempt", False) and not name.startswith("api-")]
    assert set(exempt) == {"verify", "cosignature"}


def test_every_open_page_is_meant_to_be_open():
    """A new page is closed until somebody writes it down here."""
    opened = {name for name, view in views() if not getattr(view, "login_required", True)}
    opened = {name for name in opened if not name.startswith("api-")}  # the API asks for a token itself
    assert opened - OPEN == set()


def views(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern)
        else:
            yield pattern.name or "", pattern.callback


def test_a_person_who_is_gone_reads_nothing(client, siti):
    client.force_login(siti)
    User.objects.filter(pk=siti.pk).update(is_active=False)
    for path in ("/", "/inbox/", "/api/v1/tasks/"):
        assert client.get(path).status_code in (302, 401, 403)
