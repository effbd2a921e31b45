"""The ends of all streams, once a day: what a stranger works out from the leaves alone is what was written down."""

import json
import zipfile
from base64 import b64decode
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit import heads, seal
from audit.acts import record
from audit.books import hold
from audit.dossier.verify import read_key, verify
from audit.models import EndTile, Entry
from audit.tlog import tree
from audit.tlog.tree import check_inclusion, leaf_hash, root_of
from config.daily import note_heads
from organization import events
from organization.models import SYSTEM
from tests.audit.dossier.made import packed
from tests.audit.verification.attacks import KEY, attack, kinds, run
from tests.counting import statements
from tests.office import Office

NOW = timezone.now()

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = Office()
    office.take("submit")
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=NOW)
    seal.seal_all(KEY, NOW)
    return office


def write_down():
    entry = heads.record_heads(NOW)
    seal.seal_all(KEY, NOW)
    return entry


def from_leaves(size):
    """As docs/verify.md says, from what is published of the log."""
    ends = {}
    for line in Entry.objects.filter(sequence__idx__lt=size).order_by("sequence__idx").values_list("leaf", flat=True):
        told = json.loads(bytes(line))
        assert told["n"] == ends.get(told["s"], (0,))[0]
        ends[told["s"]] = told["n"] + 1, leaf_hash(bytes(line)).hex()
    texts = [f'{{"count":{ends[s][0]},"head":"{ends[s][1]}","stream":"{s}"}}' for s in sorted(ends, key=str.encode)]
    return root_of([leaf_hash(text.encode()) for text in texts]).hex(), len(texts)


def test_a_stranger_works_out_the_same_root_from_the_leaves(office):
    office.take("submit")  # waits for its seal: the newest checkpoint does not cover it
    entry = heads.record_heads(NOW)
    facts = json.loads(entry.payload.data)["facts"]
    assert facts["size"] == Entry.objects.filter(sequence__isnull=False).count()
    assert (facts["root"], facts["streams"]) == from_leaves(facts["size"])
    seal.seal_all(KEY, NOW)
    write_down()
    last = heads.stated_in(heads.stated_before(10**6))
    assert (last.root.hex(), last.streams) == from_leaves(last.size)
    assert "heads" not in kinds()


def test_every_stream_has_its_proof(office):
    write_down()
    stated = heads.stated_in(heads.stated_before(10**6))
    known, ends = heads.Heads(stated), {stream: rest for stream, *rest in heads.ends(stated.size)}
    for index, stream in enumerate(known.streams):
        hashed = leaf_hash(heads.leaf(stream, *ends[stream]))
        check_inclusion(hashed, index, stated.streams, known.inclusion(index), stated.root)


@pytest.fixture
def many(office, monkeypatch):
    """A hundred streams more, in tiles of four: a tree of four levels."""
    for n in range(100):
        record(events.PASSWORD_SET, subject=hold(f"test-{n}"), by=SYSTEM, at=NOW)
    seal.seal_all(KEY, NOW)
    monkeypatch.setattr(heads, "WIDTH", 4)
    monkeypatch.setattr(tree, "WIDTH", 4)
    heads.record_heads(NOW)
    told = Entry.objects.get(stream="book:heads")
    return heads.Stated.of(0, json.loads(told.payload.data)["facts"])


def test_tiles_give_every_stream_the_place_that_the_whole_log_gives_it(many):
    whole = heads.Heads(many)
    for stream, count, head in heads.ends(many.size):
        index = whole.streams.index(stream)
        with statements() as asked:
            assert heads.place_of(stream, count, head, many) == (index, whole.inclusion(index))
        assert not [sql for sql in asked if "audit_entry" in sql]


@pytest.mark.parametrize("column", ["first", "leaves", "root", None])
def test_tiles_that_were_changed_or_are_gone_prove_nothing_false(many, column):
    if column is None:
        EndTile.objects.all().delete()
    for tile in EndTile.objects.all():
        setattr(tile, column, bytes(getattr(tile, column))[::-1])
        tile.save()
    whole = heads.Heads(many)
    for stream, count, head in list(heads.ends(many.size))[::20]:
        index = whole.streams.index(stream)
        assert heads.place_of(stream, count, head, many) == (index, whole.inclusion(index))


def test_tiles_of_old_statements_go(office):
    sizes = []
    for _ in range(heads.KEPT + 2):
        sizes.append(json.loads(write_down().payload.data)["facts"]["size"])
    assert set(EndTile.objects.values_list("size", flat=True)) == set(sizes[-heads.KEPT :])
    heads.record_heads(NOW)
    heads.record_heads(NOW)  # the same once more: nothing was sealed meanwhile
    assert EndTile.objects.filter(n=0).count() == heads.KEPT


