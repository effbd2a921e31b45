"""The log in public, as a monitor reads it, and as a witness does who remembers."""

import socket
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import seal
from audit.acts import record
from audit.tlog.checkpoint import Checkpoint, open_checkpoint
from audit.tlog.note import COSIGNATURE, Note, SigningKey
from audit.tlog.tiles import unpack
from audit.tlog.tree import EMPTY, leaf_hash, root_of, split
from audit.witness import Refused, cosign, reader
from organization import events
from organization.models import SYSTEM
from tests.counting import statements

KEY = SigningKey("audit.example.go.id/skp", b"k" * 32)
EVIL = SigningKey("audit.example.go.id/skp", b"e" * 32)
WITNESS = SigningKey("witness.example.org/w", b"w" * 32, COSIGNATURE)


def grow(count):
    for _ in range(count):
        record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    return seal.seal_all(KEY, timezone.now())


@pytest.fixture
def fetch(client):
    def read(path):
        answer = client.get(f"/portal/log/{path}")
        if answer.status_code != 200:
            raise Refused(f"{path}: {answer.status_code}")
        return answer.content

    return read


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "memory"


def witness(fetch, memory, log=KEY):
    return cosign(fetch, [log.verifier], WITNESS, memory, 1_795_000_000)


def test_a_monitor_rebuilds_the_tree(db, fetch):
    grow(600)
    stated = open_checkpoint(fetch("checkpoint"), [KEY.verifier])
    full, rest = divmod(stated.size, 256)
    names = [f"{n:03}" for n in range(full)] + [f"{full:03}.p/{rest}"]
    leaves = [leaf for name in names for leaf in unpack(fetch(f"tile/entries/{name}"))]
    hashes = [one for name in names for one in split(fetch(f"tile/0/{name}"))]
    assert hashes == [leaf_hash(leaf) for leaf in leaves]
    assert (len(leaves), root_of(hashes)) == (stated.size, stated.root)
    assert split(fetch(f"tile/1/000.p/{full}")) == [root_of(hashes[n * 256 : n * 256 + 256]) for n in range(full)]


def test_no_name_is_published(db, fetch):
    grow(3)
    assert str(SYSTEM.name).encode() not in fetch("tile/entries/000.p/3")


def test_a_checkpoint_is_asked_for_anew_and_a_tile_is_kept(db, client):
    grow(300)
    assert client.get("/portal/log/checkpoint")["Cache-Control"] == "no-cache"
    tile = client.get("/portal/log/tile/0/000")
    assert "immutable" in tile["Cache-Control"]
    assert tile["Content-Type"] == "application/octet-stream"
    assert not tile.cookies


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", "tile/entries/000"])
def test_nothing_is_published_before_it_is_sealed(db, client, path):
    assert client.get(f"/portal/log/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/000.p/4", "tile/1/000.p/1", "tile/0/000.p/0", "tile/0/0", "tile/64/000", "other"]
)
def test_what_the_log_does_not_have_is_not_there(db, client, path):
    grow(3)
    assert client.get(f"/portal/log/{path}").status_code == 404


@pytest.mark.parametrize("address", ["/portal/log/", "/portal/log"])
def test_whoever_opens_the_address_of_the_log_is_told_what_it_is(db, client, address):
    page = client.get(address, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1] == ("/portal/", 302)


def test_reading_only(db, client):
    grow(3)
    assert client.post("/portal/log/checkpoint").status_code == 405


def test_a_tile_costs_few_statements_whatever_its_level(db, client):
    grow(600)
    for path in ("checkpoint", "tile/0/000", "tile/0/002.p/80", "tile/1/000.p/2", "tile/entries/001"):
        with statements() as counted:
            assert client.get(f"/portal/log/{path}").status_code == 200
        assert len(counted) <= 3


def test_a_witness_signs_what_continues(db, fetch, memory):
    first = open_checkpoint(witness_after(5, fetch, memory), [KEY.verifier])
    second = witness_after(400, fetch, memory)
    assert second.signed_by([WITNESS.verifier]) == {WITNESS.verifier: 1_795_000_000}
    assert open_checkpoint(Note.parse(memory.read_text()), [KEY.verifier]).size > first.size


