"""What a dossier has to hold beside the events: each document and each file that they tell of, and nothing else."""

from hashlib import sha256

import pytest

from audit.canonical import canonical

from .made import log_of, packed
from .test_verify import run

FILE, OTHER = b"%PDF-1.7 bukti", b"%PDF-1.7 karangan"
DOCUMENT, EVIDENCE = "appraisal_historicaldocument", "appraisal_historicalevidence"
NAMES = {DOCUMENT: "evaluation", EVIDENCE: "evidence"}


def digest(content):
    return sha256(content).hexdigest()


def version(table, key, **row):
    """(what a payload tells of it, {name: bytes} of its file)."""
    salt = bytes([key] * 32)
    content = b"skp-row-v1\0" + salt + canonical({"id": key} | row)
    return [table, key, salt.hex(), digest(content)], {f"attachments/{NAMES[table]}-{key}.row": content}


EVALUATED, DOCUMENT_ROW = version(DOCUMENT, 3, content={"predicate": "good"})
ATTACHED, EVIDENCE_ROW = version(EVIDENCE, 4, name="bukti.pdf", sha256=digest(FILE))
FILES = DOCUMENT_ROW | EVIDENCE_ROW | {f"attachments/{digest(FILE)}.pdf": FILE}
[NAME], [ROW], [BYTES] = DOCUMENT_ROW, EVIDENCE_ROW, [f"attachments/{digest(FILE)}.pdf"]


def case(*more, reason=""):
    attached = {"event": "appraisal.evidence_attached", "facts": {"sha256": digest(FILE)}, "rows": [ATTACHED]}
    return log_of(attached, {"facts": {}, "reason": reason, "rows": [EVALUATED, ["appraisal_plan", 1, "", ""]]}, *more)


def checked(tmp_path, *without, log=None, more=None, **how):
    """(exit status, findings) of a dossier from which these members are gone, with a manifest that fits."""
    members = (log or case()).dossier(attachments=FILES, **how).members()
    members = {name: content for name, content in members.items() if name not in without} | (more or {})
    code, said = run(tmp_path, packed(members))
    assert "Traceback" not in said
    return code, [line for line in said.splitlines() if line.startswith("FAIL ") and ": " in line][:-1] or said


def test_whole_it_holds(tmp_path):
    assert checked(tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("without", "found"),
    [
        ([ROW, BYTES], [f"FAIL {ROW}: event 0 tells of it, and it is missing"]),
        ([ROW], [f"FAIL {ROW}: event 0 tells of it, and it is missing"]),
        ([BYTES], [f"FAIL {ROW}: the file that it names, attachments/{digest(FILE)}, is missing"]),
        ([NAME], [f"FAIL {NAME}: event 1 tells of it, and it is missing"]),
    ],
)
def test_what_was_taken_out_is_named(tmp_path, without, found):
    assert checked(tmp_path, *without) == (1, found)


def test_what_an_order_took_is_missed_by_nobody(tmp_path):
    """Of a version that lost its words the order says what is left; the file goes with them."""
    order = {"event": "payload.erased", "of": 2, "facts": {}, "blanked": [[EVIDENCE, 4, "00" * 32, "11" * 32]]}
    log = case({"facts": {}}, order)
    assert checked(tmp_path, ROW, BYTES, log=log, erased={2})[0] == 0
    assert checked(tmp_path, NAME, log=log, erased={2})[0] == 1
    told = log.dossier(attachments=FILES, erased={2}).members()["payload.jsonl"]
    loose = {"payload.jsonl": told.replace(b'"erased":true', b'"erased":1')}
    assert checked(tmp_path, ROW, BYTES, log=log, erased={2}, more=loose)[0] == 1
    other = case({"facts": {}}, order | {"event": "appraisal.statement_made"})
    assert checked(tmp_path, ROW, BYTES, log=other)[0] == 1  # only an order says so


def test_what_is_closed_to_whoever_it_was_made_for_is_named(tmp_path):
    closed = {"closed.json": canonical({"rows": [[EVIDENCE, 4], [DOCUMENT, 3]], "v": 1})}
    code, said = checked(tmp_path, ROW, BYTES, more=closed)
    assert (code, f"Left out: {ROW} of event 0, said to be closed" in said) == (0, True)
    assert checked(tmp_path, NAME, more=closed) == (1, [f"FAIL {NAME}: event 1 tells of it, and it is missing"])
    assert "Left out" not in checked(tmp_path, more=closed)[1]  # it is there


@pytest.mark.parametrize("told", [b"", b"[]", b'{"rows":5}', b'{"rows":[5,[],[[],1],["x"],[1,2]]}', b"\xff"])
def test_what_is_closed_is_told_in_one_form(tmp_path, told):
    code, found = checked(tmp_path, ROW, BYTES, more={"closed.json": told})
    assert (code, found[-1]) == (1, f"FAIL {ROW}: event 0 tells of it, and it is missing")


def test_words_that_somebody_wrote_make_no_file_true(tmp_path):
    """A reason that is the fingerprint of a file of his own."""
    log = case(reason=digest(OTHER))
    for name in ("attachments/evaluation-9.row", f"attachments/{digest(OTHER)}.pdf", "evaluation.pdf"):
        assert checked(tmp_path, log=log, more={name: OTHER}) == (1, [f"FAIL {name}: no event names this file"])


def test_evidence_is_no_evaluation(tmp_path):
    """Anybody may attach what looks like one, and an event names its fingerprint."""
    for name in ("evaluation.pdf", "attachments/evaluation-9.row", "attachments/penilaian.pdf", "../penilaian.pdf"):
        assert checked(tmp_path, more={name: FILE}) == (1, [f"FAIL {name}: no event names this file"])


def test_two_versions_that_changed_places_are_named(tmp_path):
    one, two = version(DOCUMENT, 5, content={}), version(DOCUMENT, 6, content={"predicate": "good"})
    log = log_of({"facts": {}, "rows": [one[0], two[0]]})
    [(first, before), (second, after)] = (one[1] | two[1]).items()
    members = log.dossier().members()
    assert run(tmp_path, packed(members | {first: before, second: after}))[0] == 0
    said = run(tmp_path, packed(members | {first: after, second: before}))[1]
    assert said.count("no event names this file") == 2


@pytest.mark.parametrize(
    "name", ["proofs/penilaian.pdf", "proofs/2.tlog-proof", "proofs/../x", "heads.tlog-proof", "x/"]
)
def test_nothing_hides_among_what_belongs_to_it(tmp_path, name):
    assert checked(tmp_path, more={name: OTHER}) == (1, [f"FAIL {name}: no event names this file"])
