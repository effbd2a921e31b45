"""How far the work on a file is: in the job's row, and in the cache while one transaction writes everything.

Nobody sees into that transaction, so the row could tell only when all is over. Where the processes share no
cache the bar rests at the last phase, and the page says which one that is.
"""

import time

from django.core.cache import cache
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PAUSE = 0.5  # seconds between two notes
KEPT = 15 * 60  # seconds


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
        first, last = SHARES[self.job.kind][phase]
        percent = first + (last - first) * min(done, total) // total if total else first
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


def key_of(job):
    return f"import-progress:{job.pk}"


def percent_of(job) -> int:
    """By row and cache, whichever knows more."""
    return max(job.percent, cache.get(key_of(job)) or 0)


def silent(phase, done=0, total=0):
    """For whoever needs no bar."""
