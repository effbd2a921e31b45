"""A new key for the log: announced in an entry that the former key still signs, then both sign, then the new one alone.

Whoever trusts the new key finds in the log which key it followed, and believes what that one signed.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from .actors import SYSTEM
from .acts import record
from .books import hold
from .events import LOG_KEY_ROTATED
from .models import Entry
from .selectors import newest_checkpoint
from .tlog import Invalid
from .tlog.checkpoint import open_checkpoint
from .tlog.note import NOTE, VerifierKey


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


def trusted(own: Iterable[VerifierKey]) -> list[VerifierKey]:
    """These keys, and those that the log says they followed."""
    keys = list(own)
    told = Entry.objects.filter(stream="book:log", event=LOG_KEY_ROTATED.name).select_related("payload").order_by("-n")
    for entry in told:
        facts = json.loads(entry.payload.data)["facts"]
        former = VerifierKey.parse(facts["former"])
        if facts["following"] in map(str, keys) and former not in keys:
            keys.append(former)
    return keys
