"""What has to happen without anybody asking: deadlines, launches, mail, cleaning.

Rows are the truth. Every chore may run at any time, in any number of workers, and again after a crash.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.db import close_old_connections
from django.utils import timezone

from audit.access.batches import seal_looks
from config.alone import by_one
from config.configured import note_settings
from config.daily import DAILY
from config.mail import send_mail
from config.models import Chore
from notifications.deliver import deliver
from organization.importing.jobs import run_imports
from workflow.drafts import forget
from workflow.launch import run_launches
from workflow.sweeper import escalate, sweep

HEARTBEAT = "heartbeat"


def beat(at: datetime) -> None:
    """Say that some worker is alive; `/readyz` reads it."""
    chore = Chore(name=HEARTBEAT, done_at=at)
    Chore.objects.bulk_create([chore], update_conflicts=True, unique_fields=["name"], update_fields=["done_at"])


CHORES: dict[str, Callable[[datetime], object]] = {
    HEARTBEAT: beat,
    "deadlines": sweep,
    "lateness": escalate,
    "imports": by_one("imports", run_imports),
    "launches": run_launches,
    "drafts": forget,
    "notices": deliver,
    "mail": send_mail,
    "looks": seal_looks,
    **DAILY,
}
PAUSE = 5  # seconds between rounds
log = logging.getLogger(__name__)


def begin(at: datetime) -> None:
    """What a worker does as it starts; it works on whatever becomes of that."""
    try:
        note_settings(at)
    except Exception:
        log.exception("The settings could not be recorded.")


def run(stop: Event) -> None:
    """Make rounds until `stop` is set; the chore at hand is finished first."""
    begin(timezone.now())
    while not stop.is_set():
        close_old_connections()  # one that died since the last round is replaced
        run_once(timezone.now(), stop)
        close_old_connections()
        stop.wait(PAUSE)


def run_once(at: datetime, stop: Event | None = None) -> list[str]:
    """Do every chore once and return the names of those that failed: one never stops the others."""
    return [name for name in CHORES if not (stop and stop.is_set()) and not _do(name, at)]


def _do(name: str, at: datetime) -> bool:
    try:
        CHORES[name](at)
    except Exception:
        log.exception("The chore %s failed; the next round tries again.", name)
        return False
    return True
