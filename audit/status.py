"""How the log was when it was last checked, and what its reader has to know of its seal now."""

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.db import connection, models, transaction

from .actors import SYSTEM
from .canonical import MISSHAPEN

ALARM = timedelta(seconds=60)  # so long an entry may wait for its seal
NEWEST_RUN = (  # by its number: a clock that was wrong once would hide all later ones
    "FROM audit_entry WHERE stream = 'book:log' AND event = 'log.verified' ORDER BY n DESC LIMIT 1"
)
NEWEST_CHECKPOINT = "FROM audit_checkpoint ORDER BY size DESC LIMIT 1"
ASKED = {  # one value each, so that another statement can ask along
    "sealed_size": f"SELECT size {NEWEST_CHECKPOINT}",
    "sealed_root": f"SELECT root {NEWEST_CHECKPOINT}",
    "waiting_since": "SELECT at FROM audit_pending JOIN audit_entry ON id = entry_id ORDER BY entry_id LIMIT 1",
    "run_at": f"SELECT at {NEWEST_RUN}",
    "run_told": f"SELECT data FROM audit_payload WHERE entry_id = (SELECT id {NEWEST_RUN})",  # noqa: S608 - our own
}
COLUMNS = ", ".join(f"({sql}) AS {name}" for name, sql in ASKED.items())


class VerifyRun(models.Model):
    """One run of `audit_verify`: what it found, and the size and root it worked out itself.

    Nobody guards these rows: only what an entry `log.verified` confirms is believed.
    """

    at = models.DateTimeField()
    ok = models.BooleanField()
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64, blank=True)  # lowercase hex; empty if there was no tree to work out
    findings = models.JSONField(default=list)  # sentences

    class Meta:
        indexes = [models.Index(fields=["-at"], name="verify_run_newest")]

    def __str__(self):
        return f"verification {self.pk}"

    def facts(self):
        """What the entry says of it."""
        digest = sha256("\n".join(self.findings).encode()).hexdigest()
        return {"digest": digest, "findings": len(self.findings), "root": self.root, "size": self.size}


def note_run(*, at: datetime, ok: bool, size: int, root: str = "", findings=()) -> VerifyRun:
    """Keep the result of one check of the whole log. `root`: 64 hex digits; `findings`: a sentence each."""
    from .acts import record  # they know the models, of which this is one
    from .books import hold
    from .events import LOG_VERIFIED

    run = VerifyRun(at=at, ok=ok, size=size, root=root, findings=[str(one) for one in findings])
    with transaction.atomic():
        record(LOG_VERIFIED, subject=hold("log"), by=SYSTEM, at=at, **run.facts())
        run.save()
    return run


def told_runs(most: int) -> list[VerifyRun]:
    """The last runs that the log tells of, the newest first; a row that says something else is none."""
    from .models import Entry

    told = Entry.objects.filter(stream="book:log", event="log.verified").order_by("-n")
    facts = {at: _facts(data) for at, data in told.values_list("at", "payload__data")[:most]}
    runs = VerifyRun.objects.filter(at__in=facts).order_by("-pk")
    return [run for run in runs if run.facts() == facts[run.at] and run.ok == (not run.findings)]


@dataclass(frozen=True)
class Status:
    """What is known of the seal at a moment."""

    at: datetime
    sealed_size: int = 0  # entries under the newest checkpoint
    sealed_root: str = ""  # base64, as in the checkpoint
    waiting_since: datetime | None = None  # when the oldest entry without a seal was written
    run_at: datetime | None = None  # of the last check
    run_ok: bool | None = None
    run_size: int = 0

    @classmethod
    def read(cls, at):
        """One statement."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {COLUMNS}")
            return cls.of(dict(zip(ASKED, cursor.fetchone(), strict=True)), at)

    @classmethod
    def of(cls, columns, at):
        """From the values of COLUMNS, as a driver gives them."""
        root, told = columns["sealed_root"], columns["run_told"]
        run = _facts(told) if columns["run_at"] else {}
        return cls(
            at=at,
            sealed_size=columns["sealed_size"] or 0,
            sealed_root=b64encode(bytes(root)).decode() if root else "",
            waiting_since=moment(columns["waiting_since"]),
            run_at=moment(columns["run_at"]),
            run_ok=run.get("findings") == 0 if columns["run_at"] else None,
            run_size=run.get("size", 0),
        )

    @property
    def waits(self):
        """How long the oldest entry has been waiting for its seal."""
        return self.at - self.waiting_since if self.waiting_since else timedelta()

    @property
    def is_late(self):
        return self.waits > ALARM

    @property
    def is_alarming(self):
        """An entry waits too long, or the last check found something."""
        return self.is_late or self.run_ok is False


def _facts(data):
    """What an entry says, {} where it was changed to say nothing: that is no clean run, and stops no page."""
    try:
        return dict(json.loads(data)["facts"])
    except MISSHAPEN:
        return {}


def moment(value):
    """As a driver gives it: SQLite keeps moments in UTC without saying so."""
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    return value and (value if value.tzinfo else value.replace(tzinfo=UTC))
