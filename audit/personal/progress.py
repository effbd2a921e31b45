"""How far a copy is, in words for its owner and in numbers for a script."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from . import parts
from .models import PersonalCopy

PATIENCE = timedelta(minutes=1)  # a worker looks every few seconds


@dataclass(frozen=True)
class State:
    """`is_over`: nothing will change any more."""

    state: str
    percent: int
    numbers: str
    sentence: str
    is_over: bool

    @classmethod
    def of(cls, copy, *, at):
        is_stuck = copy.state == PersonalCopy.State.WAITING and at - copy.asked_at > PATIENCE
        is_done = copy.state == PersonalCopy.State.DONE
        percent = 100 if is_done else min(95, copy.done_parts * 100 // (len(parts) + 1))
        done = _("%(n)s dari %(total)s bagian") % {"n": copy.done_parts, "total": len(parts)}
        return cls(copy.state, percent, "" if copy.is_over else done, _sentence(copy, is_stuck), copy.is_over)

    def as_json(self):
        told = {"state": self.state, "percent": self.percent, "numbers": self.numbers, "sentence": self.sentence}
        return told | {"over": self.is_over}


def _sentence(copy, is_stuck):
    if is_stuck:
        return _("Belum ada pekerja latar yang mengambil tugas ini. Permintaan Anda tetap tersimpan.")
    told = {
        PersonalCopy.State.WAITING: _("Menunggu giliran. Biasanya mulai dalam beberapa detik."),
        PersonalCopy.State.RUNNING: _("Sedang dikumpulkan."),
        PersonalCopy.State.DONE: _("Selesai. Hanya Anda yang dapat mengunduhnya."),
        PersonalCopy.State.GONE: _(
            "Berkasnya sudah dihapus: tujuh hari lewat, atau isinya dihapus menurut perintah. Minta lagi bila perlu."
        ),
    }
    return told.get(copy.state) or _("Gagal dikumpulkan. Minta lagi; bila tetap gagal, hubungi pengelola kinerja.")
