"""What notices of this room are called. Titles go out by mail: no rating and no reason is in them."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import events as log_events
from audit.models import ErasureProposal, Question
from audit.sentences import by_fours
from notifications.wording import Lead, Receipt, register

from . import committee_events, deadline_events, events, unit_events
from .models import Appraisal, Committee, Cycle, Minutes, Plan, Signature, Stage, UnitRating
from .notices import MINUTES_TO_SIGN
from .permissions import sight_of

TITLES = {
    events.SELF_ASSESSMENT_LAPSED: _("Batas penilaian mandiri lewat"),
    events.RESPONSE_LAPSED: _("Masa keberatan lewat tanpa tanggapan"),
    events.REFUSED: _("Pegawai menolak menandatangani hasil"),
    events.REFUSAL_STANDS: _("Masa keberatan lewat, penolakan diteruskan"),
    events.OBJECTED: _("Keberatan diajukan"),
    events.STATEMENT_MADE: _("Pejabat penilai memberi penjelasan"),
    events.STATEMENT_LAPSED: _("Batas penjelasan pejabat penilai lewat"),
    events.REPLIED: _("Pegawai menanggapi penjelasan"),
    events.CLARIFICATION_LAPSED: _("Batas jawaban atas pertanyaan lewat"),
    events.OBJECTION_DISMISSED: _("Keberatan sudah ditetapkan"),
    events.RATING_CHANGED: _("Keberatan sudah ditetapkan"),
    events.OBJECTION_WITHDRAWN: _("Keberatan dicabut"),
    events.COMMITTEE_ENDORSED: _("Komite mengesahkan penilaian"),
    events.COMMITTEE_RETURNED: _("Komite mengembalikan penilaian"),
    events.DETERMINATION_RETURNED: _("Komite mengembalikan penetapan"),
    events.COMMITTEE_RECOMMENDED: _("Komite memberi rekomendasi"),
    events.NO_QUORUM: _("Kuorum komite tidak tercapai"),
    events.NOBODY_FREE: _("Tidak ada anggota komite yang bebas memberi suara"),
    events.MEETING_MOVED: _("Rapat komite dipindahkan"),
    events.FINALIZED: _("Predikat kinerja menjadi final"),
    events.CANCELLED: _("Berkas dihentikan"),
    events.DELIVERY_RECORDED: _("Penyerahan hasil di atas kertas dicatat"),
    events.DELIVERY_DISPUTED: _("Penyerahan hasil dibantah"),
    events.LATE_OBJECTION_ADMITTED: _("Masa keberatan dibuka kembali"),
    deadline_events.EXTENSION_ASKED: _("Perpanjangan batas waktu diminta"),
    deadline_events.EXTENSION_DECLINED: _("Permintaan perpanjangan tidak dikabulkan"),
    events.EVIDENCE_REJECTED: _("Satu berkas bukti Anda ditolak"),
    events.STEP_REASSIGNED: _("Tugas dalam berkas dialihkan"),
    events.SUPERSEDED: _("Versi pengganti diterbitkan"),
    events.INSPECTION_DISCLOSED: _("Inspektorat pernah membuka isi berkas Anda"),
}
TITLES_OF_CYCLES = {
    deadline_events.DEADLINE_EXTENDED_FOR: _("Batas waktu diperpanjang"),
    events.LAUNCH_UNDONE: _("Pembukaan periode dibatalkan; tugas Anda dihapus"),
    events.CYCLE_RELEASE_MOVED: _("Rilis bersama berpindah tanggal"),
    deadline_events.PAUSED: _("Periode dijeda: batas waktu berhenti berjalan"),
    deadline_events.RESUMED: _("Periode dilanjutkan: batas waktu bergeser"),
}
TITLES_OF_PLANS = {
    events.PLAN_PROPOSED: _("Sepakati SKP"),
    events.PLAN_RETURNED: _("SKP Anda dikembalikan untuk diperbaiki"),
    events.PLAN_AGREED: _("SKP Anda disepakati"),
}


TITLES_OF_UNITS = {
    unit_events.UNIT_RATED: _("Capaian unit Anda ditetapkan"),
    unit_events.UNIT_RATING_RECORDED: _("Capaian unit Anda dicatat dari surat"),
    unit_events.UNIT_RATING_CHANGED: _("Capaian unit Anda diubah"),
    unit_events.UNIT_RATING_CORRECTED: _("Perubahan capaian unit Anda dicatat dari surat"),
    unit_events.HEAD_DIFFERS: _("Rating yang Anda berikan tidak lagi mengikuti capaian unit"),
    unit_events.REVIEW_ASKED: _("Anda diminta meninjau usulan penilaian sebelum dirilis"),
}
TITLES_OF_QUESTIONS = {
    events.ACCESS_QUESTIONED: _("Jelaskan mengapa berkas seorang pegawai dibuka"),
    events.ACCESS_REPORTED: _("Seorang pegawai mengadukan pembukaan berkasnya"),
    events.ACCESS_EXPLAINED: _("Pertanyaan Anda tentang pembukaan berkas sudah dijawab"),
}


OBJECTION, PRIVACY = "PP 30/2019 Pasal 59", "UU 27/2022"
LAW = {  # a right or a term of the reader begins or ends with these
    events.RESPONSE_LAPSED: OBJECTION,
    events.REFUSAL_STANDS: OBJECTION,
    events.OBJECTED: OBJECTION,
    events.STATEMENT_MADE: OBJECTION,
    events.OBJECTION_DISMISSED: OBJECTION,
    events.RATING_CHANGED: OBJECTION,
    events.DETERMINATION_RETURNED: OBJECTION,
    events.DELIVERY_RECORDED: OBJECTION,
    events.LATE_OBJECTION_ADMITTED: OBJECTION,
    events.FINALIZED: OBJECTION,
    events.SUPERSEDED: OBJECTION,
    events.INSPECTION_DISCLOSED: PRIVACY,
}
CASES = _("Berkas penilaian")


TITLES_OF_ERASURES = {
    log_events.ERASURE_PROPOSED: _("Penghapusan isi catatan diusulkan"),
    log_events.ERASURE_AGREED: _("Usulan penghapusan disetujui inspektorat"),
    log_events.ERASURE_OPPOSED: _("Usulan penghapusan ditolak inspektorat"),
    log_events.ERASURE_WITHDRAWN: _("Usulan penghapusan dicabut"),
    log_events.ERASURE_DONE: _("Isi catatan dihapus seperti yang diusulkan"),
    log_events.HOLD_PLACED: _("Penghapusan ditahan"),
    log_events.HOLD_LIFTED: _("Penahanan penghapusan berakhir"),
}


def register_titles():
    for event, title in TITLES.items():
        register(event.name, title, appraisal_leads, topic=CASES, law=LAW.get(event, ""))
    for event, title in TITLES_OF_CYCLES.items():
        register(event.name, title, cycle_leads, topic=CASES, law=OBJECTION)
    for event, title in TITLES_OF_PLANS.items():
        register(event.name, title, plan_leads, topic=_("SKP"))
    for event, title in TITLES_OF_UNITS.items():
        register(event.name, title, unit_leads, topic=CASES)
    for event, title in TITLES_OF_QUESTIONS.items():
        register(event.name, title, question_leads, topic=_("Siapa melihat"), law=PRIVACY)
    for event, title in TITLES_OF_ERASURES.items():
        register(event.name, title, erasure_leads, topic=_("Penghapusan"), law=PRIVACY)
    register(MINUTES_TO_SIGN, _("Tanda tangani berita acara rapat komite"), minutes_leads, topic=CASES)
    register(committee_events.MINUTES_SEALED.name, _("Berita acara rapat komite disegel"), minutes_leads, topic=CASES)
    register(events.COMMITTEE_MEETING_MOVED.name, _("Rapat komite dipindahkan"), committee_leads, topic=CASES)


def appraisal_leads(notices):
    return {pk: _appraisal_lead(row, notice) for pk, (row, notice) in _leads(notices, Appraisal).items()}


def address_for(reader, appraisal):
    """Its page, or nothing where the reader may not open it: to be told of something is no sight of it."""
    return reverse("appraisal", args=[appraisal.pk]) if sight_of(appraisal, reader).sees_history else ""


def why_told(row, reader):
    """As what somebody is told of an appraisal or a plan."""
    if reader.pk == row.employee_id:
        return gettext("ini tentang penilaian Anda sendiri")
    if reader.pk == row.supervisor_id:
        return gettext("Anda pejabat penilainya")
    if reader.pk == getattr(row, "second_level_id", None):
        return gettext("Anda atasan pejabat penilainya")
    if reader.is_hr_admin:
        return gettext("Anda pengelola kinerja")
    return gettext("Anda anggota komite, atau berkas ini pernah menjadi tugas Anda")


def plan_leads(notices):
    """A proposed plan waits for the supervisor until it is agreed or returned."""
    return {pk: _plan_lead(plan, notice) for pk, (plan, notice) in _leads(notices, Plan).items()}


def committee_leads(notices):
    """A member is led to the votes that wait for him."""
    rows = Committee.objects.in_bulk([key_of(notice) for notice in notices])
    votes = f"{reverse('inbox')}?jenis={Stage.COMMITTEE_VOTE}"
    return {
        notice.pk: Lead(
            rows[key_of(notice)].name,
            votes,
            gettext("Rapat: %(day)s") % {"day": _day_of(notice)},
            why=gettext("Anda anggota komite ini"),
        )
        for notice in notices
        if key_of(notice) in rows
    }


def minutes_leads(notices):
    """To the minutes; a signature waits until it is the next one's turn. What is sealed comes with its receipt."""
    asked = {(key_of(notice), notice.facts["number"]) for notice in notices}
    rows = Minutes.objects.filter(meeting__committee__in={key for key, _n in asked}).select_related(
        "meeting__committee"
    )
    known = {(row.meeting.committee_id, row.meeting.number): row for row in rows}
    given = set(Signature.objects.filter(minutes__in=rows).values_list("minutes", "member"))
    return {
        notice.pk: _minutes_lead(known[place], notice, given)
        for notice in notices
        if (place := (key_of(notice), notice.facts["number"])) in known
    }


