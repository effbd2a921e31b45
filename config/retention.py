"""How long what is kept: read from what the worker really does, so that the page cannot promise anything else."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from audit.models import Export, PersonalCopy
from organization.importing.files import KEPT as IMPORTS_KEPT


@dataclass(frozen=True)
class Goes:
    """What a chore of the worker removes; `days` it is kept, or in words how long."""

    chore: str
    what: Any
    days: Any = None
    words: Any = ""
    remains: Any = ""

    @property
    def kept(self):
        days = self.days() if self.days else 0
        if self.days and not days:
            return _("Tidak dihapus di kota ini")
        return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days} if days else self.words


GOES = [
    Goes(
        "old sessions",
        gettext_lazy("Sesi masuk"),
        words=gettext_lazy("Sampai keluar, peramban ditutup, atau 12 jam"),
        remains=gettext_lazy("Kapan Anda masuk dan keluar tetap dalam catatan."),
    ),
    Goes(
        "old tokens",
        gettext_lazy("Token API"),
        days=lambda: settings.REST_KNOX["TOKEN_TTL"].days,
        remains=gettext_lazy("Bahwa token pernah dibuat tetap dalam catatan."),
    ),
    Goes(
        "old attempts",
        gettext_lazy("Hitungan percobaan masuk yang gagal"),
        words=gettext_lazy("Beberapa menit sampai satu jam"),
        remains=gettext_lazy("Setiap percobaan yang gagal tetap dalam catatan."),
    ),
    Goes(
        "old mail",
        gettext_lazy("Surel yang sudah terkirim"),
        days=lambda: settings.MAIL_KEEP_DAYS,
        remains=gettext_lazy(
            "Bahwa surel terkirim tetap dalam catatan. Surel kepada orang yang akunnya ditahan tidak dihapus."
        ),
    ),
    Goes(
        "old files of imports",
        gettext_lazy("Berkas impor organisasi"),
        days=lambda: IMPORTS_KEPT.days,
        remains=gettext_lazy("Setiap baris yang ditulisnya tetap sebagai riwayat."),
    ),
    Goes(
        "drafts",
        gettext_lazy("Draf yang belum dikirim"),
        words=gettext_lazy("Sampai tugasnya selesai"),
        remains=gettext_lazy("Yang dikirim tetap; draf tidak pernah dibaca orang lain."),
    ),
    Goes(
        "snoozes",
        gettext_lazy("Tugas yang Anda tunda"),
        words=gettext_lazy("Sampai waktunya tiba"),
        remains=gettext_lazy("Tugas dan tenggatnya tidak berubah."),
    ),
    Goes(
        "old personal copies",
        gettext_lazy("Salinan data pribadi"),
        days=lambda: PersonalCopy.KEPT.days,
        remains=gettext_lazy("Permintaan, unduhan, dan sidiknya tetap dalam catatan. Dapat diminta lagi."),
    ),
    Goes(
        "old exports",
        gettext_lazy("Ekspor jejak audit"),
        days=lambda: Export.KEPT.days,
        remains=gettext_lazy("Siapa mengekspor apa dan untuk tujuan apa tetap dalam catatan."),
    ),
]


@require_safe
def retention(request):
    return render(request, "retention.html", {"rows": GOES})
