"""`audit_dossier` and `audit_export`: what a stranger is given, checked by what a stranger has."""

import json
import subprocess
import sys
import zipfile
from base64 import b64decode
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from appraisal.models import Document
from audit import seal
from audit.acts import record
from audit.cosignatures import accept
from audit.dossier.archive import VERIFIER
from audit.dossier.verify import CLOSABLE, ENCLOSED, read_key, verify
from audit.models import Entry
from audit.permissions import LogSight
from audit.registry import histories
from audit.sentences import line_of, tell
from audit.tlog.checkpoint import open_checkpoint
from audit.tlog.note import Note, VerifierKey
from audit.tlog.tree import check_consistency, check_inclusion, leaf_hash, root_of
from organization import events
from organization.models import SYSTEM
from tests.audit.erasure.ended import Ended
from tests.office import Office

from ..verification.attacks import read_only
from .made import KEY, WITNESS, packed


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def log(office, settings, tmp_path):
    """A case that was reviewed, and enough else for a tree with more than one tile."""
    office.take("submit")
    office.take("submit")
    for _ in range(300):
        record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    settings.AUDIT_KEY_FILE = str(tmp_path / "key")
    (tmp_path / "key").write_bytes(KEY.seed)
    (tmp_path / "key").chmod(0o400)
    settings.AUDIT_ORIGIN = KEY.name
    return seal.seal_all(KEY, timezone.now())


def call(*arguments, **options):
    said = StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


def test_the_dossier_of_an_appraisal_holds_for_a_stranger(log, office, tmp_path):
    path = tmp_path / "dossier.zip"
    said = call("audit_dossier", str(office.appraisal.pk), output=path)
    assert said == f"3 events of appraisal:{office.appraisal.pk} are in {path}.\n"
    command = [sys.executable, "-I", str(VERIFIER), str(path), "--key", str(KEY.verifier)]
    last = Entry.objects.filter(stream=f"appraisal:{office.appraisal.pk}").order_by("n").last()
    done = subprocess.run([*command, "--receipt", f"{last.n}:{last.leaf_hash.hex()}"], capture_output=True, text=True)
    assert (done.returncode, done.stdout[:3]) == (0, "OK "), done.stdout


def test_the_dossier_carries_what_witnesses_signed(log, office, settings, tmp_path):
    settings.AUDIT_WITNESSES = (str(WITNESS.verifier),)
    text = log.note.rpartition("\n\n")[0] + "\n"
    note = Note.parse(log.note).with_signature(WITNESS.sign(text, time=1_795_000_000))
    accept(str(note).encode(), timezone.now())
    seal.seal_all(KEY, timezone.now())
    path = tmp_path / "dossier.zip"
    call("audit_dossier", str(office.appraisal.pk), output=path)
    assert verify(path, [read_key(str(KEY.verifier))], [read_key(str(WITNESS.verifier))])[0] == []
    office.take("acknowledge")  # what follows is in no checkpoint that a witness saw
    seal.seal_all(KEY, timezone.now())
    call("audit_dossier", str(office.appraisal.pk), output=tmp_path / "later.zip")
    [finding] = verify(tmp_path / "later.zip", [read_key(str(KEY.verifier))], [read_key(str(WITNESS.verifier))])[0]
    assert "did not sign the checkpoint" in finding


def test_later_events_are_said_to_wait(log, office, tmp_path):
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    said = call("audit_dossier", "user:0", output=tmp_path / "dossier.zip")
    assert "1 later ones wait for their seal" in said


def test_a_stream_that_the_log_does_not_know(log, tmp_path):
    with pytest.raises(CommandError, match="no sealed event of appraisal:999"):
        call("audit_dossier", "999", output=tmp_path / "dossier.zip")
    assert not (tmp_path / "dossier.zip").exists()


def test_a_file_that_is_there_is_never_overwritten(log, office, tmp_path):
    (tmp_path / "dossier.zip").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        call("audit_dossier", str(office.appraisal.pk), output=tmp_path / "dossier.zip")
    assert (tmp_path / "dossier.zip").read_text() == "mine"


