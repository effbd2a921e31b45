"""Getting in, getting back to where one was, and getting a password."""

import json
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from post_office.models import Email

from audit.models import Entry
from organization.models import User
from organization.roles import Role
from tests.people import make_employee, make_user

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"
SECRET = "batik-kawung-7"
NEW = "ulos-ragidup-12"


@pytest.fixture
def siti():
    return make_employee("Siti Rahmawati", nip=NIP, email="siti@kota.example", password=make_password(SECRET))


@pytest.fixture
def persona(settings):
    settings.DEMO = True
    person = make_employee("Hasan Nauli", is_demo=True)
    User.objects.filter(pk=person.pk).update(username="supervisor")
    return person


def sign_in(client, username=NIP, password=SECRET, **facts):
    return client.post("/login/", {"username": username, "password": password, **facts})


def signed_in(client):
    return client.session.get("_auth_user_id")


def happened(stream):
    return list(Entry.objects.filter(stream=stream).order_by("n").values_list("event", flat=True))


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestSigningIn:
    def test_a_guest_is_sent_to_sign_in_and_back_to_the_deep_link(self, client, siti):
        asked = client.get("/profile/?tab=line")
        assert asked.status_code == 302
        target = urlsplit(asked["Location"])
        assert (target.path, parse_qs(target.query)) == ("/login/", {"next": ["/profile/?tab=line"]})
        page = client.get(asked["Location"])
        assert 'value="/profile/?tab=line"' in page.content.decode()
        assert sign_in(client, next="/profile/?tab=line")["Location"] == "/profile/?tab=line"
        assert signed_in(client) == str(siti.pk)

    def test_the_deep_link_survives_a_failed_attempt_and_so_does_what_was_typed(self, client, siti):
        failed = sign_in(client, password="salah", next="/profile/")
        assert failed.status_code == 422
        html = failed.content.decode()
        assert 'value="/profile/"' in html
        assert f'value="{NIP}"' in html
        assert "salah" not in re.findall(r'value="([^"]*)"', html)
        assert "tidak cocok" in html

    @pytest.mark.parametrize(
        "where", ["https://evil.example/", "//evil.example", "/login/?next=/", "/logout/", "javascript:alert(1)"]
    )
    def test_nobody_is_sent_elsewhere(self, client, siti, where):
        assert sign_in(client, next=where)["Location"] == "/"

    def test_unknown_and_known_accounts_are_answered_alike(self, client, siti):
        known = text_of(sign_in(client, password="salah"))
        unknown = text_of(sign_in(client, username="198001012005011009", password="salah"))
        assert known == unknown

    def test_a_deactivated_account_is_answered_like_a_wrong_password(self, client, siti):
        User.objects.filter(pk=siti.pk).update(is_active=False)
        refused = sign_in(client)
        assert (refused.status_code, signed_in(client)) == (422, None)

    def test_deactivating_ends_the_session(self, client, siti):
        sign_in(client)
        User.objects.filter(pk=siti.pk).update(is_active=False)
        assert client.get("/profile/").status_code == 302

    def test_after_five_misses_even_the_right_password_waits(self, client, siti):
        for _ in range(5):
            sign_in(client, password="salah")
        refused = sign_in(client)
        assert (refused.status_code, signed_in(client)) == (422, None)
        assert re.search(r"Tunggu \d+ menit", text_of(refused))

    def test_empty_fields_are_named_and_count_as_no_attempt(self, client, siti):
        for _ in range(6):
            assert sign_in(client, password="").status_code == 422
        assert sign_in(client).status_code == 302

    def test_whose_session_ended_is_told_and_comes_back(self, client, siti):
        sign_in(client)
        Session.objects.all().delete()
        sent = client.get("/profile/")
        assert "expired=1" in sent["Location"]
        page = client.get(sent["Location"])
        assert "Sesi Anda berakhir" in text_of(page)

    def test_a_first_visit_says_nothing_of_a_session(self, client):
        assert "berakhir" not in text_of(client.get("/login/?next=/profile/"))

    def test_a_form_sent_without_a_session_leads_back_to_its_page(self, client):
        sent = client.post("/password/change/", {}, headers={"referer": "http://testserver/password/change/"})
        assert parse_qs(urlsplit(sent["Location"]).query) == {"next": ["/password/change/"]}
        sent = client.post("/people/", {}, headers={"referer": "https://evil.example/"})
        assert "next" not in sent["Location"]

    def test_what_was_typed_when_the_session_ended_is_given_back(self, client, siti):
        path = "/password/reset/sent/"
        page = client.post(
            "/people/", {"q": "Alasan yang panjang <b>", "password": "kata sandi saya"},
            headers={"referer": f"http://testserver{path}"},
        )  # fmt: skip
        told = page.content.decode()
        assert page.status_code == 401
        assert "Alasan yang panjang &lt;b&gt;" in told
        assert "kata sandi saya" not in told
        assert f'href="/login/?next={path}"' in told

    def test_a_program_is_told_in_json(self, client):
        answer = client.post("/profile/", headers={"accept": "application/json"})
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")

    def test_whoever_is_signed_in_needs_no_sign_in_page(self, client, siti):
        client.force_login(siti)
        assert client.get("/login/?next=/profile/")["Location"] == "/profile/"
        assert client.get("/login/")["Location"] == "/"

    def test_the_password_field_may_be_pasted_into_and_filled_by_a_manager(self, client):
        html = client.get("/login/").content.decode()
        assert 'autocomplete="current-password"' in html
        assert 'autocomplete="username"' in html
        assert "onpaste" not in html
        assert "style=" not in html


