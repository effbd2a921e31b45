"""What happens if nobody acts, and whether it has happened: said on every screen that has a deadline."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from appraisal.rules import SECOND

from .wording import local_moment

UNTIL_LAPSE = {
    "self_assessment": gettext_noop(
        "Bila sampai %(lapse)s belum dikirim, berkas diteruskan ke pejabat penilai tanpa isian Anda, dan catatannya menyebut itu."
    ),
    "employee_response": gettext_noop(
        "Bila sampai %(lapse)s Anda tidak menanggapi, berkas diteruskan. Yang tercatat: tidak menanggapi. Itu bukan persetujuan dan bukan tanda tangan Anda."
    ),
    "refusal_period": gettext_noop(
        "Bila sampai %(lapse)s Anda tidak mengajukan keberatan, penolakan Anda diteruskan dan atasan pejabat penilai menetapkan hasilnya."
    ),
    "supervisor_statement": gettext_noop(
        "Bila sampai %(lapse)s tidak ada penjelasan, berkas diteruskan tanpa penjelasan Anda, dan catatannya menyebut itu."
    ),
    "clarification": gettext_noop(
        "Bila sampai %(lapse)s tidak ada jawaban, penetapan dilanjutkan tanpa jawaban, dan catatannya menyebut itu."
    ),
    "committee_vote": gettext_noop(
        "Bila sampai %(lapse)s suara Anda belum masuk, suara yang ada dihitung. Bila kuorum tidak tercapai, rapat diulang."
    ),
}
WITHOUT_LAPSE = {
    "supervisor_review": gettext_noop(
        "Tugas ini tidak lewat dengan sendirinya. Bila terlambat, atasan Anda diberi tahu."
    ),
    "objection_decision": gettext_noop(
        "Tidak ada yang ditetapkan dengan sendirinya. Terlambat tidak berarti ditolak atau dikabulkan. Bila terlambat, atasan Anda dan pengelola kinerja diberi tahu."
    ),
    "employee_response": gettext_noop(
        "Masa keberatan baru berjalan setelah Anda membuka hasil. Tidak ada yang lewat dengan sendirinya."
    ),
}
PAUSED = gettext_noop(
    "Periode ini dijeda sejak %(since)s. Batas waktu berhenti berjalan dan bergeser sebanyak hari jedanya; Anda boleh tetap bekerja."
)
AT_THE_TOP = gettext_noop("Tugas ini tidak lewat dengan sendirinya. Bila terlambat, pengelola kinerja diberi tahu.")
LATE = {
    "supervisor_review": gettext_noop(
        "Batas waktu sudah lewat (%(due)s). Tugas ini tetap terbuka. Keterlambatan diberitahukan %(told)s."
    ),
    "objection_decision": gettext_noop(
        "Batas waktu sudah lewat (%(due)s). Tidak ada yang ditetapkan dengan sendirinya, dan tugas ini tetap terbuka. Keterlambatan diberitahukan %(told)s."
    ),
}
AFTER_LAPSE = {
    "self_assessment": gettext_noop(
        "Batas waktu sudah lewat (%(lapse)s). Isian tidak lagi dapat dikirim; berkas diteruskan ke pejabat penilai. Ia dapat mengembalikannya kepada Anda."
    ),
    "employee_response": gettext_noop(
        "Masa keberatan sudah lewat (%(lapse)s). Atasan pejabat penilai dapat menerima keberatan terlambat dengan alasan, misalnya karena gangguan sistem."
    ),
    "refusal_period": gettext_noop(
        "Masa keberatan sudah lewat (%(lapse)s). Penolakan Anda diteruskan kepada atasan pejabat penilai."
    ),
    "supervisor_statement": gettext_noop(
        "Batas waktu sudah lewat (%(lapse)s). Berkas diteruskan tanpa penjelasan Anda."
    ),
    "clarification": gettext_noop("Batas waktu sudah lewat (%(lapse)s). Penetapan dilanjutkan tanpa jawaban."),
    "committee_vote": gettext_noop("Rapat sudah selesai (%(lapse)s). Suara yang masuk dihitung."),
}


@dataclass(frozen=True)
class Silence:
    """`is_over`: the deadline of the step has passed, and the page is to read only."""

    is_over: bool
    sentence: str


def silence_of(step, *, at):
    zone, paused_at = step.case.appraisal.zone, step.case.appraisal.cycle.paused_at
    if paused_at:
        return Silence(False, _(PAUSED) % {"since": local_moment(paused_at, zone)})
    if step.lapse_at is None:
        return Silence(False, _without_lapse(step, zone))
    is_over = at >= step.lapse_at
    words = AFTER_LAPSE if is_over else UNTIL_LAPSE
    return Silence(is_over, _(words[step.name]) % {"lapse": local_moment(_shown(step), zone)})


def _without_lapse(step, zone):
    """Before and after those above were told that it is late."""
    if step.late_told_at:
        facts = {"due": local_moment(step.due_at, zone), "told": local_moment(step.late_told_at, zone)}
        return _(LATE[step.name]) % facts
    if step.name == "supervisor_review" and step.case.appraisal.is_top_of_tree:
        return _(AT_THE_TOP)
    return _(WITHOUT_LAPSE[step.name]) if step.name in WITHOUT_LAPSE else ""


def _shown(step):
    """People are shown 23.59 of the last day, never 00.00 of the day after."""
    return step.lapse_at - SECOND
