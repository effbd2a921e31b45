"""Kin that a member declares: his own page, and what an office reads of it with a stated purpose."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from appraisal.models import KinDeclaration
from appraisal.permissions import for_roles
from appraisal.selectors.committee import seat_with
from appraisal.views.acts import Page, act, place, posted, status_of
from organization.roles import Role
from workflow import committees
from workflow.hr_forms import Kin, Nothing, PurposeForm
from workflow.refusals import Refused

CRUMB = "workflow/kin_crumb.html"


@require_http_methods(["GET", "POST"])
def kin(request):
    """What one has declared, and the form to declare more."""
    page = Page(
        title=gettext_lazy("Hubungan keluarga saya"),
        lead=gettext_lazy("Untuk anggota komite: siapa keluarga Anda di antara pegawai dan pejabat."),
        submit=gettext_lazy("Nyatakan hubungan"),
        done=gettext_lazy("Pernyataan tersimpan."),
        consequences=(
            gettext_lazy(
                "Anda tidak ikut memberi suara dalam berkas tempat orang ini menjadi pihak; kuorum dihitung ulang."
            ),
            gettext_lazy("Suara Anda yang masih terbuka dalam berkas itu ditutup sekarang juga."),
            gettext_lazy("Isinya dibaca Anda, serta pengelola kinerja dan inspektorat dengan tujuan yang dicatat."),
        ),
        back=reverse("profile"),
        then=lambda made: reverse("kin"),
        checked=True,
        about="workflow/kin_list.html",
        context={"declarations": _own(request), "crumb": CRUMB},
    )
    return act(request, page, Kin(posted(request)), committees.declare_kin, says_no=(Refused,))


@require_http_methods(["GET", "POST"])
def kin_withdraw(request, pk):
    declaration = KinDeclaration.objects.filter(pk=pk, member=request.user).select_related("relative").first()
    if declaration is None:
        raise Http404
    if declaration.withdrawn_at and request.method == "GET":
        return redirect("kin")
    page = Page(
        title=gettext_lazy("Cabut pernyataan"),
        lead=gettext_lazy("Bila keliru, atau hubungannya sudah berakhir."),
        submit=gettext_lazy("Cabut pernyataan"),
        done=gettext_lazy("Pernyataan dicabut."),
        consequences=(
            gettext_lazy("Pemungutan suara yang dibuka sesudah ini memanggil Anda lagi."),
            gettext_lazy("Pernyataan lama tetap tercatat."),
        ),
        back=reverse("kin"),
        about="workflow/kin_one.html",
        context={"declaration": declaration, "crumb": CRUMB},
    )
    return act(request, page, Nothing(posted(request)), committees.withdraw_kin, says_no=(Refused,), declaration_id=pk)


@for_roles(Role.HR_ADMIN, Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def committee_kin(request, pk):
    """State a purpose, read once: each reading is an entry, and the member sees who looked."""
    seat = seat_with(pk)
    if seat is None:
        raise Http404
    form, found, status = PurposeForm(posted(request)), None, 200
    if form.is_bound and form.is_valid():
        try:
            found = committees.open_kin(
                seat.committee_id, seat.member, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            place(form, refusal)
            status = status_of(refusal)
    elif form.is_bound:
        status = 422
    facts = {"seat": seat, "committee": seat.committee, "cycle": seat.committee.cycle, "form": form, "found": found}
    return render(request, "workflow/committee_kin.html", facts, status=status)


def _own(request):
    mine = KinDeclaration.objects.filter(member=request.user)
    return mine.select_related("relative").order_by("withdrawn_at", "-pk")
