"""Acts on the clocks of a period: more time, reminders, a pause; and what people ask."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from appraisal.models import ExtensionRequest
from appraisal.permissions import hr_only
from appraisal.rules import RuleBroken
from appraisal.views.acts import Page, act, posted
from organization.forms.people import Reason
from organization.models import Unit
from organization.selectors import branch_of
from workflow import beside, extending, pausing, undoing
from workflow.clock_forms import ALL, ONE, UNIT, Asking, Extension, Whom
from workflow.extending import ask_extension, decline_extension
from workflow.refusals import NotFound, Refused
from workflow.reminders import waiting
from workflow.views.access import held_step

from .cockpit import held_running, receipt_of

NO = (Refused, RuleBroken)


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_extend(request, slug):
    """For a person, a unit or all; the check page says how many it moves."""
    cycle = held_running(slug)
    page = _page(
        cycle,
        title=gettext_lazy("Perpanjang batas waktu"),
        lead=gettext_lazy("Tercatat dalam setiap berkas dan dikabarkan kepada semua yang terpengaruh."),
        submit=gettext_lazy("Perpanjang"),
        done=gettext_lazy("Batas waktu diperpanjang."),
        consequences=_moves,
    )
    form = Extension(posted(request), cycle=cycle, initial=_begun(request))
    return act(request, page, form, extending.extend, says_no=NO, cycle_id=cycle.pk)


def _begun(request):
    """What the page one came from says already: a unit, or a request."""
    asked = ExtensionRequest.objects.filter(pk=_key(request, "request"), answered_at=None)
    if found := asked.select_related("appraisal__employee").first():
        person = found.appraisal.employee.full_name
        return {"scope": ONE, "person": person, "step": found.step, "until": found.until}
    unit = Unit.objects.filter(pk=_key(request, "unit")).first()
    return {"scope": UNIT, "unit": unit.code} if unit else {"scope": ALL}


def _key(request, name):
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 18 else 0


def _moves(form):
    found = form.affected
    told = [
        ngettext("%(n)s berkas bergeser.", "%(n)s berkas bergeser.", found.cases) % {"n": found.cases}
        if found.cases
        else _("Tidak ada berkas yang bergeser saat ini.")
    ]
    if found.owners:
        told.append(
            ngettext("%(n)s orang diberi tahu.", "%(n)s orang diberi tahu.", found.owners) % {"n": found.owners}
        )
    if found.earliest:
        told.append(_("Batas yang paling awal sekarang %(day)s.") % {"day": date_format(found.earliest, "l, j F Y")})
    if found.lapsed:
        told.append(
            ngettext(
                "%(n)s berkas sudah diteruskan karena batasnya lewat. Perpanjangan tidak mengembalikannya.",
                "%(n)s berkas sudah diteruskan karena batasnya lewat. Perpanjangan tidak mengembalikannya.",
                found.lapsed,
            )
            % {"n": found.lapsed}
        )
    return told


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_remind(request, slug):
    """Everybody with an open task of the period or of one branch, once a day each."""
    cycle = held_running(slug)
    page = _page(
        cycle,
        title=gettext_lazy("Ingatkan sekarang"),
        lead=gettext_lazy("Paling banyak satu pengingat sehari untuk setiap tugas, dan hanya pada jam kerja unitnya."),
        submit=gettext_lazy("Kirim pengingat"),
        done=gettext_lazy("Pengingat dikirim."),
        consequences=lambda form: [_waiting(cycle, form.cleaned_data["unit"])],
    )
    typed = posted(request) or {"unit": request.GET.get("unit", "")}
    return act(request, page, Whom(typed), beside.remind_now, says_no=NO, cycle_id=cycle.pk)


def _waiting(cycle, unit):
    steps = waiting(cycle, timezone.localdate()).filter(due_at__isnull=False)
    if unit:
        steps = steps.filter(case__appraisal__unit__in=branch_of(unit.pk))
    n = steps.count()
    return ngettext(
        "%(n)s tugas terbuka belum diingatkan hari ini.", "%(n)s tugas terbuka belum diingatkan hari ini.", n
    ) % {"n": n}


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_pause(request, slug):
    cycle = held_running(slug)
    page = _page(
        cycle,
        title=gettext_lazy("Jeda periode"),
        lead=gettext_lazy("Misalnya gangguan sistem nasional. Semua jam berhenti sampai Anda melanjutkannya."),
        submit=gettext_lazy("Jeda periode"),
        done=gettext_lazy("Periode dijeda."),
        consequences=(
            gettext_lazy("Selama jeda tidak ada batas waktu yang lewat dan tidak ada pengingat."),
            gettext_lazy("Orang boleh tetap bekerja. Semua yang punya tugas terbuka diberi tahu."),
            gettext_lazy("Saat dilanjutkan, batas waktu bergeser sebanyak hari jedanya, dibulatkan ke atas."),
        ),
    )
    return act(request, page, Reason(posted(request)), pausing.pause, says_no=NO, cycle_id=cycle.pk)


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_resume(request, slug):
    cycle = held_running(slug)
    days = pausing.days_between(cycle.paused_at, timezone.now()) if cycle.paused_at else 0
    page = _page(
        cycle,
        title=gettext_lazy("Lanjutkan periode"),
        lead=gettext_lazy("Jam berjalan lagi sejak saat ini."),
        submit=gettext_lazy("Lanjutkan periode"),
        done=gettext_lazy("Periode dilanjutkan."),
        consequences=(
            ngettext(
                "Batas waktu yang belum lewat saat dijeda bergeser %(n)s hari, juga tanggal periode dan rapat komite.",
                "Batas waktu yang belum lewat saat dijeda bergeser %(n)s hari, juga tanggal periode dan rapat komite.",
                days,
            )
            % {"n": days},
            _("Tugas yang dibuka selama jeda bergeser sejak dibukanya. Semua yang punya tugas terbuka diberi tahu."),
        ),
    )
    return act(request, page, Reason(posted(request)), pausing.resume, says_no=NO, cycle_id=cycle.pk)


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_undo(request, slug):
    """Only what nobody has touched, and only for some hours."""
    cycle = held_running(slug)
    found = undoing.Undo.of(cycle, at=timezone.now())
    page = _page(
        cycle,
        title=gettext_lazy("Batalkan pembukaan"),
        lead=gettext_lazy("Untuk periode yang terlanjur dibuka. Berkas yang sudah dibuka orang tetap berjalan."),
        submit=gettext_lazy("Batalkan pembukaan"),
        done=gettext_lazy("Pembukaan dibatalkan."),
        is_grave=True,
        consequences=(
            ngettext(
                "%(n)s berkas yang belum disentuh siapa pun dihapus; pegawainya diberi tahu.",
                "%(n)s berkas yang belum disentuh siapa pun dihapus; pegawainya diberi tahu.",
                found.untouched,
            )
            % {"n": found.untouched},
            ngettext("%(n)s berkas tetap berjalan.", "%(n)s berkas tetap berjalan.", found.touched)
            % {"n": found.touched},
            _("Pembukaannya tetap tercatat. Periode dapat dibuka lagi."),
        ),
    )
    return act(request, page, Reason(posted(request)), undoing.undo_launch, says_no=NO, cycle_id=cycle.pk)


def _page(cycle, **words):
    return Page(
        back=reverse("cycle_cockpit", args=[cycle.slug]),
        about="appraisal/cycle_about.html",
        checked=True,
        then=receipt_of(cycle),
        context={"cycle": cycle},
        **words,
    )


@hr_only
@require_http_methods(["GET", "POST"])
def extension_decline(request, pk):
    asked = ExtensionRequest.objects.select_related("appraisal__cycle", "appraisal__employee").filter(pk=pk).first()
    if asked is None:
        raise Http404
    cycle = asked.appraisal.cycle
    page = Page(
        title=gettext_lazy("Jangan perpanjang"),
        lead=_("%(who)s meminta waktu sampai %(day)s: %(reason)s")
        % {"who": asked.asked_by.full_name, "day": date_format(asked.until, "j F Y"), "reason": asked.reason},
        submit=gettext_lazy("Kirim jawaban"),
        done=gettext_lazy("Permintaan dijawab. Yang meminta diberi tahu dengan alasannya."),
        consequences=(gettext_lazy("Batas waktunya tetap."),),
        back=reverse("cycle_problems", args=[cycle.slug]),
        checked=True,
        context={"cycle": cycle},
    )
    return act(request, page, Reason(posted(request)), decline_extension, says_no=NO, request_id=pk)


@require_http_methods(["GET", "POST"])
def step_extension(request, pk):
    """Whoever has the step asks; HR answers."""
    step = held_step(request, pk, at=timezone.now())
    if not step.is_own or step.completed_at or step.due_at is None or step.name not in extending.STEPS:
        raise Http404
    page = Page(
        title=gettext_lazy("Minta perpanjangan"),
        lead=gettext_lazy("Pengelola kinerja memutuskan. Sampai dijawab, batas waktu Anda tidak berubah."),
        submit=gettext_lazy("Kirim permintaan"),
        done=gettext_lazy("Permintaan terkirim kepada pengelola kinerja. Jawabannya masuk pemberitahuan Anda."),
        consequences=(
            gettext_lazy("Batas waktu tetap berjalan. Kirim isian Anda bila permintaan belum dijawab."),
            gettext_lazy("Permintaan dan alasannya tercatat dalam berkas."),
        ),
        back=reverse("step", args=[pk]),
        checked=True,
    )
    try:
        return act(request, page, Asking(posted(request), step=step), ask_extension, says_no=NO, step_id=pk)
    except NotFound as refused:
        raise Http404 from refused
