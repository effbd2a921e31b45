"""Files in the log's hands: in the dossier, under an order to erase, and found where one was touched."""

import io
import json
import os
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage

from appraisal.actions import erasure
from appraisal.actions.hold import place_hold
from appraisal.evidence_files import remove_erased
from appraisal.models import Evidence
from audit import selectors, stored
from audit.dossier import verify as verifier
from audit.dossier.archive import Dossier
from audit.dossier.collecting import dossier_of
from audit.models import Entry, ErasureProposal
from audit.search.changes import changed_rows
from tests import filed
from tests.audit.erasure.ended import LETTER, MINUTE, Ended, everything_kept, findings
from tests.audit.verification.attacks import KEY, attack, run
from tests.office import DAY, NOW, Office
from tests.workflow.walking import walk
from workflow import beside

NAME, NOTE, WHY = "rekap sangat pribadi.pdf", "keterangan sangat pribadi", "penarikan sangat pribadi"


def attach(office, content, by, at=NOW, **told):
    return beside.attach(office.appraisal.pk, file=io.BytesIO(content), by=by, at=at, **{"name": NAME} | told)


@pytest.fixture
def office(db):
    """A case that is over, with three files: one stands, one was withdrawn, one is the supervisor's."""
    office = Office()
    attach(office, filed.pdf("berdiri"), office.employee, note=NOTE)
    gone = attach(office, filed.pdf("ditarik"), office.employee, NOW + MINUTE, name="salah.pdf")
    beside.withdraw_evidence(office.appraisal.pk, gone.pk, reason=WHY, by=office.employee, at=NOW + 2 * MINUTE)
    walk(office, "0.1 submit supervisor_review")
    attach(office, filed.PNG, office.supervisor, NOW + DAY / 5, name="catatan.png")
    walk(office, "1 submit employee_response\n 2 acknowledge committee_vote")
    walk(office, "3 endorse:0 committee_vote\n 3 endorse:1 final")
    office.stream = f"appraisal:{office.appraisal.pk}"
    assert findings() == []
    return office


def dossier(office, reader=None):
    return dossier_of(office.stream, selectors.newest_checkpoint(), reader)


def checked(made, tmp_path):
    path = tmp_path / "dossier.zip"
    path.write_bytes(made.zip())
    return verifier.verify(path, [verifier.read_key(str(KEY.verifier))])[0]


def summary(made, tmp_path):
    assert checked(made, tmp_path) == []
    return verifier.verify(tmp_path / "dossier.zip", [verifier.read_key(str(KEY.verifier))])[1]


def files_in(made):
    return {content for name, content in made.members().items() if name.startswith("attachments/")}


def file_of(digest):
    return default_storage.path(stored.place_of(digest))


# --- the dossier ---


def test_a_dossier_has_every_file_with_what_was_recorded_of_it(office, tmp_path):
    made = dossier(office)
    assert checked(made, tmp_path) == []
    assert files_in(made) >= {filed.pdf("berdiri"), filed.pdf("ditarik"), filed.PNG}
    rows = [json.loads(content[43:]) for name, content in made.members().items() if "/evidence-" in name]
    assert {row["name"] for row in rows} == {NAME, "salah.pdf", "catatan.png"}
    assert {row["sha256"] for row in rows} == set(Evidence.objects.values_list("sha256", flat=True))
    named = json.loads(made.members()["manifest.json"])["files"]
    for row in Evidence.objects.all():
        [(name, digest)] = [(n, d) for n, d in named.items() if n.startswith(f"attachments/{row.sha256}")]
        assert digest == row.sha256
        assert name.endswith({"application/pdf": ".pdf", "image/png": ".png"}[row.media_type])


def test_a_file_that_was_taken_out_with_what_was_recorded_of_it_is_missed(office, tmp_path):
    made = dossier(office)
    [file] = [name for name in made.attachments if name.endswith(".png")]
    rows = [name for name, content in made.attachments.items() if b"catatan.png" in content]
    kept = {name: content for name, content in made.attachments.items() if name not in (file, *rows)}
    found = checked(Dossier(made.stream, made.checkpoint, made.events, kept, made.end), tmp_path)
    assert [finding.partition(":")[0] for finding in found] == rows
    assert all(finding.endswith("tells of it, and it is missing") for finding in found)


