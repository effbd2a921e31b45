"""Committees: who sits on them, appointed by letter for a period."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions import cycle as actions
from appraisal.models import Cycle
from appraisal.page_forms.committee import CITY, UNIT, Appointment
from appraisal.permissions import hr_only
from appraisal.selectors import committee as selectors

from .acts import Page, act, posted
from .cycles import held_cycle
from .paging import Pages, number_in

PAGE = 25  # committees on one page


@hr_only
@require_safe
def committees(request):
    found = selectors.committees(after=number_in(request, "after"))[: PAGE + 1]
    pages = Pages.of(found, PAGE, first="after" not in request.GET)
    return render(request, "appraisal/committees.html", {"pages": pages})


def held_committee(pk):
    found = selectors.committee_with(pk)
    if found is None:
        raise Http404
    return found


@hr_only
@require_safe
def committee(request, pk):
    """The roster: who holds which seat, by which letter, and who held it before."""
    found = held_committee(pk)
    seats = selectors.seats_of(found)
    active = [seat for seat in seats if seat.is_active]
    facts = {
        "committee": found,
        "cycle": found.cycle,
        "seats": active,
        "former": [seat for seat in seats if not seat.is_active],
        "quorum": len(active) // 2 + 1,
        "is_draft": found.cycle.state == Cycle.State.DRAFT,
        "is_open": found.cycle.state == Cycle.State.OPEN,
    }
    return render(request, "appraisal/committee.html", facts)


@hr_only
@require_http_methods(["GET", "POST"])
def appoint(request, slug):
    """Typed by name, found by the server, shown once more before it is recorded."""
    cycle = held_cycle(slug)
    form = Appointment(posted(request), initial=_known(request, cycle))
    page = Page(
        title=gettext_lazy("Tunjuk komite"),
        lead=gettext_lazy("Sesuai surat penunjukan. Komite memoderasi; ia tidak menilai ulang."),
        submit=gettext_lazy("Simpan komite"),
        done=gettext_lazy("Komite tersimpan."),
        consequences=(
            gettext_lazy("Sampai periode dibuka susunannya masih dapat diganti seluruhnya."),
            gettext_lazy("Sesudah itu hanya satu kursi demi satu kursi, dengan surat pengganti."),
        ),
        back=reverse("cycle", args=[slug]),
        then=lambda made: reverse("committee", args=[made.pk]),
        checked=True,
        about="appraisal/cycle_about.html",
        context={"cycle": cycle},
    )
    return act(request, page, form, _appoint(form, cycle))


def _appoint(form, cycle):
    def appoint(*, by, at, **_typed):
        return actions.appoint_committee(cycle=cycle, **form.facts(), by=by, at=at)

    return appoint


def _known(request, cycle):
    """The roster so far: of the unit in the address, or of the whole city."""
    asked = number_in(request, "of")
    earlier = selectors.committee_with(asked) if asked else None
    if earlier is None or earlier.cycle_id != cycle.pk:
        return {"scope": CITY, "name": gettext_lazy("Komite penilaian kinerja")}
    seats = [seat for seat in selectors.seats_of(earlier) if seat.is_active]
    return {
        "scope": UNIT if earlier.unit else CITY,
        "unit": earlier.unit.code if earlier.unit else "",
        "name": earlier.name,
        "members": "\n".join(seat.member.name for seat in seats),
        "chair": earlier.chair.name,
        "letter_no": earlier.letter_no,
        "meeting_on": earlier.meeting_on,
    }
