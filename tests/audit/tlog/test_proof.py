"""The proof file of C2SP tlog-proof, and the names and bundles of C2SP tlog-tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.tlog import Invalid
from audit.tlog.checkpoint import Checkpoint
from audit.tlog.note import SigningKey
from audit.tlog.proof import Proof
from audit.tlog.tiles import ENTRIES, TileName, pack, unpack
from audit.tlog.tree import Tree, leaf_hash, root_of

# The example of the specification, as it stands there (its signatures are abridged).
EXAMPLE = """c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog hI2DJw[...]1roloI=
"""
LEAVES = [f"leaf {n}".encode() for n in range(300)]
KEY = SigningKey("audit.example.go.id/skp", bytes(32))


def proof_of(index, size, extra=None):
    hashes = [leaf_hash(leaf) for leaf in LEAVES[:size]]
    tiles = {(0, n): b"".join(hashes[n * 256 : n * 256 + 256]) for n in range(2)} | {(1, 0): root_of(hashes[:256])}
    tree = Tree(size, lambda level, n: tiles[level, n])
    note = Checkpoint(KEY.name, size, tree.root()).sign(KEY)
    return Proof(index, tuple(tree.inclusion(index)), str(note), extra)


def test_the_example_of_the_specification_is_read_and_written_back():
    proof = Proof.parse(EXAMPLE)
    assert (proof.index, len(proof.hashes)) == (73894, 5)
    assert proof.hashes[0].hex().startswith("8122b25e")
    assert proof.extra.startswith(b"age-v1.2.1-darwin-arm64.tar.gz")
    assert proof.checkpoint.startswith("example.com/fancylog\n109482\n")
    assert str(proof) == EXAMPLE


def test_a_proof_to_the_byte():
    proof = proof_of(1, 3)
    first, third = (leaf_hash(LEAVES[n]) for n in (0, 2))
    lines = str(proof).split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 1"]
    assert lines[4:8] == ["", "audit.example.go.id/skp", "3", str(proof.checkpoint).split("\n")[2]]
    assert proof.hashes == (first, third)
    assert str(proof).endswith(f"\n\n{proof.checkpoint}")
    assert str(proof_of(0, 1)).split("\n")[:3] == ["c2sp.org/tlog-proof@v1", "index 0", ""]


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (2, 3), (4, 5), (255, 256), (256, 257), (13, 300)])
def test_a_proof_holds(index, size):
    proof = Proof.parse(str(proof_of(index, size)).encode())
    assert proof.check(LEAVES[index], [KEY.verifier]).size == size
    for leaf in (LEAVES[index] + b"\n", LEAVES[index - 1] if size > 1 else b"", b""):
        with pytest.raises(Invalid):
            proof.check(leaf, [KEY.verifier])


PROOF = str(proof_of(5, 13)).encode()


@given(st.integers(0, len(PROOF) - 1), st.integers(0, 7))
def test_a_flipped_bit_is_refused(at, bit):
    flipped = bytearray(PROOF)
    flipped[at] ^= 1 << bit
    with pytest.raises(Invalid):
        Proof.parse(bytes(flipped)).check(LEAVES[5], [KEY.verifier])


def test_the_extra_line_is_kept_and_vouched_for_by_nobody():
    proof = proof_of(5, 13, extra=b"n=5")
    assert str(proof).split("\n")[1] == "extra bj01"
    assert Proof.parse(str(proof)) == proof
    proof.check(LEAVES[5], [KEY.verifier])
    assert Proof.parse(str(proof_of(5, 13, extra=b""))).extra == b""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("c2sp", " c2sp"),
        ("index 5", "index 05"),
        ("index 5", "index -5"),
        ("index 5", "index  5"),
        ("index 5", "Index 5"),
        ("index 5\n", "index 5\nextra AAAA\n"),
        ("index 5\n", "index 5\n\n"),
        ("index 5\n", "extra *\nindex 5\n"),
        ("index 5\n", "extra AAA\nindex 5\n"),
        ("index 5\n", "index 5\nAAAA\n"),
        ("index 5\n", "index 5\n" + "A" * 42 + "B=\n"),
        ("index 5\n", "index 5\n" + ("A" * 43 + "=\n") * 64),
        ("\n", "\r\n"),
    ],
)
def test_what_is_no_proof_is_refused(old, new):
    with pytest.raises(Invalid):
        Proof.parse(PROOF.decode().replace(old, new)).check(LEAVES[5], [KEY.verifier])


def test_a_proof_ends_with_the_checkpoint():
    for text in (PROOF[: PROOF.index(b"\n\n")], PROOF[: PROOF.index(b"\n\n") + 2], PROOF + b"\xff", PROOF + b"x"):
        with pytest.raises(Invalid):
            Proof.parse(text).check(LEAVES[5], [KEY.verifier])


# --- tiles ---


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (TileName(0, 0), "tile/0/000"),
        (TileName(0, 1_234_067), "tile/0/x001/x234/067"),  # the specification's example
        (TileName(1, 999), "tile/1/999"),
        (TileName(1, 1_000), "tile/1/x001/000"),
        (TileName(63, 12), "tile/63/012"),
        (TileName(0, 273, 112), "tile/0/273.p/112"),  # of its tree of 70,000
        (TileName(2, 0, 1), "tile/2/000.p/1"),
        (TileName(ENTRIES, 1_001), "tile/entries/x001/001"),
        (TileName(ENTRIES, 0, 255), "tile/entries/000.p/255"),
    ],
)
def test_names_of_tiles(name, path):
    assert str(name) == path
    assert TileName.parse(path) == name


@given(st.integers(0, 63) | st.just(ENTRIES), st.integers(0, 10**13), st.integers(1, 256))
def test_a_name_is_read_as_it_was_written(level, n, width):
    assert TileName.parse(str(TileName(level, n, width))) == TileName(level, n, width)


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/", "tile/0", "tile/0/", "0/000", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/a/000",
        "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/001", "tile/0/001/x002", "tile/0/001/002", "tile/0/x001",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000/",
        "tile/0/000\n", "tile/0/٠٠٠", "tile/data/000", "tile/entries/000.p/300", "/tile/0/000",
    ],
)  # fmt: skip
def test_other_names_are_refused(path):
    with pytest.raises(Invalid):
        TileName.parse(path)


def test_an_entry_bundle_to_the_byte():
    assert pack([b"", b"ab", b"x" * 258]) == b"\0\0" + b"\0\2ab" + b"\1\2" + b"x" * 258
    assert unpack(pack([b"", b"ab", b"x" * 65_535])) == [b"", b"ab", b"x" * 65_535]
    assert unpack(b"") == []


@pytest.mark.parametrize("bundle", [b"\0", b"\0\1", b"\0\2a", b"\0\1ab", b"\0\1a\0"])
def test_a_bundle_that_ends_in_the_middle_is_refused(bundle):
    with pytest.raises(Invalid):
        unpack(bundle)
