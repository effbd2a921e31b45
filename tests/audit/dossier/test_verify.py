"""`verify.py` as a stranger runs it: a process of its own, with a key that he has from elsewhere."""

import json
import subprocess
import sys
import zipfile
from base64 import b64decode, b64encode
from hashlib import sha256
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.dossier import verify
from audit.dossier.archive import VERIFIER
from audit.tlog.note import SigningKey
from audit.tlog.tree import leaf_hash

from .made import EVIL, KEY, WITNESS, log_of, packed

OTHER = SigningKey("other.example.org/w", b"o" * 32, kind=4)

DOCUMENT = b"%PDF-1.7 penilaian"
ORDER = {"event": "payload.erased", "of": 1, "basis": "Putusan 12/2026"}


@pytest.fixture
def log():
    return log_of({"facts": {}}, {"facts": {"rating": "meets"}}, {"facts": {}, "pdf": sha256(DOCUMENT).hexdigest()})


def run(tmp_path, archive, *arguments, key=KEY.verifier):
    """(exit status, what it printed), isolated from this project's packages."""
    path = tmp_path / "dossier.zip"
    path.write_bytes(archive)
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(path), "--key", str(key), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    return done.returncode, done.stdout + done.stderr


def changed(log, name, change, **more):
    members = log.dossier(**more).members()
    members[name] = change(members[name])
    return packed(members)


def test_an_untouched_dossier_holds(tmp_path, log):
    code, said = run(tmp_path, log.dossier(attachments={"evaluation.pdf": DOCUMENT}).zip())
    assert (code, said.splitlines()[0]) == (
        0, "OK appraisal:7: 3 events until 2026-11-22T03:00:02.000000Z, 0 of them erased by order; log of 6 entries"
    )  # fmt: skip


def test_the_same_facts_give_the_same_bytes(log):
    assert log.dossier().zip() == log.dossier().zip()


def test_it_needs_no_package_but_the_standard_library():
    imports = [line.split()[1] for line in VERIFIER.read_text().splitlines() if line.startswith(("import ", "from "))]
    assert set(imports) <= sys.stdlib_module_names


def test_without_a_key_nothing_is_believed(tmp_path, log):
    path = tmp_path / "dossier.zip"
    path.write_bytes(log.dossier().zip())
    done = subprocess.run([sys.executable, str(VERIFIER), str(path)], capture_output=True, text=True)
    assert done.returncode == 2
    assert "--key" in done.stderr


def test_another_key_did_not_sign_it(tmp_path, log):
    code, said = run(tmp_path, log.dossier().zip(), key=EVIL.verifier)
    assert code == 1
    assert "FAIL checkpoint: the checkpoint of audit.example.go.id/skp is not signed by the key" in said


def test_a_forger_with_a_key_of_his_own_is_found(tmp_path):
    forged = log_of({"facts": {}}, key=EVIL)
    assert run(tmp_path, forged.dossier().zip())[0] == 1


def test_a_mistyped_key_is_said(tmp_path, log):
    code, said = run(tmp_path, log.dossier().zip(), key=str(KEY.verifier)[:-3] + "AA=")
    assert code == 2
    assert "CANNOT BE CHECKED: the id of the key" in said


@pytest.mark.parametrize(
    ("name", "change", "finding"),
    [
        ("events.jsonl", lambda text: text.replace(b"step_1", b"step_9"), "event 1: its proof does not lead"),
        ("events.jsonl", lambda text: text.replace(b"step_1", b"step_9"), "event 2: it does not name the event before"),
        ("events.jsonl", lambda text: b"\n".join([*text.split(b"\n")[1:]]), "event 0: it is number 1 of"),
        ("events.jsonl", lambda text: b"\n".join(text.split(b"\n")[::2]) + b"\n", "event 1: it is number 2 of"),
        ("events.jsonl", lambda text: text.replace(b'{"a"', b'{ "a"', 1), "event 0: it is not in canonical form"),
        ("events.jsonl", lambda text: text.replace(b'"v":1', b'"v":1,"v":1', 1), "says one thing twice"),
        ("events.jsonl", lambda text: text[:-1], "does not end with a newline"),
        ("payload.jsonl", lambda text: text.replace(b"meets", b"above"), "payload 1: it is not what was recorded"),
        ("payload.jsonl", lambda text: text.split(b"\n", 1)[1], "payload 0: it is missing"),
        ("payload.jsonl", lambda text: b'{"erased":true,"n":0}\n' + text.split(b"\n", 1)[1], "erased without an order"),
        ("payload.jsonl", lambda text: text + text, "of no event, or there twice"),
        ("payload.jsonl", lambda text: text + b'{"n":[]}\n', "of no event"),
        ("checkpoint", lambda text: text.replace(b"\n6\n", b"\n5\n"), "signature of audit.example.go.id/skp"),
        ("checkpoint", lambda text: text.replace(b"\n6\n", b"\n6\nmore\n"), "not three lines"),
        ("proofs/2.tlog-proof", lambda text: text.replace(b"index 4", b"index 2"), "event 2: its proof does not lead"),
        ("proofs/2.tlog-proof", lambda text: text + b"\n", "event 2: its proof is not one, or is of another"),
        ("manifest.json", lambda text: text.replace(b'"count":3', b'"count":2'), "3 events, the manifest says 2"),
        ("manifest.json", lambda text: text.replace(b"appraisal:7", b"appraisal:8"), "it is number 0 of appraisal:7"),
    ],
)
def test_what_was_changed_is_named(tmp_path, log, name, change, finding):
    code, said = run(tmp_path, changed(log, name, change))
    assert finding in said
    assert code in (1, 2)


