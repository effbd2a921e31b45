"""`audit_dossier` and `audit_export`: what a stranger is given, checked by what a stranger has."""

import json
import subprocess
import sys
from base64 import b64decode
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import seal
from audit.acts import record
from audit.cosignatures import accept
from audit.dossier.archive import VERIFIER
from audit.dossier.verify import read_key, verify
from audit.models import Entry
from audit.tlog.checkpoint import open_checkpoint
from audit.tlog.note import Note, VerifierKey
from audit.tlog.tree import check_consistency, check_inclusion, leaf_hash, root_of
from organization import events
from organization.models import SYSTEM
from tests.office import Office

from .made import KEY, WITNESS


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
