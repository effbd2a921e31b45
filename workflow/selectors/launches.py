"""The opening of a cycle, as far as it has come, in words for people and in numbers for a script."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.numbers import show_number
from organization.importing import Running
from workflow.models import Launch

UNDER_WAY = (Launch.State.WAITING, Launch.State.RUNNING)
PATIENCE = timedelta(minutes=1)  # a worker looks every few seconds


def running(cycle):
    return Launch.objects.filter(cycle=cycle, state__in=UNDER_WAY).exists()


def opening_now(built):
    """While a cycle is being opened nobody undoes an import under it; a room below asks."""
    for launch in Launch.objects.filter(state__in=UNDER_WAY).select_related("cycle").order_by("pk"):
        told = _("Pembukaan %(name)s sedang berjalan") % {"name": launch.cycle.name}
        yield Running(launch.by_id, told, reverse("cycle_progress", args=[launch.cycle.slug]))


def latest(cycle):
    return Launch.objects.filter(cycle=cycle).select_related("by").order_by("-pk").first()


@dataclass(frozen=True)
class State:
    """`is_over`: nothing will change any more; `is_stuck`: no worker seems to be running."""

    state: str
    done: int
    total: int
    sentence: str
    is_over: bool
    is_stuck: bool

    @classmethod
    def of(cls, launch, *, at):
        is_stuck = launch.state == Launch.State.WAITING and at - launch.asked_at > PATIENCE
        is_over = launch.state not in UNDER_WAY
        return cls(launch.state, launch.done, launch.total, _sentence(launch, is_stuck), is_over, is_stuck)

    @property
    def percent(self):
        if self.state == Launch.State.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0

    @property
    def numbers(self):
        """Nothing while the worker has not counted yet."""
        told = {"done": show_number(self.done), "total": show_number(self.total)}
        return _("%(done)s dari %(total)s") % told if self.total else ""

    def as_json(self):
        return {
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "percent": self.percent,
            "numbers": self.numbers,
            "sentence": self.sentence,
            "over": self.is_over,
        }


def _sentence(launch, is_stuck):
    if is_stuck:
        return _("Belum ada pekerja latar yang mengambil tugas ini. Pastikan `manage.py worker` berjalan.")
    if launch.state == Launch.State.WAITING:
        return _("Menunggu giliran. Biasanya mulai dalam beberapa detik.")
    if launch.state == Launch.State.FAILED:
        return _failure(launch)
    if launch.state == Launch.State.DONE:
        return _("Selesai: %(n)s penilaian terbuka dan setiap pegawai diberi tahu.") % {"n": show_number(launch.done)}
    counted = {"done": show_number(launch.done), "total": show_number(launch.total)}
    told = _("%(done)s dari %(total)s penilaian terbuka.") % counted
    if launch.attempts:
        told += " " + _("Sempat terhenti, lalu dilanjutkan. Yang sudah terbuka tidak diulang.")
    return told


def _failure(launch):
    if launch.error == "nobody":
        return _("Tidak ada pegawai yang dapat ikut, jadi periode tidak dibuka. Betulkan sebabnya, lalu buka lagi.")
    return _(
        "Berhenti sesudah %(attempts)s percobaan (%(error)s). %(done)s penilaian sudah terbuka dan tetap berlaku. "
        "Coba lagi; bila tetap gagal, hubungi pengelola sistem dengan kode ini."
    ) % {"attempts": launch.attempts, "error": launch.error, "done": launch.done}
