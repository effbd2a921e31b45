"""Holds by letter: an inspector places and lifts them; HR sees what they stop."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.hold import lift_hold, place_hold
from appraisal.page_forms.erasure import Hold
from appraisal.permissions import for_roles
from appraisal.selectors import erasure as selectors
from audit.erasure.holds import hold_on
from audit.models import LegalHold
from organization.roles import Role

from .acts import Page, act, posted
from .erasure import OFFICES, about, note_look, stream_in

PLACE = Page(
    title=_("Tahan penghapusan"),
    lead=_(
        "Menurut surat, misalnya dari pengadilan. Selama ditahan tidak ada isi yang dihapus, siapa pun yang menyetujui."
    ),
    submit=_("Tahan penghapusan"),
    done=_("Penghapusan ditahan."),
    checked=True,
    consequences=(
        _("Penahanan atas akun berlaku untuk semua berkas orang itu, juga untuk surel yang dikirim kepadanya."),
        _("Penahanan tercatat dalam berkas ini atas nama Anda, dan pengelola kinerja yang mengusulkan diberi tahu."),
    ),
    about="appraisal/erasure_about.html",
)
LIFT = Page(
    title=_("Akhiri penahanan"),
    lead=_("Menurut surat. Sesudahnya usulan yang sudah disetujui langsung dijalankan."),
    submit=_("Akhiri penahanan"),
    done=_("Penahanan berakhir."),
    checked=True,
    is_grave=True,
    consequences=(_("Usulan yang sudah disetujui untuk berkas ini dijalankan dalam beberapa detik."),),
    about="appraisal/erasure_about.html",
)


@for_roles(Role.INSPECTOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hold_place(request, kind, key):
    stream = stream_in(kind, key)
    request.menu = "erasures"
    if (standing := hold_on(stream)) and standing.stream == stream and request.method != "POST":
        return redirect(_page_of(standing))
    page = replace(PLACE, back=reverse("erasures"), then=_page_of, context=about(stream))
    return act(request, page, Hold(posted(request)), place_hold, stream=stream)


@for_roles(*OFFICES)
@never_cache
@require_safe
def hold(request, pk):
    standing = _found(pk)
    request.menu = "erasures"
    note_look(request, standing.stream)
    lines = selectors.lines_of(standing.stream, request.user, since=standing.placed_at, until=standing.lifted_at)
    facts = {
        "hold": standing,
        "lines": [line for line in lines if line.event.name.startswith("hold.")],
        "may_lift": standing.stands and request.user.is_inspector,
    }
    return render(request, "appraisal/hold.html", about(standing.stream) | facts)


@for_roles(Role.INSPECTOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hold_lift(request, pk):
    standing = _found(pk)
    request.menu = "erasures"
    if not standing.stands and request.method != "POST":
        return redirect(_page_of(standing))
    page = replace(LIFT, back=_page_of(standing), context=about(standing.stream))
    return act(request, page, Hold(posted(request)), lift_hold, hold_id=pk)


def _found(pk):
    standing = LegalHold.objects.select_related("placed_by", "lifted_by").filter(pk=pk).first()
    if standing is None:
        raise Http404
    return standing


def _page_of(standing):
    return reverse("hold", args=[standing.pk])
