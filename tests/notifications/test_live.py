"""Hints over websockets: who hears them, when, and that they say nothing."""

import pytest
from django.db import connection, transaction
from django.test import Client

from notifications.actions import mark_read, post
from notifications.live import consumer, groups, presence
from notifications.live.gate import is_ours
from notifications.models import Notice
from organization import actions
from tests.counting import statements
from tests.notifications.sockets import cookie_of, elsewhere, heard, opened, page, run, silent
from tests.office import NOW, Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db):
    return Office()


def take(office, outcome):
    """As a page's worker does it, in a thread with a connection of its own."""
    try:
        office.take(outcome)
    finally:
        connection.close()


# --- who hears what ---


def test_the_next_person_hears_that_something_is_new(office, layer):
    cookies = {person: cookie_of(getattr(office, person)) for person in ("employee", "supervisor", "stranger")}

    async def story():
        async with (
            opened(cookies["supervisor"]) as his,
            opened(cookies["supervisor"]) as his_other,
            opened(cookies["stranger"]) as strange,
        ):
            await elsewhere(take, office, "submit")
            assert [await heard(his), await heard(his_other)] == ["notices", "notices"]
            assert await silent(strange)

    run(story)


def test_whoever_has_the_case_open_hears_that_it_changed(office, layer):
    cookie, stranger = cookie_of(office.hr), cookie_of(office.stranger)
    subject = f"appraisal:{office.appraisal.pk}"

    async def story():
        async with opened(cookie, subject=subject) as shown, opened(stranger, subject=subject) as strange:
            assert await heard(shown) == "presence"  # his own
            await elsewhere(take, office, "submit")
            assert await heard(shown) == "case"
            assert await silent(strange)  # the subject is out of his sight: he hears nothing of it

    run(story)


@pytest.mark.parametrize("subject", ["appraisal:0", "appraisal:x", "appraisal:" + "9" * 30, "nonsense:1", "appraisal"])
def test_a_strange_subject_is_as_none(office, subject):
    cookie = cookie_of(office.hr)

    async def story():
        async with opened(cookie, subject=subject) as shown:
            await elsewhere(take, office, "submit")
            assert await silent(shown)

    run(story)


def test_reading_in_one_window_is_heard_in_the_other(office, layer):
    cookie = cookie_of(office.employee)
    notice = Notice.objects.get(to=office.employee)

    async def story():
        async with opened(cookie) as other:
            await elsewhere(in_own_connection, mark_read, office.employee, notice.pk, at=NOW)
            assert await heard(other) == "notices"
            await elsewhere(in_own_connection, mark_read, office.employee, notice.pk, at=NOW)
            assert await silent(other)  # nothing changed

    run(story)


def in_own_connection(verb, *args, **kwargs):
    try:
        return verb(*args, **kwargs)
    finally:
        connection.close()


# --- when ---


def test_what_was_rolled_back_was_never_said(office, layer):
    cookie = cookie_of(office.hr)

    def fail():
        with transaction.atomic():
            post([notice_to(office.hr)])
            transaction.set_rollback(True)

    async def story():
        async with opened(cookie) as shown:
            await elsewhere(in_own_connection, fail)
            assert await silent(shown)

    run(story)
    assert not Notice.objects.filter(to=office.hr, about="x").exists()


def notice_to(person):
    return Notice(to=person, kind="info", about="x", subject="user:1", created_at=NOW)


def test_a_hint_costs_no_statement_and_no_waiting(office, layer):
    with statements() as made:
        post([notice_to(office.hr)])
    assert len(made) == 1, made


def test_nobody_listens_and_nothing_breaks(office):
    office.take("submit")
    assert Notice.objects.filter(to=office.supervisor).exists()


def test_names_of_groups_tell_nobody_who_it_is(office):
    names = {groups.of_person(office.employee.pk), groups.of_stream(f"appraisal:{office.appraisal.pk}")}
    assert len(names) == 2
    for name in names:
        assert len(name) == 40
        assert set(name) <= set("0123456789abcdef")


