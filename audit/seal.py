"""The sealer gives every entry its place in the tree and signs what it states: one transaction a batch.

    pending in the order of their ids -> gapless places -> full tiles -> root -> signed checkpoint -> pending deleted

Whatever stops it, a batch is sealed whole or not at all. Any number may run: one works, the others find nothing to do.
Each checkpoint is itself an entry, `checkpoint.issued`, of the very next batch: none can be taken away unseen.
"""

import time
from datetime import datetime

from django.db import connection, transaction

from . import acts, selectors
from .actors import SYSTEM
from .events import CHECKPOINT_ISSUED
from .insert import insert_alike
from .key import memory_file
from .memory import remember, remembered
from .models import Checkpoint, Entry, Pending, Sequence, Tile
from .tlog import Invalid
from .tlog import checkpoint as tlog
from .tlog.note import SigningKey, VerifierKey
from .tlog.tree import Edge, leaf_hash

BATCH = 5_000  # entries sealed at once
LOCK = 0x7365616C  # any number that nobody else locks: the sealer's name among the database's advisory locks
PAUSE = 0.05  # seconds until another sealer is asked again whether it has done
STOPPED = "Nothing was sealed: see manage.py audit_verify."


class LogBroken(Exception):
    """The stored log is not the one that was signed: nothing more is signed until somebody has looked."""


def seal(
    key: SigningKey, at: datetime, former: SigningKey | None = None, after: VerifierKey | None = None
) -> Checkpoint | None:
    """Seal the oldest waiting entries; None if none waits or another sealer is at work. Raises LogBroken.

    While the key changes, the `former` one signs, too. `after` is the key of a log that was given up, which this goes on.
    Raises OSError where what was signed cannot be remembered.
    """
    if not _waiting().first():  # asked outside, for on SQLite a transaction keeps writers waiting
        return None
    with transaction.atomic(durable=True):
        checkpoint = _seal([key, former] if former else [key], at, after) if _alone() else None
    if checkpoint and (
        memory := memory_file()
    ):  # afterwards: who is killed before remembers less, which the log continues
        remember(memory, checkpoint.note)
    return checkpoint


def seal_all(
    key: SigningKey, at: datetime, former: SigningKey | None = None, after: VerifierKey | None = None
) -> Checkpoint | None:
    """Seal all that waits now, waiting for another sealer if need be; the newest checkpoint, if there is one.

    Raises what `seal` raises.
    """
    last = _waiting().last()
    while _waits_still(last):
        if not seal(key, at, former, after):
            time.sleep(PAUSE)
    return selectors.newest_checkpoint()


def seal_waiting(key: SigningKey, at: datetime, former: SigningKey | None = None) -> int:
    """Seal what waits now, unless another sealer is at work; how many checkpoints that took.

    What comes meanwhile has to wait for the next time: else a busy log would be signed without a pause.
    """
    last, sealed = _waiting().last(), 0
    while _waits_still(last) and seal(key, at, former):
        sealed += 1
    return sealed


def _waits_still(last):
    oldest = _waiting().first() if last else None
    return oldest is not None and oldest <= last


def _waiting():
    """By the index: rows that went and were not cleared up yet are not read again."""
    return Pending.objects.order_by("entry").values_list("entry", flat=True)


def _alone():
    """Whether no other sealer holds the lock; on SQLite whoever writes is alone."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def _seal(keys, at, after):
    oldest = Pending.objects.order_by("entry").values("entry")[: BATCH - 1]  # a join would read the log from its start
    waiting = Entry.objects.filter(pk__in=oldest).order_by("pk").values_list("pk", "leaf")
    leaves = {entry: bytes(leaf) for entry, leaf in waiting}
    if not leaves:
        return None
    last = selectors.newest_checkpoint()
    believed = [*(key.verifier for key in keys), *([after] if after else [])]
    edge = _continued(last, believed)
    if not after:
        _refuse_what_was_not_signed(edge, believed)
    if last:
        issued = _log_checkpoint(last, at)
        leaves[issued.pk] = bytes(issued.leaf)
    places = range(edge.size, edge.size + len(leaves))
    insert_alike(Sequence(), idx=list(places), entry_id=list(leaves))
    Tile.objects.bulk_create(
        Tile(level=tile.level, n=tile.n, hashes=tile.hashes, root=tile.root)
        for tile in edge.append(map(leaf_hash, leaves.values()))
    )
    _forget_waiting(leaves, places)
    return _sign(edge, keys)


def _forget_waiting(sealed, places):
    """Bounds on both sides lead the database to these rows alone, however many wait or waited beside them."""
    now = Sequence.objects.filter(idx__gte=places.start, idx__lt=places.stop).values("entry")
    Pending.objects.filter(entry__gte=min(sealed), entry__lte=max(sealed), entry__in=now).delete()


def _continued(last, believed) -> Edge:
    """The tree as the last checkpoint states it, or an empty one. A log never signs two pasts."""
    newest = Sequence.objects.order_by("-idx").values_list("idx", flat=True).first()
    if newest is not None and newest >= (last.size if last else 0):
        raise LogBroken(f"Entries have places that no checkpoint states. {STOPPED}")
    if last is None:
        return Edge()
    try:
        stated = tlog.open_checkpoint(last.note, believed)
        edge = selectors.edge(last.size)
    except Invalid as invalid:
        raise LogBroken(f"{invalid} {STOPPED}") from invalid
    if (stated.size, stated.root) != (edge.size, edge.root()):
        raise LogBroken(f"The log is not what its checkpoint states. {STOPPED}")
    return edge


def _refuse_what_was_not_signed(edge, believed):
    """The database may be an older one, or be made one: what was signed here is remembered outside."""
    if not (memory := memory_file()):
        return
    try:
        before = remembered(memory, believed)
        if before is None:
            return
        if edge.size < before.size:
            raise LogBroken(f"The log has {edge.size} sealed entries; {before.size} were signed. {STOPPED}")
        stored = edge if edge.size == before.size else selectors.edge(before.size)
    except Invalid as invalid:
        raise LogBroken(f"{invalid} {STOPPED}") from invalid
    if stored.root() != before.root:
        raise LogBroken(f"The first {before.size} entries are not those that were signed. {STOPPED}")


def _log_checkpoint(last, at) -> Entry:
    root = bytes(last.root).hex()
    return acts.record(CHECKPOINT_ISSUED, subject=last, by=SYSTEM, at=at, size=last.size, root=root)


def _sign(edge, keys):
    stated = tlog.Checkpoint(keys[0].name, edge.size, edge.root())
    return Checkpoint.objects.create(size=edge.size, root=stated.root, note=str(stated.sign(*keys)))