class TestSigningOut:
    def test_only_by_post(self, client, siti):
        client.force_login(siti)
        assert client.get("/logout/").status_code == 405
        assert signed_in(client)
        client.post("/logout/")
        assert signed_in(client) is None
        assert client.get("/profile/").status_code == 302


class TestPersonas:
    def test_one_click_leads_in_and_to_the_deep_link(self, client, persona):
        html = text_of(client.get("/login/?next=/profile/"))
        assert "Hasan Nauli" in html
        assert "Pejabat penilai kinerja" in html
        clicked = client.post("/login/persona/", {"persona": "supervisor", "next": "/profile/"})
        assert clicked["Location"] == "/profile/"
        assert signed_in(client) == str(persona.pk)

    def test_one_persona_after_another(self, client, persona, siti):
        client.force_login(siti)
        assert client.get("/login/").status_code == 200
        client.post("/login/persona/", {"persona": "supervisor"})
        assert signed_in(client) == str(persona.pk)

    def test_outside_demo_mode_there_are_none(self, client, persona, settings):
        settings.DEMO = False
        assert "Hasan Nauli" not in text_of(client.get("/login/"))
        assert client.post("/login/persona/", {"persona": "supervisor"}).status_code == 404
        assert signed_in(client) is None

    @pytest.mark.parametrize("change", [{"is_demo": False}, {"is_active": False}, {"username": "p-other"}])
    def test_a_real_account_is_no_persona(self, client, persona, change):
        User.objects.filter(pk=persona.pk).update(**change)
        name = change.get("username", "supervisor")
        assert client.post("/login/persona/", {"persona": name}).status_code == 404

    def test_not_by_get_and_not_from_another_site(self, client, persona):
        assert client.get("/login/persona/?persona=supervisor").status_code == 405
        strict = client.__class__(enforce_csrf_checks=True)
        assert strict.post("/login/persona/", {"persona": "supervisor"}).status_code == 403