@pytest.mark.parametrize("place", [0, 10, -1])
def test_one_changed_byte_is_found(office, tmp_path, place):
    made = dossier(office)
    [name] = [name for name in made.attachments if name.endswith(".png")]
    changed = bytearray(made.attachments[name])
    changed[place] ^= 1
    forged = Dossier(made.stream, made.checkpoint, made.events, made.attachments | {name: bytes(changed)}, made.end)
    assert checked(forged, tmp_path) == [f"{name}: no event names this file"]


def test_the_copy_of_a_person_has_what_he_may_see(db, tmp_path):
    office = Office()
    attach(office, filed.pdf("milik saya"), office.employee)
    walk(office, "0 submit supervisor_review")
    attach(office, filed.JPEG, office.supervisor, NOW + DAY, name="rahasia.jpg")
    office.stream = f"appraisal:{office.appraisal.pk}"
    findings()
    made = dossier(office, office.employee)
    assert checked(made, tmp_path) == []
    assert filed.pdf("milik saya") in files_in(made)
    assert filed.JPEG not in files_in(made)
    assert not [content for content in files_in(made) if b"rahasia" in content]
    [version] = Evidence.history.filter(name="rahasia.jpg")
    assert made.closed == [["appraisal_historicalevidence", version.pk]]
    assert f"Left out: attachments/evidence-{version.pk}.row" in summary(made, tmp_path)
    assert filed.JPEG not in files_in(dossier(office))  # for nobody, while it is not sent


# --- erasure by order ---


def attached_numbers(office):
    return Ended.numbers(office, "evidence_attached")


def test_an_order_takes_the_bytes_and_the_words_and_every_proof_holds(
    office, tmp_path, django_capture_on_commit_callbacks
):
    digests = dict(Evidence.objects.values_list("name", "sha256"))
    with django_capture_on_commit_callbacks(execute=True):
        Ended.order(office, attached_numbers(office)[0])
    row = Evidence.objects.get(sha256=digests[NAME])
    assert (row.name, row.note, row.is_erased) == ("", "", True)
    assert not stored.is_kept(row.sha256)
    assert stored.is_kept(digests["salah.pdf"])
    assert NAME not in everything_kept()
    assert NOTE not in everything_kept()
    assert WHY in everything_kept()  # said by another entry
    assert findings() == []
    made = dossier(office)
    assert checked(made, tmp_path) == []
    assert filed.pdf("berdiri") not in files_in(made)
    assert filed.pdf("ditarik") in files_in(made)


