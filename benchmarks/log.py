"""The sealed log on the database of DATABASE_URL: `python -m benchmarks.log ENTRIES` prints one JSON object.

Leaves are as large as real ones and say nothing; their payloads are left out, for sealing does not read them.
"""

import hashlib
import json
import random
import sys
import tempfile
import time
from pathlib import Path

LEAF = (
    '{"a":"00000000-0000-0000-0000-000000000000","c":"%064d","e":"appraisal.rated","n":%d,"p":"%064d",'
    '"s":"bench:1","t":"2026-11-02T03:00:00.000000Z","v":1}'
)
ONE_BY_ONE, PROOFS = 30, 50


def main(entries):
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    key = _key()
    written = _timed(lambda: _write(0, entries))
    sealed = _seal_all(key)
    figures = {"write": entries / written, "seal": entries / sealed, "one": _one_by_one(key, entries)}
    print(json.dumps(figures | {"proof": _proofs()} | _rebuild()))


def _key():
    from django.conf import settings

    from audit.key import make_key, signing_key

    settings.AUDIT_KEY_FILE = Path(tempfile.mkdtemp()) / "key"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


def _write(begin, many):
    from django.utils import timezone

    from audit.models import Entry
    from audit.tlog.tree import leaf_hash

    at, actor = timezone.now(), "00000000-0000-0000-0000-000000000000"
    for start in range(begin, begin + many, 5_000):
        leaves = [(LEAF % (n, n, n)).encode() for n in range(start, min(start + 5_000, begin + many))]
        Entry.objects.bulk_create(
            Entry(stream="bench:1", n=n, event="x", at=at, actor=actor, leaf=leaf, leaf_hash=leaf_hash(leaf))
            for n, leaf in enumerate(leaves, start)
        )


def _timed(do, clock=time.perf_counter):
    start = clock()
    do()
    return clock() - start


def _seal_all(key):
    from django.utils import timezone

    from audit.seal import seal_all

    return _timed(lambda: seal_all(key, timezone.now()))


def _one_by_one(key, begin):
    """Seconds to seal one entry."""
    walls = []
    for n in range(ONE_BY_ONE):
        _write(begin + n, 1)
        walls.append(_seal_all(key))
    return sorted(walls)[ONE_BY_ONE // 2]


def _proofs():
    """Seconds for one inclusion proof from the database, and its verification."""
    from audit.models import Sequence
    from audit.selectors import newest_checkpoint, tree
    from audit.tlog.tree import check_inclusion, leaf_hash

    newest = newest_checkpoint()
    walls = []
    for index in random.sample(range(newest.size), PROOFS):

        def prove(index=index):
            leaf = bytes(Sequence.objects.values_list("entry__leaf", flat=True).get(idx=index))
            proof = tree(newest.size).inclusion(index)
            check_inclusion(leaf_hash(leaf), index, newest.size, proof, bytes(newest.root))

        walls.append(_timed(prove))
    return sorted(walls)[PROOFS // 2]


def _rebuild():
    """CPU seconds to hash the stored leaves, and to make the whole tree of them."""
    from audit.models import Entry
    from audit.tlog.tree import Edge, leaf_hash

    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("pk").values_list("leaf", flat=True)]
    floor = _timed(lambda: [hashlib.sha256(leaf).digest() for leaf in leaves], time.process_time)
    edge = Edge()
    tree = _timed(lambda: (edge.append([leaf_hash(leaf) for leaf in leaves]), edge.root()), time.process_time)
    return {"floor": floor, "tree": tree}


if __name__ == "__main__":
    main(int(sys.argv[1]))
