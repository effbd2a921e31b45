"""What has to happen without anybody asking: deadlines, launches, mail, the seal of the log, cleaning.

Rows are the truth. Every chore may run at any time, in any number of workers, and again after a crash.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event, Thread

from django.db import close_old_connections, connection
from django.utils import timezone

from appraisal.actions.closing import end_streams
from appraisal.actions.erasure import carry_out
from audit.access.batches import seal_looks
from audit.exports.writing import remove_old, run_exports
from audit.personal.making import remove_copies, run_copies
from config.alone import alone, by_one
from config.checkpoint_mail import NAME as CHECKPOINT_MAIL
from config.checkpoint_mail import mail_checkpoint
from config.configured import note_settings
from config.daily import DAILY
from config.logs import OnceAMinute
from config.mail import send_mail
from config.models import Chore
from config.sealing import seal_what_waits, tell_of_keys
from notifications.deliver import deliver
from notifications.push.sending import push
from organization.importing.jobs import run_imports
from organization.notices import tell_of_unreachable
from workflow.beside.inspecting import close_ended
from workflow.desk import snoozing
from workflow.desk.bulk import run_waiting
from workflow.drafts import forget
from workflow.launch import run_launches
from workflow.reminders import remind
from workflow.sweeper import escalate, sweep

HEARTBEAT, SEAL = "heartbeat", "seal"


def beat(at: datetime) -> None:
    """Say that some worker is alive; `/readyz` reads it."""
    chore = Chore(name=HEARTBEAT, done_at=at)
    Chore.objects.bulk_create([chore], update_conflicts=True, unique_fields=["name"], update_fields=["done_at"])


CHORES: dict[str, Callable[[datetime], object]] = {
    HEARTBEAT: beat,
    "deadlines": sweep,
    "lateness": escalate,
    "reminders": remind,
    "imports": by_one("imports", run_imports),
    "launches": run_launches,
    "bulk": run_waiting,
    "closings": by_one("closings", end_streams),
    "drafts": forget,
    "snoozes": snoozing.forget,
    "notices": by_one("notices", deliver),  # two would write two letters to one person
    CHECKPOINT_MAIL: mail_checkpoint,
    "devices": by_one("devices", push),  # two would send every message twice
    "mail": send_mail,
    "unreachable": by_one("unreachable", tell_of_unreachable),
    "looks": seal_looks,
    "inspections": close_ended,
    "erasures": carry_out,
    "exports": run_exports,
    "personal copies": run_copies,
    "old personal copies": remove_copies,
    "old exports": remove_old,
    **DAILY,
    SEAL: seal_what_waits,
}
PAUSE = 5  # seconds between rounds
SECOND = 1  # between seals
log = logging.getLogger(__name__)
log.addFilter(OnceAMinute())


def begin(at: datetime) -> None:
    """What a worker does as it starts; it works on whatever becomes of that."""
    tell_of_keys()
    try:
        note_settings(at)
    except Exception:
        log.exception("The settings could not be recorded.")


def run(stop: Event) -> None:
    """Make rounds until `stop` is set; the chore at hand is finished first. No slow chore keeps the seal waiting."""
    begin(timezone.now())
    sealing = Thread(target=run_seal, args=[stop], name=SEAL)
    sealing.start()
    while not stop.is_set():
        close_old_connections()  # one that died since the last round is replaced
        run_once(timezone.now(), stop, [name for name in CHORES if name != SEAL])
        close_old_connections()
        stop.wait(PAUSE)
    sealing.join()


def run_seal(stop: Event) -> None:
    """Seal until `stop` is set, once a second at most however many workers there are: who has sealed keeps the lock."""

    def seal_and_rest(at):
        with alone(SEAL) as mine:
            if mine and CHORES[SEAL](at):
                stop.wait(SECOND)

    while not stop.is_set():
        if not _do(SEAL, timezone.now(), seal_and_rest):
            connection.close()  # it may have died
        stop.wait(SECOND / 2)
    connection.close()


def run_once(at: datetime, stop: Event | None = None, names: Iterable[str] = ()) -> list[str]:
    """Do every chore once, or those named, and return the names of those that failed: one never stops the others."""
    return [name for name in names or CHORES if not (stop and stop.is_set()) and not _do(name, at)]


def _do(name: str, at: datetime, chore: Callable[[datetime], object] | None = None) -> bool:
    try:
        (chore or CHORES[name])(at)
    except Exception:
        log.exception("The chore %s failed; the next round tries again.", name)
        return False
    return True
