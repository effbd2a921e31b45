"""What witnesses hand in: that they saw a checkpoint of this log, and that it continues what they saw before.

Each cosignature is an entry, `checkpoint.cosigned`, in a book of its witness: guarded, sealed and checked as all others
are. A checkpoint that a witness signed and that is none of ours is an entry, too, `checkpoint.disputed`: either of the
two logs is not the one it says.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from .actors import SYSTEM
from .acts import record
from .books import hold
from .canonical import whole
from .events import CHECKPOINT_COSIGNED, CHECKPOINT_DISPUTED
from .models import Checkpoint, Entry
from .selectors import newest_checkpoint
from .tlog import Invalid
from .tlog import checkpoint as tlog
from .tlog.note import COSIGNATURE, Note, Signature, VerifierKey

AHEAD = timedelta(minutes=5)  # so much may the clock of a witness be ahead of ours


class NotAccepted(Exception):
    """A cosignature is not kept; one sentence says why, and the status of an answer over HTTP."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Cosignature:
    """A witness's line under the checkpoint of `size` entries."""

    key: VerifierKey
    size: int
    line: str

    @property
    def at(self) -> datetime:
        """When the witness says that it signed."""
        return datetime.fromtimestamp(int.from_bytes(Signature.parse(self.line).data[:8], "big"), UTC)

    def facts(self):
        return {"key": str(self.key), "line": self.line, "size": self.size, "witness": self.key.name}

    @classmethod
    def of(cls, facts):
        return cls(VerifierKey.parse(facts["key"]), whole(facts["size"]), str(Signature.parse(facts["line"])))


def witnesses() -> list[VerifierKey]:
    """Those whose cosignatures are taken. Raises Invalid for a setting that names no key of a witness."""
    keys = [VerifierKey.parse(line) for line in settings.AUDIT_WITNESSES]
    if others := [key.name for key in keys if key.kind != COSIGNATURE]:
        raise Invalid(f"The key of {others[0]} is none of a witness.")
    return keys


def book_of(key: VerifierKey) -> str:
    return f"witness-{key.id.hex()}"


def accept(text: bytes, at: datetime) -> list[Cosignature]:
    """Keep the cosignatures of known witnesses under a checkpoint of this log. Raises NotAccepted.

    What is there already is not written again.
    """
    note, stated, signed = _opened(text, at)
    stored = Checkpoint.objects.filter(size=stated.size).first()
    if stored is None or Note.parse(stored.note).text != note.text:
        _dispute(stated, note, signed, at)
        raise NotAccepted(409, _disputed(stated))
    lines = {(line.name, line.id): str(line) for line in note.signatures}
    handed = [Cosignature(key, stated.size, lines[key.name, key.id]) for key in signed]
    with transaction.atomic():
        for one in handed:
            _keep(one, at)
    return handed


def _opened(text, at):
    """(note, checkpoint, {witness: when it signed}) of what was handed in."""
    try:
        note = Note.parse(text)
        stated = tlog.Checkpoint.parse(note.text)
    except Invalid as invalid:
        raise NotAccepted(400, _("Ini bukan pos pemeriksaan bertanda tangan: %(why)s") % {"why": invalid}) from invalid
    if stated.origin != settings.AUDIT_ORIGIN:
        facts = {"other": stated.origin, "own": settings.AUDIT_ORIGIN}
        raise NotAccepted(404, _("Pos pemeriksaan ini milik catatan %(other)s, bukan %(own)s.") % facts)
    try:
        signed = note.signed_by(witnesses())
    except Invalid as invalid:
        why = _("Tidak ada tanda tangan sah dari saksi yang dikenal: %(why)s")
        raise NotAccepted(403, why % {"why": invalid}) from invalid
    if any(time > (at + AHEAD).timestamp() for time in signed.values()):
        raise NotAccepted(400, _("Waktu tanda tangan saksi ada di masa depan. Periksa jam komputernya."))
    return note, stated, signed


def _keep(one, at):
    book = hold(book_of(one.key))
    last = last_of([one.key]).get(one.key)
    if last and last.size > one.size:
        facts = {"witness": one.key.name, "size": one.size, "last": last.size}
        why = _("%(witness)s sudah menandatangani %(last)s entri; pos pemeriksaan %(size)s entri sudah usang.")
        raise NotAccepted(409, why % facts)
    if last is None or last.size < one.size:
        record(CHECKPOINT_COSIGNED, subject=book, by=SYSTEM, at=at, **one.facts())


def _disputed(stated):
    newest = newest_checkpoint()
    if newest is None or newest.size < stated.size:
        why = _("Saksi melihat %(size)s entri; catatan ini hanya punya %(ours)s. Ada yang terpotong.")
        return why % {"size": stated.size, "ours": newest.size if newest else 0}
    return _("Catatan ini tidak pernah menyatakan pos pemeriksaan %(size)s entri yang seperti itu.") % {
        "size": stated.size
    }


def _dispute(stated, note, signed, at):
    """Written down once for each witness and checkpoint: nobody else could have made it."""
    for key in signed:
        facts = {"key": str(key), "note": str(note), "root": stated.root.hex(), "size": stated.size}
        with transaction.atomic():
            book = hold(book_of(key))
            told = Entry.objects.filter(stream=book_stream(key), event=CHECKPOINT_DISPUTED.name)
            last = told.select_related("payload").order_by("-n").first()
            if last is None or _facts(last)["root"] != facts["root"]:
                record(CHECKPOINT_DISPUTED, subject=book, by=SYSTEM, at=at, witness=key.name, **facts)


def book_stream(key):
    return f"book:{book_of(key)}"


# --- what was handed in ---


def last_of(keys, event=CHECKPOINT_COSIGNED) -> dict[VerifierKey, Cosignature]:
    """The last cosignature of each witness that handed one in; one statement."""
    return {key: Cosignature.of(_facts(entry)) for key, entry in last_entries(keys, event).items()}


def last_entries(keys, event):
    """{witness: the last entry of this event in its book}."""
    streams = {book_stream(key): key for key in keys}
    if not streams:
        return {}
    newest = Entry.objects.filter(stream=OuterRef("stream"), event=event.name).order_by("-n").values("n")[:1]
    found = Entry.objects.filter(stream__in=streams, event=event.name, n=Subquery(newest)).select_related("payload")
    return {streams[entry.stream]: entry for entry in found}


def disputed() -> dict[VerifierKey, Entry]:
    """Witnesses that saw another log than this one, and the last entry that tells of it."""
    return last_entries(witnesses(), CHECKPOINT_DISPUTED)


def with_cosignatures(checkpoint: Checkpoint) -> Checkpoint:
    """The same checkpoint, its note with the lines of the witnesses that have signed it."""
    return _signed_by(checkpoint, last_of(witnesses()).values())


def newest_cosigned() -> Checkpoint | None:
    """The newest checkpoint that any witness signed, with their lines."""
    last = last_of(witnesses()).values()
    newest = max((one.size for one in last), default=None)
    return newest and _signed_by(Checkpoint.objects.get(size=newest), last)


def checkpoint_over(idx: int) -> Checkpoint | None:
    """For proofs: the newest that a witness signed, if entry `idx` of the tree is in it; else the newest."""
    cosigned = newest_cosigned()
    return cosigned if cosigned and idx < cosigned.size else newest_checkpoint()


def _signed_by(checkpoint, cosignatures):
    lines = "".join(f"{one.line}\n" for one in cosignatures if one.size == checkpoint.size)
    return Checkpoint(size=checkpoint.size, root=checkpoint.root, note=checkpoint.note + lines)


def _facts(entry):
    return json.loads(entry.payload.data)["facts"]
