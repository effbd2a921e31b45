"""Taking a search out of the log: for a purpose, in the background, for whoever asked alone, for a week."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from audit import seal
from audit.exports import writing
from audit.exports.writing import COLUMNS, remove_old, run_exports
from audit.models import Access, Entry, Export, Payload
from audit.tlog.note import SigningKey
from organization.models import User
from tests.audit.crowd import crowd
from tests.office import DAY, NOW, Office
from tests.people import make_employee
from tests.workflow.walking import walk

PURPOSE = "Surat tugas 700/118/2026"
STORY = """
    0   submit    supervisor_review
    1   return    self_assessment
    2   submit    supervisor_review
    3   submit    employee_response
"""


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    walk(office, STORY)
    time_machine.move_to(NOW + 4 * DAY, tick=False)
    return office


@pytest.fixture
def inspector(client, office):
    client.force_login(office.inspector)
    return client


def asked(client, query="", **body):
    """The export that is asked for."""
    answer = client.post(f"/audit/exports/?{query}", {"purpose": PURPOSE, "format": "csv"} | body)
    assert answer.status_code == 302, answer.content.decode()
    return Export.objects.latest("pk")


def files_of(client, export):
    answer = client.get(f"/audit/exports/{export.token}/file/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


# --- asking ---


@pytest.mark.parametrize("purpose", ["", "   ", "cek"])
def test_an_export_without_a_purpose_is_refused(office, inspector, purpose):
    answer = inspector.post("/audit/exports/", {"purpose": purpose, "format": "csv"})
    assert answer.status_code == 422
    assert "urat tugas" in answer.content.decode()
    assert 'href="#id_purpose"' in answer.content.decode()
    assert 'id="id_purpose"' in answer.content.decode()  # where the error leads
    assert not Export.objects.exists()


def test_asking_is_logged_with_the_purpose_and_the_filter(office, inspector):
    asked(inspector, f"person={office.employee.pseudonym}")
    entry = Entry.objects.get(event="log.exported")
    facts = json.loads(entry.payload.data)["facts"]
    assert (entry.stream, entry.actor) == ("book:log", office.inspector.pseudonym)
    assert facts["purpose"] == PURPOSE
    assert facts["filter"] == {"person": str(office.employee.pseudonym)}
    assert PURPOSE.encode() not in bytes(entry.leaf)


def test_three_at_a_time(office, inspector):
    for _ in range(3):
        asked(inspector)
    answer = inspector.post("/audit/exports/", {"purpose": PURPOSE, "format": "csv"})
    assert answer.status_code == 422
    assert "Masih ada 3 ekspor Anda" in answer.content.decode()
    run_exports(timezone.now())
    asked(inspector)


@pytest.mark.parametrize("format", ["exe", ""])
def test_a_format_that_is_not_offered_is_refused(office, inspector, format):
    assert inspector.post("/audit/exports/", {"purpose": PURPOSE, "format": format}).status_code == 422


# --- writing ---


@pytest.mark.parametrize("batch", [500, 2])
def test_a_csv_holds_what_the_search_finds(office, inspector, monkeypatch, batch):
    monkeypatch.setattr(writing, "BATCH", batch)
    export = asked(inspector, f"person={office.employee.pseudonym}")
    assert run_exports(timezone.now()) == 1
    files = files_of(inspector, export)
    rows = rows_of(files["log.csv"])
    assert tuple(rows[0]) == COLUMNS
    assert [row["event"].partition(".")[2] for row in rows] == [
        "review_released", "self_assessed", "review_returned", "self_assessed", "opened",
    ]  # fmt: skip
    assert rows[0]["sentence"] == "Hasan Nauli menetapkan rating dan merilis hasil."
    assert rows[0]["local_time"] == "2026-11-05T10:00:00+07:00"
    assert {row["reason"] + row["detail"] for row in rows} == {""}


def test_a_manifest_says_what_was_asked_and_under_which_checkpoint(office, inspector):
    seal.seal_all(SigningKey("log.example/x", bytes(32)), NOW)
    export = asked(inspector, "event=appraisal.opened", format="json")
    run_exports(timezone.now())
    files = files_of(inspector, export)
    manifest = json.loads(files["manifest.json"])
    assert manifest["filter"] == {"event": "appraisal.opened"}
    assert (manifest["purpose"], manifest["rows"]) == (PURPOSE, 1)
    assert manifest["files"] == {"log.json": sha256(files["log.json"]).hexdigest()}
    assert manifest["checkpoint"].startswith("log.example/x\n")
    [row] = json.loads(files["log.json"])
    assert row["index"] == 0
    export.refresh_from_db()
    with export.file.open("rb") as file:
        assert export.sha256 == sha256(file.read()).hexdigest()
    made = Payload.objects.get(entry__event="log.export_made")
    assert json.loads(made.data)["facts"] == {"sha256": export.sha256}


def test_content_is_taken_along_only_if_asked_for_and_everybody_concerned_is_told(office, inspector):
    other = office.launch([office.stranger])[0]
    export = asked(inspector, with_content="1")
    run_exports(timezone.now())
    rows = rows_of(files_of(inspector, export)["log.csv"])
    told = {row["event"]: row["reason"] for row in rows}
    assert told["appraisal.review_released"] == "Sesuai bukti."
    looked = Access.objects.filter(kind="export").values_list("stream", "person", "purpose")
    assert set(looked) == {
        (f"appraisal:{office.appraisal.pk}", office.employee.pk, PURPOSE),
        (f"appraisal:{other.pk}", office.stranger.pk, PURPOSE),
    }
    told = inspector.get("/audit/accesses/?show=unusual").content.decode()
    assert told.count("Salinan keluar dari sistem.") == 2
    assert told.count("<small>inspektorat</small>") == 2


def test_an_export_of_the_process_is_one_look_at_the_log(office, inspector):
    asked(inspector)
    run_exports(timezone.now())
    assert list(Access.objects.filter(kind="export").values_list("stream", "person")) == [("log", None)]
    told = inspector.get("/audit/accesses/").content.decode()
    assert "Mengekspor jejak audit." in told
    assert "<small>lainnya</small>" not in told


@pytest.mark.parametrize("content", [{}, {"with_content": "1"}])
def test_whom_an_export_names_sees_that_it_was_made(office, inspector, content):
    asked(inspector, f"actor={office.supervisor.pseudonym}", **content)
    run_exports(timezone.now())
    looked = Access.objects.get(kind="export", person=office.supervisor)
    assert (looked.stream, looked.purpose) == (f"log:{office.supervisor.pk}", PURPOSE)


def test_votes_that_are_being_cast_are_not_taken_along(office, inspector):
    walk(office, "4 acknowledge committee_vote\n 5 endorse committee_vote")
    export = asked(inspector, with_content="1")
    Export.objects.update(asked_at=NOW + 6 * DAY)
    run_exports(timezone.now())
    rows = rows_of(files_of(inspector, export)["log.csv"])
    [vote] = [row for row in rows if row["event"] == "appraisal.vote_cast"]
    assert vote["detail"] == ""


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_cell_begins_like_a_formula(office, inspector, name):
    person = make_employee("x")
    User.objects.filter(pk=person.pk).update(name=name)
    office.launch([person])
    export = asked(inspector, f"person={person.pseudonym}")
    run_exports(timezone.now())
    [row] = rows_of(files_of(inspector, export)["log.csv"])
    assert row["person"] == f"'{name}"
    assert [cell for cell in row.values() if cell.startswith(writing.FORMULA)] == []


def test_what_happens_after_the_question_stays_out(office, inspector):
    export = asked(inspector)
    Export.objects.update(asked_at=NOW + 2 * DAY)
    run_exports(timezone.now())
    rows = rows_of(files_of(inspector, export)["log.csv"])
    assert max(row["at"] for row in rows).startswith("2026-11-04")


def test_nothing_found_is_a_file_too(office, inspector):
    export = asked(inspector, "event=appraisal.refused", format="json")
    run_exports(timezone.now())
    files = files_of(inspector, export)
    assert json.loads(files["log.json"]) == []
    assert json.loads(files["manifest.json"])["newest"] is None


# --- workers that are killed ---


def test_a_worker_that_was_killed_is_followed_by_another(office, inspector):
    export = asked(inspector)
    silent = timezone.now() - writing.PATIENCE - timedelta(seconds=1)
    Export.objects.update(state="running", beat_at=silent, attempts=1, rows=3)
    assert run_exports(timezone.now()) == 1
    export.refresh_from_db()
    assert (export.state, export.attempts) == ("done", 2)
    assert len(rows_of(files_of(inspector, export)["log.csv"])) == export.rows


def test_one_that_is_being_written_is_left_alone(office, inspector):
    asked(inspector)
    Export.objects.update(state="running", beat_at=timezone.now(), attempts=1)
    assert run_exports(timezone.now()) == 0


def test_what_fails_is_tried_again_and_then_given_up(office, inspector, monkeypatch):
    export = asked(inspector)

    def broken(*args, **kwargs):
        raise OSError("no room")

    monkeypatch.setattr(writing, "search", broken)
    run_exports(timezone.now())
    export.refresh_from_db()
    assert (export.state, export.error, export.attempts) == ("failed", "OSError", 3)
    page = inspector.get(f"/audit/exports/{export.token}/").content.decode()
    assert "Berhenti sesudah beberapa percobaan (OSError)." in page
    assert Entry.objects.filter(event="log.exported").exists()


# --- fetching ---


def test_only_whoever_asked_sees_and_fetches_it(office, inspector):
    export = asked(inspector)
    run_exports(timezone.now())
    inspector.force_login(User.objects.create(username="i2", name="Inspektur Dua", roles=["inspector"]))
    for path in (f"/audit/exports/{export.token}/", f"/audit/exports/{export.token}/file/"):
        assert inspector.get(path).status_code == 404
    assert PURPOSE not in inspector.get("/audit/exports/").content.decode()


def test_it_is_there_for_a_week(office, inspector, time_machine):
    export = asked(inspector)
    assert inspector.get(f"/audit/exports/{export.token}/file/").status_code == 404
    run_exports(timezone.now())
    time_machine.shift(timedelta(days=7, seconds=1))
    inspector.force_login(office.inspector)
    assert inspector.get(f"/audit/exports/{export.token}/file/").status_code == 404
    assert remove_old(timezone.now()) == 1
    export.refresh_from_db()
    assert (export.state, export.file.name) == ("gone", "")
    assert "sudah dihapus" in inspector.get(f"/audit/exports/{export.token}/").content.decode()
    assert remove_old(timezone.now()) == 0


def test_how_far_it_is_is_told_to_people_and_scripts(office, inspector, time_machine):
    export = asked(inspector)
    address = f"/audit/exports/{export.token}/"
    assert "Menunggu giliran." in inspector.get(address).content.decode()
    time_machine.shift(61)
    assert "Belum ada pekerja latar" in inspector.get(address).content.decode()
    told = inspector.get(address, headers={"Accept": "application/json"}).json()
    assert (told["state"], told["percent"], told["over"]) == ("waiting", 0, False)
    run_exports(timezone.now())
    told = inspector.get(address, headers={"Accept": "application/json"}).json()
    assert (told["state"], told["percent"], told["over"]) == ("done", 100, True)
    assert Payload.objects.filter(entry__event="log.exported").exists()


def test_how_far_it_is_goes_by_entries_whatever_their_age(office, inspector):
    crowd(1, by=office.employee, at=NOW - 9_000 * DAY)
    half = crowd(1_000, by=office.employee, at=NOW + 3 * DAY)[500]
    export = asked(inspector)
    Export.objects.update(state=Export.State.RUNNING, reached=half.at)
    told = inspector.get(f"/audit/exports/{export.token}/", headers={"accept": "application/json"}).json()
    assert 45 <= told["percent"] <= 55