def test_a_log_that_was_never_sealed(db, tmp_path):
    with pytest.raises(CommandError, match="run manage.py audit_seal"):
        call("audit_dossier", "1", output=tmp_path / "dossier.zip")
    with pytest.raises(CommandError, match="run manage.py audit_seal"):
        call("audit_export", output=tmp_path / "log")


def test_the_export_is_the_log_that_was_signed(log, tmp_path):
    call("audit_export", output=tmp_path / "log", prove_index=260, prove_consistency=256)
    read = {path.name: path.read_bytes() for path in (tmp_path / "log").iterdir()}
    assert read.keys() == {
        "checkpoint", "log.vkey", "leaves.jsonl", "leaf-260", "inclusion-260.proof", "consistency-256.proof"
    }  # fmt: skip
    key = VerifierKey.parse(read["log.vkey"].decode().strip())
    assert key == KEY.verifier
    stated = open_checkpoint(read["checkpoint"], [key])
    leaves = read["leaves.jsonl"].split(b"\n")[:-1]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert (len(leaves), root_of(hashes)) == (stated.size, stated.root)
    assert all(json.loads(leaf)["v"] == 1 for leaf in leaves)
    assert read["leaf-260"] == leaves[260]
    inclusion, consistency = (
        [b64decode(line) for line in read[name].split()] for name in ("inclusion-260.proof", "consistency-256.proof")
    )
    check_inclusion(hashes[260], 260, stated.size, inclusion, stated.root)
    check_consistency(256, root_of(hashes[:256]), stated.size, stated.root, consistency)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"prove_index": 10**6}, "no entry 1000000"),
        ({"prove_consistency": 10**6}, "no beginning"),
        ({"key": "x"}, "key"),
    ],
)
def test_what_the_log_does_not_have_is_said(log, tmp_path, asked, said):
    with pytest.raises(CommandError, match=said):
        call("audit_export", output=tmp_path / "log", **asked)


def test_an_export_overwrites_nothing(log, tmp_path):
    call("audit_export", output=tmp_path / "log")
    with pytest.raises(CommandError, match="choose an empty directory"):
        call("audit_export", output=tmp_path / "log")


# --- the evaluation document ---


