"""Everything about me: asked for, put together by the worker, fetched by me alone, gone after a week."""

import hashlib
import io
import json
import os
import zipfile

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from audit import personal
from audit.access.looking import look
from audit.dossier.verify import read_key, verify
from audit.models import Entry, Export, PersonalCopy
from audit.personal import making
from audit.personal.asking import ask_copy
from audit.personal.making import remove_copies, run_copies
from audit.seal import seal_all
from organization.models import Identifier
from tests.audit.verification.attacks import KEY
from tests.counting import statements
from tests.office import DAY, NOW, Office
from tests.workflow.together import person as again
from tests.workflow.together import together
from workflow.beside.inspecting import inspect_content

FORK = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def as_siti(office, client):
    client.force_login(office.employee)
    return client


@pytest.fixture
def copy(office):
    """The finished copy of an employee whose case is at the objection's decision."""
    Identifier.objects.create(employee_id=office.employee.pk, kind="nip", number="1" * 18, from_date=NOW.date())
    office.bring_to("objection_decision")
    look(viewer=office.hr, at=NOW, kind="content", stream="appraisal:1", person=office.employee.pk, purpose="Aduan 1")
    return made(office.employee)


def made(person):
    copy = ask_copy(by=person, at=NOW)
    assert run_copies(NOW) == 1
    copy.refresh_from_db()
    assert copy.state == "done", copy.error
    return copy


def opened(copy):
    """{name: content} of the archive."""
    with copy.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        assert archive.testzip() is None
        return {name.removeprefix("timbang/"): archive.read(name).decode() for name in archive.namelist()}


def events_of(person):
    return list(Entry.objects.filter(stream=f"user:{person.pk}").order_by("n").values_list("event", flat=True))


# --- dossiers ---


def sealed(office, stage):
    office.bring_to(stage)
    seal_all(KEY, NOW)
    return opened_bytes(made(office.employee))


def opened_bytes(copy):
    with copy.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name.removeprefix("timbang/"): archive.read(name) for name in archive.namelist()}


def test_the_dossier_of_each_appraisal_goes_along_and_holds(office, as_siti, tmp_path):
    assert "Berkas bukti penilaian Anda" in as_siti.get("/personal/").content.decode()
    files = sealed(office, "objection_decision")
    name = f"dossier-PN-{office.appraisal.pk}.zip"
    (tmp_path / name).write_bytes(files[name])
    findings, _summary = verify(tmp_path / name, [read_key(str(KEY.verifier))])
    assert findings == []
    told = files["README.txt"].decode()
    assert "dossier-*.zip" in told
    assert f"{settings.SITE_URL}/portal/" in told  # it is read far from this site


@pytest.mark.parametrize("stage", ["supervisor_review", "employee_response", "committee_vote"])
def test_what_is_still_closed_to_him_is_in_no_dossier(office, stage):
    files = sealed(office, stage)
    if stage == "supervisor_review":  # nothing is closed to him yet
        assert f"dossier-PN-{office.appraisal.pk}.zip" in files
    else:
        assert not [name for name in files if name.startswith("dossier")]


def test_where_nothing_is_sealed_the_copy_comes_without(office):
    office.bring_to("objection_decision")
    assert not [name for name in opened(made(office.employee)) if name.startswith("dossier")]


# --- asking ---


def test_it_is_asked_for_on_a_page_that_says_what_it_holds(office, as_siti):
    page = as_siti.get("/personal/").content.decode()
    for part in personal.parts.values():
        assert str(part.title) in page
    asked = as_siti.post("/personal/")
    assert as_siti.post("/personal/").url == asked.url  # a second click
    progress = as_siti.get(asked.url)
    assert "Menunggu giliran" in progress.content.decode()
    assert as_siti.get(asked.url, headers={"Accept": "application/json"}).json()["over"] is False
    assert as_siti.get(f"{asked.url}file/").status_code == 404
    assert events_of(office.employee) == ["personal.copy_asked"]


