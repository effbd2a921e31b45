"""What the chair, whoever prepares, and the members do with buttons. A refusal leaves the page as it stands now."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from appraisal.actions import agenda as preparing
from appraisal.actions import meeting as actions
from appraisal.meeting_rules import NotYours
from appraisal.models import AgendaItem, Seat
from appraisal.rules import RuleBroken
from appraisal.views.paging import number_in
from workflow.meeting_forms import key_of, reason_of

from .lists import held_meeting
from .sitting import Said, page

SAYS = {
    "open": _("Rapat dibuka. Anggota yang membuka halaman ini mengikuti Anda."),
    "close": _("Rapat ditutup. Yang belum diputus tetap terbuka dengan tanggalnya."),
    "close_item": _("Butir ditutup."),
    "missing": _("Acara dilengkapi dengan kasus yang menunggu."),
    "add": _("Kasus ditambahkan sebagai butir tersendiri."),
    "remove": _("Butir dikeluarkan dari acara."),
    "absent": _("Ketidakhadiran dicatat."),
    "here": _("Anda tercatat hadir."),
    "gone": _("Anda tercatat meninggalkan rapat."),
}


@require_POST
def meeting_agenda(request, pk, number):
    """Before the meeting is opened."""
    moves = {"up": -1, "down": 1}

    def act(found, do, **asked):
        if do == "missing":
            return preparing.add_missing(found.pk, **asked)
        if do == "add":
            return preparing.add_case(found.pk, key_of(request.POST.get("code", "")), **asked)
        item = item_in(request, found)
        if do == "remove":
            return preparing.remove_item(found.pk, item, **asked)
        return preparing.move_item(found.pk, item, by_places=moves[do], **asked)

    return _do(request, pk, number, act, allowed={*moves, "missing", "add", "remove"})


@require_POST
def meeting_lead(request, pk, number):
    """By the chair."""

    def act(found, do, **asked):
        if do == "open":
            return actions.open_meeting(found.pk, **asked)
        if do == "close":
            return actions.close_meeting(found.pk, **asked)
        if do == "absent":
            asked.pop("version")
            seat = get_object_or_404(Seat, committee=found.committee, pk=number_in(request.POST, "seat"))
            return actions.note_absent(found.pk, seat.member, reason=reason_of(request.POST.get("reason", "")), **asked)
        item = known_item(found, item_in(request, found))
        return (actions.call_item if do == "call" else actions.close_item)(found.pk, item, **asked)

    return _do(request, pk, number, act, allowed={"open", "close", "absent", "call", "close_item"})


@require_POST
def meeting_attend(request, pk, number):
    """Each member for himself."""

    def act(found, do, *, version, **asked):
        return (actions.attend if do == "here" else actions.leave)(found.pk, **asked)

    return _do(request, pk, number, act, allowed={"here", "gone"})


def item_in(request, found):
    return number_in(request.POST, "item") or 0


def known_item(found, pk):
    if not AgendaItem.objects.filter(meeting=found, pk=pk).exists():
        raise Http404
    return pk


def _do(request, pk, number, act, *, allowed):
    """One button, one act; what was seen is the version that the page carried."""
    found, do = held_meeting(request, pk, number), request.POST.get("do", "")
    if do not in allowed:
        raise Http404
    asked = {"by": request.user, "at": timezone.now(), "version": number_in(request.POST, "version")}
    try:
        act(found, do, **asked)
    except NotYours as refused:
        raise PermissionDenied(str(refused)) from None
    except RuleBroken as refused:
        status = getattr(refused, "status", 422)
        said = Said(status=status, notice=str(refused), typed=request.POST.dict())
        return page(request, held_meeting(request, pk, number), said=said)
    if do in SAYS:
        messages.success(request, SAYS[do])
    return redirect("meeting", pk, number)
