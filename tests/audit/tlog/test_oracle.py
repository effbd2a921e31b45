"""Roots and proofs beside those of pymerkle, a tree that somebody else wrote (its entries count from 1)."""

import random
from functools import cache

import pymerkle
import pytest

from audit.tlog.tree import Tree, check_consistency, check_inclusion, leaf_hash, root_of

LEAVES = [f"leaf {n}".encode() for n in range(700)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
SIZES = [*range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 700]


@cache
def theirs():
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in LEAVES:
        tree.append_entry(leaf)
    return tree


def ours(size):
    return Tree(size, lambda level, n: b"".join(levels()[level][n * 256 :][:256]))


@cache
def levels():
    full = len(HASHES) // 256 * 256
    return [HASHES, [root_of(HASHES[at : at + 256]) for at in range(0, full, 256)]]


def told(proof):
    return {bytes.fromhex(step) for step in proof.serialize()["path"]}


@pytest.mark.parametrize("size", SIZES)
def test_the_root(size):
    assert ours(size).root() == root_of(HASHES[:size]) == theirs().get_root(size)


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_proofs(size):
    root = theirs().get_root(size)
    for index in {0, size // 3, size - 1, random.randrange(size)}:
        proof, own = theirs().prove_inclusion(index + 1, size), ours(size).inclusion(index)
        assert {HASHES[index], *own} == told(proof)
        check_inclusion(HASHES[index], index, size, own, root)
        pymerkle.verify_inclusion(HASHES[index], ours(size).root(), proof, index=index + 1, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_consistency_proofs(size):
    """Theirs are made of other nodes; both hold between the same roots."""
    root = theirs().get_root(size)
    for old in {1, size // 2 or 1, size, 1 + random.randrange(size)}:
        proof, own, old_root = theirs().prove_consistency(old, size), ours(size).consistency(old), ours(old).root()
        check_consistency(old, old_root, size, root, own)
        pymerkle.verify_consistency(old_root, root, proof, prior_size=old, later_size=size)