def test_all_words_of_files_can_go(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Ended.order(office, *office_numbers(office))
    words = everything_kept()
    assert not [said for said in (NAME, NOTE, WHY, "catatan.png") if said in words]
    assert not any(stored.is_kept(digest) for digest in Evidence.objects.values_list("sha256", flat=True))
    assert findings() == []


def office_numbers(office):
    return Ended.numbers(office)


def test_another_act_of_the_same_moment_stays(db, django_capture_on_commit_callbacks):
    """Two files that one person attached at once are two acts: an order for one takes nothing of the other."""
    office = Office()
    for content, name in ((b"satu", "pertama.pdf"), (b"dua", "kedua.pdf")):
        attach(office, filed.pdf(content.decode()), office.employee, name=name)
    walk(office, "0.1 submit supervisor_review\n 1 submit employee_response\n 2 acknowledge committee_vote")
    walk(office, "3 endorse:0 committee_vote\n 3 endorse:1 final")
    office.stream = f"appraisal:{office.appraisal.pk}"
    first, _second = attached_numbers(office)
    with django_capture_on_commit_callbacks(execute=True):
        entries = Ended.order(office, first)
    assert [json.loads(entry.payload.data)["of"] for entry in entries] == [first]
    assert set(Evidence.objects.values_list("name", flat=True)) == {"", "kedua.pdf"}
    assert findings() == []


def test_bytes_that_another_case_names_stay(office, django_capture_on_commit_callbacks):
    [other] = office.launch([office.stranger])
    file = {"file": io.BytesIO(filed.pdf("berdiri")), "name": "punya saya.pdf"}
    beside.attach(other.pk, by=office.stranger, at=NOW, **file)
    with django_capture_on_commit_callbacks(execute=True):
        Ended.order(office, attached_numbers(office)[0])
    assert stored.is_kept(stored.digest_of([filed.pdf("berdiri")]))
    assert findings() == []


def test_whoever_is_killed_after_the_order_leaves_it_to_a_chore(office):
    """As if nothing was called back: the check of the log says so until the chore has run."""
    Ended.order(office, attached_numbers(office)[0])
    [found] = findings()
    assert "its bytes are still there" in found
    assert remove_erased() == 1
    assert findings() == []
    assert remove_erased() == 0


def test_a_hold_keeps_the_bytes(office):
    facts = {"letter_no": "800/9", "at": NOW + 4 * DAY}
    place_hold(office.stream, reason="Perintah pengadilan", by=office.inspector, **facts)
    with pytest.raises(erasure.RuleBroken):
        erasure.propose(office.stream, numbers=attached_numbers(office), basis=LETTER["basis"], by=office.hr, **facts)
    assert not ErasureProposal.objects.exists()
    assert all(stored.is_kept(digest) for digest in Evidence.objects.values_list("sha256", flat=True))


# --- what was touched ---


@pytest.mark.parametrize("content", [filed.PNG[:-1] + b"x", filed.PNG + b"x", b""])
def test_another_file_in_its_place_is_found(office, content):
    row = Evidence.objects.get(name="catatan.png")
    with open(file_of(row.sha256), "wb") as file:
        file.write(content)
    [found] = findings()
    assert found.startswith(f"file: appraisal_evidence {row.pk}: the file is another one")
    default_storage.delete(stored.place_of(row.sha256))
    assert findings() == [f"file: appraisal_evidence {row.pk}: the file is gone"]
    stored.keep(io.BytesIO(filed.PNG))
    assert findings() == []


def test_a_file_that_cannot_be_read_is_found_and_hides_nothing(office):
    """As a restored folder with somebody else's rights; a digest that leads elsewhere is nobody's file."""
    standing, other = Evidence.objects.order_by("pk")[:2]
    os.unlink(file_of(standing.sha256))
    os.mkdir(file_of(standing.sha256))
    with attack():
        run("UPDATE appraisal_evidence SET sha256 = '../../../etc/passwd' WHERE id = %s", other.pk)
        said = findings()
    os.rmdir(file_of(standing.sha256))
    for row in (standing, other):
        assert [one for one in said if one.startswith(f"file: appraisal_evidence {row.pk}: the file cannot be read")]
    assert [one for one in said if one.startswith(f"present: appraisal_evidence {other.pk}")]


def test_a_full_disk_is_not_made_fuller(office, monkeypatch):
    def full(number):
        raise OSError(28, "No space left on device")

    content = filed.pdf("tidak muat")
    folder = os.path.dirname(file_of(stored.digest_of([content])))
    before = set(os.listdir(folder)) if os.path.isdir(folder) else set()
    monkeypatch.setattr("audit.stored.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        stored.keep(io.BytesIO(content))
    assert set(os.listdir(folder)) == before


def test_the_same_bytes_are_stored_once_and_nothing_is_left_beside(office):
    row = Evidence.objects.get(name="catatan.png")
    assert stored.keep(io.BytesIO(filed.PNG)) == row.sha256
    folder = stored.place_of(row.sha256).rpartition("/")[0]
    assert [name for name in default_storage.listdir(folder)[1] if not name.startswith(row.sha256[:2])] == []


def test_whoever_is_killed_while_writing_leaves_no_row_and_no_half_file(db, monkeypatch):
    """The act fails after the bytes were kept; nothing refers to them, and the next try succeeds."""
    office, content = Office(), filed.pdf("mati di tengah")

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("workflow.beside.attaching.write", killed)
        with pytest.raises(KeyboardInterrupt):
            attach(office, content, office.employee)
    assert not Evidence.objects.exists()
    assert stored.bytes_of(stored.digest_of([content])) == content
    attach(office, content, office.employee)
    assert Evidence.objects.count() == 1


# --- the page of an entry ---


def test_the_log_tells_of_a_file_without_its_name_unless_its_content_is_open(office):
    entry = Entry.objects.filter(event="appraisal.evidence_attached").order_by("pk").first()
    [shown] = changed_rows(entry, SimpleNamespace(has_content=True, sees_files=True), zone=ZoneInfo("Asia/Jakarta"))
    told = {change.label: change.new for change in shown.changes}
    assert (shown.title, told["Nama berkas"], told["Keterangan"]) == ("Berkas bukti", NAME, NOTE)
    assert told["Dilampirkan pada"] == "Penilaian mandiri"
    [hidden] = changed_rows(entry, SimpleNamespace(has_content=False, sees_files=False), zone=ZoneInfo("Asia/Jakarta"))
    assert "Nama berkas" in hidden.hidden
    assert NAME not in str(hidden)