def test_it_is_fetched_with_a_receipt(office, as_siti, copy):
    receipt = as_siti.get(f"/personal/{copy.token}/").content.decode()
    assert copy.sha256 in receipt
    assert f"user:{office.employee.pk}/0" in receipt
    fetched = as_siti.get(f"/personal/{copy.token}/file/")
    content = b"".join(fetched.streaming_content)
    assert hashlib.sha256(content).hexdigest() == copy.sha256
    assert fetched["Content-Disposition"].startswith('attachment; filename="data-saya-')
    assert "no-store" in fetched["Cache-Control"]
    assert events_of(office.employee) == ["personal.copy_asked", "personal.copy_made", "personal.copy_fetched"]


def test_nobody_else_finds_it(office, client, copy):
    for somebody in (office.supervisor, office.hr, office.inspector, office.stranger):
        client.force_login(somebody)
        assert client.get(f"/personal/{copy.token}/").status_code == 404
        assert client.get(f"/personal/{copy.token}/file/").status_code == 404
        assert copy.token not in client.get("/personal/").content.decode()


def test_the_page_costs_little(office, as_siti, copy):
    with statements() as made:
        as_siti.get("/personal/")
    assert len(made) <= 5  # session, person, badge, earlier copies, erasures


# --- what it holds ---


def test_it_holds_everything_about_him(office, copy):
    files = opened(copy)
    assert set(files) == {"README.txt", "log.jsonl", *(f"{name}.json" for name in personal.parts)}
    told = {name: json.loads(files[f"{name}.json"]) for name in personal.parts}
    assert told["person"]["account"]["name"] == "Siti Rahmawati"
    assert told["person"]["identifiers"][0]["number"] == "1" * 18
    [plan] = told["plans"]
    assert plan["results"][0]["indicators"][0]["target"] == "10.00"
    [appraisal] = told["appraisals"]["appraisals"]
    assert appraisal["results"][0]["actual"] == "87.50"
    assert {row["text"] for row in appraisal["said"]} >= {"Semua tercapai.", "Rating tetap pada bukti."}
    assert told["accesses"]["looked_at_me"][0]["purpose"] == "Aduan 1"
    assert told["notices"]
    assert told["appraisals"]["tasks_done"][0]["name"] == "self_assessment"
    assert "Siti Rahmawati" in files["README.txt"]


def test_each_line_of_the_log_is_a_sentence_with_its_exact_leaf(office, copy):
    lines = [json.loads(line) for line in opened(copy)["log.jsonl"].splitlines()]
    stream = [line for line in lines if line["stream"] == f"appraisal:{office.appraisal.pk}"]
    assert [line["n"] for line in stream] == list(range(len(office.events())))
    for line in lines:
        entry = Entry.objects.get(stream=line["stream"], n=line["n"])
        assert line["leaf"].encode() == bytes(entry.leaf)
        assert hashlib.sha256(b"\0" + line["leaf"].encode()).hexdigest() == line["leaf_hash"]
    assert "Siti Rahmawati mengajukan keberatan." in [line["sentence"] for line in stream]


def test_a_result_that_he_has_not_opened_is_not_in_it(office):
    office.bring_to("employee_response")
    text = json.dumps(opened(made(office.employee)))
    assert "Sesuai bukti." not in text
    assert '"results_rating\\": null' in text
    assert "Sesuai ekspektasi" not in text


def test_what_he_did_to_others_is_told_without_what_it_says_of_them(office):
    office.bring_to("objection_decision")
    files = opened(made(office.supervisor))
    lines = [json.loads(line) for line in files["log.jsonl"].splitlines()]
    assert any(line["stream"] == f"appraisal:{office.appraisal.pk}" for line in lines)
    del files["notices.json"]  # he was told whose case it is
    assert "Siti" not in "".join(files.values())
    assert "Sesuai bukti." not in "".join(files.values())


def test_what_an_inspection_defers_is_not_in_it(office):
    office.bring_to("supervisor_review")
    inspection = inspect_content(office.appraisal.pk, purpose="Rahasia 700/1", by=office.inspector, at=NOW)
    facts = {"stream": f"appraisal:{office.appraisal.pk}", "person": office.employee.pk, "inspection": inspection}
    look(viewer=office.inspector, at=NOW, kind="content", purpose="Rahasia 700/1", **facts)
    assert "Rahasia" not in "".join(opened(made(office.employee)).values())
    assert "Rahasia" in "".join(opened(made(office.inspector)).values())


