"""Sealing the access journal: looks become entries `access.batch` by the thousand, so that none can go or change unseen.

The digest of a batch is SHA-256 over `skp-access-v1`, a zero byte, and each of its rows in the order of their ids: all
columns as canonical JSON (`audit.canonical`), a newline after each.
"""

import json
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef

from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.canonical import canonical, columns
from audit.events import ACCESS_BATCH
from audit.insert import insert_alike

from .models import HOUR, Access, AccessBatch, BatchedAccess

LARGEST = 1_000  # looks in one batch
SLACK = 1  # hours in which a transaction that has looked must have ended
FIRST_ROWS = 20  # named in a finding


def seal_looks(at, limit=LARGEST):
    """A chore of the worker: seal the oldest looks that wait, and return how many. Any number may run at once."""
    if not _waiting(at).exists():
        return 0
    with transaction.atomic():
        book = hold("access")
        looks = list(_waiting(at).order_by("pk")[:limit])
        if not looks:  # another worker was here first
            return 0
        facts = {"count": len(looks), "digest": digest(looks), "first": looks[0].pk, "last": looks[-1].pk}
        batch = AccessBatch.objects.create(entry=record(ACCESS_BATCH, subject=book, by=SYSTEM, at=at, **facts))
        insert_alike(BatchedAccess(batch=batch), access_id=[look.pk for look in looks])
    return len(looks)


def digest(looks):
    """64 hex digits over rows in the order of their ids."""
    whole = sha256(b"skp-access-v1\0")
    for look in looks:
        whole.update(canonical(columns(look)) + b"\n")
    return whole.hexdigest()


def _waiting(at):
    """Looks in no batch yet. Those long before the last that is in one are not asked for again: `findings` tells of them.

    What was sealed while a clock was ahead does not count, or nothing would be sealed until that hour has come.
    """
    sealed = BatchedAccess.objects.filter(access=OuterRef("pk"))
    until_now = Access.objects.filter(Exists(sealed), hour__lte=int(at.timestamp()) // HOUR)
    newest = until_now.order_by("-hour").values_list("hour", flat=True).first() or 0
    return Access.objects.filter(~Exists(sealed), hour__gte=newest - SLACK)


def check(batch, data):
    """What is wrong with one batch, in a sentence or not at all: rows were changed, added or taken away since."""
    told = json.loads(data)["facts"]
    looks = list(Access.objects.filter(batched__batch=batch).order_by("pk"))
    which = f"(rows {told['first']} to {told['last']})"
    if len(looks) != told["count"]:
        return f"{which} has {len(looks)} rows and not {told['count']}."
    if digest(looks) != told["digest"]:
        return f"{which} is not what was sealed: a row was changed or exchanged."
    return ""


def findings(at):
    """Everything that is wrong with the journal, sentence by sentence; `at` is the moment of the check."""
    batches = AccessBatch.objects.order_by("pk").values_list("pk", "entry__stream", "entry__n", "entry__payload__data")
    for batch, stream, n, data in batches.iterator(chunk_size=100):
        try:
            sentence = data and check(batch, data)
        except Exception as error:  # whatever was put into a column: other batches are looked at all the same
            sentence = f"cannot be read: {error}"
        if sentence:
            yield f"access batch {stream}/{n} {sentence}"
    yield from _without_batch()
    yield from _never_sealed(at)


def _without_batch():
    """Entries whose list of rows is gone."""
    from audit.models import Entry

    listed = AccessBatch.objects.filter(entry=OuterRef("pk"))
    for entry in Entry.objects.filter(event=ACCESS_BATCH.name).filter(~Exists(listed)).order_by("pk"):
        yield f"access batch {entry.stream}/{entry.n} has lost its rows."


def _never_sealed(at):
    """A look that was not sealed for hours: written into the past, or taken out of its batch."""
    sealed = BatchedAccess.objects.filter(access=OuterRef("pk"))
    late = Access.objects.filter(~Exists(sealed), hour__lt=int(at.timestamp()) // HOUR - 24)
    found = list(late.order_by("pk").values_list("pk", flat=True)[: FIRST_ROWS + 1])
    if found:
        more = " and more" if len(found) > FIRST_ROWS else ""
        yield f"accesses {', '.join(map(str, found[:FIRST_ROWS]))}{more} are in no batch."