def test_one_finding_does_not_hide_another(tmp_path, log):
    members = log.dossier().members()
    members["payload.jsonl"] = members["payload.jsonl"].replace(b"meets", b"above")
    members["proofs/0.tlog-proof"] = b"nothing"
    said = run(tmp_path, packed(members))[1]
    assert said.count("FAIL") == 3


@pytest.mark.parametrize("name", ["events.jsonl", "payload.jsonl", "checkpoint", "manifest.json"])
def test_what_is_missing_is_named(tmp_path, log, name):
    members = log.dossier().members()
    del members[name]
    code, said = run(tmp_path, packed(members, manifest=False))
    assert code in (1, 2)
    assert name in said


def test_a_file_that_nobody_recorded_is_named(tmp_path, log):
    code, said = run(tmp_path, log.dossier(attachments={"evaluation.pdf": b"%PDF-1.7 lain"}).zip())
    assert code == 1
    assert "FAIL evaluation.pdf: no event names this file" in said


def test_a_manifest_that_was_not_renewed_tells(tmp_path, log):
    members = log.dossier().members()
    members["verify.py"] += b"#"
    code, said = run(tmp_path, packed(members, manifest=False))
    assert (code, "FAIL verify.py: it was changed after the manifest" in said) == (1, True)


def test_two_members_of_one_name(tmp_path, log):
    path = tmp_path / "two.zip"
    path.write_bytes(log.dossier().zip())
    with zipfile.ZipFile(path, "a") as two, pytest.warns(UserWarning, match="Duplicate name"):
        two.writestr("checkpoint", b"another")
    assert "two members of one name" in run(tmp_path, path.read_bytes())[1]


def test_what_an_order_erased_is_no_finding(tmp_path):
    log = log_of({"facts": {}}, {"facts": {"name": "x"}}, dict(ORDER))
    code, said = run(tmp_path, log.dossier(erased={1}).zip())
    assert (code, "1 of them erased by order" in said) == (0, True)


def test_an_order_names_what_it_erases_and_is_never_erased(tmp_path):
    log = log_of({"facts": {}}, {"facts": {"name": "x"}}, dict(ORDER))
    assert "payload 0: it was erased without an order" in run(tmp_path, log.dossier(erased={0}).zip())[1]
    assert "payload 2: it was erased without an order" in run(tmp_path, log.dossier(erased={1, 2}).zip())[1]


def test_an_end_that_was_cut_off_is_found_by_a_receipt_alone(tmp_path, log):
    receipt = f"2:{leaf_hash(log.leaves[4]).hex()}"
    assert run(tmp_path, log.dossier().zip(), "--receipt", receipt)[0] == 0
    del log.told[2]
    code, said = run(tmp_path, log.dossier().zip())
    assert (code, "no dossier can show" in said) == (0, True)
    code, said = run(tmp_path, log.dossier().zip(), "--receipt", receipt)
    assert (code, "the dossier ends before it" in said) == (1, True)


def test_a_witness_that_was_asked_for_must_have_signed(tmp_path, log):
    witnessed = log.dossier(witnesses=[WITNESS]).zip()
    assert run(tmp_path, witnessed, "--witness", WITNESS.verifier)[0] == 0
    code, said = run(tmp_path, log.dossier().zip(), "--witness", WITNESS.verifier)
    assert (code, "the witness witness.example.org/w did not sign" in said) == (1, True)


def test_a_witness_that_nobody_asked_for_is_named_and_not_believed(tmp_path, log):
    said = run(tmp_path, log.dossier(witnesses=[WITNESS]).zip())[1]
    assert "Cosigned by witness.example.org/w, not checked: give the key of that witness" in said
    assert "Cosigned by nobody" in run(tmp_path, log.dossier().zip())[1]