def witness_after(count, fetch, memory):
    grow(count)
    return witness(fetch, memory)


def test_the_same_checkpoint_may_be_signed_again(db, fetch, memory):
    grow(5)
    assert witness(fetch, memory) == witness(fetch, memory)


@pytest.mark.parametrize("leaves", [[], [b"other"] * 5, [b"other"] * 600])
def test_a_log_that_was_cut_or_forked_is_not_signed(db, fetch, memory, leaves):
    grow(5)
    witness(fetch, memory)
    kept = memory.read_text()
    with pytest.raises(Refused):
        witness(log_of(leaves), memory)
    assert memory.read_text() == kept


def log_of(leaves):
    """A `fetch` of a log made of these leaves, signed by the same key."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    tiles = {f"0/{n // 256:03}": hashes[n : n + 256] for n in range(0, len(hashes), 256)}
    above = [root_of(hashes[n : n + 256]) for n in range(0, len(hashes) // 256 * 256, 256)]
    tiles |= {"1/000": above} if above else {}
    note = str(Checkpoint(KEY.name, len(hashes), root_of(hashes) if hashes else EMPTY).sign(KEY))

    def read(path):
        if path == "checkpoint":
            return note.encode()
        return b"".join(tiles[path.removeprefix("tile/").partition(".p/")[0]])

    return read


def test_a_log_of_another_key_is_not_signed(db, fetch, memory):
    grow(5)
    with pytest.raises(Refused, match="None of the known keys"):
        witness(fetch, memory, log=EVIL)
    assert not memory.exists()


def test_a_tile_of_another_length_is_refused(db, fetch, memory):
    grow(5)
    witness(fetch, memory)
    grow(5)
    with pytest.raises(Refused, match="a tile that is not one"):
        witness(lambda path: fetch(path) if path == "checkpoint" else b"short", memory)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://x", "begins with https"),
        ("http://127.0.0.1:9", "does not answer"),
        ("http://[127.0.0.1", "does not answer"),
        ("http://ka bupaten", "does not answer"),
    ],
)
def test_the_command_says_what_is_wrong_and_remembers_nothing(tmp_path, address, said):
    key = tmp_path / "key"
    key.write_bytes(WITNESS.seed)
    key.chmod(0o400)
    with pytest.raises(CommandError, match=said):
        call_command(
            "audit_witness", address, log_key=[str(KEY.verifier)], name=WITNESS.name, key_file=key,
            memory=tmp_path / "memory", stdout=StringIO(),
        )  # fmt: skip
    assert not (tmp_path / "memory").exists()


def test_somebody_else_who_answers_there_is_no_log(tmp_path):
    """No HTTP at all, as another service on that port speaks."""

    def greet(server):
        with server.accept()[0] as caller:
            caller.sendall(b"220 mail.example ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=greet, args=[server], daemon=True).start()
        with pytest.raises(Refused, match="does not answer for checkpoint"):
            reader(f"http://127.0.0.1:{server.getsockname()[1]}")("checkpoint")


@pytest.mark.parametrize("remembered", [b"", b"\xff\xfe", b"nothing\n"])
def test_a_memory_that_is_spoilt_is_named(db, fetch, memory, remembered):
    """And nothing is signed: a witness that forgets would sign another past."""
    grow(5)
    memory.write_bytes(remembered)
    with pytest.raises(Refused, match=f"What {memory} remembers"):
        witness(fetch, memory)
    assert memory.read_bytes() == remembered


def test_a_disk_that_is_full_is_not_made_fuller(db, fetch, memory, monkeypatch):
    def full(*files):
        raise OSError(28, "No space left on device")

    grow(5)
    monkeypatch.setattr("audit.memory.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        witness(fetch, memory)
    assert list(memory.parent.iterdir()) == []


def test_a_key_that_others_can_read_is_refused(tmp_path):
    key = tmp_path / "key"
    key.write_bytes(WITNESS.seed)
    key.chmod(0o444)
    with pytest.raises(CommandError, match="Others can read"):
        call_command(
            "audit_witness", "http://127.0.0.1:9", log_key=[str(KEY.verifier)], name=WITNESS.name, key_file=key,
            memory=tmp_path / "memory",
        )  # fmt: skip