def _proof(kept):
    """The entry by which the reader can hold the log to it."""
    return gettext("Catatan nomor %(n)s, sidik %(leaf)s") % {"n": kept["n"], "leaf": by_fours(kept["leaf"])}


def _minutes_lead(minutes, notice, given):
    committee, kept = minutes.meeting.committee, notice.facts.get("receipt")
    proof = _proof(kept) if kept else ""
    waits = notice.kind == notice.Kind.TASK and (minutes.pk, notice.to_id) not in given and not minutes.is_sealed
    name = gettext("%(committee)s, rapat ke-%(n)s") % {"committee": committee.name, "n": minutes.meeting.number}
    return Lead(
        name,
        reverse("minutes", args=[committee.pk, minutes.meeting.number]),
        proof,
        is_open=waits,
        why=gettext("Anda hadir pada rapat ini"),
    )


def unit_leads(notices):
    """Whoever leads the unit to its page; whoever rated to his own ratings, which only he may revise."""
    rows = UnitRating.objects.select_related("unit", "cycle").in_bulk([key_of(notice) for notice in notices])
    found = [notice for notice in notices if key_of(notice) in rows]
    return {notice.pk: _unit_lead(rows[key_of(notice)], notice) for notice in found}


def _unit_lead(rating, notice):
    called = f"{rating.unit.name} · {rating.cycle.name}"
    if notice.about == unit_events.HEAD_DIFFERS.name:
        return Lead(
            called,
            reverse("waiting_ratings"),
            gettext("Sampai hari rilis Anda dapat mengubahnya, dengan alasan. Bila tidak, rating itu yang dirilis."),
            why=gettext("Anda menilai kepala unit ini"),
        )
    if notice.about == unit_events.REVIEW_ASKED.name:
        url = reverse("calibration_own", args=[rating.cycle.slug])
        return Lead(
            called,
            url,
            gettext("Nilai tidak berubah kecuali oleh Anda sendiri."),
            why=gettext("Anda menilai pegawai di unit ini"),
        )
    url = reverse("calibration_unit", args=[rating.cycle.slug, rating.unit_id])
    return Lead(called, url, why=gettext("Anda memimpin unit ini"))


