"""`python -m benchmarks.log ENTRIES` fills, seals and measures the log of DATABASE_URL and prints one JSON object.

Times are CPU seconds of this process and of the one that serves it in the database, if that runs on this machine:
a busy machine disturbs these least. Where it does not, and for SQLite, they are what a clock says; so are `seal_wall`,
`one` and `proof` always.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

DAYS = 30  # in which the entries are written, sealed, and the ends of their streams written down
ONE_BY_ONE, PROOFS, READ = 30, 50, 5_000


def main(entries):
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from audit.heads import record_heads

    from .spent import timed, wall
    from .writing import Writer

    call_command("migrate", verbosity=0)
    key, writer = _key(), Writer()
    written = sealing = sealing_wall = 0
    for _day in range(DAYS):
        written += wall(lambda: writer.write(entries // DAYS))
        walls = []
        sealing += timed(lambda walls=walls: walls.append(wall(lambda: _seal(key))))
        sealing_wall += walls[0]
        with transaction.atomic():
            record_heads(timezone.now())  # as a city does every day; a check looks at each
    figures = {"write": entries / written, "seal": entries / sealing, "seal_wall": entries / sealing_wall, **_rebuild()}
    figures |= {"one": _one_by_one(key, writer), "proof": _proofs()}
    print(
        json.dumps(figures | _child("verifying", str(key.verifier)) | _child("dossiers", str(settings.AUDIT_KEY_FILE)))
    )


def _key():
    from django.conf import settings

    from audit.key import make_key, signing_key

    settings.AUDIT_KEY_FILE = Path(tempfile.mkdtemp()) / "key"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


def _seal(key):
    from django.utils import timezone

    from audit.seal import seal_all

    seal_all(key, timezone.now())


def _one_by_one(key, writer):
    """Seconds to seal what one act left."""
    from .spent import wall

    walls = []
    for _ in range(ONE_BY_ONE):
        writer.write(1)
        walls.append(wall(lambda: _seal(key)))
    return sorted(walls)[ONE_BY_ONE // 2]


def _proofs():
    """Seconds for one inclusion proof from the database, and its verification."""
    from audit.models import Sequence
    from audit.selectors import newest_checkpoint, tree
    from audit.tlog.tree import check_inclusion, leaf_hash

    from .spent import wall

    newest = newest_checkpoint()

    def prove(index):
        leaf = bytes(Sequence.objects.values_list("entry__leaf", flat=True).get(idx=index))
        proof = tree(newest.size).inclusion(index)
        check_inclusion(leaf_hash(leaf), index, newest.size, proof, bytes(newest.root))

    walls = [wall(lambda index=index: prove(index)) for index in random.sample(range(newest.size), PROOFS)]
    return sorted(walls)[PROOFS // 2]


def _rebuild():
    """CPU seconds to hash the stored leaves once, and to make the whole tree of them."""
    from audit.models import Sequence
    from audit.tlog.tree import Edge, leaf_hash

    from .spent import own

    leaves = Sequence.objects.order_by("idx").values_list("entry__leaf", flat=True).iterator(chunk_size=READ)
    edge, floor, tree = Edge(), 0, 0
    while some := [bytes(leaf) for _, leaf in zip(range(READ), leaves, strict=False)]:
        floor += own(lambda some=some: [hashlib.sha256(leaf).digest() for leaf in some])
        tree += own(lambda some=some: edge.append([leaf_hash(leaf) for leaf in some]))
    return {"floor": floor, "tree": tree + own(edge.root)}


def _child(what, *arguments):
    """In a process of its own, that has done nothing else: what it needs of memory is seen, too."""
    run = [sys.executable, "-m", f"benchmarks.log.{what}", *arguments]
    return json.loads(subprocess.run(run, env=os.environ, check=True, stdout=subprocess.PIPE).stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
