"""Cases and steps that were there before their versions were kept: the log tells of each as it stood at the upgrade."""

from django.db import transaction
from django.utils import timezone

from audit.acts import Act, write
from audit.books import hold
from organization.models import SYSTEM

from . import events
from .models import Case, Step

BOOK = "steps"
TOLD_AT_ONCE = 5_000  # rows an entry


def take_over(apps, **_signal):
    """What `migrate` calls when it is done. All or nothing; where any version is kept it was done before."""
    if not _is_kept(apps) or Step.history.exists() or not Step.objects.exists():
        return
    at = timezone.now()
    with transaction.atomic():
        book = hold(BOOK)
        for rows in (list(Case.objects.order_by("pk")), list(Step.objects.order_by("pk"))):
            for first in range(0, len(rows), TOLD_AT_ONCE):
                _tell(book, rows[first : first + TOLD_AT_ONCE], at)


def _tell(book, rows, at):
    act = Act(book, by=SYSTEM, at=at)
    act.keep("+", *rows)
    act.record(events.STEPS_TAKEN_OVER, count=len(rows))
    write(act)


def _is_kept(apps):
    try:
        return bool(apps.get_model("workflow", "HistoricalStep"))
    except LookupError:  # migrated to where there was no such table
        return False
