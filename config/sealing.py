"""The seal as a chore of the worker, and the alarm when entries wait for it too long."""

import logging
from datetime import datetime, timedelta

from audit.key import KeyMissing, former_key, signing_key, signs_here
from audit.seal import seal_waiting
from audit.selectors import waiting_since
from config.logs import OnceAMinute

PATIENCE = timedelta(
    seconds=60
)  # so long an entry may wait: until it is sealed whoever owns the database can change it
log = logging.getLogger(__name__)
log.addFilter(OnceAMinute())


def seal_what_waits(at: datetime) -> int:
    """Seal all that waits and return how many checkpoints that took. A key that is missing stops no other chore."""
    try:
        sealed = seal_waiting(signing_key(), at, former_key()) if signs_here() and waiting_since() else 0
    except KeyMissing as missing:
        log.error("%s", missing)
        sealed = 0
    if waits_too_long(at):
        log.error("Entries of the log have waited for their seal for more than a minute.")
    return sealed


def waits_too_long(at: datetime) -> datetime | None:
    """Since when the oldest entry waits, if that is longer than it may."""
    since = waiting_since()
    return since if since and at - since > PATIENCE else None