class TestComingAndGoingIsRecorded:
    def test_each_account_has_a_stream_of_its_own(self, client, siti):
        sign_in(client, password="salah")
        sign_in(client)
        client.post("/logout/")
        assert happened(f"signin:{siti.pk}") == ["user.sign_in_failed", "user.signed_in", "user.signed_out"]
        assert set(Entry.objects.values_list("actor", flat=True)) == {siti.pseudonym}
        assert happened(f"user:{siti.pk}") == []

    def test_an_account_that_nobody_has_is_tried_by_nobody_known(self, client, siti):
        for name in ("tidak-ada", "x@kota.example", "198001012005011009"):
            assert sign_in(client, name).status_code == 422
        entries = Entry.objects.order_by("n").select_related("payload")
        assert happened("book:sign_in") == ["user.sign_in_failed"] * 3
        assert {str(entry.actor) for entry in entries} == {"00000000-0000-0000-0000-000000000001"}
        tried = [json.loads(entry.payload.data)["facts"]["tried"] for entry in entries]
        assert len(set(tried)) == 3
        for entry in entries:
            for typed in ("tidak-ada", "x@kota", "1980"):
                assert typed not in bytes(entry.leaf).decode()
                assert typed not in entry.payload.data

    def test_no_number_and_no_address_is_in_the_log(self, client, siti):
        sign_in(client, password="salah")
        sign_in(client, "siti@kota.example")
        client.post("/password/reset/", {"account": NIP})
        kept = "".join(bytes(entry.leaf).decode() + entry.payload.data for entry in Entry.objects.all())
        assert [text for text in (NIP, "siti@", SECRET, "Siti", "127.0.0.1") if text in kept] == []

    def test_a_persona_is_recorded_like_everybody(self, client, persona):
        client.post("/login/persona/", {"persona": "supervisor"})
        assert happened(f"signin:{persona.pk}") == ["user.signed_in"]

    def test_nobody_comes_in_unrecorded(self, client, siti, monkeypatch):
        def fail(*args, **kwargs):
            raise DatabaseError("full")

        monkeypatch.setattr("organization.actions.signin.record", fail)
        client.raise_request_exception = False
        assert sign_in(client).status_code == 500
        assert signed_in(client) is None
        siti.refresh_from_db()
        assert siti.last_login is None

    def test_to_sign_out_twice_is_once(self, client, siti):
        sign_in(client)
        client.post("/logout/")
        client.post("/logout/")
        assert happened(f"signin:{siti.pk}") == ["user.signed_in", "user.signed_out"]


class TestPasswordByMail:
    def test_a_letter_a_link_a_password_and_in(self, client, siti):
        asked = client.post("/password/reset/", {"account": "19860926 201505 1 001"})
        assert asked["Location"] == "/password/reset/sent/"
        link = re.search(r"http://testserver(/password/new/\S+)", Email.objects.get().message)[1]
        page = client.get(link, follow=True)
        assert siti.full_name in text_of(page)
        where = page.redirect_chain[-1][0]
        assert "set-password" in where  # the token is no longer in the address
        done = client.post(where, {"new_password1": NEW, "new_password2": NEW})
        assert done.status_code == 302
        assert signed_in(client) == str(siti.pk)
        siti.refresh_from_db()
        assert siti.check_password(NEW)
        assert happened(f"user:{siti.pk}") == ["user.sign_in_link_used", "user.password_set"]
        assert happened(f"signin:{siti.pk}") == ["user.password_link_requested", "user.signed_in"]

    def test_the_link_works_once(self, client, siti):
        client.post("/password/reset/", {"account": "siti@kota.example"})
        link = re.search(r"http://testserver(/password/new/\S+)", Email.objects.get().message)[1]
        where = client.get(link)["Location"]
        client.post(where, {"new_password1": NEW, "new_password2": NEW})
        client.post("/logout/")
        again = client.get(link, follow=True)
        assert "tidak berlaku lagi" in text_of(again)

    def test_the_link_ends_after_a_day(self, client, siti, time_machine):
        client.post("/password/reset/", {"account": NIP})
        letter = Email.objects.get()
        link = re.search(r"http://testserver(/password/new/\S+)", letter.message)[1]
        local = letter.created.astimezone(ZoneInfo("Asia/Jakarta"))  # Django's token counts local time
        time_machine.move_to(local + timedelta(days=1, minutes=1))
        assert "tidak berlaku lagi" in text_of(client.get(link, follow=True))

    def test_weak_passwords_are_refused_with_a_reason(self, client, siti):
        client.post("/password/reset/", {"account": NIP})
        link = re.search(r"http://testserver(/password/new/\S+)", Email.objects.get().message)[1]
        where = client.get(link)["Location"]
        for weak in ("12345678", "pendek", "Siti Rahmawati"):
            refused = client.post(where, {"new_password1": weak, "new_password2": weak})
            assert refused.status_code == 422
        assert happened(f"user:{siti.pk}") == []

    @pytest.mark.parametrize("account", ["tidak-ada", "x@kota.example", "198001012005011009"])
    def test_the_answer_is_the_same_for_nobody(self, client, account):
        assert client.post("/password/reset/", {"account": account})["Location"] == "/password/reset/sent/"
        assert not Email.objects.exists()

    def test_no_letter_for_a_deactivated_account(self, client, siti):
        User.objects.filter(pk=siti.pk).update(is_active=False)
        assert client.post("/password/reset/", {"account": NIP})["Location"] == "/password/reset/sent/"
        assert not Email.objects.exists()

    def test_an_imported_person_gets_his_first_password_so(self, client):
        make_user("Budi", email="budi@kota.example", password=make_password(None))
        client.post("/password/reset/", {"account": "budi@kota.example"})
        link = re.search(r"http://testserver(/password/new/\S+)", Email.objects.get().message)[1]
        assert client.get(link, follow=True).status_code == 200

    def test_nobody_is_flooded_with_letters(self, client, siti):
        answers = [client.post("/password/reset/", {"account": NIP}).status_code for _ in range(6)]
        assert answers == [302] * 5 + [422]
        assert Email.objects.count() == 5


