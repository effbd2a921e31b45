"""The database has no room, no time or no voice: nothing is half written, and what was typed is still there."""

import re
from contextlib import contextmanager
from html import unescape

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, OperationalError, ProgrammingError, connection
from django.test import Client
from knox.models import AuthToken

from appraisal.actions import cycle as cycles
from appraisal.models import Cycle
from config.trouble import AWAY, BUSY, FULL, TAKEN, trouble_in
from organization import actions as people
from tests.agreement import agree
from tests.journeys.test_hr_cycles import DATES
from tests.journeys.walking import Walker, hidden
from tests.office import NOW, Office
from tests.people import make_employee
from workflow.models import Draft
from workflow.refusals import Full

LONG = "Rating tetap pada bukti yang dilihat bersama. " * 150  # characters: more than the last page of a table holds
DISK_FULL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;"""
THERE_IS_ROOM = {"sqlite": "PRAGMA max_page_count = 1073741823", "postgresql": "DROP FUNCTION no_room CASCADE"}
WRITTEN = ("audit_entry", "workflow_draft", "appraisal_cycle", "organization_attempts")


@contextmanager
def disk_full():
    """Not one page more for SQLite; on PostgreSQL what it says when a file cannot grow."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        else:
            cursor.execute(DISK_FULL)
            for table in WRITTEN:
                cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()")
        try:
            yield
        finally:
            cursor.execute(THERE_IS_ROOM[connection.vendor])


