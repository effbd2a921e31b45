"""An inspector reads everything and changes nothing but what ADR 19 lists: every address, method and table, many bodies."""

import hashlib
import json
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from audit.models import Entry
from tests.access.everything import addresses

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
KEPT_OF_READING = {  # what reading leaves behind
    "django_session", "audit_access", "audit_accessbatch", "audit_batchedaccess", "audit_book", "audit_entry",
    "audit_payload", "audit_pending", "organization_attempts", "sqlite_sequence",
    "workflow_desk",  # how he left his own inbox
}  # fmt: skip
LOOKS = {  # entries that say what an inspector read or took out
    "appraisal.content_opened", "log.purpose_stated", "log.content_opened", "log.exported", "committee.kin_opened",
    "cycle.calibration_exported", "committee.minutes_printed", "committee.minutes_handed_out",
}  # fmt: skip
REASON = "Alasan yang cukup panjang."
PURPOSE = {"purpose": "Surat tugas 700/118/2026"}


@dataclass(frozen=True)
class Change:
    """One that an inspector causes by design: why, by which body, in which tables, with which entries."""

    why: str
    body: dict
    tables: set
    entries: set = field(default_factory=set)


PROPOSAL = {"audit_erasureproposal", "audit_historicalerasureproposal"}
HOLD = {"audit_legalhold", "audit_historicallegalhold"}
INSPECTION = {"audit_inspection", "audit_historicalinspection"}
TOLD = {"notifications_notice"}
DEFERRED = {"inspection.opened", "inspection.case_opened"}
BY_DESIGN = {
    "erasure_agree": Change(
        "no erasure without a second office; HR proposed it, the system carries it out",
        {"confirm": "1"}, PROPOSAL | TOLD, {"erasure.agreed"},
    ),
    "erasure_oppose": Change(
        "the other answer to the same question",
        {"text": REASON, "confirm": "1"}, PROPOSAL | TOLD, {"erasure.opposed"},
    ),
    "hold_place": Change(
        "keeps what others would erase; changes nothing that is kept",
        {"reason": REASON, "letter_no": "W1", "confirm": "1"}, HOLD | TOLD, {"hold.placed"},
    ),
    "hold_lift": Change(
        "ends what an inspector placed, by letter",
        {"reason": REASON, "letter_no": "W2", "confirm": "1"}, HOLD, {"hold.lifted"},
    ),
    "appraisal-purpose": Change("says what he reads for, and that telling waits", PURPOSE | {"deferred": "1"}, INSPECTION, DEFERRED),
    "log-subject-purpose": Change("the same from the log", PURPOSE | {"deferred": "1"}, INSPECTION, DEFERRED),
    "inspection_close": Change(
        "lets the person concerned be told", {}, INSPECTION | TOLD, {"inspection.closed", "appraisal.inspection_disclosed"}
    ),
    "log-saved": Change("his own bookmarks", {"name": "Saringan"}, {"audit_savedsearch"}),
    "log-saved-forget": Change("his own bookmarks", {}, {"audit_savedsearch"}),
    "log-exports": Change("a file of what he may read, for himself", PURPOSE | {"format": "csv"}, {"audit_export"}),
}  # fmt: skip
MAY_RECORD = LOOKS | {entry for change in BY_DESIGN.values() for entry in change.entries}
BODIES = [
    {},
    {"confirm": "1", "declared": "on", "reason": REASON, "text": REASON, "seen": "0" * 64, **PURPOSE},
    {"outcome": "dismiss", "data": {"reason": "x"}, "results_rating": "above", "behaviour_rating": "above"},
    {"q": "siti", "who": "siti", "name": "Saringan", "format": "csv", "role": "inspector", "do": "confirm"},
    {"text": "x", "letter_no": "800/1", "authority": "PTUN", "from_date": "2026-11-02", "to_date": "2026-11-30",
     "reason": REASON, "confirm": "1", "number": "BA-9", "place": "Aula", "basis": "Putusan", "numbers": "all"},
    PURPOSE | {"deferred": "1"},
]  # fmt: skip


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


def entries_by(person, *, after):
    told = Entry.objects.filter(pk__gt=after, actor=person.pseudonym)
    return set(told.values_list("event", flat=True))


def last_entry():
    return Entry.objects.latest("pk").pk


@pytest.mark.timeout(600)
@pytest.mark.parametrize("body", range(len(BODIES)))
def test_no_address_lets_an_inspector_change_anything_else(client, office, body):
    client.raise_request_exception = False
    client.force_login(office.inspector)
    everywhere = addresses(office)
    before, begun = digests(), last_entry()
    for name, path in everywhere:
        if name in OWN_ACCOUNT:
            continue
        for method in METHODS:
            send(client, method, path, BODIES[body], as_json=name.startswith("api"))
        after = digests()
        by_design = BY_DESIGN[name].tables if name in BY_DESIGN else set()
        assert changed(before, after) <= by_design, path
        before = after
    assert entries_by(office.inspector, after=begun) <= MAY_RECORD


@pytest.mark.parametrize("name", BY_DESIGN)
def test_what_he_may_cause_he_does_and_no_more(client, office, name):
    """The list above is no longer than it must be: each of its addresses changes what it says, all of it."""
    client.force_login(office.inspector)
    path, change = next(path for one, path in addresses(office) if one == name), BY_DESIGN[name]
    if name == "log-saved":
        path += "?event=appraisal.objected"  # there is something to keep
    before, begun = digests(), last_entry()
    answer = client.post(path, change.body)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert changed(before, digests()) == change.tables
    assert entries_by(office.inspector, after=begun) - LOOKS == change.entries


def test_there_is_a_row_behind_every_address(client, office):
    """An answer of 404 proves nothing: somebody of this office is shown each of them, or told why not."""
    cast = [office.inspector, office.hr, office.employee, office.members[1], office.members[0], office.supervisor,
            office.second_level, office.stranger, office.members[2]]  # fmt: skip
    sessions = {}
    missing = []
    for name, path in addresses(office):
        if name not in NOT_HERE and all(answer_to(client, sessions, who, path) == 404 for who in cast):
            missing.append((name, path))
    assert missing == []


NOT_HERE = {
    "published-key": "no key in this case",
    "published-checkpoint": "nothing is sealed",
    "published-cosigned": "nothing is sealed",
    "published-tile": "nothing is sealed",
    "log-proof": "nothing is sealed",
    "log-export-file": "the worker has not written it",
    "personal_file": "the worker has not written it",
    "import_errors": "the worker has not checked it",
    "cycle_receipt": "reading",
    "cycle_reopened": "reading",
    "appraisal-receipt": "reading",
    "minutes_copy": "reading",
    "cycle_release": "its results are released at once",
    "cycle_reschedule": "its results are released at once",
}


def answer_to(client, sessions, who, path):
    """What a GET answers; signing in once each."""
    if who.pk not in sessions:
        client.force_login(who)
        sessions[who.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who.pk]
    return client.get(path).status_code


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
