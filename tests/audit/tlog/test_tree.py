"""The tree against known roots, against the recursive definition of RFC 6962 written out, and against forgery."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.tlog import Invalid
from audit.tlog.tree import (
    EMPTY,
    WIDTH,
    Edge,
    Tree,
    check_consistency,
    check_inclusion,
    edge_widths,
    leaf_hash,
    node_hash,
    root_of,
    width,
)

# The leaves and roots with which the implementations of Certificate Transparency test themselves.
KNOWN_LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(1, 301)
LARGE = [511, 512, 513, 65_535, 65_536, 65_537, 65_792, 70_001]
HASHES = [leaf_hash(str(n).encode()) for n in range(max(LARGE))]


@cache
def mth(start, end):
    """RFC 6962 section 2.1, word for word, of D[start:end]."""
    if end - start < 2:
        return HASHES[start] if end > start else sha256().digest()
    k = start + power(end - start)
    return sha256(b"\1" + mth(start, k) + mth(k, end)).digest()


def path(m, start, end):
    """RFC 6962 section 2.1.1, word for word."""
    if end - start == 1:
        return []
    k = start + power(end - start)
    if m < k:
        return [*path(m, start, k), mth(k, end)]
    return [*path(m, k, end), mth(start, k)]


def subproof(m, start, end, b=True):
    """RFC 6962 section 2.1.2, word for word."""
    if m == end:
        return [] if b else [mth(start, end)]
    k = start + power(end - start)
    if m <= k:
        return [*subproof(m, start, k, b), mth(k, end)]
    return [*subproof(m, k, end, False), mth(start, k)]


def power(n):
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class Stored:
    """Tiles as a database keeps them: whole ones as they became full, the rest from the edge."""

    def __init__(self, size, step=1_000):
        self.edge, self.tiles = Edge(), {}
        for at in range(0, size, step):
            for tile in self.edge.append(HASHES[at : min(at + step, size)]):
                assert (tile.level, tile.n) not in self.tiles
                self.tiles[tile.level, tile.n] = tile.hashes
        self.tree = Tree(size, self.tile)

    def tile(self, level, n):
        return self.tiles.get((level, n)) or b"".join(self.edge.levels[level])


@pytest.fixture(scope="module", params=LARGE)
def large(request):
    return Stored(request.param)


def test_known_roots():
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in KNOWN_LEAVES]
    for size, root in enumerate(KNOWN_ROOTS):
        assert root_of(leaves[:size]).hex() == root
        edge = Edge()
        edge.append(leaves[:size])
        assert edge.root().hex() == root


def test_known_proofs():
    """Written down by Certificate Transparency for the eight leaves."""
    tree = Tree(8, lambda level, n: b"".join(leaf_hash(bytes.fromhex(leaf)) for leaf in KNOWN_LEAVES))
    assert [step.hex()[:8] for step in tree.inclusion(0)] == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert [step.hex()[:8] for step in tree.inclusion(5)] == ["bc1a0643", "ca854ea1", "d37ee418"]
    assert [step.hex()[:8] for step in tree.consistency(1)] == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert [step.hex()[:8] for step in tree.consistency(6)] == ["0ebc5d34", "ca854ea1", "d37ee418"]


@pytest.mark.parametrize("size", SIZES)
def test_every_proof_of_every_small_tree_is_that_of_the_definition(size):
    hashes, tree = HASHES[:size], Stored(size, step=7).tree
    root = mth(0, size)
    assert tree.root() == root_of(hashes) == root
    for m in range(size):
        assert tree.inclusion(m) == path(m, 0, size)
        check_inclusion(hashes[m], m, size, tree.inclusion(m), root)
    for m in range(1, size + 1):
        assert tree.consistency(m) == subproof(m, 0, size)
        check_consistency(m, mth(0, m), size, root, tree.consistency(m))


def test_large_trees(large):
    size, tree = large.tree.size, large.tree
    root = root_of(HASHES[:size])
    assert tree.root() == large.edge.root() == root
    for m in {0, 1, 255, 256, 257, size // 2, size - 257, size - 256, size - 2, size - 1}:
        assert tree.inclusion(m) == path(m, 0, size)
        check_inclusion(HASHES[m], m, size, tree.inclusion(m), root)
        assert tree.consistency(m + 1) == subproof(m + 1, 0, size)
        check_consistency(m + 1, root_of(HASHES[: m + 1]), size, root, tree.consistency(m + 1))


def test_a_tile_is_what_its_formula_says(large):
    """MTH(D[(256n+i)·256^l : (256n+i+1)·256^l]) for i from 0 to 255."""
    for (level, n), hashes in list(large.tiles.items())[-300:]:
        unit = WIDTH**level
        starts = range(n * WIDTH * unit, (n + 1) * WIDTH * unit, unit)
        assert hashes == b"".join(root_of(HASHES[start : start + unit]) for start in starts)
    assert len(large.tiles) == sum(large.tree.size // WIDTH ** (level + 1) for level in range(3))


@given(st.lists(st.integers(0, 700), max_size=8))
def test_it_does_not_matter_how_leaves_arrive(batches):
    edge, size = Edge(), 0
    for more in batches:
        edge.append(HASHES[size : size + more])
        size += more
    assert (edge.size, edge.root()) == (size, root_of(HASHES[:size]))
    assert [len(hashes) for hashes in edge.levels] == edge_widths(size)
    again = Edge(size, edge.levels)
    assert again.append(HASHES[size : size + 300]) == edge.append(HASHES[size : size + 300])
    assert again.root() == root_of(HASHES[: size + 300])


def test_an_edge_of_another_size_is_refused():
    with pytest.raises(Invalid, match="right edge"):
        Edge(3, [HASHES[:2]])
    with pytest.raises(Invalid, match="right edge"):
        Edge(256, [HASHES[:256]])


def test_widths_are_those_of_the_standards_example():
    """C2SP tlog-tiles: a tree of 70,000."""
    assert edge_widths(70_000) == [112, 17, 1]
    assert [width(0, n, 70_000) for n in (0, 272, 273, 274)] == [256, 256, 112, 0]
    assert [width(1, n, 70_000) for n in (0, 1, 2)] == [256, 17, 0]
    assert [width(2, 0, 70_000), width(3, 0, 70_000)] == [1, 0]
    assert edge_widths(256) == [0, 1]
    assert edge_widths(0) == []


def test_the_tree_without_leaves():
    assert Tree(0, None).root() == Edge().root() == EMPTY == sha256().digest()
    check_consistency(0, EMPTY, 0, EMPTY, [])
    check_consistency(0, EMPTY, 5, HASHES[0], [])


# --- what must be refused ---


def changed(proof):
    """Every way to spoil a proof a little."""
    for n, step in enumerate(proof):
        for bit in (0, 77, 255):
            spoilt = int.from_bytes(step, "big") ^ 1 << bit
            yield [*proof[:n], spoilt.to_bytes(32, "big"), *proof[n + 1 :]]
        yield proof[:n] + proof[n + 1 :]
        yield [*proof[:n], step, *proof[n:]]
        yield [*proof[:n], step[:-1], *proof[n + 1 :]]
    yield [*proof, HASHES[0]]
    yield [HASHES[0], *proof]
    if proof != proof[::-1]:
        yield proof[::-1]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 64, 200, 257])
def test_spoilt_inclusion_proofs_are_refused(size):
    tree, root = Stored(size).tree, root_of(HASHES[:size])
    for m in {0, 1, size // 2, size - 1} & set(range(size)):
        proof = tree.inclusion(m)
        claims = [(HASHES[m], m, size, spoilt, root) for spoilt in changed(proof)]
        claims += [(HASHES[m], other, size, proof, root) for other in {m - 1, m + 1, size, -1}]
        claims += [(HASHES[m + 1], m, size, proof, root), (HASHES[m], m, size, proof, HASHES[3])]
        claims += [(HASHES[m], m, 0, proof, root), (HASHES[m], m, -1, proof, root)]
        for claim in claims:
            with pytest.raises(Invalid):
                check_inclusion(*claim)


@pytest.mark.parametrize("size", [2, 3, 5, 7, 8, 64, 200, 257])
def test_spoilt_consistency_proofs_are_refused(size):
    tree, root = Stored(size).tree, root_of(HASHES[:size])
    for m in {1, 2, size // 2, size - 1} & set(range(1, size)):
        proof, old = tree.consistency(m), root_of(HASHES[:m])
        claims = [(m, old, size, root, spoilt) for spoilt in changed(proof)]
        claims += [(m, HASHES[-1], size, root, proof), (m, old, size, HASHES[-1], proof)]
        claims += [(m, old, m - 1, root, proof), (-1, old, size, root, proof), (m, old, size, root, [])]
        claims += [(m, old, m, root, []), (0, old, size, root, []), (0, EMPTY, size, root, proof)]
        for claim in claims:
            with pytest.raises(Invalid):
                check_consistency(*claim)


def test_a_proof_of_another_size_proves_nothing():
    """An audit path has another shape, or another root, in every other tree."""
    for size in range(2, 40):
        tree = Stored(size).tree
        for m in range(size):
            proof = tree.inclusion(m)
            for other in range(m + 1, 40):
                if other != size:
                    with pytest.raises(Invalid):
                        check_inclusion(HASHES[m], m, other, proof, root_of(HASHES[:other]))


def test_a_node_passes_for_no_leaf():
    """Leaves and nodes are hashed apart, so that the inside of a tree is no entry."""
    a, b = HASHES[:2]
    assert leaf_hash(a + b) != node_hash(a, b)


@pytest.mark.parametrize(
    ("ask", "number"), [("inclusion", 5), ("inclusion", -1), ("consistency", 6), ("consistency", -1)]
)
def test_a_proof_of_what_is_not_there_cannot_be_made(ask, number):
    with pytest.raises(Invalid):
        getattr(Stored(5).tree, ask)(number)
