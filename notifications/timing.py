"""When a letter may leave: not at night, not forty in an hour, and never after what it is about is due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

APART = timedelta(hours=1)  # between two letters to one person; what comes meanwhile goes into one
MORNING = 7  # o'clock: when a daily letter leaves
MARGIN = timedelta(hours=2)  # so long before it is due a task is still worth a letter at once
DAY = timedelta(days=1)


def put_off(at: datetime, *, zone: str, last: datetime | None, is_daily: bool, due: datetime | None) -> datetime | None:
    """Until when the letter waits, or None: it leaves now. `last` is when the person got one, `due` his next deadline."""
    until = max(at, (_next_morning if is_daily else _hour_later)(at, last, ZoneInfo(zone)))
    until = ends_quiet(until, zone) or until
    if until == at or (due is not None and at <= due <= until + MARGIN):
        return None
    return until


def ends_quiet(at: datetime, zone: str) -> datetime | None:
    """When the night of MAIL_QUIET is over, or None by day."""
    first, last = settings.MAIL_QUIET
    local = at.astimezone(ZoneInfo(zone))
    is_night = first <= local.hour < last if first <= last else local.hour >= first or local.hour < last
    if not is_night:
        return None
    end = local.replace(hour=last, minute=0, second=0, microsecond=0)
    return end if end > local else end + DAY


def _hour_later(at, last, zone):
    return last + APART if last else at


def _next_morning(at, last, zone):
    """The first morning after the last letter."""
    if last is None:
        return at
    morning = last.astimezone(zone).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > last else morning + DAY
