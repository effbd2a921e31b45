"""What anybody can check of the sealed log who holds the rows and the verifier key."""

import json

from audit.models import Checkpoint, Entry, Pending, Sequence, Tile
from audit.tlog.checkpoint import open_checkpoint
from audit.tlog.tree import WIDTH, leaf_hash, root_of


def check_sealed(key):
    """Places without a gap, exactly the full tiles, true checkpoints, each logged in the next batch."""
    leaves = [bytes(leaf) for leaf in Sequence.objects.order_by("idx").values_list("entry__leaf", flat=True)]
    assert list(Sequence.objects.order_by("idx").values_list("idx", flat=True)) == list(range(len(leaves)))
    waiting = Entry.objects.filter(sequence=None).order_by("pk").values_list("pk", flat=True)
    assert list(Pending.objects.order_by("pk").values_list("pk", flat=True)) == list(waiting)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    check_tiles(hashes)
    checkpoints = list(Checkpoint.objects.order_by("size"))
    assert (checkpoints[-1].size if checkpoints else 0) == len(leaves)
    for checkpoint in checkpoints:
        stated = open_checkpoint(checkpoint.note, [key])
        assert (stated.size, stated.root) == (checkpoint.size, bytes(checkpoint.root))
        assert stated.root == root_of(hashes[: checkpoint.size])
    check_issued(leaves, checkpoints)
    return len(leaves)


def check_tiles(hashes):
    found = {(tile.level, tile.n): tile for tile in Tile.objects.all()}
    assert sorted(found) == [
        (level, n) for level in range(3) for n in range(len(hashes) // WIDTH ** (level + 1))
    ]  # fmt: skip
    for (level, n), tile in found.items():
        unit = WIDTH**level
        rows = [root_of(hashes[(n * WIDTH + i) * unit : (n * WIDTH + i + 1) * unit]) for i in range(WIDTH)]
        assert bytes(tile.hashes) == b"".join(rows)
        assert bytes(tile.root) == root_of(rows)


def check_issued(leaves, checkpoints):
    """The last entry of each batch names the checkpoint before it."""
    last = [json.loads(leaves[checkpoint.size - 1]) for checkpoint in checkpoints[1:]]
    about = [(leaf["e"], leaf["s"], leaf["n"]) for leaf in last]
    assert about == [("checkpoint.issued", f"checkpoint:{before.size}", 0) for before in checkpoints[:-1]]
    assert sum(leaf.count(b'"checkpoint.issued"') for leaf in leaves) == len(last)
