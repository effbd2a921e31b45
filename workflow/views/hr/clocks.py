"""Acts on the clocks of a period: more time, reminders, a pause; and what people ask."""

from dataclasses import replace

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
from workflow import beside, extending, pausing, releasing, reopening, undoing
from workflow.clock_forms import ALL, ONE, UNIT, Asking, Extension, Whom
from workflow.desk import bulk as together
from workflow.extending import ask_extension, decline_extension
from workflow.refusals import NotFound, Refused
from workflow.release_forms import ReleaseDay
from workflow.reminders import waiting
from workflow.views.access import held_step
from workflow.wording import local_moment, task_of

from .cockpit import held_running, receipt_of
from .reopened import reopened_or_receipt

NO = (Refused, RuleBroken)
NAMED = 5  # of those that stay, on the check page


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
    found = form.affected(timezone.now())
    told = [
        ngettext("%(n)s berkas mendapat waktu lebih.", "%(n)s berkas mendapat waktu lebih.", found.cases)
        % {"n": found.cases}
        if found.cases
        else _("Tidak ada tugas terbuka yang batasnya bergeser saat ini.")
    ]
    if found.owners:
        told.append(
            ngettext("%(n)s orang diberi tahu.", "%(n)s orang diberi tahu.", found.owners) % {"n": found.owners}
        )
    if found.earliest:
        told.append(_("Batas yang paling awal sekarang %(day)s.") % {"day": date_format(found.earliest, "l, j F Y")})
    if found.reopened:
        told.append(
            ngettext(
                "%(n)s berkas yang batasnya sudah lewat dibuka kembali; tahap yang sedang terbuka ditutup.",
                "%(n)s berkas yang batasnya sudah lewat dibuka kembali; tahap yang sedang terbuka ditutup.",
                found.reopened,
            )
            % {"n": found.reopened}
        )
    return told + [_stays(why, cases) for why, cases in found.stays.items()]


def _stays(why, cases):
    """How many go on as they are, why, and the first of them by name; the others are told on the page of the result."""
    n, names = len(cases), ", ".join(case.employee.full_name for case in cases[:NAMED])
    told = ngettext("%(n)s berkas tetap ditutup (%(names)s):", "%(n)s berkas tetap ditutup (%(names)s):", n)
    if n > NAMED:
        told = _("%(n)s berkas tetap ditutup (di antaranya %(names)s):")
    return f"{told % {'n': n, 'names': names}} {why}"


def _waiting(cycle, unit):
    steps = waiting(cycle, timezone.localdate()).filter(due_at__isnull=False)
    if unit:
        steps = steps.filter(case__appraisal__unit__in=branch_of(unit.pk))
    n = steps.count()
    return ngettext(
        "%(n)s tugas terbuka belum diingatkan hari ini.", "%(n)s tugas terbuka belum diingatkan hari ini.", n
    ) % {"n": n}


def _goes_on(cycle):
    days = pausing.days_between(cycle.paused_at, timezone.now()) if cycle.paused_at else 0
    return (
        ngettext(
            "Batas waktu yang belum lewat saat dijeda bergeser %(n)s hari, juga tanggal periode dan rapat komite.",
            "Batas waktu yang belum lewat saat dijeda bergeser %(n)s hari, juga tanggal periode dan rapat komite.",
            days,
        )
        % {"n": days},
        _("Tugas yang dibuka selama jeda bergeser sejak dibukanya. Semua yang punya tugas terbuka diberi tahu."),
    )


def _goes_away(cycle):
    found = undoing.Undo.of(cycle, at=timezone.now())
    if found.until is None:
        return (_("Pembukaan periode ini tidak dapat dibatalkan lagi."),)
    return (
        ngettext(
            "%(n)s berkas yang belum disentuh siapa pun dihapus; pegawainya diberi tahu.",
            "%(n)s berkas yang belum disentuh siapa pun dihapus; pegawainya diberi tahu.",
            found.untouched,
        )
        % {"n": found.untouched},
        ngettext("%(n)s berkas tetap berjalan.", "%(n)s berkas tetap berjalan.", found.touched) % {"n": found.touched},
        _("Pembukaannya tetap tercatat. Periode dapat dibuka lagi."),
    )


def _release(cycle, day):
    """How many it concerns, and what it ends or begins."""
    n, unrated = releasing.waiting(cycle).count(), releasing.unrated(cycle)
    told = [
        ngettext("%(n)s hasil sedang menunggu.", "%(n)s hasil sedang menunggu.", n) % {"n": n},
        _("Dirilis %(day)s pukul 00.00 di zona unit kerja. Sejak saat itu rating tidak dapat diubah lagi.")
        % {"day": date_format(day, "l, j F Y")}
        if day > timezone.localdate()
        else _(
            "Hasil dirilis segera, pegawai diberi tahu, dan rating tidak dapat diubah lagi. Ini tidak dapat dibatalkan."
        ),
    ]
    if unrated:
        told.append(
            ngettext(
                "%(n)s berkas belum dinilai; hasilnya menyusul begitu dinilai.",
                "%(n)s berkas belum dinilai; hasilnya menyusul begitu dinilai.",
                unrated,
            )
            % {"n": unrated}
        )
    return told