def cycle_leads(notices):
    """To the tasks of the reader, whose deadlines moved."""
    rows = Cycle.objects.in_bulk([key_of(notice) for notice in notices])
    found = [notice for notice in notices if key_of(notice) in rows]
    return {notice.pk: Lead(rows[key_of(notice)].name, reverse("inbox"), _moved(notice.facts)) for notice in found}


def _moved(facts):
    if "until" in facts:
        told = {"step": Stage(facts["step"]).label, "until": events.day(facts["until"])}
        return gettext("%(step)s: sampai %(until)s.") % told
    if "on" in facts:
        return gettext("Hasil dirilis %(on)s.") % {"on": events.day(facts["on"])}
    return gettext("Bergeser %(days)s hari.") % {"days": facts["days"]} if "days" in facts else ""


def question_leads(notices):
    """To the question; it waits for HR until somebody has answered."""
    rows = Question.objects.select_related("access__person").in_bulk([key_of(notice) for notice in notices])
    found = {notice.pk: rows[key_of(notice)] for notice in notices if key_of(notice) in rows}
    return {
        notice.pk: Lead(
            found[notice.pk].access.person.full_name,
            reverse("access_question", args=[key_of(notice)]),
            is_open=notice.kind == notice.Kind.TASK and found[notice.pk].answered_at is None,
            why=_why_asked(found[notice.pk], notice.to),
        )
        for notice in notices
        if notice.pk in found
    }


