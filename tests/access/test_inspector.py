"""An inspector reads everything and changes nothing: every address, every method, many bodies, every table."""

import hashlib
import json

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from audit.models import Entry
from config import worker
from tests.access.matrix import scene
from tests.journeys.test_hr_access import PAGES, address
from tests.office import NOW, Office

METHODS = ("get", "head", "post", "put", "patch", "delete")
OWN_ACCOUNT = {
    "personal",
    "preferences",
    "logout",
    "persona",
    "login",
    "password_change",
    "password_new",
    "password_reset",
}
KEPT_OF_READING = {  # what reading leaves behind, and what an inspector keeps for himself
    "django_session", "audit_access", "audit_accessbatch", "audit_batchedaccess", "audit_book", "audit_entry",
    "audit_payload", "audit_pending", "audit_savedsearch", "audit_export", "audit_inspection",
    "audit_historicalinspection", "organization_attempts", "workflow_desk", "sqlite_sequence",
    "audit_legalhold", "audit_historicallegalhold",  # keeps what others would erase
}  # fmt: skip
MAY_RECORD = {
    "appraisal.content_opened", "log.purpose_stated", "log.content_opened", "log.exported", "hold.placed",
    "committee.kin_opened", "cycle.calibration_exported",
}  # fmt: skip
BODIES = [
    {},
    {"confirm": "1", "declared": "on", "purpose": "Surat tugas 700/118/2026", "reason": "Alasan yang cukup panjang."},
    {"outcome": "dismiss", "data": {"reason": "x"}, "results_rating": "above", "behaviour_rating": "above"},
    {"q": "siti", "who": "siti", "name": "Saringan", "format": "csv", "role": "inspector", "do": "confirm"},
    {"text": "x", "letter_no": "800/1", "authority": "PTUN", "from_date": "2026-11-02", "to_date": "2026-11-30"},
    {"purpose": "Surat tugas 700/118/2026", "deferred": "1"},
]


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.bring_to("objection_decision")
    worker.beat(NOW)
    return office


def addresses(office):
    """(name, path) of every address there is."""
    found = {name: reverse(name, kwargs=wanted) for name, wanted in scene(office).items()}
    return found | {name: address(office, name) for name in PAGES}


def digests():
    """{table: what its rows are}; of every table but those that reading itself fills."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table not in KEPT_OF_READING:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = sorted(repr(row) for row in cursor.fetchall())
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def changed(before, after):
    return {table for table in before if before[table] != after[table]}


@pytest.mark.parametrize("body", range(len(BODIES)))
def test_no_address_lets_an_inspector_change_anything(client, office, body):
    client.raise_request_exception = False
    client.force_login(office.inspector)
    paths = addresses(office)
    before, entries = digests(), Entry.objects.count()
    for name, path in paths.items():
        if name in OWN_ACCOUNT:
            continue
        for method in METHODS:
            send(client, method, path, BODIES[body], as_json=name.startswith("api"))
        assert changed(before, digests()) == set(), path
    told = Entry.objects.order_by("pk")[entries:].values_list("event", "actor")
    by_inspector = {event for event, actor in told if actor == office.inspector.pseudonym}
    assert {event for event in by_inspector if not event.startswith("inspection.")} - MAY_RECORD == set()


def test_the_same_requests_change_something_for_whoever_may(client, office):
    """The test above can fail."""
    before = digests()
    client.force_login(office.second_level)
    step = office.step()
    body = {"outcome": "change", "data": {"results_rating": "above", "behaviour_rating": "meets", "reason": "x"}}
    answer = client.post(f"/api/v1/tasks/{step.pk}/complete/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert {"appraisal_appraisal", "workflow_step", "appraisal_determination"} <= changed(before, digests())


def test_every_business_table_is_watched():
    tables = {model._meta.db_table for model in apps.get_models() if not model.__module__.startswith("django")}
    assert {"appraisal_appraisal", "organization_user", "workflow_step", "notifications_notice"} <= tables
    assert {
        table
        for table in KEPT_OF_READING & tables
        if not table.startswith(("audit_", "organization_att", "workflow_desk"))
    } == set()


def send(client, method, path, body, *, as_json):
    if method in ("get", "head"):
        return getattr(client, method)(path, {name: str(value) for name, value in body.items()})
    if as_json:
        return getattr(client, method)(path, json.dumps(body), content_type="application/json")
    typed = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    if method == "post":
        return client.post(path, typed)
    return getattr(client, method)(path, json.dumps(typed), content_type="application/json")
