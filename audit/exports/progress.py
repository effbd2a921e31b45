"""How far an export is, in words for people and in numbers for a script."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from audit.models import Entry, Export
from audit.search.filters import Filter
from audit.search.reach import percent_of

PATIENCE = timedelta(minutes=1)  # a worker looks every few seconds


@dataclass(frozen=True)
class State:
    """`is_over`: nothing will change any more; `is_stuck`: no worker seems to be running."""

    state: str
    percent: int
    numbers: str
    sentence: str
    is_over: bool
    is_stuck: bool

    @classmethod
    def of(cls, export, *, at):
        is_stuck = export.state == Export.State.WAITING and at - export.asked_at > PATIENCE
        return cls(
            state=export.state,
            percent=_percent(export),
            numbers=_("%(n)s catatan") % {"n": number_format(export.rows, force_grouping=True)},
            sentence=_sentence(export, is_stuck),
            is_over=export.is_over,
            is_stuck=is_stuck,
        )

    def as_json(self):
        told = {"state": self.state, "percent": self.percent, "numbers": self.numbers, "sentence": self.sentence}
        return told | {"over": self.is_over}


def _percent(export):
    """By how far back it has come: nobody counts what it will find."""
    if export.state == Export.State.DONE:
        return 100
    if export.reached is None:
        return 0
    asked = Filter.of_document(export.filter)
    keys = Entry.objects.order_by("-at", "-pk").values_list("pk", flat=True).filter(at__lte=export.asked_at)
    keys = keys.filter(at__lt=asked.ends) if asked.ends else keys
    oldest = (keys.filter(at__gte=asked.begins) if asked.begins else keys).last()
    return percent_of(keys.filter(at__lte=export.reached).first(), keys.first(), oldest)


def _sentence(export, is_stuck):
    match export.state:
        case Export.State.WAITING if is_stuck:
            return _("Belum ada pekerja latar yang mengambil tugas ini. Pastikan `manage.py worker` berjalan.")
        case Export.State.WAITING:
            return _("Menunggu giliran. Biasanya mulai dalam beberapa detik.")
        case Export.State.RUNNING if export.reached:
            return _("Sudah sampai %(day)s.") % {"day": date_format(export.reached, "j F Y")}
        case Export.State.RUNNING:
            return _("Mulai ditulis.")
        case Export.State.DONE:
            return _("Selesai. Berkasnya dapat diunduh sampai %(day)s.") % {
                "day": date_format(export.kept_until, "j F Y")
            }
        case Export.State.GONE:
            return _(
                "Berkasnya sudah dihapus: tujuh hari lewat, atau isinya dihapus menurut perintah. Minta lagi bila perlu."
            )
    return _("Berhenti sesudah beberapa percobaan (%(error)s). Minta lagi, atau hubungi pengelola sistem.") % {
        "error": export.error
    }
