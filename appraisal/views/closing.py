"""The end of a period: who is not done yet, then a page to check, then nothing more."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from appraisal import rules
from appraisal.actions import closing
from appraisal.page_forms.cycle import Closing
from appraisal.permissions import hr_only
from appraisal.rules import RuleBroken
from appraisal.selectors import cycle as selectors

from .acts import Page, act, posted
from .cycles import held_cycle
from .paging import Pages, number_in

UNFINISHED = 25  # people on one page


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_close(request, slug):
    found = held_cycle(slug)
    back = reverse("cycle", args=[slug])
    if found.is_closed and request.method == "GET":
        return redirect(back)
    progress = selectors.progress_of(found)
    page = Page(
        title=_("Tutup periode penilaian"),
        lead=_("Sesudah ditutup, tidak ada yang dapat terjadi lagi dalam periode ini."),
        submit=_("Tutup periode"),
        done=_("Periode ditutup. Setiap berkas ditandai selesai dalam jejak audit."),
        consequences=_consequences(progress),
        back=back,
        about="appraisal/cycle_close_about.html",
        checked=True,
        is_grave=True,
        context={"cycle": found, "progress": progress},
    )
    if request.method == "GET" and (why_not := _why_not(found, progress)):
        return _blocked(request, page, why_not)
    return act(request, page, Closing(posted(request)), closing.close, cycle_id=found.pk)


def _consequences(progress):
    counted = ngettext(
        "%(n)s berkas ditandai selesai. Catatan yang muncul sesudahnya dalam berkas ditemukan pemeriksaan.",
        "%(n)s berkas ditandai selesai. Catatan yang muncul sesudahnya dalam berkas ditemukan pemeriksaan.",
        progress.total,
    )
    return (
        _("Periode tidak dapat dibuka kembali, dan tidak ada pegawai yang dapat diikutkan lagi."),
        counted % {"n": progress.total},
        _("Koreksi hanya lewat versi pengganti berdasarkan surat."),
    )


def _why_not(found, progress):
    today = rules.local_date(timezone.now(), closing.ZONE)
    try:
        rules.check_closing(found, unfinished=progress.running, today=today)
    except RuleBroken as broken:
        return str(broken)
    return ""


def _blocked(request, page, why_not):
    """What stands in the way, and with whom."""
    rows = selectors.unfinished_people(page.context["cycle"], after=number_in(request, "after"))
    people = Pages.of(rows[: UNFINISHED + 1], UNFINISHED, first="after" not in request.GET)
    facts = {"page": page, "why_not": why_not, "people": people, **page.context}
    return render(request, "appraisal/cycle_close.html", facts)
