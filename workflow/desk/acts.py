"""What can be done to several tasks at once: whether it fits a task, and the door through which it is done.

An act that says something of a result stays single: acknowledging, objecting, refusing to sign, rating, deciding, and
every vote with a reason. Each is a person's own word on one case that he has read. The consent list is the exception
of design §3: votes for what nobody contested. The others are one's own working order and who of several is at a task.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.rules import DAY, local_date
from workflow.beside import claim, release
from workflow.refusals import Conflict
from workflow.steps import take_step, why_no_delegate
from workflow.wording import local_moment

from .claims import LEASE
from .rules import why_not_until
from .snoozing import snooze, wake


@dataclass(frozen=True)
class Asked:
    """Who asks, when; whether others may do his own tasks; until which day, where tasks are put off."""

    by: Any
    at: datetime
    is_shared: bool = False
    day: date | None = None


@dataclass(frozen=True)
class BulkAct:
    """`offers(row, asked)`: the bar has it for such a row; `why_not`: the sentence that keeps it from the row, or nothing."""

    name: str
    icon: str
    button: Any
    title: Any
    result: Any
    means: Any  # said on the check page
    confirm: Any
    offers: Callable
    why_not: Callable
    do: Callable  # of (bulk, item); raises a Refused
    undo: str = ""  # the name of the act that takes it back
    has_day: bool = False
    warning: Any = ""
    table: str = "workflow/bulk_tasks.html"

    @property
    def address(self):
        return f"inbox-{self.name}"


def _no_endorsing(row, asked):
    """What is contested is voted on by itself (design §3)."""
    appraisal = row.case.appraisal
    if row.name != "committee_vote":
        return _("Bukan suara komite.")
    if appraisal.is_contested or appraisal.is_determined:
        return _("Ada keberatan: baca berkasnya dan beri suara sendiri-sendiri.")
    if appraisal.is_top_of_tree:
        return _("Berkas pucuk pimpinan: beri suara sendiri-sendiri.")
    return _kept_from(row, asked) if row.owner_id != asked.by.pk else ""


def _no_snoozing(row, asked):
    """Without a day: not even until tomorrow."""
    day = asked.day or local_date(asked.at, row.case.appraisal.zone) + DAY
    return why_not_until(row, day, at=asked.at)


def _no_waking(row, asked):
    return "" if row.asleep_until else _("Tidak sedang ditunda.")


def _no_claiming(row, asked):
    if row.claimed_id == asked.by.pk:
        return _("Sudah Anda pegang.")
    if not _is_pooled(row, asked):
        return _("Tidak ada orang lain yang dapat mengerjakannya, jadi tidak perlu diambil.")
    return _kept_from(row, asked)


def _no_releasing(row, asked):
    return "" if _holds(row, asked) else _("Tidak sedang Anda pegang.")


def _kept_from(row, asked):
    """By whoever has it, or by what he himself is in the case."""
    if row.owner_id != asked.by.pk and (sentence := why_no_delegate(row, asked.by)):
        return sentence
    if row.claimed_id and row.claimed_id != asked.by.pk:
        held = {"who": row.claimed_by, "until": local_moment(row.claimed_until, row.case.appraisal.zone)}
        return _("Dipegang %(who)s, paling lama sampai %(until)s.") % held
    return ""


def _is_pooled(row, asked):
    """The pool of a task: its owner and who stands in for him today."""
    return asked.is_shared or row.owner_id != asked.by.pk


def _holds(row, asked):
    return row.claimed_id == asked.by.pk


def _endorse(bulk, item):
    """The key of the item makes a repeated run harmless: what was taken is answered with its receipt."""
    delegated = item.step.owner if item.step.owner_id != bulk.by_id else None
    asked = {"by": bulk.by, "at": bulk.asked_at, "on_behalf_of": delegated, "version": item.version}
    take_step(item.step_id, outcome=ENDORSE.name, data={}, idempotency_key=f"bulk:{item.pk}", **asked)


def _snooze(bulk, item):
    snooze(item.step_id, day=bulk.day, by=bulk.by, at=bulk.asked_at)


def _wake(bulk, item):
    wake(item.step_id, by=bulk.by, at=bulk.asked_at)


def _claim(bulk, item):
    """From when it was asked; a run that was cut off for longer than a claim lasts takes nothing any more."""
    if timezone.now() - bulk.asked_at >= LEASE:
        raise Conflict(_("Permintaan ini tertunda terlalu lama. Ambil lagi bila masih Anda kerjakan."))
    claim(item.step_id, by=bulk.by, at=bulk.asked_at)


def _release(bulk, item):
    release(item.step_id, by=bulk.by, at=bulk.asked_at)


ENDORSE = BulkAct(
    "endorse",
    "check",
    gettext_lazy("Sahkan bersama"),
    gettext_lazy("Periksa sebelum mengesahkan"),
    gettext_lazy("Hasil pengesahan bersama"),
    gettext_lazy("Setiap berkas dicatat sebagai satu suara Anda."),
    gettext_lazy("Sahkan yang dicentang"),
    lambda row, asked: row.name == "committee_vote",
    _no_endorsing,
    _endorse,
    warning=gettext_lazy("Suara tidak dapat ditarik kembali. Hilangkan centang berkas yang ingin Anda baca dahulu."),
    table="workflow/bulk_votes.html",
)
SNOOZE = BulkAct(
    "snooze",
    "alarm-clock",
    gettext_lazy("Tunda"),
    gettext_lazy("Periksa sebelum menunda"),
    gettext_lazy("Hasil penundaan"),
    gettext_lazy("Tugas kembali ke daftar Anda pada awal hari itu. Batas waktu setiap tugas tetap."),
    gettext_lazy("Tunda yang dicentang"),
    lambda row, asked: not row.asleep_until,
    _no_snoozing,
    _snooze,
    undo="wake",
    has_day=True,
)
WAKE = BulkAct(
    "wake",
    "inbox",
    gettext_lazy("Kembalikan ke daftar"),
    gettext_lazy("Periksa sebelum mengembalikan"),
    gettext_lazy("Hasil pengembalian ke daftar"),
    gettext_lazy("Tugas langsung terlihat lagi di daftar Anda."),
    gettext_lazy("Kembalikan yang dicentang"),
    lambda row, asked: bool(row.asleep_until),
    _no_waking,
    _wake,
)
CLAIM = BulkAct(
    "claim",
    "hand",
    gettext_lazy("Ambil"),
    gettext_lazy("Periksa sebelum mengambil"),
    gettext_lazy("Hasil pengambilan tugas"),
    gettext_lazy("Setiap tugas Anda pegang 30 menit, dan lebih lama selama Anda mengetik. Setiap pengambilan dicatat."),
    gettext_lazy("Ambil yang dicentang"),
    _is_pooled,
    _no_claiming,
    _claim,
    undo="release",
)
RELEASE = BulkAct(
    "release",
    "undo-2",
    gettext_lazy("Lepaskan"),
    gettext_lazy("Periksa sebelum melepaskan"),
    gettext_lazy("Hasil pelepasan tugas"),
    gettext_lazy("Orang lain yang berhak langsung dapat mengambilnya. Yang Anda ketik tetap tersimpan."),
    gettext_lazy("Lepaskan yang dicentang"),
    _holds,
    _no_releasing,
    _release,
)
ACTS = {act.name: act for act in (ENDORSE, CLAIM, RELEASE, SNOOZE, WAKE)}