@pytest.fixture
def ended(db, settings):
    settings.AUDIT_ORIGIN = KEY.name
    ended = Ended()
    seal.seal_all(KEY, timezone.now())
    return ended


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(path):
    command = [sys.executable, "-I", str(VERIFIER), str(path), "--key", str(KEY.verifier)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_evaluation_document_is_in_the_dossier_as_an_event_names_it(ended, tmp_path):
    path = tmp_path / "dossier.zip"
    call("audit_dossier", str(ended.appraisal.pk), output=path)
    assert checked(path)[0] == 0
    members = members_of(path)
    [name] = [name for name in members if name.startswith("attachments/")]
    digest = sha256(members[name]).hexdigest()
    assert json.loads(members["manifest.json"])["files"][name] == digest
    assert digest in members["payload.jsonl"].decode()
    document = Document.objects.get(appraisal=ended.appraisal)
    row = json.loads(members[name][len(b"skp-row-v1\0") + 32 :])
    assert (row["id"], row["content"]) == (document.pk, document.content)


@pytest.mark.parametrize("at", [0, 20, 60, -1])
def test_one_byte_of_the_document_changed_is_found(ended, tmp_path, at):
    path = tmp_path / "dossier.zip"
    call("audit_dossier", str(ended.appraisal.pk), output=path)
    members = members_of(path)
    [name] = [name for name in members if name.startswith("attachments/")]
    changed = bytearray(members[name])
    changed[at] ^= 1
    path.write_bytes(packed(members | {name: bytes(changed)}))  # with a manifest that fits
    code, said = checked(path)
    assert code == 1
    assert f"FAIL {name}: no event names this file" in said


def test_a_document_that_an_order_erased_is_in_no_dossier(ended, tmp_path):
    ended.order(*ended.numbers())
    seal.seal_all(KEY, timezone.now())
    path = tmp_path / "dossier.zip"
    call("audit_dossier", str(ended.appraisal.pk), output=path)
    assert checked(path)[0] == 0
    assert not [name for name in members_of(path) if name.startswith("attachments/")]


# --- what leaves is recorded first ---


def told(event):
    return [
        (str(entry.actor), json.loads(entry.payload.data)["facts"])
        for entry in Entry.objects.filter(event=event).select_related("payload")
    ]


@pytest.mark.parametrize("purpose", ["", "Surat tugas 700/118/2026"])
def test_a_dossier_is_recorded_with_its_fingerprint(log, office, tmp_path, purpose):
    path, stream = tmp_path / "dossier.zip", f"appraisal:{office.appraisal.pk}"
    call("audit_dossier", str(office.appraisal.pk), output=path, **({"purpose": purpose} if purpose else {}))
    [(actor, facts)] = told("log.dossier_made")
    assert actor == str(SYSTEM.pseudonym)
    assert facts == {"stream": stream, "purpose": purpose, "sha256": sha256(path.read_bytes()).hexdigest()}
    line = line_of(
        tell(Entry.objects.filter(event="log.dossier_made").select_related("payload"))[0],
        LogSight(SYSTEM),
        {SYSTEM.pseudonym: "Sistem"},
    )
    assert line.plain.endswith(purpose or "tidak disebutkan.")


@pytest.mark.parametrize("purpose", ["", "Surat tugas 700/118/2026"])
def test_an_export_is_recorded_with_what_it_states(log, tmp_path, purpose):
    call("audit_export", output=tmp_path / "log", **({"purpose": purpose} if purpose else {}))
    [(actor, facts)] = told("log.written_out")
    assert actor == str(SYSTEM.pseudonym)
    assert facts == {"size": log.size, "root": bytes(log.root).hex(), "purpose": purpose}


def test_what_does_not_leave_is_not_recorded(log, office, tmp_path):
    (tmp_path / "dossier.zip").write_text("mine")
    (tmp_path / "leaves.jsonl").write_text("mine")
    before = Entry.objects.count()
    for command, asked in (
        (["audit_dossier", str(office.appraisal.pk)], tmp_path / "dossier.zip"),
        (["audit_dossier", "999"], tmp_path / "other.zip"),
        (["audit_export"], tmp_path),
    ):
        with pytest.raises(CommandError):
            call(*command, output=asked)
    assert Entry.objects.count() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dossier.zip", "key", "leaves.jsonl"]


@pytest.mark.parametrize("command", [["audit_dossier", "{}"], ["audit_export"]])
def test_where_the_log_cannot_be_written_nothing_leaves_unless_one_says_so(log, office, tmp_path, command):
    command = [part.format(office.appraisal.pk) for part in command]
    with read_only():
        with pytest.raises(CommandError, match="say --no-record"):
            call(*command, output=tmp_path / "out")
        assert not list(tmp_path.glob("out/*"))
        assert not (tmp_path / "out").is_file()
        call(*command, output=tmp_path / "out", no_record=True)
    assert (tmp_path / "out").exists()
    assert told("log.dossier_made") == told("log.written_out") == []


def test_a_purpose_that_is_not_recorded_makes_no_sense(log, office, tmp_path):
    with pytest.raises(CommandError, match="leave out"):
        call("audit_export", output=tmp_path / "log", purpose="Surat", no_record=True)
    with pytest.raises(CommandError, match="at most 300"):
        call("audit_export", output=tmp_path / "log", purpose="x" * 301)


def test_a_stranger_knows_which_versions_go_along_as_files():
    """`verify.py` stands alone, so it has its own list."""
    told = [history for history in histories.values() if history.enclosed]
    assert {one.model.history.model._meta.db_table: one.enclosed for one in told} == ENCLOSED
    assert {one.enclosed for one in told if one.readable} == CLOSABLE
