"""The seal as a chore of the worker, and the alarm when entries wait for it too long."""

import logging
from datetime import datetime, timedelta

from audit.key import KeyMissing, KeyUnusable, former_key, signing_key, signs_here
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
        return seal_waiting(signing_key(), at, former_key()) if signs_here() and waiting_since() else 0
    except KeyMissing as missing:
        log.error("%s", missing)
        return 0
    finally:  # whatever stopped the seal, too
        if waits_too_long(at):
            log.error("Entries of the log have waited for their seal for more than a minute.")


def need_keys() -> None:
    """Raise KeyUnusable where a process that does nothing else cannot seal."""
    if not signs_here():
        raise KeyUnusable("AUDIT_KEY_FILE is empty: there is no key to seal the log with.")
    signing_key(), former_key()


def tell_of_keys() -> None:
    """Say at once that the seal will fail, and not only when something waits for it."""
    try:
        if signs_here():
            need_keys()
    except KeyUnusable as unusable:
        log.error("%s", unusable)


def waits_too_long(at: datetime) -> datetime | None:
    """Since when the oldest entry waits, if that is longer than it may."""
    since = waiting_since()
    return since if since and at - since > PATIENCE else None
