"""What comes next in a case, and what silence does there: for whoever reads it, also when it is not his turn."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from appraisal import rules
from appraisal.models import Stage
from appraisal.policy_words import span

from .silence import silence_of
from .wording import local_moment, short_date

LAPSES = {
    "self_assessment": gettext_noop(
        "Bila sampai %(lapse)s belum dikirim, berkas diteruskan ke pejabat penilai tanpa isian pegawai, dan catatannya menyebut itu."
    ),
    "employee_response": gettext_noop(
        "Bila sampai %(lapse)s pegawai tidak menanggapi, berkas diteruskan. Yang tercatat: tidak menanggapi. Itu bukan persetujuan dan bukan tanda tangan pegawai."
    ),
    "refusal_period": gettext_noop(
        "Bila sampai %(lapse)s pegawai tidak mengajukan keberatan, penolakannya diteruskan dan atasan pejabat penilai menetapkan hasilnya."
    ),
    "supervisor_statement": gettext_noop(
        "Bila sampai %(lapse)s tidak ada penjelasan, berkas diteruskan tanpa penjelasan pejabat penilai, dan catatannya menyebut itu."
    ),
    "clarification": gettext_noop(
        "Bila sampai %(lapse)s tidak ada jawaban, penetapan dilanjutkan tanpa jawaban, dan catatannya menyebut itu."
    ),
    "committee_vote": gettext_noop(
        "Bila sampai %(lapse)s ada suara yang belum masuk, suara yang ada dihitung. Bila kuorum tidak tercapai, rapat diulang."
    ),
    "awaiting_release": gettext_noop(
        "Sampai %(lapse)s hanya pejabat penilai dapat mengubah rating, dengan alasan. Sesudah itu hasil dirilis dengan sendirinya bersama hasil lain, dan pegawai diberi tahu."
    ),
    "awaiting_date": gettext_noop(
        "Pada %(lapse)s predikat menjadi final dengan sendirinya: kebijakan periode ini tidak meminta suara komite untuk berkas ini."
    ),
}
WAITS = {
    "supervisor_review": gettext_noop(
        "Tahap ini tidak lewat dengan sendirinya. Bila terlambat, atasan pejabat penilai diberi tahu."
    ),
    "objection_decision": gettext_noop(
        "Tidak ada yang ditetapkan dengan sendirinya. Terlambat tidak berarti ditolak atau dikabulkan. Bila terlambat, atasan pejabat yang menetapkan dan pengelola kinerja diberi tahu."
    ),
    "employee_response": gettext_noop(
        "Masa keberatan baru berjalan setelah hasil diterima. Bila lama tidak dibuka, berkas masuk daftar pengelola kinerja; tidak ada yang lewat dengan sendirinya."
    ),
}
AT_THE_TOP = gettext_noop("Tahap ini tidak lewat dengan sendirinya. Bila terlambat, pengelola kinerja diberi tahu.")
LATE = {
    "supervisor_review": gettext_noop("Batas waktu sudah lewat (%(due)s). Tahap ini tetap terbuka."),
    "objection_decision": gettext_noop(
        "Batas waktu sudah lewat (%(due)s). Tidak ada yang ditetapkan dengan sendirinya: keberatan tidak ditolak dan tidak dikabulkan."
    ),
}


def silence(step, *, viewer, at):
    """What happens if nobody acts, addressed to the owner or told of him; empty once the deadline has passed."""
    if step.owner_id == viewer.pk:
        return silence_of(step, at=at).sentence
    if step.lapse_at is None:
        return _without_lapse(step)
    if at >= step.lapse_at or step.name not in LAPSES:
        return ""
    shown = local_moment(step.lapse_at - rules.SECOND, step.case.appraisal.zone)
    return _(LAPSES[step.name]) % {"lapse": shown}


def _without_lapse(step):
    appraisal = step.case.appraisal
    if step.late_told_at:
        return _(LATE[step.name]) % {"due": local_moment(step.due_at, appraisal.zone)}
    if step.name == "supervisor_review" and appraisal.is_top_of_tree:
        return _(AT_THE_TOP)
    return _(WAITS[step.name]) if step.name in WAITS else ""


def ways(appraisal, *, viewer, seats):
    """[(who does what, by when or how)] from where the case is now to its end."""
    if appraisal.stage in (Stage.FINAL, Stage.CANCELLED):
        return []
    known = _known(appraisal, viewer, seats)
    order = _order(appraisal)
    return [known[name]() for name in order[_place(appraisal, order) :]]


def _order(appraisal):
    hearing = ["statement", "decision"] if appraisal.is_contested else ["objection"]
    release = ["release"] if appraisal.cycle.release_on else []
    if appraisal.is_top_of_tree and appraisal.is_contested:
        return ["self_assessment", "review", *release, "response", "statement", "committee", "decision", "final"]
    return ["self_assessment", "review", *release, "response", *hearing, "committee", "final"]


def _place(appraisal, order):
    named = {
        Stage.SELF_ASSESSMENT: "self_assessment",
        Stage.SUPERVISOR_REVIEW: "review",
        Stage.AWAITING_RELEASE: "release",
        Stage.EMPLOYEE_RESPONSE: "response",
        Stage.REFUSAL_PERIOD: "response",
        Stage.SUPERVISOR_STATEMENT: "statement",
        Stage.OBJECTION_DECISION: "decision",
        Stage.CLARIFICATION: "decision",
        Stage.COMMITTEE_VOTE: "committee",
        Stage.AWAITING_DATE: "committee",
    }
    return order.index(named[appraisal.stage]) if named[appraisal.stage] in order else 0


def _known(appraisal, viewer, seats):
    """Each part of the way in words, made only when it is asked for."""
    cycle, policy = appraisal.cycle, appraisal.policy
    due = max((seat.due_at for seat in seats if seat.due_at), default=None)
    until = due and _("s.d. %(due)s") % {"due": local_moment(due, appraisal.zone)}

    def says(person, own, other):
        """A sentence of its own for the reader: languages bend the verb."""
        return own if person == viewer else other % {"who": person.full_name}

    def by(stage, otherwise):
        return until if until and appraisal.stage == stage else otherwise

    employee, supervisor = appraisal.employee, appraisal.supervisor
    decider = appraisal.second_level or supervisor
    told = {"supervisor": supervisor, "statement": span(policy, "statement")}
    told |= {"decider": decider, "decision": span(policy, "decision")}
    return {
        "self_assessment": lambda: (
            says(employee, _("Anda mengisi penilaian mandiri"), _("%(who)s mengisi penilaian mandiri")),
            by(Stage.SELF_ASSESSMENT, _("s.d. %(due)s") % {"due": short_date(cycle.self_assessment_on)}),
        ),
        "review": lambda: (
            says(supervisor, _("Anda memberi rating dengan alasan"), _("%(who)s memberi rating dengan alasan")),
            by(Stage.SUPERVISOR_REVIEW, _("s.d. %(due)s") % {"due": short_date(cycle.review_on)}),
        ),
        "release": lambda: (
            _("Hasil dirilis bersama"),
            _("%(day)s pukul 00.00") % {"day": short_date(cycle.release_on)},
        ),
        "response": lambda: (
            says(employee, _("Anda menanggapi hasil"), _("%(who)s menanggapi hasil"))
            if appraisal.received_at
            else says(employee, _("Anda membuka hasil, lalu menanggapi"), _("%(who)s membuka hasil, lalu menanggapi")),
            by(appraisal.stage if appraisal.received_at else "", _("%(days)s sejak hasil diterima") % {"days": span(policy, "response")}),
        ),
        "objection": lambda: (
            _("Bila keberatan: penjelasan, lalu penetapan"),
            _("%(supervisor)s %(statement)s, %(decider)s %(decision)s. Penetapan bersifat final.")
            % told,
        ),
        "statement": lambda: (
            says(supervisor, _("Anda memberi penjelasan"), _("%(who)s memberi penjelasan")),
            by(Stage.SUPERVISOR_STATEMENT, _("paling lama %(days)s") % {"days": span(policy, "statement")}),
        ),
        "decision": lambda: (
            says(decider, _("Anda menetapkan, bersifat final"), _("%(who)s menetapkan, bersifat final")),
            by(Stage.OBJECTION_DECISION, _("paling lama %(days)s") % {"days": span(policy, "decision")}),
        ),
        "committee": lambda: _committee(appraisal, until),
        "final": lambda: (
            _("Predikat menjadi final"),
            says(employee, _("Anda mendapat dokumen evaluasi."), _("%(who)s mendapat dokumen evaluasi.")),
        ),
    }  # fmt: skip


def _committee(appraisal, until):
    day = (appraisal.committee and appraisal.committee.meeting_on) or appraisal.cycle.meeting_on
    when = until if until and appraisal.stage == Stage.COMMITTEE_VOTE else short_date(day)
    votes = rules.needs_committee(
        appraisal.policy.committee.scope, is_contested=appraisal.is_contested, is_flagged=appraisal.is_top_of_tree
    )
    if not votes:
        return _("Tanggal penetapan"), _("%(when)s. Berkas ini tidak perlu suara komite.") % {"when": short_date(day)}
    title = _("Komite memberi suara")
    return title, _("%(when)s. Mengesahkan atau mengembalikan; tidak mengubah rating.") % {"when": when}