EXTEND = Page(
    title=gettext_lazy("Perpanjang batas waktu"),
    lead=gettext_lazy("Tercatat dalam setiap berkas dan dikabarkan kepada semua yang terpengaruh."),
    submit=gettext_lazy("Perpanjang"),
    done=gettext_lazy("Batas waktu diperpanjang."),
)
REMIND = Page(
    title=gettext_lazy("Ingatkan sekarang"),
    lead=gettext_lazy("Paling banyak satu pengingat sehari untuk setiap tugas, dan hanya pada jam kerja unitnya."),
    submit=gettext_lazy("Kirim pengingat"),
    done=gettext_lazy("Pengingat dikirim."),
)
PAUSE = Page(
    title=gettext_lazy("Jeda periode"),
    lead=gettext_lazy("Misalnya gangguan sistem nasional. Semua jam berhenti sampai Anda melanjutkannya."),
    submit=gettext_lazy("Jeda periode"),
    done=gettext_lazy("Periode dijeda."),
)
STANDS = (
    gettext_lazy("Selama jeda tidak ada batas waktu yang lewat dan tidak ada pengingat."),
    gettext_lazy("Orang boleh tetap bekerja. Semua yang punya tugas terbuka diberi tahu."),
    gettext_lazy("Saat dilanjutkan, batas waktu bergeser sebanyak hari jedanya, dibulatkan ke atas."),
)
RESUME = Page(
    title=gettext_lazy("Lanjutkan periode"),
    lead=gettext_lazy("Jam berjalan lagi sejak saat ini."),
    submit=gettext_lazy("Lanjutkan periode"),
    done=gettext_lazy("Periode dilanjutkan."),
)
UNDO = Page(
    title=gettext_lazy("Batalkan pembukaan"),
    lead=gettext_lazy("Untuk periode yang terlanjur dibuka. Berkas yang sudah dibuka orang tetap berjalan."),
    submit=gettext_lazy("Batalkan pembukaan"),
    done=gettext_lazy("Pembukaan dibatalkan."),
    is_grave=True,
)

RESCHEDULE = Page(
    title=gettext_lazy("Pindahkan rilis bersama"),
    lead=gettext_lazy("Tercatat dalam setiap berkas yang menunggu dan dikabarkan kepada pegawai dan penilainya."),
    submit=gettext_lazy("Pindahkan rilis"),
    done=gettext_lazy("Rilis bersama dipindahkan."),
)
RELEASE = Page(
    title=gettext_lazy("Rilis sekarang"),
    lead=gettext_lazy("Bila semua sudah dinilai dan tidak ada lagi yang perlu dibandingkan."),
    submit=gettext_lazy("Rilis sekarang"),
    done=gettext_lazy("Hasil dirilis dalam beberapa menit."),
    is_grave=True,
)


def _extension(request, cycle):
    return Extension(posted(request), cycle=cycle, initial=_begun(request))


def _extend(*, by, at, **told):
    """What is open moves; what lapsed comes back as far as two seconds go, and the worker does the rest."""
    entry = extending.extend(by=by, at=at, **told)
    if run := reopening.run_of(entry):
        together.run(run, until=at + together.AT_ONCE, at=at)
    return entry


def _whom(request, _cycle):
    return Whom(posted(request) or {"unit": request.GET.get("unit", "")})


def _reason(request, _cycle):
    return Reason(posted(request))


def _release_day(request, cycle):
    return ReleaseDay(posted(request), cycle=_together(cycle))


def _reason_to_release(request, cycle):
    return _reason(request, _together(cycle))


def _together(cycle):
    """Where results are released at once there is no day to speak of."""
    if cycle.release_on is None:
        raise Http404
    return cycle


ACTS = {  # name of the address -> (words, form, action, what it means for the period, or for what was typed)
    "extend": (EXTEND, _extension, _extend, lambda cycle: _moves),
    "remind": (
        REMIND,
        _whom,
        beside.remind_now,
        lambda cycle: lambda form: [_waiting(cycle, form.cleaned_data["unit"])],
    ),
    "pause": (PAUSE, _reason, pausing.pause, lambda cycle: STANDS),
    "resume": (RESUME, _reason, pausing.resume, _goes_on),
    "reschedule": (
        RESCHEDULE,
        _release_day,
        releasing.move_release,
        lambda cycle: lambda form: _release(cycle, form.cleaned_data["release_on"]),
    ),
    "release": (
        RELEASE,
        _reason_to_release,
        releasing.release_now,
        lambda cycle: lambda form: _release(cycle, timezone.localdate()),
    ),
    "undo": (UNDO, _reason, undoing.undo_launch, _goes_away),
}


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_act(request, slug, name):
    """Each is checked before it is done and ends at the receipt of what was recorded."""
    cycle = held_running(request, slug)
    words, form, action, means = ACTS[name]
    page = replace(
        words,
        consequences=means(cycle),
        back=reverse("cycle_cockpit", args=[cycle.slug]),
        about="appraisal/cycle_about.html",
        checked=True,
        then=reopened_or_receipt(cycle) if name == "extend" else receipt_of(cycle),
        context={"cycle": cycle},
    )
    return act(request, page, form(request, cycle), action, says_no=NO, cycle_id=cycle.pk)


@hr_only
@require_http_methods(["GET", "POST"])
def extension_decline(request, pk):
    asked = ExtensionRequest.objects.select_related("appraisal__cycle", "appraisal__employee").filter(pk=pk).first()
    if asked is None:
        raise Http404
    cycle, request.menu = asked.appraisal.cycle, "cockpit"
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
        lead=_("%(task)s. Batas waktunya %(due)s dan tidak berubah sampai pengelola kinerja menjawab.")
        % {"task": task_of(step.name), "due": local_moment(step.due_at, step.case.appraisal.zone)},
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
