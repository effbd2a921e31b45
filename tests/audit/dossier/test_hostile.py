"""Whatever somebody hands in as a dossier, as a key or as a receipt, `verify.py` answers in sentences."""

import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.canonical import canonical
from audit.dossier import verify
from audit.dossier.archive import VERIFIER
from audit.tlog.tree import leaf_hash

from .made import KEY, WITNESS, log_of, packed
from .test_verify import run

DEEP = 950


@pytest.fixture
def log():
    return log_of({"facts": {}}, {"facts": {"rating": "meets"}})


def answered(tmp_path, archive, *arguments, **how):
    code, said = run(tmp_path, archive, *arguments, **how)
    assert "Traceback" not in said
    return code, said


def changed(log, name, change):
    members = log.dossier().members()
    members[name] = change(members[name])
    return packed(members)


def event(**values):
    def change(text):
        first, _newline, rest = text.partition(b"\n")
        return canonical(json.loads(first) | values) + b"\n" + rest

    return change


@pytest.mark.parametrize("values", [{"e": []}, {"t": {}}, {"s": 1}, {"a": None}, {"c": []}, {"p": 5}, {"n": "0"}])
def test_an_event_of_other_kinds_of_values(tmp_path, log, values):
    code, said = answered(tmp_path, changed(log, "events.jsonl", event(**values)))
    assert (code, "FAIL event 0: " in said) == (1, True)


@pytest.mark.parametrize("name", ["events.jsonl", "payload.jsonl", "manifest.json", "heads.json"])
@pytest.mark.parametrize(
    "text", ["[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP, "9" * 5000, "1e999", '"x"']
)
def test_documents_that_are_none(tmp_path, log, name, text):
    members = log.dossier().members() | {name: f"{text}\n".encode()}
    assert answered(tmp_path, packed(members, manifest=name != "manifest.json"))[0] in (1, 2)


def test_a_deep_value_within_an_event(tmp_path, log):
    deep = b"[" * DEEP + b"]" * DEEP
    assert (
        answered(tmp_path, changed(log, "events.jsonl", lambda text: text.replace(b'"v":1', b'"v":' + deep, 1)))[0] == 1
    )


@pytest.mark.parametrize("said", [rb"\ud800", rb"\udfff x", rb"\u0000"])
def test_half_a_letter(tmp_path, log, said):
    code, told = answered(tmp_path, changed(log, "payload.jsonl", lambda text: text.replace(b"meets", said)))
    assert (code, "FAIL payload 1: " in told) == (1, True)


@pytest.mark.parametrize(
    "name", ["events.jsonl", "payload.jsonl", "checkpoint", "manifest.json", "proofs/0.tlog-proof"]
)
@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text, lambda text: text + b"\xff"],
)
def test_other_ways_to_write_a_text(tmp_path, log, name, change):
    members = log.dossier().members()
    members[name] = change(members[name])
    is_json = (
        name in ("payload.jsonl", "manifest.json") and b"\r" in members[name] or members == log.dossier().members()
    )
    code, _said = answered(tmp_path, packed(members, manifest=name != "manifest.json"))
    assert code in ((0,) if is_json else (1, 2))  # space around a JSON document says nothing


@pytest.mark.parametrize("more", [{"note": "x"}, {"erased": False}, {"erased": True}])
def test_words_beside_what_was_recorded(tmp_path, log, more):
    """Nobody committed to them, and a reader would take them for the log's."""

    def change(text):
        first, _newline, rest = text.partition(b"\n")
        return canonical(json.loads(first) | more) + b"\n" + rest

    code, said = answered(tmp_path, changed(log, "payload.jsonl", change))
    assert (code, "FAIL payload 0: it is not of the known form" in said) == (1, True)


# --- archives ---


