"""Everything that is stored, against itself: one pass, and every finding rather than the first.

What this cannot show is a log rewritten as a whole with the log's own key: for that, compare it with a checkpoint
that somebody else kept (`witness`).
"""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from audit import events
from audit.access import batches
from audit.cosignatures import Cosignature
from audit.rotation import Keyring
from audit.tlog.checkpoint import Checkpoint

from .cosigned import Cosigned
from .entries import Entries
from .files import check_files
from .findings import Finding, Kind
from .heads import StatedHeads
from .history import Versions, check_present
from .rows import SEALED, UNSEALED, any_text, rows
from .tree import Rebuilt

__all__ = ["Finding", "Kind", "Report", "verify"]


@dataclass
class Report:
    """What was found, and the log that it was found in."""

    findings: list[Finding] = field(default_factory=list)
    size: int = 0
    root: bytes = b""
    waiting: int = 0  # entries without a seal yet
    cosignatures: list[Cosignature] = field(default_factory=list)  # the newest of each witness

    @property
    def is_clean(self):
        return not self.findings


def verify(keys, *, at: datetime, former=(), witness: str | None = None, seen=lambda count: None, files=True):
    """Check the whole log. `keys` are the log's verifier keys, `former` those they followed, each with the size up to
    which it signed (audit.rotation), `witness` a signed checkpoint that was kept elsewhere.

    `seen` is told how many more entries were looked at; `files` says whether to read those that rows name. Raises audit.tlog.Invalid when the witness's
    checkpoint is not one of this log.
    """
    keys = Keyring(tuple(keys), dict(former))
    kept = None if witness is None else keys.open(witness)
    with any_text():
        with _one_moment():
            report = _verify(keys, kept, seen, at)
        if files:
            check_files(report.findings.append)
    return report


def _verify(keys: Keyring, kept: Checkpoint | None, seen, at):
    report = Report()
    found = report.findings.append
    versions = Versions(found)
    cosigned = Cosigned(found, keys)
    listeners = {events.CHECKPOINT_COSIGNED.name: cosigned.hear, events.CHECKPOINT_DISPUTED.name: cosigned.hear_dispute}
    entries, tree = Entries(found, versions, listeners), Rebuilt(found, keys, kept)
    heads = StatedHeads(found)
    for row in _in_places(found):
        if row.place >= heads.next:
            heads.compare(row.place)
        if row.id is None:
            found(Finding(Kind.GAP, f"place {row.place}", "the entry that was sealed here is gone"))
        else:
            if row.event == events.CHECKPOINT_ISSUED.name:
                tree.hear(row.stream)
            hashed = entries.look(row)
            tree.add(hashed)
            heads.note(row, hashed)
            seen(1)
    heads.finish(tree.size)
    for row in rows(UNSEALED):
        entries.look(row)
        report.waiting += 1
        if row.place is None:
            found(Finding(Kind.GAP, f"{row.stream}/{row.n}", "it has no place in the tree and waits for none"))
    entries.finish()
    report.size, report.root = tree.finish()
    cosigned.finish()
    report.cosignatures = list(cosigned.last.values())
    versions.finish()
    check_present(found)
    for sentence in batches.findings(at):
        found(Finding(Kind.ACCESS, "journal", sentence))
    return report


def _in_places(found):
    """The sealed rows, whose places are 0, 1, 2 …"""
    free = 0
    for row in rows(SEALED):
        if row.place != free:
            found(Finding(Kind.GAP, f"place {free}", f"nothing is sealed there, nor anywhere before {row.place}"))
        free = row.place + 1
        yield row


@contextmanager
def _one_moment():
    """Who writes meanwhile is not seen in one table and missed in the next; and nobody waits for us."""
    if connection.in_atomic_block:  # whoever called has chosen the moment
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # a reader's; Django's own would lock writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
