"""How far the work on a file is, in numbers and in words.

It is kept in the job's row, and in the cache while one transaction writes everything.

Nobody sees into that transaction, so the row could tell only when all is over. Where the processes share no
cache the bar rests at the last phase, and the page says which one that is.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PAUSE = 0.5  # seconds between two notes
KEPT = 15 * 60  # seconds
PATIENCE = timedelta(minutes=1)  # a worker looks every few seconds


class Phase(TextChoices):
    READING = "reading", _("Membaca berkas")
    COMPARING = "comparing", _("Membandingkan dengan organisasi")
    WRITING = "writing", _("Menulis ke organisasi")
    UNDOING = "undoing", _("Mengembalikan organisasi")


# Where a phase begins and ends on the bar, in percent; as measured with 20,000 people.
SHARES = {
    "check": {Phase.READING: (0, 70), Phase.COMPARING: (70, 100)},
    "write": {Phase.READING: (0, 20), Phase.COMPARING: (20, 30), Phase.WRITING: (30, 100)},
    "undo": {Phase.READING: (0, 20), Phase.UNDOING: (20, 100)},
}


class Progress:
    """Called with a phase and how much of it is done."""

    def __init__(self, job):
        self.job, self._noted_at = job, 0.0

    def __call__(self, phase, done=0, total=0):
        percent = percent_at(SHARES[self.job.kind], phase, done, total)
        if (phase, percent) == (self.job.phase, self.job.percent):
            return
        if phase == self.job.phase and time.monotonic() - self._noted_at < PAUSE:
            return
        self._noted_at = time.monotonic()
        self.job.phase, self.job.percent = phase, percent
        if phase in (Phase.WRITING, Phase.UNDOING) and done:
            cache.set(key_of(self.job), percent, KEPT)
        else:
            self.job.save(update_fields=["phase", "percent"])


def percent_at(shares, phase, done, total) -> int:
    first, last = shares[phase]
    return first + (last - first) * min(done, total) // total if total else first


def key_of(job):
    """Of this attempt only: another one begins anew."""
    return f"import-progress:{job.pk}:{job.attempts}:{job.asked_at.timestamp()}"


def percent_of(job) -> int:
    """By row and cache, whichever knows more."""
    return max(job.percent, cache.get(key_of(job)) or 0)


def silent(phase, done=0, total=0):
    """For whoever needs no bar."""


def told_of(act, phase, step):
    """For `audit.acts.write`: how much of the act's rows is saved."""
    total, saved = len(act.added) + len(act.changed) + len(act.removed), [0]

    def told(rows):
        saved[0] += rows
        step(phase, saved[0], total)

    return told


@dataclass(frozen=True)
class Standing:
    """A job for the page; `is_stuck`: no worker seems to be running."""

    job: object
    percent: int
    sentence: str
    is_stuck: bool

    @classmethod
    def of(cls, job, *, at):
        is_stuck = job.state == "waiting" and at - job.asked_at > PATIENCE
        return cls(job, percent_of(job), _sentence(job, is_stuck), is_stuck)

    def as_json(self):
        """What `progress.js` shows; when all is over the page itself tells the rest."""
        return {"percent": self.percent, "numbers": "", "sentence": self.sentence, "over": False}


OVER = {"over": True}


def _sentence(job, is_stuck):
    if is_stuck:
        return gettext("Belum ada pekerja latar yang mengambil tugas ini. Pastikan `manage.py worker` berjalan.")
    if job.state == "waiting" or not job.phase:
        return gettext("Menunggu giliran. Biasanya mulai dalam beberapa detik.")
    told = f"{Phase(job.phase).label}…"
    if job.attempts > 1:
        told += " " + gettext("Sempat terhenti, lalu diulang dari awal; belum ada yang ditulis.")
    return told
