"""What HR does to one case, and what the second level does to a late objection: a page for each act."""

from collections.abc import Callable
from dataclasses import dataclass, replace

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
from appraisal.policy_words import span
from appraisal.views.acts import Page, act, posted
from organization.forms.people import Reason
from workflow import beside, hr_forms
from workflow.desk.claims import live_claims
from workflow.models import Step
from workflow.permissions import refuse_all_but_hr
from workflow.refusals import Forbidden, NotFound, Refused
from workflow.views.case import menu_of
from workflow.wording import task_of

ENDED = (Stage.FINAL, Stage.CANCELLED)


@dataclass(frozen=True)
class CaseAct:
    """`why_not(appraisal)` is what would refuse it now, said before anybody types; `means(appraisal)` what it means."""

    form: type
    door: Callable
    page: Page
    means: Callable
    why_not: Callable = lambda appraisal: ""
    needs_case: bool = False  # the form asks the case what is possible


def _once_over(appraisal):
    return _("Berkas ini sudah berakhir.") if appraisal.stage in ENDED else ""


def _unless_awaited(appraisal):
    if appraisal.stage != Stage.EMPLOYEE_RESPONSE:
        return _("Penyerahan hanya dicatat selama hasil menunggu tanggapan pegawai.")
    return _("Hasil ini sudah diterima pegawai.") if appraisal.received_at else ""


def _unless_final(appraisal):
    return "" if appraisal.is_final else _("Hanya penilaian yang sudah final dapat diganti.")


def _claims_of(appraisal):
    open_steps = Step.objects.filter(case__appraisal=appraisal, completed_at=None)
    return list(live_claims(open_steps, at=timezone.now()))


def _deadline_of(appraisal):
    """The later of handover + 14 and recording + 7 days, as the policy has them."""

    def means(form):
        recorded_on = rules.local_date(timezone.now(), appraisal.zone)
        day = rules.delivery_day(appraisal.cycle, form.cleaned_data["handed_over_on"], recorded_on)
        return (
            _("Masa keberatan pegawai berakhir %(day)s pukul 23.59.") % {"day": date_format(day, "l, j F Y")},
            _("Pegawai diberi tahu dan dapat membantah penyerahan ini."),
        )

    return means


