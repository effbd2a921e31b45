"""When a period may end, and that it stays so."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organization.rules import RuleBroken


def check_cycle_is_not_closed(cycle):
    if cycle.is_closed:
        raise RuleBroken(_("Periode ini sudah ditutup dan tidak dapat dibuka kembali."))


def check_closing(cycle, *, unfinished, today):
    """A period ends when its last day is over and each of its cases has ended: none is cut off by it."""
    check_cycle_is_not_closed(cycle)
    if cycle.launched_at is None:
        raise RuleBroken(_("Periode ini belum dibuka, jadi belum ada yang dapat ditutup."))
    if cycle.paused_at:
        raise RuleBroken(_("Periode ini sedang dijeda. Lanjutkan dulu."))
    if today <= cycle.ends_on:
        raise RuleBroken(
            _("Masa penilaian berjalan sampai %(day)s. Periode dapat ditutup sesudahnya.")
            % {"day": date_format(cycle.ends_on, "j F Y")}
        )
    if unfinished:
        raise RuleBroken(
            ngettext(
                "%(n)s berkas belum selesai. Selesaikan atau hentikan dulu, lalu tutup periodenya.",
                "%(n)s berkas belum selesai. Selesaikan atau hentikan dulu, lalu tutup periodenya.",
                unfinished,
            )
            % {"n": unfinished}
        )
