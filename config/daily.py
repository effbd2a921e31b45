"""What is done once a day however many workers there are: the ends of all streams are written down, and what has had
its use goes, in batches, each whole or not at all.

One-time links need no broom: they are computed, not stored, and end by themselves.
"""

import datetime
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from knox.models import AuthToken
from post_office.models import STATUS, Email

from appraisal.evidence_files import remove_erased
from audit.erasure.holds import held_people
from audit.heads import record_heads
from audit.selectors import newest_checkpoint
from config.models import Chore
from notifications.sent import record_removed
from organization.importing.files import forget_files
from organization.models import Attempts, User

NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
BATCH = 500  # rows in one transaction; what is left waits for the next round


def once_a_day(name: str, rows: Callable[[datetime.datetime], QuerySet], at: datetime.datetime) -> int:
    """Delete a batch of `rows(at)` unless that is done for today or another worker is at it; how many went."""
    return in_turn(name, partial(delete, rows), at)


def delete(rows, at):
    old = list(rows(at).order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows(at).filter(pk__in=old).delete()
    return len(old)


def in_turn(name: str, broom: Callable[[datetime.datetime], int], at: datetime.datetime) -> int:
    """Let the broom take a batch, and tell how many it took; a smaller batch than BATCH is the last for today."""
    if Chore.objects.filter(_is_done(at), name=name).exists():
        return 0
    Chore.objects.bulk_create([Chore(name=name, done_at=NEVER)], ignore_conflicts=True)
    with transaction.atomic():
        due = Chore.objects.filter(~_is_done(at), name=name)
        chore = due.select_for_update(skip_locked=True, no_key=True).first()
        if chore is None:
            return 0
        gone = broom(at)
        if gone < BATCH:
            chore.done_at = at
            chore.save(update_fields=["done_at"])
    return gone


def _is_done(at):
    """Within the last day; a stamp of tomorrow is that of a clock which was ahead."""
    return Q(done_at__gt=at - DAY, done_at__lte=at)


def sessions(at):
    return Session.objects.filter(expire_date__lte=at)


def tokens(at):
    """API tokens that no longer open anything."""
    return AuthToken.objects.filter(expiry__lte=at)


def attempts(at):
    return Attempts.objects.filter(until__lte=at.timestamp())


def mail(at):
    """Letters that were sent, or given up, longer ago than MAIL_KEEP_DAYS; 0 keeps them for good.

    Those to somebody whose account is held stay: they may have to show what he was told.
    """
    if not settings.MAIL_KEEP_DAYS:
        return Email.objects.none()
    over = Q(status__in=[STATUS.sent, STATUS.failed])
    addresses = User.history.filter(id__in=held_people()).exclude(email="").values_list("email", flat=True)
    old = Email.objects.filter(over, last_updated__lt=at - settings.MAIL_KEEP_DAYS * DAY)
    return old.exclude(to__in=set(addresses))


def remove_mail(at):
    if gone := delete(mail, at):
        record_removed(gone, at)
    return gone


def note_heads(at):
    """Until something is sealed there is nothing to write down, today or ever."""
    return in_turn("stream heads", lambda at: bool(record_heads(at)), at) if newest_checkpoint() else 0


DAILY = (
    {"stream heads": note_heads}
    | {
        f"old {rows.__name__}": partial(once_a_day, f"old {rows.__name__}", rows)
        for rows in (sessions, tokens, attempts)
    }
    | {
        "old mail": partial(in_turn, "old mail", remove_mail),
        "old files of imports": partial(in_turn, "old files of imports", forget_files),
        "erased evidence": partial(in_turn, "erased evidence", lambda at: remove_erased()),
    }
)