def test_packed_bytes_that_are_broken(tmp_path, log):
    archive = bytearray(log.dossier().zip())
    at = archive.index(b"payload.jsonl") + len("payload.jsonl")
    archive[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(zlib.error):
        zipfile.ZipFile(io.BytesIO(archive)).read("payload.jsonl")
    code, said = answered(tmp_path, archive)
    assert (code, said.startswith("CANNOT BE CHECKED: it cannot be read as an archive")) == (2, True)


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packed_in_another_way(tmp_path, log, kind):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", kind) as archive:
        for name, content in log.dossier().members().items():
            archive.writestr(name, content)
    assert "packed in another way" in answered(tmp_path, whole.getvalue())[1]


def test_an_encrypted_member(tmp_path, log):
    archive = bytearray(log.dossier().zip())
    directory = archive.rindex(b"PK\1\2", 0, archive.index(b"checkpoint", archive.index(b"PK\1\2")))
    archive[directory + 8] |= 1
    assert answered(tmp_path, archive)[0] == 2


def test_a_name_that_is_not_utf8(tmp_path, log):
    whole = packed(log.dossier().members() | {"n\u00e4me": b""})
    assert answered(tmp_path, whole.replace("n\u00e4me".encode(), b"n\xff\xfeme"))[0] == 2


def test_more_than_can_be_read(tmp_path, log, monkeypatch):
    """A few kilobytes that say that they are many gigabytes, in one member or in all together."""
    archive = bytearray(log.dossier().zip())
    at = archive.index(b"PK\1\2") + 24
    archive[at : at + 4] = (2**31).to_bytes(4, "little")
    assert "more than can be read" in answered(tmp_path, archive)[1]
    monkeypatch.setattr(verify, "MOST", 1000)
    with pytest.raises(verify.Broken, match="more than can be read"):
        verify.verify(io.BytesIO(log.dossier().zip()), [verify.read_key(str(KEY.verifier))])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_happens_to_the_archive_is_answered(data):
    """A byte changed, a piece cut out or doubled anywhere, also in the directory."""
    archive = log_of({"facts": {}}, {"facts": {}}).dossier().zip()
    at = data.draw(st.integers(0, len(archive) - 1))
    until = data.draw(st.integers(at, min(at + 50, len(archive))))
    put = data.draw(
        st.sampled_from([b"", archive[at:until] * 2, bytes([archive[at] ^ data.draw(st.integers(1, 255))])])
    )
    with suppress(verify.Broken, OSError):
        verify.verify(io.BytesIO(archive[:at] + put + archive[until:]), [verify.read_key(str(KEY.verifier))])


# --- terminals, keys, receipts ---


def test_a_terminal_that_knows_few_letters(tmp_path, log):
    path = tmp_path / "dossier.zip"
    path.write_bytes(packed(log.dossier().members() | {"\u8a55\u4fa1 \x1b": b""}))
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, str(VERIFIER), str(path), "--key", str(KEY.verifier)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, "no event names this file" in done.stdout, done.stderr) == (1, True, "")


@pytest.mark.parametrize("written", [b"\xff\xfe", b"", b"\xef\xbb\xbf", b"name+00000000+====", b"a+b"])
def test_a_file_that_is_no_key(tmp_path, log, written):
    (tmp_path / "log.vkey").write_bytes(written)
    code, said = answered(tmp_path, log.dossier().zip(), key=tmp_path / "log.vkey")
    assert (code, said.startswith("CANNOT BE CHECKED")) == (2, True)


def test_the_key_of_the_log_is_no_witness(tmp_path, log):
    code, said = answered(tmp_path, log.dossier().zip(), "--witness", KEY.verifier)
    assert (code, "the key of a log, not of a witness" in said) == (2, True)
    assert answered(tmp_path, log.dossier(witnesses=[WITNESS]).zip(), "--witness", WITNESS.verifier)[0] == 0


@pytest.mark.parametrize("number", ["1", "PN-7-1", "pn-7-1", "appraisal:7/1"])
def test_a_receipt_is_read_as_people_and_programs_write_it(tmp_path, log, number):
    hashed = leaf_hash(log.leaves[2]).hex()
    fours = " ".join(hashed[n : n + 4] for n in range(0, 64, 4))
    for written in (hashed, hashed.upper(), fours):
        assert answered(tmp_path, log.dossier().zip(), "--receipt", f"{number}:{written}")[0] == 0
    code, said = answered(tmp_path, log.dossier().zip(), "--receipt", f"{number}:{'0' * 64}")
    assert (code, "the event of that number is another one" in said) == (1, True)


def test_a_receipt_of_another_case_is_said_to_be_one(tmp_path, log):
    code, said = answered(tmp_path, log.dossier().zip(), "--receipt", f"PN-8-1:{'0' * 64}")
    assert (code, "it is of appraisal:8, and this dossier of appraisal:7" in said) == (1, True)


@pytest.mark.parametrize("written", ["PN-7-1", "1:abcd", "x:" + "0" * 64, "9" * 5000 + ":" + "0" * 64, ":", ""])
def test_what_is_no_receipt_accuses_nobody(tmp_path, log, written):
    code, said = answered(tmp_path, log.dossier().zip(), "--receipt", written)
    assert (code, "CANNOT BE CHECKED: a receipt is written NUMBER:FINGERPRINT" in said) == (2, True)