def test_once_a_day_and_never_before_the_first_seal():
    assert note_heads(NOW) == 0
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=NOW)
    seal.seal_all(KEY, NOW)
    assert [note_heads(NOW + timedelta(hours=hours)) for hours in (0, 1, 23, 25)] == [1, 0, 0, 1]
    assert Entry.objects.filter(event="streams.heads").count() == 2


def test_what_does_not_hold_is_found(office):
    """Somebody with the log's key who states other ends than there were."""
    entry = heads.record_heads(NOW)
    told = json.loads(entry.payload.data)["facts"]
    for false in ({"root": "00" * 32}, {"streams": told["streams"] + 1}, {"size": told["size"] - 1}, {"size": 10**6}):
        with attack():
            facts = told | false
            run("UPDATE audit_payload SET data = %s WHERE entry_id = %s", json.dumps({"facts": facts}), entry.pk)
            assert "heads" in kinds(), false
    assert "heads" not in kinds()


# --- in the dossier ---


def dossier(office, tmp_path):
    path = tmp_path / "dossier.zip"
    call_command("audit_dossier", str(office.appraisal.pk), output=path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(members, tmp_path, name="checked.zip"):
    (tmp_path / name).write_bytes(packed(members))
    return verify(tmp_path / name, [read_key(str(KEY.verifier))])


def cut(members):
    """Without the last event, as a careful forger would do it."""
    lines = members["events.jsonl"].splitlines(keepends=True)
    told = json.loads(members["manifest.json"]) | {"count": len(lines) - 1}
    gone = f"proofs/{len(lines) - 1}.tlog-proof"
    return {name: content for name, content in members.items() if name != gone} | {
        "manifest.json": json.dumps(told).encode(),
        "events.jsonl": b"".join(lines[:-1]),
        "payload.jsonl": b"".join(members["payload.jsonl"].splitlines(keepends=True)[:-1]),
    }


def test_an_end_that_was_cut_off_is_found(office, tmp_path):
    entry = write_down()
    members = dossier(office, tmp_path)
    findings, summary = checked(members, tmp_path)
    assert findings == []
    said = json.loads(bytes(entry.leaf))["t"]
    assert f"Complete up to {said}, when the ends of all streams" in summary
    [finding] = checked(cut(members), tmp_path)[0]
    assert finding.endswith("its end was cut off")


def test_what_came_after_is_said_not_to_be_known(office, tmp_path):
    write_down()
    office.take("submit")
    seal.seal_all(KEY, NOW)
    members = dossier(office, tmp_path)
    count = json.loads(members["heads.json"])["count"]
    findings, summary = checked(cut(members), tmp_path)
    assert findings == []
    assert f"written down: {count} events." in summary


def test_without_heads_nothing_is_claimed(office, tmp_path):
    members = dossier(office, tmp_path)
    assert "heads.json" not in members
    assert "Nothing in it shows that its end was not cut off" in checked(members, tmp_path)[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told | {"count": told["count"] - 1},
        lambda told: told | {"count": str(told["count"])},
        lambda told: told | {"count": float(told["count"])},
        lambda told: told | {"head": "00" * 32},
        lambda told: told | {"index": told["index"] + 1},
        lambda told: told | {"hashes": told["hashes"][1:]},
        lambda told: told | {"salt": told["salt"][::-1]},
        lambda told: told | {"leaf": told["leaf"].replace("streams.heads", "streams.other")},
        lambda told: told | {"data": told["data"].replace('"size":', '"size":1')},
        lambda told: {"v": 1},
    ],
)
def test_no_byte_of_it_can_be_changed(office, tmp_path, change):
    write_down()
    members = dossier(office, tmp_path)
    told = change(json.loads(members["heads.json"]))
    [finding] = checked(members | {"heads.json": json.dumps(told).encode()}, tmp_path)[0]
    assert finding.startswith("heads.json: ")


def test_the_export_says_what_the_leaves_commit_to(office, tmp_path):
    entry = write_down()
    call_command("audit_export", output=tmp_path / "log", key=str(KEY.verifier))
    [line] = (tmp_path / "log" / "heads.jsonl").read_text().splitlines()
    told = json.loads(line)
    committed = sha256(b"skp-payload-v1\0" + b64decode(told["salt"]) + told["data"].encode()).hexdigest()
    assert committed == json.loads(bytes(entry.leaf))["c"]