def test_a_cosignature_that_was_checked_says_when_it_was_made(tmp_path, log):
    archive = log.dossier(witnesses=[WITNESS, OTHER]).zip()
    code, said = run(tmp_path, archive, "--witness", WITNESS.verifier)
    assert code == 0
    assert "Cosigned by witness.example.org/w at 2026-11-18T11:06:40Z, checked." in said
    assert "Cosigned by other.example.org/w, not checked" in said
    assert "not checked" not in run(tmp_path, archive, "--witness", WITNESS.verifier, "--witness", OTHER.verifier)[1]


@pytest.mark.parametrize("at", [4, 11, 12, 75])  # of the time, and of the signature
def test_a_forged_cosignature_is_refused(tmp_path, log, at):
    """A line in the name of the witness, of another time or of another text."""
    note = log.dossier(witnesses=[WITNESS]).checkpoint
    start, _dash, line = note.rpartition("\N{EM DASH} ")
    data = bytearray(b64decode(line.split(" ")[1]))
    data[at] ^= 1
    forged = f"{start}\N{EM DASH} {WITNESS.name} {b64encode(data).decode()}\n"
    code, said = run(tmp_path, noted(log, forged), "--witness", WITNESS.verifier)
    assert (code, "the signature of witness.example.org/w on the checkpoint is false" in said) == (1, True)


def test_a_cosignature_of_another_checkpoint_is_refused(tmp_path, log):
    smaller = log_of({"facts": {}}).dossier(witnesses=[WITNESS]).checkpoint
    note = log.dossier().checkpoint + "\N{EM DASH} " + smaller.rpartition("\N{EM DASH} ")[2]
    assert (
        "witness.example.org/w on the checkpoint is false"
        in run(tmp_path, noted(log, note), "--witness", WITNESS.verifier)[1]
    )
    assert run(tmp_path, noted(log, note))[0] == 0  # nobody asked for it, and nothing is claimed


def test_a_key_of_the_same_name_is_another_witness(tmp_path, log):
    impostor = SigningKey(WITNESS.name, b"i" * 32, kind=4)
    archive = log.dossier(witnesses=[impostor]).zip()
    code, said = run(tmp_path, archive, "--witness", WITNESS.verifier)
    assert (code, "the witness witness.example.org/w did not sign" in said) == (1, True)


def noted(log, note):
    """The same dossier under another note of its checkpoint."""
    old = log.dossier().checkpoint.encode()
    members = {name: content.replace(old, note.encode()) for name, content in log.dossier().members().items()}
    return packed(members)


def test_names_in_a_dossier_move_no_cursor_and_print_no_line_of_their_own(tmp_path, log):
    members = log.dossier().members() | {"\x1b[2J\nOK all of it": b""}
    said = run(tmp_path, packed(members))[1]
    assert "\x1b" not in said
    assert not [line for line in said.splitlines() if line.startswith("OK")]


@pytest.mark.parametrize("archive", [b"", b"PK", b"not a zip" * 100])
def test_what_is_no_dossier_is_said_in_a_sentence(tmp_path, archive):
    code, said = run(tmp_path, archive)
    assert code == 2
    assert said.startswith("CANNOT BE CHECKED")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unnoticed(data):
    """Of any member but the copy of the verifier, with a manifest made to fit."""
    dossier = log_of({"facts": {}}, {"facts": {"rating": "meets"}}).dossier()
    members = dossier.members()
    name = data.draw(st.sampled_from(sorted(members.keys() - {"verify.py", "manifest.json"})))
    at = data.draw(st.integers(0, len(members[name]) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    members[name] = members[name][:at] + bytes([members[name][at] ^ bit]) + members[name][at + 1 :]
    assert findings(packed(members))


def findings(archive):
    try:
        return verify.verify(BytesIO(archive), [verify.read_key(str(KEY.verifier))])[0]
    except verify.Broken as broken:
        return [str(broken)]


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511), st.integers(0, 255))
def test_ed25519_agrees_with_a_library(seed, message, bit, other):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify.is_signed(public, message, signature)
    assert not verify.is_signed(public, message + bytes([other]), signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not verify.is_signed(public, message, bytes(flipped))


def test_ed25519_vectors_of_rfc_8032_and_no_second_form_of_a_signature():
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify.is_signed(public, b"\x72", signature)
    grown = int.from_bytes(signature[32:], "little") + verify.L
    assert not verify.is_signed(public, b"\x72", signature[:32] + grown.to_bytes(32, "little"))


def test_the_manifest_names_every_other_member(log):
    members = log.dossier(attachments={"evaluation.pdf": DOCUMENT}).members()
    told = json.loads(members["manifest.json"])
    assert (told["v"], told["stream"], told["count"]) == (1, "appraisal:7", 3)
    assert told["files"].keys() == members.keys() - {"manifest.json"}