# --- who may listen at all ---


def test_a_guest_is_turned_away(office):
    async def story():
        for cookie in ("", "x" * 32):
            assert not await page(cookie).connect()

    run(story)


@pytest.mark.parametrize(
    "origin", [b"http://elsewhere.example", b"http://testserver.elsewhere.example", b"null", b"", b"file://testserver"]
)
def test_a_page_of_another_site_is_turned_away(office, origin):
    cookie = cookie_of(office.employee)

    async def story():
        assert not await page(cookie, origin=origin).connect()

    run(story)


@pytest.mark.parametrize(
    ("host", "origin", "hosts", "may"),
    [
        ("timbang.kota.example", "https://timbang.kota.example", ["timbang.kota.example"], True),
        ("timbang.kota.example:8443", "https://timbang.kota.example:8443", ["timbang.kota.example"], True),
        ("[::1]:8000", "http://[::1]:8000", ["[::1]"], True),
        ("timbang.kota.example", "https://timbang.kota.example:8443", ["timbang.kota.example"], False),
        ("evil.example", "https://evil.example", ["timbang.kota.example"], False),
        ("evil.example", "https://evil.example", ["*"], True),  # a demo answers to any name
        ("evil.example", "https://other.example", ["*"], False),
        ("localhost:8000", "http://localhost:8000", [], False),
    ],
)
def test_the_gate_compares_the_page_with_the_host(settings, host, origin, hosts, may):
    settings.ALLOWED_HOSTS = hosts
    assert is_ours({b"host": host.encode(), b"origin": origin.encode()}) is may


def test_one_person_cannot_hold_every_socket(office, monkeypatch):
    monkeypatch.setattr(consumer, "MOST", 2)
    cookie, other = cookie_of(office.employee), cookie_of(office.hr)

    async def story():
        async with opened(cookie), opened(cookie):
            assert not await page(cookie).connect()
            async with opened(other):
                pass
        async with opened(cookie):
            pass

    run(story)
    assert not consumer.pages


def test_what_a_page_says_is_not_listened_to(office):
    cookie = cookie_of(office.employee)

    async def story():
        async with opened(cookie) as shown:
            await shown.say(text='{"type": "hint"}')
            await shown.say(bytes=b"\0" * 100)
            assert await silent(shown)

    run(story)


# --- the end of a session ---


def sign_out(cookie):
    client = Client()
    client.cookies["timbang_session"] = cookie
    client.post("/logout/")
    connection.close()


def change_password(person):
    in_own_connection(actions.set_password, person=person, password="rahasia-baru-2026", at=NOW)


def dismiss(office):
    in_own_connection(actions.deactivate, person=office.employee, reason="Pensiun.", by=office.hr, at=NOW)


@pytest.mark.parametrize("how", ["sign_out", "change_password", "dismiss"])
def test_the_socket_of_an_ended_session_closes(office, monkeypatch, how):
    monkeypatch.setattr(consumer, "FLUSHED", 0.05)
    cookie, other = cookie_of(office.employee), cookie_of(office.supervisor)
    act = {
        "sign_out": lambda: sign_out(cookie),
        "change_password": lambda: change_password(office.employee),
        "dismiss": lambda: dismiss(office),
    }[how]

    async def story():
        async with opened(cookie) as shown, opened(other) as others:
            await elsewhere(act)
            assert await shown.receive_output(timeout=3) == {"type": "websocket.close", "code": consumer.ENDED}
            assert await silent(others)

    run(story)


def test_a_session_that_nobody_ended_is_looked_at_now_and_then(office, monkeypatch):
    monkeypatch.setattr(consumer, "ALIVE", 0.05)
    cookie = cookie_of(office.employee)

    def expire():
        from django.contrib.sessions.models import Session

        Session.objects.all().delete()
        connection.close()

    async def story():
        async with opened(cookie) as shown:
            assert await shown.receive_nothing(timeout=0.6)
            await elsewhere(expire)
            assert (await shown.receive_output(timeout=3))["code"] == consumer.ENDED

    run(story)


