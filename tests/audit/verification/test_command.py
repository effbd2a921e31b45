"""`audit_verify` as an operator runs it: what it prints, how it exits, and what it keeps."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import seal
from audit.acts import record
from audit.cosignatures import accept
from audit.models import Checkpoint, Entry
from audit.status import Status, VerifyRun, note_run, told_runs
from audit.tlog.checkpoint import Checkpoint as Stated
from audit.tlog.note import Note
from organization import events
from organization.models import SYSTEM, User

from ..dossier.made import WITNESS
from .attacks import EVIL, KEY, attack, read_only, run, undone


@pytest.fixture
def log(db):
    """Three entries of a user whose row was never written beside the log, sealed."""
    user = User.objects.get(pk=SYSTEM.pk)
    for _ in range(3):
        record(events.PASSWORD_SET, subject=user, by=user, at=timezone.now())
    return seal.seal_all(KEY, timezone.now())


def verified(*arguments, key=KEY):
    said = StringIO()
    call_command("audit_verify", *arguments, key=[str(key.verifier)], stdout=said)
    return said.getvalue()


def test_a_clean_log_prints_its_root_and_is_noted(log):
    assert re.fullmatch(r"OK 3 entries, root [0-9a-f]{64} \(\S{43}=\)\n", verified())
    [noted] = VerifyRun.objects.all()
    assert (noted.ok, noted.size, noted.root, noted.findings) == (True, 3, bytes(log.root).hex(), [])


def test_a_run_is_an_entry_which_the_next_run_finds_nothing_wrong_with(log):
    verified()
    entry = Entry.objects.select_related("payload").get(event="log.verified")
    facts = json.loads(entry.payload.data)["facts"]
    assert (facts["size"], facts["root"], facts["findings"]) == (3, bytes(log.root).hex(), 0)
    assert verified().endswith(", 1 wait for their seal\n")
    seal.seal_all(KEY, timezone.now())
    assert verified().startswith("OK 6 entries")  # two runs, and that the first checkpoint was issued
    assert len(told_runs(10)) == 3
    assert Status.read(timezone.now()).run_ok is True


def test_only_a_run_that_an_entry_tells_of_is_believed(log):
    at = timezone.now()
    VerifyRun.objects.create(at=at, ok=True, size=3, root="ab" * 32)  # as whoever owns the database puts it in
    assert told_runs(10) == []
    assert Status.read(at).run_at is None
    with attack():
        run("UPDATE audit_payload SET data = %s", '{"rows":[]}')
        with pytest.raises(CommandError):
            verified()
        [believed] = told_runs(10)
        assert believed.ok is False
        VerifyRun.objects.create(at=at + timedelta(days=1), ok=True, size=3, root="ab" * 32)
        assert told_runs(10) == [believed]
        assert Status.read(at).run_ok is False
        VerifyRun.objects.filter(pk=believed.pk).update(ok=True, findings=[])
        assert told_runs(10) == []
        assert Status.read(at).run_ok is False


def test_a_log_that_can_only_be_read_is_verified(log):
    said, aside = StringIO(), StringIO()
    with read_only():
        call_command("audit_verify", key=[str(KEY.verifier)], stdout=said, stderr=aside)
    assert said.getvalue().startswith("OK")
    assert aside.getvalue().startswith("This run was not recorded")


def test_what_waits_is_said(log):
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    assert verified().endswith(", 1 wait for their seal\n")


def test_findings_are_printed_noted_and_make_it_fail(log, capsys):
    said = StringIO()
    with attack():
        run("UPDATE audit_payload SET data = %s", '{"rows":[]}')
        with pytest.raises(CommandError, match="3 findings in 3 entries"):
            call_command("audit_verify", key=[str(KEY.verifier)], stdout=said)
        assert VerifyRun.objects.get().ok is False
    assert said.getvalue().count("FAIL payload: user:0/") == 3


def test_another_key_believes_nothing(log):
    with pytest.raises(CommandError, match="1 findings"):
        verified(key=EVIL)


def test_a_checkpoint_kept_elsewhere(log, tmp_path):
    """Of a log that is a backup now: whole in itself, and shorter than what was seen."""
    kept = tmp_path / "checkpoint"
    with undone():
        record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
        kept.write_text(seal.seal_all(KEY, timezone.now()).note)
        assert verified("--witness", str(kept)).startswith("OK 5 entries")
    assert verified().startswith("OK 3 entries")
    with pytest.raises(CommandError, match="1 findings in 3 entries"):
        verified("--witness", str(kept))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing\n", "A signed note is"),
        (str(Stated("elsewhere.example/log", 3, bytes(32)).sign(type(KEY)("elsewhere.example/log", bytes(32)))), "whose key is not"),
        (str(Stated(EVIL.name, 3, bytes(32)).sign(EVIL)), "None of the known keys"),
    ],
)  # fmt: skip
def test_a_checkpoint_of_somebody_else_is_refused_in_a_sentence(log, tmp_path, text, said):
    kept = tmp_path / "checkpoint"
    kept.write_text(text)
    with pytest.raises(CommandError, match=said):
        verified("--witness", str(kept))
    assert not VerifyRun.objects.exists()


def test_a_cosigned_checkpoint_is_compared_like_a_plain_one(log, tmp_path, settings):
    settings.AUDIT_ORIGIN, settings.AUDIT_WITNESSES = KEY.name, (str(WITNESS.verifier),)
    note = Note.parse(log.note)
    kept = tmp_path / "checkpoint"
    kept.write_text(str(note.with_signature(WITNESS.sign(note.text, time=1_795_000_000))))
    assert verified("--witness", str(kept)).startswith("OK")
    accept(kept.read_bytes(), timezone.now())
    assert f"Cosigned by {WITNESS.verifier}: 3 entries, 2026-11-18" in verified()
    other = Stated(KEY.name, 3, bytes(32)).sign(KEY)
    kept.write_text(str(other.with_signature(WITNESS.sign(other.text, time=1_795_000_000))))
    said = StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("audit_verify", "--witness", str(kept), key=[str(KEY.verifier)], stdout=said)
    assert "FAIL forked: witness 3: a witness saw another log of this size" in said.getvalue()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe\x00"])
def test_a_file_without_a_checkpoint_is_no_witness(log, tmp_path, content):
    """Such as a full disk leaves: it was compared with nothing, and that is not clean."""
    kept = tmp_path / "checkpoint"
    kept.write_bytes(content)
    with pytest.raises(CommandError, match="no checkpoint in"):
        verified("--witness", str(kept))


@pytest.mark.parametrize(
    "saved",
    [
        lambda note: note.rstrip("\n"),
        lambda note: f"\n{note}\n\n",
        lambda note: "\ufeff" + note,
        lambda note: note.replace("\n", "\r\n"),
    ],
)
def test_a_checkpoint_taken_out_of_a_letter(log, tmp_path, saved):
    kept = tmp_path / "checkpoint"
    kept.write_text(saved(log.note), newline="", encoding="utf-8")
    assert verified("--witness", str(kept)).startswith("OK")


def test_a_run_under_a_wrong_clock_hides_no_later_one(log):
    at = timezone.now()
    note_run(at=at + timedelta(days=900), ok=True, size=3)
    note_run(at=at, ok=False, size=3, findings=["leaf: user:0/1: x"])
    assert Status.read(at).run_ok is False
    assert [run.ok for run in told_runs(10)] == [False, True]


@pytest.mark.parametrize("data", ["", "x", "{}", "[]", '{"facts":7}', '{"facts":{}}'])
def test_a_run_that_was_changed_to_say_nothing_is_no_clean_one(log, data):
    """Every page of inspectors asks for it: none of them breaks."""
    verified()
    with attack():
        run("UPDATE audit_payload SET data = %s", data)
        assert told_runs(10) == []
        assert Status.read(timezone.now()).run_ok is False
        run("DELETE FROM audit_payload")
        assert told_runs(10) == []
        assert Status.read(timezone.now()).run_ok is False


def test_a_witness_file_that_is_not_there(log, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        verified("--witness", str(tmp_path / "nothing"))


def test_an_empty_log_is_clean(db):
    assert verified().startswith("OK 0 entries")
    assert not Checkpoint.objects.exists()
