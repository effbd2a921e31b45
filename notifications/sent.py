"""That letters left: one entry `mail.sent` for each run of the sender in `book:mail`, not one for each letter.

Its digest is SHA-256 over `skp-mail-v1`, a zero byte, and for each letter in the order of the outbox the canonical JSON of
[number, addressees, subject, text], a newline after each. Addresses are in the digest only, never in the log.
"""

import json
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from post_office.models import STATUS, Email

from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.canonical import canonical, moment
from audit.models import Entry

from .events import MAIL_REMOVED, MAIL_SENT


def record_sent(at):
    """Record what left since the last entry, whoever sent it: a sender that was killed is covered by the next."""
    if not _unrecorded().exists():
        return 0
    with transaction.atomic():
        book = hold("mail")
        letters = list(_unrecorded().order_by("pk"))
        if letters:
            record(MAIL_SENT, subject=book, by=SYSTEM, at=at, **_facts(letters))
    return len(letters)


def record_removed(count, at):
    """That letters went whose days were over: nothing that somebody was told vanishes in silence."""
    record(MAIL_REMOVED, subject=hold("mail"), by=SYSTEM, at=at, count=count, days=settings.MAIL_KEEP_DAYS)


def _facts(letters):
    sent = [letter for letter in letters if letter.status == STATUS.sent]
    until = max(letter.last_updated for letter in letters)
    failed = len(letters) - len(sent)
    return {"count": len(sent), "failed": failed, "digest": digest(sent), "until": moment(until)}


def digest(letters):
    """64 hex digits over letters in the order of their numbers."""
    whole = sha256(b"skp-mail-v1\0")
    for letter in letters:
        whole.update(canonical([letter.pk, letter.to, letter.subject, letter.message]) + b"\n")
    return whole.hexdigest()


def _unrecorded():
    """What left, or was given up, after the moment up to which the last entry tells."""
    left = Email.objects.filter(status__in=[STATUS.sent, STATUS.failed])
    entries = Entry.objects.filter(stream="book:mail", event=MAIL_SENT.name).select_related("payload")
    last = entries.order_by("-n").first()
    if last is None:
        return left
    return left.filter(last_updated__gt=datetime.fromisoformat(json.loads(last.payload.data)["facts"]["until"]))
