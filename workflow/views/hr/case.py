"""What HR does to one case, and what the second level does to a late objection: each with its own page."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from appraisal import rules
from appraisal.models import Appraisal, Stage
from appraisal.permissions import hr_only
from appraisal.views.acts import Page, act, posted
from organization.forms.people import Reason
from workflow import beside, hr_forms
from workflow.permissions import refuse_all_but_hr
from workflow.refusals import Forbidden, NotFound, Refused
from workflow.views.case import menu_of

ENDED = (Stage.FINAL, Stage.CANCELLED)
OVER = gettext_lazy("Berkas ini sudah berakhir.")


def _visible(request, pk):
    found = Appraisal.objects.visible_to(request.user).with_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    request.menu = menu_of(found, request.user)
    return found


def _held(request, pk):
    """Whoever is a party to the case leaves it to a colleague, before anything is typed."""
    found = _visible(request, pk)
    try:
        refuse_all_but_hr(request.user, found)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    return found


def _act(request, appraisal, form, action, page, why_not=""):
    """`why_not` is what would refuse it now, said before anybody types."""
    back = reverse("appraisal", args=[appraisal.pk])
    people = {"appraisal": appraisal, "stage": Stage(appraisal.stage).label, "why_not": why_not}
    page = replace(page, back=back, about="workflow/hr_case_about.html", checked=True, context=people)
    if why_not and request.method == "GET":
        return render(request, "appraisal/act.html", {"page": page, "form": None, **people}, status=409)
    try:
        return act(request, page, form, action, says_no=(Refused,), appraisal_id=appraisal.pk)
    except NotFound as refused:
        raise Http404 from refused


@hr_only
@require_http_methods(["GET", "POST"])
def case_reassign(request, pk):
    appraisal = _held(request, pk)
    page = Page(
        title=gettext_lazy("Alihkan peran dalam berkas ini"),
        lead=gettext_lazy("Susunan pihak dibekukan saat periode dibuka dan hanya berubah lewat halaman ini."),
        submit=gettext_lazy("Alihkan"),
        done=gettext_lazy("Peran dialihkan. Pejabat yang baru diberi tahu."),
        consequences=(
            gettext_lazy("Hak pejabat yang lama atas berkas ini berakhir saat ini juga."),
            gettext_lazy("Tugas yang terbuka pindah kepada pejabat yang baru, dengan batas waktu yang sama."),
            gettext_lazy("Pegawai diberi tahu, dan alasannya tercatat."),
        ),
        back="",
    )
    form = hr_forms.Reassignment(posted(request))
    return _act(request, appraisal, form, beside.reassign, page, OVER if appraisal.stage in ENDED else "")


@hr_only
@require_http_methods(["GET", "POST"])
def case_cancel(request, pk):
    appraisal = _held(request, pk)
    page = Page(
        title=gettext_lazy("Hentikan berkas ini"),
        lead=gettext_lazy("Untuk berkas yang tidak seharusnya berjalan, misalnya pegawai pensiun di tengah periode."),
        submit=gettext_lazy("Hentikan berkas"),
        done=gettext_lazy("Berkas dihentikan."),
        consequences=(
            gettext_lazy("Berkas yang dihentikan tidak dapat dijalankan lagi. Pegawai ini tidak mendapat predikat."),
            gettext_lazy("Tidak ada yang dihapus. Pegawai dan pejabat penilai diberi tahu dengan alasannya."),
        ),
        back="",
        is_grave=True,
    )
    return _act(
        request, appraisal, Reason(posted(request)), beside.cancel, page, OVER if appraisal.stage in ENDED else ""
    )


@hr_only
@require_http_methods(["GET", "POST"])
def case_delivery(request, pk):
    appraisal = _held(request, pk)
    page = Page(
        title=gettext_lazy("Catat penyerahan di atas kertas"),
        lead=gettext_lazy(
            "Untuk pegawai yang tidak membuka hasilnya sendiri. Tanpa catatan ini masa keberatan tidak berjalan."
        ),
        submit=gettext_lazy("Catat penyerahan"),
        done=gettext_lazy("Penyerahan dicatat. Pegawai diberi tahu."),
        consequences=lambda form: _deadline_of(form, appraisal),
        back="",
    )
    form = hr_forms.Handover(posted(request), appraisal=appraisal)
    return _act(request, appraisal, form, beside.record_delivery, page, _why_no_delivery(appraisal))


def _why_no_delivery(appraisal):
    if appraisal.stage != Stage.EMPLOYEE_RESPONSE:
        return _("Penyerahan hanya dicatat selama hasil menunggu tanggapan pegawai.")
    return _("Hasil ini sudah diterima pegawai.") if appraisal.received_at else ""


def _deadline_of(form, appraisal):
    """The later of handover + 14 and recording + 7 days, as the policy has them."""
    limits = appraisal.policy.deadlines
    day = rules.delivery_day(
        form.cleaned_data["handed_over_on"],
        rules.local_date(timezone.now(), appraisal.zone),
        response=limits.response,
        delivery=limits.delivery,
    )
    return (
        _("Masa keberatan pegawai berakhir %(day)s pukul 23.59.") % {"day": date_format(day, "l, j F Y")},
        _("Pegawai diberi tahu dan dapat membantah penyerahan ini."),
    )


@hr_only
@require_http_methods(["GET", "POST"])
def case_supersede(request, pk):
    appraisal = _held(request, pk)
    page = Page(
        title=gettext_lazy("Terbitkan versi pengganti"),
        lead=gettext_lazy("Pembetulan administratif atau hukum atas penilaian yang sudah final, berdasarkan surat."),
        submit=gettext_lazy("Terbitkan versi pengganti"),
        done=gettext_lazy("Versi pengganti terbit."),
        consequences=(
            gettext_lazy("Versi yang lama tetap tersimpan apa adanya dan tertaut dengan yang baru."),
            gettext_lazy(
                "Predikatnya dihitung dari matriks kebijakan periode. Pegawai dan pejabat penilai diberi tahu."
            ),
        ),
        back="",
        is_grave=True,
        then=lambda made: reverse("appraisal", args=[made.pk]),
    )
    why_not = "" if appraisal.is_final else _("Hanya penilaian yang sudah final dapat diganti.")
    return _act(request, appraisal, hr_forms.Correction(posted(request)), beside.supersede, page, why_not)


@require_http_methods(["GET", "POST"])
def case_admit_late(request, pk):
    """The second level's, not HR's: whoever decides objections says whether one may come late."""
    appraisal = _visible(request, pk)
    if request.user.pk != appraisal.decider_id:
        raise PermissionDenied(_("Hanya atasan pejabat penilai yang dapat menerima keberatan terlambat."))
    page = Page(
        title=gettext_lazy("Terima keberatan terlambat"),
        lead=gettext_lazy("Bila pegawai terhalang, misalnya karena gangguan sistem, masa keberatan dibuka lagi."),
        submit=gettext_lazy("Buka masa keberatan"),
        done=gettext_lazy("Masa keberatan dibuka kembali. Pegawai diberi tahu."),
        consequences=(
            _("Pegawai mendapat %(days)s hari lagi untuk menanggapi atau mengajukan keberatan.")
            % {"days": appraisal.policy.deadlines.late_objection},
            _("Suara komite yang belum diberikan ditutup dulu. Anda tidak dapat menarik kembali langkah ini."),
        ),
        back="",
    )
    form = hr_forms.LateObjection(posted(request))
    return _act(request, appraisal, form, beside.admit_late_objection, page)
