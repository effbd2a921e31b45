"""The words that steps are called by, for refusals, pages and mails."""

from zoneinfo import ZoneInfo

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

ROLES = {
    "self_assessment": _("pegawai"),
    "employee_response": _("pegawai"),
    "refusal_period": _("pegawai"),
    "supervisor_review": _("pejabat penilai kinerja"),
    "supervisor_statement": _("pejabat penilai kinerja"),
    "objection_decision": _("atasan pejabat penilai"),
    "clarification": _("pihak yang ditanya"),
    "committee_vote": _("anggota komite"),
    "awaiting_release": _("sistem"),
    "awaiting_date": _("sistem"),
}
TASKS = {
    "self_assessment": _("Isi penilaian mandiri"),
    "supervisor_review": _("Nilai kinerja"),
    "employee_response": _("Tanggapi hasil penilaian"),
    "refusal_period": _("Ajukan keberatan setelah menolak"),
    "supervisor_statement": _("Beri penjelasan atas keberatan"),
    "objection_decision": _("Tetapkan keberatan"),
    "clarification": _("Jawab permintaan penjelasan"),
    "committee_vote": _("Beri suara komite"),
    "awaiting_release": _("Menunggu rilis bersama"),
    "awaiting_date": _("Menunggu tanggal penetapan"),
}


def more_time_of(step):
    """What a notice is about that tells its owner of a step that is open again."""
    return f"more_time.{step}"


def reminder_of(step):
    """What a notice that reminds of a step is about."""
    return f"reminder.{step}"


OUTCOMES = {
    ("self_assessment", "submit"): _("Kirim penilaian mandiri"),
    ("supervisor_review", "submit"): _("Selesai menilai"),
    ("supervisor_review", "return"): _("Minta perbaikan"),
    ("employee_response", "acknowledge"): _("Terima hasil"),
    ("employee_response", "object"): _("Ajukan keberatan"),
    ("employee_response", "refuse"): _("Menolak menandatangani"),
    ("refusal_period", "object"): _("Ajukan keberatan"),
    ("supervisor_statement", "submit"): _("Kirim penjelasan"),
    ("objection_decision", "dismiss"): _("Tolak keberatan"),
    ("objection_decision", "change"): _("Ubah rating"),
    ("objection_decision", "ask"): _("Minta penjelasan"),
    ("clarification", "submit"): _("Kirim jawaban"),
    ("committee_vote", "endorse"): pgettext_lazy("suara", "Sahkan"),
    ("committee_vote", "return"): pgettext_lazy("suara", "Kembalikan"),
    ("committee_vote", "abstain"): pgettext_lazy("suara", "Abstain"),
    ("committee_vote", "recuse"): pgettext_lazy("suara", "Menarik diri"),
}
CLOSED_OUTCOMES = {
    "lapse": _("Batas waktu lewat"),
    "closed": _("Ditutup oleh putusan komite"),
    "cancelled": _("Dihentikan"),
    "recalled": _("Ditarik kembali"),
    "withdrawn": _("Keberatan dicabut"),
    "reopened": _("Dibuka kembali"),
    "more_time": _("Tahap sebelumnya dibuka kembali"),
}
MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def role_of(step_name):
    return ROLES[step_name]


def task_of(step_name):
    return TASKS[step_name]


def outcome_label(step_name, outcome):
    return OUTCOMES.get((step_name, outcome)) or CLOSED_OUTCOMES.get(outcome, outcome)


def case_number(pk):
    """`PN-520`: what people call a case by, on paper and on the telephone."""
    return f"PN-{pk}"


def entry_number(pk, n):
    """`PN-520-7`: an entry in the log of a case, which programs call `appraisal:520/7`."""
    return f"{case_number(pk)}-{n}"


def local_moment(moment, zone):
    """`30 Nov 2026 23.59 WIB`, in English `30 Nov 2026 23:59 WIB`; in the zone of the unit."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{short_date(local)} {_clock(local, '%H.%M')}"


def local_second(moment, zone):
    """`30 Nov 2026 23.59.07 WIB`, for receipts."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{short_date(local)} {_clock(local, '%H.%M.%S')}"


def short_date(day):
    """`30 Nov 2026`."""
    months = MONTHS["en" if _is_english() else "id"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def clock(moment, zone):
    """`13.01.22 WIB`, for what has just happened."""
    return _clock(moment.astimezone(ZoneInfo(zone)), "%H.%M.%S")


def _clock(local, form):
    """Indonesian puts points between hours and minutes, English colons."""
    told = local.strftime(form)
    return f"{told.replace('.', ':') if _is_english() else told} {local.tzname()}"


def _is_english():
    return (get_language() or "id").startswith("en")