def everything():
    """The number of rows in every table."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label != "sessions"]
    return {model._meta.db_table: model._base_manager.count() for model in models}


@pytest.mark.django_db(transaction=True)
class TestNoRoom:
    @pytest.fixture
    def office(self, time_machine):
        time_machine.move_to(NOW, tick=False)
        office = Office()
        office.bring_to("supervisor_statement")
        return office

    @pytest.fixture
    def client(self):
        return Client(raise_request_exception=False)

    def test_the_door_refuses_and_nothing_is_half_written(self, office):
        before = everything()
        with disk_full(), pytest.raises(Full, match="Penyimpanan sistem penuh"):
            office.take("submit", {"statement": LONG})
        assert everything() == before
        agree(office.appraisal)
        office.take("submit", {"statement": LONG})  # there is room again
        assert office.stage() == "objection_decision"

    def test_the_check_page_keeps_what_it_shows(self, office, client):
        walker, step = Walker(client, office, office.supervisor), office.step()
        walker.fill(step, "submit", statement=LONG)
        with disk_full():
            refused = walker.confirm(step, "submit")
        assert (refused.status_code, office.stage()) == (503, "supervisor_statement")
        assert "Penyimpanan sistem penuh" in refused.content.decode()
        assert LONG.strip() in refused.content.decode()
        sent = client.post(f"/tasks/{step.pk}/check/submit/", hidden(refused) | {"declared": "on"})
        assert (sent.status_code, office.stage()) == (302, "objection_decision")

    def test_a_form_comes_back_and_can_be_sent_again(self, office, client):
        walker, step = Walker(client, office, office.supervisor), office.step()
        with disk_full():
            refused = walker.fill(step, "submit", statement=LONG)
        assert (refused.status_code, refused["Retry-After"]) == (503, "60")
        assert LONG.strip() in unescape(refused.content.decode())
        assert not Draft.objects.exists()
        again = client.post(resent_to(refused), hidden(refused))
        assert again["Location"] == f"/tasks/{step.pk}/check/submit/"
        assert Draft.objects.get().body["statement"] == LONG

    def test_so_do_pages_of_hr(self, office, client):
        """SQLite has room left on the last page of each table: periods are made until one finds none."""
        client.force_login(office.hr)
        typed = {"slug": "", "policy": office.policy.pk} | DATES
        with disk_full():
            for year in range(2027, 2227):
                refused = client.post("/cycles/new/", typed | {"name": f"Triwulan I {year}"})
                if refused.status_code != 302:
                    break
        assert refused.status_code == 503
        assert f"Triwulan I {year}" in refused.content.decode()
        assert not Cycle.objects.filter(slug=f"triwulan-i-{year}").exists()
        assert client.post(resent_to(refused), hidden(refused)).status_code == 302

    def test_a_program_hears_it_in_json(self, office):
        _kept, token = AuthToken.objects.create(office.supervisor)
        program = Client(headers={"authorization": f"Bearer {token}"}, raise_request_exception=False)
        body = {"outcome": "submit", "data": {"statement": LONG}}
        with disk_full():
            refused = program.post(f"/api/v1/tasks/{office.step().pk}/complete/", body, content_type="application/json")
        assert (refused.status_code, refused["Retry-After"]) == (503, "60")
        assert set(refused.json()) == {"title", "detail", "fields"}


def resent_to(page):
    return re.search(r'<form method="post" action="([^"]*)"', page.content.decode())[1]


class Answer(psycopg.Error):
    """What PostgreSQL sends, with its code."""

    def __init__(self, code):
        super().__init__("x")
        self.sqlstate = code


def caused(error, cause=None):
    error.__cause__ = cause
    return error


ERRORS = {
    "no room": (OperationalError("database or disk is full"), FULL),
    "no room on PostgreSQL": (caused(OperationalError("x"), Answer("53100")), FULL),
    "a lock": (OperationalError("database is locked"), BUSY),
    "a lock on PostgreSQL": (caused(OperationalError("x"), Answer("55P03")), BUSY),
    "a deadlock": (caused(OperationalError("x"), Answer("40P01")), BUSY),
    "the database is stopping": (caused(OperationalError("x"), Answer("57P01")), AWAY),
    "too many connections": (caused(OperationalError("x"), Answer("53300")), AWAY),
    "no answer": (caused(OperationalError("x"), psycopg.OperationalError("connection refused")), AWAY),
    "the file is gone": (OperationalError("unable to open database file"), AWAY),
    "somebody was first": (IntegrityError("UNIQUE constraint failed: appraisal_cycle.slug"), TAKEN),
    "somebody was first on PostgreSQL": (caused(IntegrityError("x"), Answer("23505")), TAKEN),
    "a broken rule": (caused(IntegrityError("x"), Answer("23514")), None),
    "no such table": (OperationalError("no such table: x"), None),
    "no such table on PostgreSQL": (caused(ProgrammingError("x"), Answer("42P01")), None),
    "a mistake of ours": (ValueError("disk is full"), None),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_an_error_means(case):
    error, meant = ERRORS[case]
    assert trouble_in(error) is meant


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def hr(self, time_machine):
        time_machine.move_to(NOW, tick=False)
        office = Office()
        client = Client(raise_request_exception=False)
        client.force_login(office.hr)
        return client

    def broken(self, monkeypatch, error):
        def fails(**facts):
            raise error

        monkeypatch.setattr(cycles, "create", fails)

    def typed(self):
        policy = Cycle.objects.get().policy_id
        return {"name": "<b>Triwulan</b> I 2027", "slug": "t", "policy": policy} | DATES

    @pytest.mark.parametrize(("case", "status"), [("a lock", 503), ("no answer", 503), ("somebody was first", 409)])
    def test_each_says_what_to_do_and_keeps_what_was_typed(self, hr, monkeypatch, case, status):
        error, meant = ERRORS[case]
        self.broken(monkeypatch, error)
        answer = hr.post("/cycles/new/", self.typed() | {"name": "Triwulan & satu"})
        assert answer.status_code == status
        assert str(meant.detail) in unescape(answer.content.decode())
        assert '<p class="quote">Triwulan &amp; satu</p>' in answer.content.decode()
        assert hidden(answer).keys() >= {"csrfmiddlewaretoken", "name", "meeting_on"}

    def test_in_the_readers_language(self, hr, monkeypatch):
        people.set_preferences(person=Cycle.objects.get().launched_by, at=NOW, language="en")
        self.broken(monkeypatch, ERRORS["no room"][0])
        assert "storage is full" in hr.post("/cycles/new/", self.typed() | {"name": "x"}).content.decode()

    def test_a_page_that_was_only_looked_at_is_offered_again(self, hr, monkeypatch):
        def fails(**facts):
            raise OperationalError("database is locked")

        monkeypatch.setattr("appraisal.selectors.cycle.cycles", fails)
        answer = hr.get("/cycles/?after=9")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert '<a class="btn primary" href="/cycles/?after=9">' in answer.content.decode()

    def test_a_mistake_of_ours_stays_one(self, hr, monkeypatch):
        self.broken(monkeypatch, ERRORS["a broken rule"][0])
        assert hr.post("/cycles/new/", self.typed() | {"name": "x"}).status_code == 500

    def test_a_password_is_given_back_to_nobody(self, db, monkeypatch):
        make_employee("Siti", email="siti@kota.example", password=make_password("batik-kawung-7"))

        def fails(*args):
            raise OperationalError("database or disk is full")

        monkeypatch.setattr("organization.attempts._count", fails)
        client = Client(raise_request_exception=False)
        answer = client.post("/login/", {"username": "siti@kota.example", "password": "batik kawung 7"})
        assert answer.status_code == 503
        assert "kawung" not in answer.content.decode()
        assert '<form method="post"' not in answer.content.decode()
