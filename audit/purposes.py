"""The purpose that HR or an inspector stated for one stream, or for searching the log: an hour of this session."""

from datetime import datetime, timedelta
from typing import NamedTuple

from .models import Inspection

KEY = "purposes"
LASTS = timedelta(hours=1)
LIMIT = 20  # streams at a time; the oldest is forgotten first
LOG = "log"  # in place of a stream: content may be searched in


class Stated(NamedTuple):
    """What was stated, until when it opens the content, and the inspection that defers telling of it."""

    purpose: str = ""
    until: datetime | None = None
    inspection: Inspection | None = None


def keep(session, stream, purpose, *, at, inspection=None):
    kept = session.get(KEY, {})
    kept.pop(stream, None)
    deferred = inspection and {"pk": inspection.pk, "until": inspection.until.isoformat()}
    kept[stream] = {"purpose": purpose, "until": (at + LASTS).isoformat(), "inspection": deferred}
    session[KEY] = dict(list(kept.items())[-LIMIT:])


def stated(session, stream, *, at):
    """What is stated for a stream and still holds, or an empty `Stated`."""
    kept = session.get(KEY, {}).get(stream)
    until = kept and datetime.fromisoformat(kept["until"])
    if not until or at >= until:
        return Stated()
    return Stated(kept["purpose"], until, _inspection(kept.get("inspection")))


def _inspection(kept):
    """As much of it as a look needs, without a statement."""
    return kept and Inspection(pk=kept["pk"], until=datetime.fromisoformat(kept["until"]))


def latest(session):
    """What was stated last, for a form that asks again."""
    return next((kept["purpose"] for kept in reversed(session.get(KEY, {}).values())), "")
