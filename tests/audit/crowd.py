"""A log of many entries that nobody wrote: what a search goes through before it finds something."""

import json
from datetime import timedelta
from hashlib import sha256

from audit.models import Entry, Payload


def crowd(
    count, *, by, at, event="appraisal.acknowledged", every=timedelta(seconds=16), together=1, reasons=None, others=None
):
    """Newest first; `together` of them share a moment. `reasons` and `others` (events) are of single ones: {n: …}."""
    reasons, others = reasons or {}, others or {}
    first = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    entries = [
        Entry(
            stream=f"crowd:{first}.{n // 12}",
            n=11 - n % 12,
            event=others.get(n, event),
            at=at - (n // together) * every,
            actor=by.pseudonym,
            leaf=b"{}",
            leaf_hash=sha256(f"{first} {n}".encode()).digest(),
        )
        for n in range(count)
    ]
    Entry.objects.bulk_create(entries[::-1], 5_000)
    payloads = [Payload(entry=one, salt=b"", data=_data(reasons.get(n, "Biasa."))) for n, one in enumerate(entries)]
    Payload.objects.bulk_create(payloads, 5_000)
    return entries


def _data(reason):
    told = {"capacity": "definitive", "facts": {}, "on_behalf_of": None, "reason": reason, "rows": []}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
