"""A new key for the log: announced in an entry that the former key still signs, then both sign, then the new one alone.

Whoever trusts the new key finds in the log which key it followed, and believes what that one signed until then.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from .actors import SYSTEM
from .acts import record
from .books import hold
from .canonical import MISSHAPEN
from .events import LOG_KEY_ROTATED
from .models import Checkpoint, Entry
from .selectors import newest_checkpoint
from .tlog import Invalid
from .tlog.checkpoint import Checkpoint as Stated
from .tlog.checkpoint import open_checkpoint
from .tlog.note import NOTE, Note, VerifierKey, encode


def announce(former: VerifierKey, following: VerifierKey, at: datetime) -> Entry:
    """Record that another key follows. Raises Invalid for keys that cannot sign this log, or a former one that did not."""
    if following.kind != NOTE or following.name != settings.AUDIT_ORIGIN:
        raise Invalid(f"A key of this log is called {settings.AUDIT_ORIGIN} and signs notes.")
    if following == former:
        raise Invalid("This is the key that signs already.")
    newest = newest_checkpoint()
    if newest is None:
        raise Invalid("The log has no checkpoint yet: simply begin with the new key.")
    open_checkpoint(newest.note, [former])
    with transaction.atomic():
        facts = {"former": str(former), "following": str(following)}
        return record(LOG_KEY_ROTATED, subject=hold("log"), by=SYSTEM, at=at, **facts)


def former_keys(own: Iterable[VerifierKey]) -> dict[VerifierKey, int]:
    """{key that one of these followed: up to which size it signs for the log}.

    Whoever owns the database can write an entry that says so. It is believed where a checkpoint over it has both
    signatures, as the sealer gives them while the key changes; and a former key only up to where its successor began,
    so that the newest checkpoint is always signed by a key that one knows from elsewhere.
    """
    limits = {key: None for key in own}  # None: for all there is
    for place, former, following in _announced():
        if following in limits and former not in limits:
            begun = _first_signed_by(following, limit=limits[following])
            if begun and _first_signed_by(former, following, over=place, limit=limits[following]):
                limits[former] = begun
    return {key: limit for key, limit in limits.items() if limit is not None}


def _announced():
    """(place, former key, following key) of each sealed entry that can be read, the newest first."""
    told = Entry.objects.filter(stream="book:log", event=LOG_KEY_ROTATED.name, sequence__isnull=False)
    for place, data in told.order_by("-n").values_list("sequence__idx", "payload__data"):
        try:
            facts = json.loads(data)["facts"]
            keys = [VerifierKey.parse(facts[name]) for name in ("former", "following")]
        except MISSHAPEN:  # it says nothing; what is wrong with it others find
            continue
        yield place, *keys


def _first_signed_by(*keys, over=-1, limit=None):
    """The size of the first checkpoint over a place that has the signatures of all these keys; None without one."""
    stated = Checkpoint.objects.filter(size__gt=over).order_by("size")
    stated = stated.filter(size__lte=limit) if limit else stated
    for key in keys:
        stated = stated.filter(note__contains=f"— {key.name} {encode(key.id)[:5]}")  # the 30 bits that are its id's
    found = (size for size, note in stated.values_list("size", "note").iterator() if _all_signed(note, keys))
    return next(found, None)


def _all_signed(note, keys):
    try:
        return len(Note.parse(note).signed_by(keys)) == len(keys)
    except Invalid:
        return False


@dataclass(frozen=True)
class Keyring:
    """The keys that speak for the log: its own everywhere, a former one up to the size where its successor began."""

    own: tuple[VerifierKey, ...]
    former: Mapping[VerifierKey, int] = field(default_factory=dict)

    def open(self, note: str | bytes) -> Stated:
        """The checkpoint in a note that one of them signed; raises Invalid."""
        size = Stated.parse(Note.parse(note).text).size
        return open_checkpoint(note, [*self.own, *(key for key, limit in self.former.items() if size <= limit)])