REASSIGN = CaseAct(
    hr_forms.Reassignment,
    beside.reassign,
    Page(
        title=gettext_lazy("Alihkan peran dalam berkas ini"),
        lead=gettext_lazy("Susunan pihak dibekukan saat periode dibuka dan hanya berubah lewat halaman ini."),
        submit=gettext_lazy("Alihkan"),
        done=gettext_lazy("Peran dialihkan. Pejabat yang baru diberi tahu."),
    ),
    means=lambda appraisal: (
        _("Hak pejabat yang lama atas berkas ini berakhir saat ini juga."),
        _("Tugas yang terbuka pindah kepada pejabat yang baru, dengan batas waktu yang sama."),
        _("Pegawai diberi tahu, dan alasannya tercatat."),
    ),
    why_not=_once_over,
)
CANCEL = CaseAct(
    Reason,
    beside.cancel,
    Page(
        title=gettext_lazy("Hentikan berkas ini"),
        lead=gettext_lazy("Untuk berkas yang tidak seharusnya berjalan, misalnya pegawai pensiun di tengah periode."),
        submit=gettext_lazy("Hentikan berkas"),
        done=gettext_lazy("Berkas dihentikan."),
        is_grave=True,
    ),
    means=lambda appraisal: (
        _("Berkas yang dihentikan tidak dapat dijalankan lagi. Pegawai ini tidak mendapat predikat."),
        _("Tidak ada yang dihapus. Pegawai dan pejabat penilai diberi tahu dengan alasannya."),
    ),
    why_not=_once_over,
)
DELIVERY = CaseAct(
    hr_forms.Handover,
    beside.record_delivery,
    Page(
        title=gettext_lazy("Catat penyerahan di atas kertas"),
        lead=gettext_lazy(
            "Untuk pegawai yang tidak membuka hasilnya sendiri. Tanpa catatan ini masa keberatan tidak berjalan."
        ),
        submit=gettext_lazy("Catat penyerahan"),
        done=gettext_lazy("Penyerahan dicatat. Pegawai diberi tahu."),
    ),
    means=_deadline_of,
    why_not=_unless_awaited,
    needs_case=True,
)
SUPERSEDE = CaseAct(
    hr_forms.Correction,
    beside.supersede,
    Page(
        title=gettext_lazy("Terbitkan versi pengganti"),
        lead=gettext_lazy("Pembetulan administratif atau hukum atas penilaian yang sudah final, berdasarkan surat."),
        submit=gettext_lazy("Terbitkan versi pengganti"),
        done=gettext_lazy("Versi pengganti terbit."),
        is_grave=True,
        then=lambda made: reverse("appraisal", args=[made.pk]),
    ),
    means=lambda appraisal: (
        _("Versi yang lama tetap tersimpan apa adanya dan tertaut dengan yang baru."),
        _("Predikatnya dihitung dari matriks kebijakan periode. Pegawai dan pejabat penilai diberi tahu."),
    ),
    why_not=_unless_final,
)
ADMIT_LATE = CaseAct(
    hr_forms.LateObjection,
    beside.admit_late_objection,
    Page(
        title=gettext_lazy("Terima keberatan terlambat"),
        lead=gettext_lazy("Bila pegawai terhalang, misalnya karena gangguan sistem, masa keberatan dibuka lagi."),
        submit=gettext_lazy("Buka masa keberatan"),
        done=gettext_lazy("Masa keberatan dibuka kembali. Pegawai diberi tahu."),
    ),
    means=lambda appraisal: (
        _("Pegawai mendapat %(days)s lagi untuk menanggapi atau mengajukan keberatan.")
        % {"days": span(appraisal.policy, "late_objection")},
        _("Suara komite yang belum diberikan ditutup dulu. Anda tidak dapat menarik kembali langkah ini."),
    ),
)
UNCLAIM = CaseAct(
    Reason,
    beside.unclaim,
    Page(
        title=gettext_lazy("Lepaskan tugas dari pemegangnya"),
        lead=gettext_lazy("Untuk tugas yang diambil seseorang tetapi tidak dikerjakan, sehingga rekannya terhalang."),
        submit=gettext_lazy("Lepaskan tugas"),
        done=gettext_lazy("Tugas dilepaskan. Pemegangnya diberi tahu."),
    ),
    means=lambda appraisal: (
        *(
            _("%(who)s tidak lagi memegang tugas “%(step)s”, dan diberi tahu.")
            % {"who": claim.holder, "step": task_of(claim.step.name)}
            for claim in _claims_of(appraisal)
        ),
        _("Siapa pun yang berhak, juga pemegang itu, dapat mengambilnya lagi. Yang ia ketik tetap tersimpan."),
    ),
    why_not=lambda appraisal: (
        "" if _claims_of(appraisal) else _("Tidak ada yang sedang memegang tugas dalam berkas ini.")
    ),
)
ACTS = {"reassign": REASSIGN, "cancel": CANCEL, "delivery": DELIVERY, "supersede": SUPERSEDE, "unclaim": UNCLAIM}


@hr_only
@require_http_methods(["GET", "POST"])
def case_act(request, pk, name):
    """Whoever is a party to the case leaves it to a colleague, before anything is typed."""
    appraisal = _visible(request, pk)
    try:
        refuse_all_but_hr(request.user, appraisal)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    return _do(request, appraisal, ACTS[name])


@require_http_methods(["GET", "POST"])
def case_admit_late(request, pk):
    """The second level's, not HR's: whoever decides objections says whether one may come late."""
    appraisal = _visible(request, pk)
    if request.user.pk != appraisal.decider_id:
        raise PermissionDenied(_("Hanya atasan pejabat penilai yang dapat menerima keberatan terlambat."))
    return _do(request, appraisal, ADMIT_LATE)


def _visible(request, pk):
    found = Appraisal.objects.visible_to(request.user).with_people().filter(pk=pk).first()
    if found is None:
        raise Http404
    request.menu = menu_of(found, request.user)
    return found


def _do(request, appraisal, asked):
    why_not = asked.why_not(appraisal)
    facts = {"appraisal": appraisal, "stage": Stage(appraisal.stage).label, "why_not": why_not}
    page = replace(
        asked.page,
        back=reverse("appraisal", args=[appraisal.pk]),
        about="workflow/hr_case_about.html",
        checked=True,
        consequences=asked.means(appraisal),
        context=facts,
    )
    if why_not and request.method == "GET":
        return render(request, "appraisal/act.html", {"page": page, "form": None, **facts}, status=409)
    form = asked.form(posted(request), **({"appraisal": appraisal} if asked.needs_case else {}))
    try:
        return act(request, page, form, asked.door, says_no=(Refused,), appraisal_id=appraisal.pk)
    except NotFound as refused:
        raise Http404 from refused