# --- presence ---


def names_at(office, viewer):
    client = Client()
    client.force_login(viewer)
    answer = client.get(f"/appraisals/{office.appraisal.pk}/presence/")
    assert answer.status_code == 200
    connection.close()
    return answer.content.decode()


def test_those_who_work_on_a_case_see_who_else_has_it_open(office):
    office.take("submit")
    subject = f"appraisal:{office.appraisal.pk}"
    cookies = [cookie_of(one) for one in (office.employee, office.supervisor, office.hr, office.inspector)]

    async def story():
        async with opened(cookies[0], subject=subject) as employee:
            assert await heard(employee) == "presence"
            async with opened(cookies[1], subject=subject):
                assert await heard(employee) == "presence"
                async with opened(cookies[2], subject=subject), opened(cookies[3], subject=subject):
                    return [await elsewhere(names_at, office, who) for who in (office.employee, office.hr)]

    seen_by_employee, seen_by_hr = run(story)
    assert "Hasan Nauli" in seen_by_employee
    assert "Siti Rahmawati" not in seen_by_employee  # oneself is no news
    assert office.hr.name not in seen_by_employee
    assert office.inspector.name not in seen_by_employee
    assert "Siti Rahmawati" in seen_by_hr
    assert names_at(office, office.employee).strip() == ""  # all have gone


def test_whoever_may_no_longer_see_the_case_is_not_named(office):
    """The second-level supervisor sees it from release on."""
    stream = f"appraisal:{office.appraisal.pk}"
    presence.enter(stream, office.second_level.pk, "a page")
    assert names_at(office, office.employee).strip() == ""


def test_presence_asks_once_for_each_who_is_there(office, client):
    office.bring_to("committee_vote")
    client.force_login(office.members[0])
    address = f"/appraisals/{office.appraisal.pk}/presence/"
    for person in (office.employee, office.supervisor, *office.members):
        presence.enter(f"appraisal:{office.appraisal.pk}", person.pk, "a page")
    with statements() as made:
        assert client.get(address).content.decode().count("<p>") == 2 + len(office.members) - 1
    assert len(made) == 5 + 2 + len(office.members) - 1, made


def test_an_older_page_stays_when_a_newer_one_goes():
    presence.enter("appraisal:1", 7, "old")
    presence.enter("appraisal:1", 7, "new")
    presence.leave("appraisal:1", 7, "old")
    assert presence.present("appraisal:1", [7, 8]) == {7}
    presence.leave("appraisal:1", 7, "new")
    assert presence.present("appraisal:1", [7]) == set()


# --- what the page asks for then ---


def test_the_page_is_told_what_came_since(office, client):
    client.force_login(office.supervisor)
    before = client.get("/inbox/").content.decode()
    assert 'data-newest="0"' in before
    office.take("submit")
    newest = Notice.objects.get(to=office.supervisor).pk
    answer = client.get("/notices/new/?after=0&told=0").content.decode()
    assert f'data-newest="{newest}"' in answer
    assert "1 pembaruan. Tampilkan" in answer
    assert '<span class="count">1' in answer
    assert "Pemberitahuan, 1 baru" in answer
    assert answer.count('class="toast"') == 1
    again = client.get(f"/notices/new/?after=0&told={newest}").content.decode()
    assert "1 pembaruan" in again  # still not on the page
    assert 'class="toast"' not in again  # but told
    assert "pembaruan" not in client.get(f"/notices/new/?after={newest}&told={newest}").content.decode()
    assert f'data-newest="{newest}"' in client.get("/inbox/").content.decode()


def test_what_is_new_for_others_is_nothing_new(office, client):
    office.take("submit")
    client.force_login(office.stranger)
    assert "pembaruan" not in client.get("/notices/new/?after=x&told=-1").content.decode()


def test_asking_what_is_new_costs_little(office, client):
    office.bring_to("final")
    client.force_login(office.employee)
    with statements() as made:
        client.get("/notices/new/?after=0&told=0")
    assert len(made) <= 6, made
