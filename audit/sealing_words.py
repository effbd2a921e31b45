"""The states of a seal in words, for every list of entries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Seal:
    """How firmly an entry stands."""

    label: Any
    meaning: Any
    icon: str
    tone: str


WAITING = Seal(
    _("Menunggu segel"),
    _("Belum disegel. Lebih dari 60 detik menyalakan peringatan."),
    "hourglass",
    "warn",
)
SEALED = Seal(
    _("Tersegel"),
    _("Ada dalam pohon yang ditandatangani. Perubahan sesudah ini terlihat saat diperiksa."),
    "shield-check",
    "ok",
)
UNSIGNED = Seal(
    _("Dalam pohon"),
    _("Sudah mendapat tempat dalam pohon, tanda tangannya belum ada."),
    "shield-check",
    "info",
)
ERASED = Seal(
    _("Isi dihapus atas perintah"),
    _("Isinya dihapus dengan perintah tercatat. Urutan dan buktinya tetap."),
    "eraser",
    "mute",
)
MEANINGS = (SEALED, WAITING, ERASED)


def seal_of(entry, status):
    """What the list says of an entry that `search` found."""
    if entry.place is False:
        return WAITING
    return SEALED if entry.place.idx < status.sealed_size else UNSIGNED
