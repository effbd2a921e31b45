"""A committee at work: another date for its meeting, another person on a seat."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from appraisal.models import Cycle
from appraisal.permissions import hr_only
from appraisal.selectors.committee import seat_with
from appraisal.views.acts import Page, act, posted
from appraisal.views.committees import held_committee
from workflow import committees
from workflow.hr_forms import Meeting, Substitute
from workflow.refusals import Refused


@hr_only
@require_http_methods(["GET", "POST"])
def committee_meeting(request, pk):
    """Whoever has an open vote is told of the new date."""
    committee = held_committee(pk)
    if committee.cycle.state != Cycle.State.OPEN:
        return redirect("committee", pk)
    page = Page(
        title=gettext_lazy("Pindahkan rapat komite"),
        lead=gettext_lazy("Batas suara yang masih terbuka ikut berpindah ke tanggal yang baru."),
        submit=gettext_lazy("Pindahkan rapat"),
        done=gettext_lazy("Rapat dipindahkan."),
        consequences=(
            gettext_lazy("Semua anggota diberi tahu, juga pegawai yang berkasnya sedang di komite."),
            gettext_lazy("Suara yang sudah diberikan tetap berlaku."),
        ),
        back=reverse("committee", args=[pk]),
        about="appraisal/committee_about.html",
        checked=True,
        context={"committee": committee, "cycle": committee.cycle},
    )
    form = Meeting(posted(request))
    return act(request, page, form, committees.move_meeting, says_no=(Refused,), committee_id=pk)


@hr_only
@require_http_methods(["GET", "POST"])
def committee_substitute(request, pk):
    """One seat at a time, by letter."""
    seat = seat_with(pk)
    if seat is None:
        raise Http404
    committee = seat.committee
    is_over = not seat.is_active and request.method == "GET"  # a second click on the button gets its answer
    if committee.cycle.state != Cycle.State.OPEN or is_over:
        return redirect("committee", committee.pk)
    page = Page(
        title=gettext_lazy("Tunjuk anggota pengganti"),
        lead=gettext_lazy("Kursi dan suara yang masih terbuka pindah kepada penggantinya."),
        submit=gettext_lazy("Tunjuk pengganti"),
        done=gettext_lazy("Anggota pengganti ditunjuk."),
        consequences=(
            gettext_lazy("Hak anggota yang diganti berakhir saat ini juga."),
            gettext_lazy("Suara yang sudah diberikannya tetap berlaku."),
            gettext_lazy("Dalam berkas tempat penggantinya menjadi pihak, kursi ini dianggap menarik diri."),
        ),
        back=reverse("committee", args=[committee.pk]),
        about="appraisal/committee_about.html",
        checked=True,
        context={"committee": committee, "cycle": committee.cycle, "seat": seat},
    )
    form = Substitute(posted(request))
    return act(request, page, form, committees.appoint_substitute, says_no=(Refused,), seat_id=pk)
