"""The log: one stream per subject, each entry naming the hash of the one before."""

from django.db import models

from .access.models import Access, AccessBatch, BatchedAccess, Inspection, Question
from .books import Book
from .erasure.models import ErasureProposal, LegalHold
from .exports.models import Export
from .found import StatedDigest
from .personal.models import PersonalCopy
from .search.models import SavedSearch
from .status import VerifyRun

__all__ = [
    "Access",
    "AccessBatch",
    "BatchedAccess",
    "Book",
    "Checkpoint",
    "EndTile",
    "Entry",
    "Erasure",
    "ErasureProposal",
    "Export",
    "Inspection",
    "LegalHold",
    "Payload",
    "Pending",
    "PersonalCopy",
    "Question",
    "SavedSearch",
    "Sequence",
    "Tile",
    "VerifyRun",
]


class Entry(models.Model):
    """One line of a stream: the exact leaf bytes and their RFC 6962 hash. No personal data."""

    stream = models.CharField(max_length=60)
    n = models.PositiveIntegerField()
    event = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.UUIDField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "n"], name="audit_entry_in_stream")]
        indexes = [  # ways through the log, newest first: see audit.search.finding
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["actor", "at", "id"], name="audit_entry_by_actor"),
            models.Index(fields=["event", "at", "id"], name="audit_entry_by_event"),
            models.Index(fields=["leaf_hash"], name="audit_entry_by_leaf_hash"),
        ]

    def __str__(self):
        return f"{self.stream}/{self.n} {self.event}"


class Payload(models.Model):
    """What the entry commits to. The only table of the log that an erasure order may blank."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    salt = models.BinaryField(null=True)
    data = models.TextField(null=True)  # noqa: DJ001 - null is "erased by order", "" never occurs

    class Meta:
        indexes = [models.Index(StatedDigest("data"), name="audit_payload_by_digest")]

    def __str__(self):
        return f"payload of {self.entry_id}"


class Pending(models.Model):
    """An entry that waits for its seal. Written by a trigger on `Entry`, so that no writer can forget it."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)

    def __str__(self):
        return f"entry {self.entry_id} waits"


class Sequence(models.Model):
    """The place of a sealed entry in the tree: 0, 1, 2 … without a gap."""

    idx = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT)

    def __str__(self):
        return f"{self.idx}: entry {self.entry_id}"


class Tile(models.Model):
    """256 hashes side by side, 8,192 bytes, and their root (C2SP tlog-tiles). Only full ones: a row never changes."""

    pk = models.CompositePrimaryKey("level", "n")
    level = models.PositiveSmallIntegerField()
    n = models.PositiveBigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    def __str__(self):
        return f"tile {self.level}/{self.n}"


class EndTile(models.Model):
    """256 neighbours among the ends of all streams as one entry `streams.heads` states them, a canonical leaf a line.

    For dossiers, which check what they read here: see audit.heads. Of the last few statements only.
    """

    pk = models.CompositePrimaryKey("size", "n")
    size = models.PositiveBigIntegerField()
    n = models.PositiveIntegerField()
    first = models.BinaryField()  # the name of its first stream, for these are sorted by bytes
    leaves = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["size", "first"], name="audit_end_tile_by_stream")]

    def __str__(self):
        return f"ends of streams in {self.size} entries, tile {self.n}"


class Checkpoint(models.Model):
    """What the log has stated: its size, its root, and the signed note that says so (C2SP tlog-checkpoint)."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()

    def __str__(self):
        return f"checkpoint of {self.size}"


class Erasure(models.Model):
    """Permission to blank the personal columns of one row. The order is an entry, `payload.erased`, and stays."""

    pk = models.CompositePrimaryKey("table_name", "row_id")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    order = models.ForeignKey(Entry, models.PROTECT, related_name="erasures")

    def __str__(self):
        return f"{self.table_name} {self.row_id} is to be blanked"
