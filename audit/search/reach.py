"""How far back a search looked, and what the page says while it looks on (static/js/further.js)."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from audit.wording import second_in


@dataclass(frozen=True)
class Reach:
    """`count` entries were looked at, back to `at`; None: to the beginning."""

    count: int
    at: datetime.datetime | None
    percent: int  # of the entries in the time that is asked for, from the newest to there

    def words(self, zone):
        return second_in(self.at, zone) if self.at else ""


def reach_of(found):
    if found.older is None:
        return Reach(found.count, None, 100)
    return Reach(found.count, found.older.at, percent_of(found.older.id, *found.looked.ends))


def percent_of(reached, newest, oldest):
    """By the keys of entries: one written under a moment long ago stretches nothing. All is said at the end only."""
    return max(0, min(99, 100 * (newest - reached) // (newest - oldest))) if newest > oldest else 99


def words():
    return {
        "start": _("Cari sampai selesai"),
        "stop": _("Berhenti"),
        "more": _("Lanjutkan pencarian"),
        "retry": _("Coba lagi"),
        "begun": _("Mencari lebih jauh ke belakang."),
        "numbers": _("{looked} catatan dilihat, {found} ditemukan."),
        "reached": _("{share} catatan sudah dilalui, sampai {reach}."),
        "stopped": _("Dihentikan."),
        "enough": _("Berhenti sendiri setelah {more} catatan lagi ditemukan."),
        "ended": _("Selesai: sudah sampai catatan tertua."),
    } | _troubles()


def _troubles():
    """Why it cannot go on; what was found stays on the page."""
    return {
        "offline": _("Tidak ada sambungan. Periksa jaringan Anda, lalu coba lagi."),
        "busy": _("Server sedang sibuk atau terganggu. Tunggu sebentar, lalu coba lagi."),
        "signed_out": _("Anda sudah keluar. Masuk lagi di jendela lain, lalu coba lagi."),
        "refused": _("Server menolak melanjutkan pencarian ini. Muat ulang halaman, atau cari lagi dari awal."),
        "closed": _("Tujuan pencarian dalam isi sudah berakhir. Muat ulang halaman ini untuk mencatatnya lagi."),
        "sentences": _("Tujuan pencarian dalam isi sudah berakhir. Muat ulang halaman ini untuk mencatatnya lagi."),
        "whole": _("Tujuan baru dicatat di jendela lain. Muat ulang halaman ini untuk mencari juga dalam isi."),
        "lost": _("Sesi Anda berganti, jadi kata yang dicari tidak dikenal lagi. Cari lagi dari awal."),
    }
