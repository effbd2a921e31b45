"""The purpose that HR or an inspector stated for one stream, or for searching the log: an hour of this session."""

from datetime import datetime, timedelta
from typing import NamedTuple

KEY = "purposes"
LASTS = timedelta(hours=1)
LIMIT = 20  # streams at a time; the oldest is forgotten first
LOG = "log"  # in place of a stream: content may be searched in


class Stated(NamedTuple):
    """What was stated, until when it opens the content, and the inspection that defers telling of it."""

    purpose: str = ""
    until: datetime | None = None
    inspection: int | None = None


def keep(session, stream, purpose, *, at, inspection=None):
    kept = session.get(KEY, {})
    kept.pop(stream, None)
    kept[stream] = {"purpose": purpose, "until": (at + LASTS).isoformat(), "inspection": inspection}
    session[KEY] = dict(list(kept.items())[-LIMIT:])


def stated(session, stream, *, at):
    """What is stated for a stream and still holds, or an empty `Stated`."""
    kept = session.get(KEY, {}).get(stream)
    until = kept and datetime.fromisoformat(kept["until"])
    return Stated(kept["purpose"], until, kept.get("inspection")) if until and at < until else Stated()


def deferral(session, stream, *, at):
    """The inspection under which the purpose holds, as much of it as a look needs; None where nothing is deferred."""
    kept = stated(session, stream, at=at)[1] and session[KEY][stream].get("inspection")
    return kept and Inspection(pk=kept["pk"], until=datetime.fromisoformat(kept["until"]))


def latest(session):
    """What was stated last, for a form that asks again."""
    return next((kept["purpose"] for kept in reversed(session.get(KEY, {}).values())), "")
