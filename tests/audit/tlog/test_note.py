"""Notes, keys and cosignatures: bytes that other programs made are understood, and ours are those bytes."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.tlog import Invalid
from audit.tlog.checkpoint import Checkpoint, open_checkpoint
from audit.tlog.note import COSIGNATURE, NOTE, Note, SigningKey, VerifierKey

# The example of Go's golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # kind and seed
SAYING = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = (
    SAYING
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# What Go's checksum database said on some day, and its key.
GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_TREE = """go.sum database tree
65209736
5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=

— sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=
"""
# A checkpoint of a public log, signed by it in two ways and by four witnesses.
LOG = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
WITNESSED = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""
ORIGIN = "audit.example.go.id/skp"
OURS = SigningKey(ORIGIN, bytes(range(32)))
THEIRS = SigningKey("witness.example/w1", bytes(range(1, 33)), COSIGNATURE)
STATED = Checkpoint(ORIGIN, 70_001, bytes(32))


def test_what_go_signed_is_accepted():
    key = VerifierKey.parse(PETER)
    assert (key.name, key.id.hex(), key.kind) == ("PeterNeumann", "c74f20a3", NOTE)
    note = Note.parse(SIGNED)
    assert note.text == SAYING
    assert note.signed_by([key]) == {key: None}
    assert str(note) == SIGNED


def test_we_sign_the_same_bytes_as_go():
    key = SigningKey("PeterNeumann", base64.b64decode(PETERS)[1:])
    assert str(key.verifier) == PETER
    assert str(Note(SAYING).with_signature(key.sign(SAYING))) == SIGNED


def test_what_the_checksum_database_signed_is_accepted():
    """Its key has another name than its log, which was there before the rule: a note, but no checkpoint of ours."""
    key = VerifierKey.parse(GO)
    assert Note.parse(GO_TREE.encode()).signed_by([key]) == {key: None}
    with pytest.raises(Invalid, match="origin"):
        open_checkpoint(GO_TREE, [key])


def test_a_checkpoint_with_witnesses_is_understood():
    log, witness = VerifierKey.parse(LOG), VerifierKey.parse(WITNESS)
    note = Note.parse(WITNESSED)
    assert note.signed_by([log, witness]) == {log: None, witness: 1779573024}
    checkpoint = open_checkpoint(note, [log])
    assert (checkpoint.origin, checkpoint.size) == (log.name, 1432088532)
    assert str(note) == WITNESSED
    assert str(checkpoint) == note.text
    with pytest.raises(Invalid, match="not among the known"):
        open_checkpoint(note, [witness])


@pytest.mark.parametrize(
    "line", [PETER, GO, LOG, WITNESS, "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"]
)
def test_keys_of_others_are_written_back_as_they_were(line):
    assert str(VerifierKey.parse(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "bananas.sigstore.dev+12344556",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "rekor.sigstore.dev+12345678+AwEB",
        PETER.replace("c74f20a3", "00000000"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("PeterNeumann", ""),
        PETER + "\n",
        PETER[:-1] + "X",  # the same 33 bytes, if one is careless
        PETER.replace("+AR", "+BR"),
        "",
    ],
)
def test_other_keys_are_refused(line):
    with pytest.raises(Invalid):
        VerifierKey.parse(line)


def test_a_checkpoint_is_signed_by_the_log_and_witnessed():
    note = STATED.sign(OURS)
    note = note.with_signature(THEIRS.sign(note.text, time=1_679_315_147))
    again = Note.parse(str(note).encode())
    assert again == note
    assert again.signed_by([OURS.verifier, THEIRS.verifier]) == {OURS.verifier: None, THEIRS.verifier: 1_679_315_147}
    assert open_checkpoint(str(note), [OURS.verifier]) == STATED
    assert note.text == f"{ORIGIN}\n70001\n{'A' * 43}=\n"


def test_the_log_signs_with_two_keys_while_it_changes_them():
    new = SigningKey(ORIGIN, bytes(32))
    note = STATED.sign(OURS, new)
    for keys in ([OURS.verifier], [new.verifier], [OURS.verifier, new.verifier]):
        assert open_checkpoint(note, keys) == STATED


def test_a_key_shows_its_seed_to_nobody():
    assert repr(OURS) == str(OURS) == f"SigningKey('{ORIGIN}')"
    with pytest.raises(Invalid, match="not 31"):
        SigningKey(ORIGIN, bytes(31))


def test_who_may_sign_what():
    with pytest.raises(ValueError, match="of its own name"):
        STATED.sign(THEIRS)
    with pytest.raises(ValueError, match="of its own name"):
        STATED.sign()
    with pytest.raises(ValueError, match="with a time"):
        THEIRS.sign("x\n")
    with pytest.raises(ValueError, match="with a time"):
        OURS.sign("x\n", time=1)


# --- what must be refused ---


def test_signatures_of_strangers_are_passed_over_and_prove_nothing():
    note = STATED.sign(OURS)
    mallory = SigningKey(ORIGIN, bytes(32))
    assert open_checkpoint(Note(note.text, (mallory.sign(note.text), *note.signatures)), [OURS.verifier]) == STATED
    with pytest.raises(Invalid, match="None of the known keys"):
        open_checkpoint(note, [mallory.verifier])
    with pytest.raises(Invalid, match="not among the known"):
        open_checkpoint(note, [])


def test_a_false_line_spoils_the_note():
    """One good signature does not make up for one that is false."""
    note = STATED.sign(OURS)
    false = OURS.sign("other\n")
    for signatures in ([false], [false, *note.signatures], [*note.signatures, false]):
        with pytest.raises(Invalid, match="does not fit"):
            Note(note.text, tuple(signatures)).signed_by([OURS.verifier])


def test_a_witness_does_not_speak_for_the_log():
    same = SigningKey(ORIGIN, OURS.seed, COSIGNATURE)
    note = Note(str(STATED), (same.sign(str(STATED), time=1),))
    with pytest.raises(Invalid, match="not among the known"):
        open_checkpoint(note, [same.verifier])


def test_one_kind_of_signature_does_not_pass_for_another():
    text = "cosignature/v1\ntime 5\n" + str(STATED)
    signed = OURS.sign(text).data
    cosigner = VerifierKey(ORIGIN, OURS.verifier.public, COSIGNATURE)
    assert cosigner.check(str(STATED), bytes(7) + b"\5" + signed) == 5  # the reason why keys are not shared
    assert cosigner.id != OURS.verifier.id
    with pytest.raises(Invalid, match="length"):
        cosigner.check(str(STATED), signed)
    with pytest.raises(Invalid, match="no time"):
        cosigner.check(str(STATED), b"\x80" + bytes(7) + signed)


@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(0, 7))
def test_a_flipped_bit_is_refused(at, bit):
    flipped = bytearray(SIGNED.encode())
    flipped[at] ^= 1 << bit
    with pytest.raises(Invalid):
        Note.parse(bytes(flipped)).signed_by([VerifierKey.parse(PETER)])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        SAYING,
        SAYING + "\n",
        SIGNED[:-1],
        SIGNED + "\n",
        SIGNED.replace("\n", "\r\n"),
        SIGNED.replace("— ", "- "),
        SIGNED.replace("— ", "—  "),
        SIGNED.replace("AM=\n", "AM=\x00\n"),
        SIGNED.replace("AM=\n", "AN=\n"),
        SIGNED.replace("If", "If\t"),
        SIGNED.replace("PeterNeumann", "Peter+Neumann"),
        SIGNED.replace("PeterNeumann", "Peter\u2003Neumann"),
        SIGNED.replace("PeterNeumann", "Peter\u2028Neumann"),
        SAYING + "\n— PeterNeumann x08g\n",
        SAYING + "\n" + "— PeterNeumann x08goAAA\n" * 101,
        SIGNED.encode() + b"\xff",
        SIGNED.replace("If", "\ud800"),
    ],
)
def test_what_is_no_signed_note_is_refused(note):
    with pytest.raises(Invalid):
        Note.parse(note)


def test_a_text_may_have_empty_lines():
    text = "a\n\nb\n"
    note = Note(text, (OURS.sign(text),))
    assert Note.parse(str(note)) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.id/log\n1\n",
        "a.id/log\n01\nAAAA\n",
        *(
            form.format(root="A" * 43 + "=")
            for form in (
                "a.id/log\n01\n{root}\n",
                "a.id/log\n+1\n{root}\n",
                "a.id/log\n-1\n{root}\n",
                "a.id/log\n1.0\n{root}\n",
                "a.id/log\n١\n{root}\n",
                "a.id/log\n1\n{root}",
                "a.id/log\n1\n{root}\nextension\n",
                "a.id/log\n1\n{root}\n\n",
                "a.id/log \n1\n{root}\n",
                "a.id+log\n1\n{root}\n",
                "\n1\n{root}\n",
                "a.id/log\n9999999999999999999\n{root}\n",
                "a.id/log\n1\n{root}A\n",
                " a.id/log\n1\n{root}\n",
            )
        ),
        "a.id/log\n1\n" + "A" * 40 + "\n",
        "a.id/log\n1\n" + "A" * 42 + "B=\n",
        "a.id/log\n1\n" + "_" * 43 + "=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(Invalid):
        Checkpoint.parse(text)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_was_written(size, root):
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert Checkpoint.parse(str(checkpoint)) == checkpoint