def _why_asked(question, reader):
    if reader.pk == question.access.person_id:
        return gettext("berkas Anda yang dibuka")
    return gettext("Anda pengelola kinerja") if reader.is_hr_admin else gettext("Anda inspektorat")


def erasure_leads(notices):
    """To the proposal; it waits for an inspector until one has answered."""
    rows = ErasureProposal.objects.in_bulk([key_of(notice) for notice in notices])
    return {notice.pk: _erasure_lead(rows[key_of(notice)], notice) for notice in notices if key_of(notice) in rows}


def _erasure_lead(proposal, notice):
    is_open = notice.kind == notice.Kind.TASK and proposal.is_waiting
    url = reverse("erasure", args=[proposal.pk])
    return Lead(proposal.letter_no, url, is_open=is_open, why=_why_erased(notice.to))


def _why_erased(reader):
    if reader.is_inspector:
        return gettext("Anda inspektorat")
    return gettext("Anda pengelola kinerja") if reader.is_hr_admin else gettext("ini tentang data Anda sendiri")


def _day_of(notice):
    return events.day(notice.facts["date"])


def key_of(notice):
    """The key in a stream's name such as `appraisal:12`."""
    return int(notice.subject.partition(":")[2])


def subject_of(row, notice):
    """Whose it is and of which period; the reader knows his own name."""
    is_own = row.employee_id == notice.to_id
    return row.cycle.name if is_own else f"{row.employee.full_name} · {row.cycle.name}"


def _leads(notices, model):
    """{notice id: (the row it is about, the notice)}; one statement."""
    rows = model._default_manager.filter(pk__in={key_of(notice) for notice in notices})
    found = {row.pk: row for row in rows.select_related("employee", "cycle")}
    return {notice.pk: (found[key_of(notice)], notice) for notice in notices if key_of(notice) in found}


def _appraisal_lead(appraisal, notice):
    kept = notice.facts.get("receipt")
    receipt = kept and Receipt(appraisal.pk, kept["n"], kept["leaf"])
    why = why_told(appraisal, notice.to)
    return Lead(subject_of(appraisal, notice), address_for(notice.to, appraisal), receipt=receipt, why=why)


def _plan_lead(plan, notice):
    is_task = notice.kind == notice.Kind.TASK
    is_open = is_task and plan.state == Plan.State.PROPOSED
    note = (
        "" if is_open or not is_task else gettext("SKP ini sekarang: %(state)s.") % {"state": plan.get_state_display()}
    )
    return Lead(subject_of(plan, notice), reverse("plan", args=[plan.pk]), note, is_open, why=why_told(plan, notice.to))
