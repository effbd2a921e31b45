"""The purpose that HR or an inspector stated for one appraisal: kept in the session for one hour."""

from datetime import datetime, timedelta

KEY = "purposes"
LASTS = timedelta(hours=1)
LIMIT = 20  # appraisals at a time; the oldest is forgotten first


def keep(session, appraisal_id, purpose, *, at):
    kept = session.get(KEY, {})
    kept.pop(str(appraisal_id), None)
    kept[str(appraisal_id)] = {"purpose": purpose, "until": (at + LASTS).isoformat()}
    session[KEY] = dict(list(kept.items())[-LIMIT:])


def stated(session, appraisal_id, *, at):
    """(the purpose, until when it opens the content), or nothing."""
    kept = session.get(KEY, {}).get(str(appraisal_id))
    until = kept and datetime.fromisoformat(kept["until"])
    return (kept["purpose"], until) if until and at < until else ("", None)