def test_files_go_along(office, monkeypatch):
    monkeypatch.setattr(personal, "attachments", [])
    monkeypatch.setattr(making, "attachments", [lambda person, at: [("dossier-1.zip", b"bukti")]])
    assert opened(made(office.employee))["dossier-1.zip"] == "bukti"


def test_somebody_without_anything_has_a_copy_too(office):
    assert json.loads(opened(made(office.stranger))["plans.json"]) == []


def test_nothing_of_it_leaves_a_trace_but_its_own(office, copy):
    """A part that reads must not write: neither looks nor receipts."""
    assert not Export.objects.exists()
    office.appraisal.refresh_from_db()
    assert office.appraisal.received_at is not None  # objected before
    assert Entry.objects.filter(event="appraisal.result_received").count() == 0


# --- ends ---


def test_after_a_week_the_file_goes_and_the_row_stays(office, as_siti, copy, time_machine):
    time_machine.move_to(NOW + 7 * DAY, tick=False)
    as_siti.force_login(office.employee)
    assert as_siti.get(f"/personal/{copy.token}/file/").status_code == 404  # whether the chore was here or not
    name = copy.file.name
    assert remove_copies(NOW + 7 * DAY - DAY / 24) == 0
    assert default_storage.exists(name)
    assert remove_copies(NOW + 7 * DAY) == 1
    assert remove_copies(NOW + 7 * DAY) == 0
    assert not default_storage.exists(name)
    assert "sudah dihapus" in as_siti.get(f"/personal/{copy.token}/").content.decode()
    assert PersonalCopy.objects.get().sha256


def test_a_part_that_fails_is_tried_again_and_then_told(office, as_siti, monkeypatch, caplog):
    def fail(person, at):
        raise RuntimeError("broken")

    copy = ask_copy(by=office.employee, at=NOW)
    monkeypatch.setitem(personal.parts, "plans", personal.Part("plans", "SKP", fail))
    run_copies(NOW)
    copy.refresh_from_db()
    assert (copy.state, copy.attempts, copy.error) == ("failed", 3, "RuntimeError")
    assert "Minta lagi" in as_siti.get(f"/personal/{copy.token}/").content.decode()
    monkeypatch.undo()
    assert made(office.employee).pk != copy.pk


def test_a_copy_whose_worker_was_killed_is_begun_again_by_the_next(office, time_machine):
    copy = ask_copy(by=office.employee, at=NOW)
    assert making._claimed(NOW) == copy  # and the worker dies here
    assert run_copies(NOW) == 0
    later = NOW + making.PATIENCE + DAY / 86_400
    time_machine.move_to(later, tick=False)
    assert run_copies(later) == 1
    copy.refresh_from_db()
    assert (copy.state, copy.attempts) == ("done", 2)


def test_killed_between_file_and_row_it_leaves_one_file(office, monkeypatch):
    folder = os.path.dirname(default_storage.path("personal/x"))
    before = set(os.listdir(folder)) if os.path.isdir(folder) else set()
    copy = ask_copy(by=office.employee, at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(making, "record", lambda *args, **facts: 1 / 0)
        patch.setattr(making, "ATTEMPTS", 1)
        run_copies(NOW)
    PersonalCopy.objects.filter(pk=copy.pk).update(state="waiting")
    assert run_copies(NOW) == 1
    assert len(set(os.listdir(folder)) - before) == 1


@FORK
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_copy():
    office = Office()
    asked = together(*[(ask_once, office.employee.pk)] * 6)
    assert len(set(asked)) == 1
    assert PersonalCopy.objects.count() == 1
    assert Entry.objects.filter(event="personal.copy_asked").count() == 1


def ask_once(pk):
    return ask_copy(by=again(pk), at=NOW).pk


@FORK
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_copy_once():
    office = Office()
    ask_copy(by=office.employee, at=NOW)
    assert sorted(together((run_copies, NOW), (run_copies, NOW))) == [0, 1]
    assert Entry.objects.filter(event="personal.copy_made").count() == 1