class TestPasswordChange:
    def test_knowing_the_old_one(self, client, siti):
        sign_in(client)
        facts = {"old_password": SECRET, "new_password1": NEW, "new_password2": NEW}
        assert client.post("/password/change/", facts)["Location"] == "/profile/"
        assert client.get("/profile/").status_code == 200  # this session goes on
        siti.refresh_from_db()
        assert siti.check_password(NEW)

    def test_other_sessions_end(self, client, siti):
        other = client.__class__()
        sign_in(other)
        sign_in(client)
        client.post("/password/change/", {"old_password": SECRET, "new_password1": NEW, "new_password2": NEW})
        assert other.get("/profile/").status_code == 302

    def test_not_knowing_it(self, client, siti):
        sign_in(client)
        facts = {"old_password": "salah", "new_password1": NEW, "new_password2": NEW}
        assert client.post("/password/change/", facts).status_code == 422
        siti.refresh_from_db()
        assert siti.check_password(SECRET)


class TestPreferences:
    def test_kept_with_the_account_with_history(self, client, siti):
        client.force_login(siti)
        sent = client.post("/preferences/", {"theme": "dark", "next": "/profile/"})
        assert sent["Location"] == "/profile/"
        siti.refresh_from_db()
        assert (siti.theme, siti.language) == ("dark", "id")
        assert siti.history.order_by("history_id").last().history_user == siti
        assert 'data-theme="dark"' in client.get("/profile/").content.decode()

    def test_a_language_speaks_at_once(self, client, siti):
        client.force_login(siti)
        client.post("/preferences/", {"language": "en"})
        page = client.get("/profile/")
        assert page["Content-Language"] == "en"
        assert '<html lang="en"' in page.content.decode()

    def test_guests_keep_it_in_cookies(self, client):
        client.post("/preferences/", {"theme": "dark", "language": "en", "next": "/login/"})
        assert client.cookies["theme"].value == "dark"
        page = client.get("/login/")
        assert page["Content-Language"] == "en"
        assert 'data-theme="dark"' in page.content.decode()

    def test_choosing_on_the_sign_in_page_keeps_the_deep_link(self, client):
        page = client.get("/login/?next=/profile/")
        back = re.search(r'name="next" value="(/login/[^"]*)"', page.content.decode())[1]
        assert client.post("/preferences/", {"theme": "dark", "next": back})["Location"] == "/login/?next=/profile/"

    @pytest.mark.parametrize("facts", [{"theme": "pink"}, {"language": "xx"}])
    def test_nothing_else_is_kept(self, client, siti, facts):
        client.force_login(siti)
        assert client.post("/preferences/", facts).status_code == 400
        assert happened(f"user:{siti.pk}") == []

    def test_back_only_to_our_own_pages(self, client, siti):
        client.force_login(siti)
        assert client.post("/preferences/", {"next": "https://evil.example/"})["Location"] == "/"
        assert client.get("/preferences/").status_code == 405


class TestProfile:
    def test_it_says_who_i_am_and_what_my_role_means(self, client):
        hr = make_employee("Rina Harahap", nip=NIP, roles=[Role.HR_ADMIN])
        client.force_login(hr)
        page = text_of(client.get("/profile/"))
        assert "Rina Harahap" in page
        assert "19860926 201505 1 001" in page
        assert "Menjalankan periode penilaian" in page
        assert "tidak memegang jabatan definitif" in page
