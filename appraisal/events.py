"""What can happen to appraisals, plans, cycles and policies: a name and the sentence that tells it."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

from .event_words import DECIDER, EMPLOYEE, HR, MEMBER, PARTIES, PARTY, SUPERVISOR, day, what_moved
from .models import Predicate, Procedure, Rating, Recusal, Stage, Vote

RATINGS = {
    "results_rating": lambda code: Rating(code).label,
    "behaviour_rating": lambda code: Rating(code).label,
    "predicate": lambda code: Predicate(code).label,
}
RATED = _("Hasil kerja: {results_rating}. Perilaku: {behaviour_rating}. Predikat: {predicate}.")

# --- the main flow ---
OPENED = Event("appraisal.opened", _("{actor} membuka penilaian ini."), role=HR)
SELF_ASSESSED = Event("appraisal.self_assessed", _("{actor} mengirim penilaian mandiri."), role=EMPLOYEE)
SELF_ASSESSMENT_LAPSED = Event(
    "appraisal.self_assessment_lapsed",
    _("Batas waktu lewat tanpa penilaian mandiri. Berkas diteruskan ke pejabat penilai."),
)
REVIEW_RELEASED = Event(
    "appraisal.review_released", _("{actor} menetapkan rating dan merilis hasil."), RATED, RATINGS, role=SUPERVISOR
)
REVIEW_SUBMITTED = Event(
    "appraisal.review_submitted",
    _("{actor} menetapkan rating. Hasil menunggu rilis bersama pada {on}."),
    RATED,
    RATINGS | {"on": day},
    role=SUPERVISOR,
)
RATING_REVISED = Event(
    "appraisal.rating_revised",
    _("{actor} mengubah rating sebelum rilis."),
    what_moved,
    RATINGS | {f"{name}_before": label for name, label in RATINGS.items()},
    role=SUPERVISOR,
)
RESULTS_RELEASED = Event("appraisal.results_released", _("Hasil dirilis bersama, sesuai periode."), RATED, RATINGS)
RELEASE_MOVED = Event(
    "appraisal.release_moved", _("Rilis bersama berpindah dari {before} ke {on}."), labels={"on": day, "before": day}
)
REVIEW_RETURNED = Event(
    "appraisal.review_returned", _("{actor} mengembalikan penilaian mandiri untuk diperbaiki."), role=SUPERVISOR
)
RESULT_RECEIVED = Event(
    "appraisal.result_received",
    _("{actor} menerima hasil dengan menekan “Buka hasil”. Masa keberatan mulai dihitung."),
    role=EMPLOYEE,
)
ACKNOWLEDGED = Event(
    "appraisal.acknowledged",
    _("{actor} menerima hasil dan tidak mengajukan keberatan."),
    _("“{declared}”"),
    role=EMPLOYEE,
)
OBJECTED = Event("appraisal.objected", _("{actor} mengajukan keberatan."), role=EMPLOYEE)
REFUSED = Event("appraisal.refused", _("{actor} menolak menandatangani hasil."), role=EMPLOYEE)
REFUSAL_STANDS = Event(
    "appraisal.refusal_stands", _("Masa keberatan lewat. Penolakan diteruskan kepada atasan pejabat penilai.")
)
RESPONSE_LAPSED = Event(
    "appraisal.response_lapsed",
    _("Masa keberatan lewat tanpa tanggapan. Ini bukan persetujuan dan bukan tanda tangan pegawai."),
)
STATEMENT_MADE = Event("appraisal.statement_made", _("{actor} memberi penjelasan atas keberatan."), role=SUPERVISOR)
STATEMENT_LAPSED = Event("appraisal.statement_lapsed", _("Batas waktu lewat tanpa penjelasan pejabat penilai."))
REPLIED = Event("appraisal.replied", _("{actor} menanggapi penjelasan pejabat penilai."), role=EMPLOYEE)
CLARIFICATION_ASKED = Event("appraisal.clarification_asked", _("{actor} meminta penjelasan tambahan."), role=DECIDER)
CLARIFICATION_GIVEN = Event(
    "appraisal.clarification_given", _("{actor} menjawab permintaan penjelasan."), role=_("pihak yang ditanya")
)
CLARIFICATION_LAPSED = Event(
    "appraisal.clarification_lapsed", _("Batas waktu lewat tanpa jawaban atas permintaan penjelasan.")
)
OBJECTION_DISMISSED = Event(
    "appraisal.objection_dismissed", _("{actor} menetapkan: rating tetap."), RATED, RATINGS, role=DECIDER
)
RATING_CHANGED = Event(
    "appraisal.rating_changed", _("{actor} menetapkan: rating diubah."), RATED, RATINGS, role=DECIDER
)
COMMITTEE_OPENED = Event("appraisal.committee_opened", _("Berkas masuk ke komite untuk {seats} anggota."))
MEMBERS_RECUSED = Event(
    "appraisal.members_recused",
    _("Sistem mengecualikan {count} anggota komite karena menjadi pihak dalam berkas ini."),
)
MEMBERS_CONFLICTED = Event(
    "appraisal.members_conflicted",
    _("Sistem mengecualikan {count} anggota komite karena {kind}."),
    labels={"kind": lambda code: Recusal.Kind(code).label},
)
NOBODY_FREE = Event(
    "appraisal.nobody_free",
    _(
        "Tidak ada anggota komite yang bebas memberi suara atas berkas ini. "
        "Pengelola kinerja perlu menunjuk pengganti dengan surat."
    ),
)
VOTE_CAST = Event(
    "appraisal.vote_cast",
    _("{actor} memberi suara."),
    _("Suara: {choice}."),
    {"choice": lambda code: Vote.Choice(code).label},
    role=MEMBER,
)
RELATION_DENIED = Event(
    "appraisal.relation_denied",
    _("{actor}, yang namanya disebut dalam berkas, menyatakan tidak mempunyai hubungan dengan para pihak."),
    role=MEMBER,
)
DISSENTED = Event("appraisal.dissented", _("{actor} melampirkan pendapat berbeda pada putusan komite."), role=MEMBER)
COMMITTEE_ENDORSED = Event("appraisal.committee_endorsed", _("Komite mengesahkan penilaian ini."))
COMMITTEE_RETURNED = Event(
    "appraisal.committee_returned", _("Komite mengembalikan penilaian ini kepada pejabat penilai.")
)
DETERMINATION_RETURNED = Event(
    "appraisal.determination_returned",
    _("Komite mengembalikan penetapan satu kali karena prosedur belum lengkap: {procedure}."),
    labels={"procedure": lambda code: Procedure(code).label},
)
COMMITTEE_RECOMMENDED = Event(
    "appraisal.committee_recommended",
    _("Komite memberi rekomendasi: {choice}."),
    labels={"choice": lambda code: Vote.Choice(code).label},
)
COMMITTEE_UNDECIDED = Event(
    "appraisal.committee_undecided", _("Komite belum mencapai keputusan. Pemungutan suara diulang.")
)
NO_QUORUM = Event("appraisal.no_quorum", _("Kuorum komite tidak tercapai."))
MEETING_MOVED = Event(
    "appraisal.meeting_moved", _("Rapat komite untuk berkas ini dipindahkan ke {date}."), labels={"date": day}
)
DATE_REACHED = Event("appraisal.date_reached", _("Tanggal penetapan tiba; berkas ini tidak perlu suara komite."))
FINALIZED = Event("appraisal.finalized", _("Predikat kinerja menjadi final."), RATED, RATINGS)

# --- evidence ---
EVIDENCE_ATTACHED = Event("appraisal.evidence_attached", _("{actor} melampirkan berkas bukti."), role=PARTY)
EVIDENCE_WITHDRAWN = Event("appraisal.evidence_withdrawn", _("{actor} menarik berkas bukti."), role=PARTY)
EVIDENCE_ACCEPTED = Event("appraisal.evidence_accepted", _("{actor} menerima berkas bukti pegawai."), role=SUPERVISOR)
EVIDENCE_REJECTED = Event("appraisal.evidence_rejected", _("{actor} menolak berkas bukti pegawai."), role=SUPERVISOR)

# --- beside the flow ---
SUBMIT_RECALLED = Event("appraisal.submit_recalled", _("{actor} menarik kembali kirimannya sebelum dibuka penerima."))
OBJECTION_WITHDRAWN = Event("appraisal.objection_withdrawn", _("{actor} mencabut keberatan."), role=EMPLOYEE)
STEP_REASSIGNED = Event(
    "appraisal.step_reassigned",
    _("{actor} mengalihkan tugas {role} kepada {to}."),
    labels={"role": PARTIES.get},
    role=HR,
)
STEP_CLAIMED = Event(
    "appraisal.step_claimed",
    _("{actor} mengambil tugas ini untuk dikerjakan."),
    _("Tugas: {step}."),
    {"step": lambda code: Stage(code).label},
)
STEP_RELEASED = Event(
    "appraisal.step_released",
    _("{actor} melepaskan tugas ini."),
    _("Tugas: {step}."),
    {"step": lambda code: Stage(code).label},
)
STEP_UNCLAIMED = Event(
    "appraisal.step_unclaimed",
    _("{actor} melepaskan tugas ini dari {holder}."),
    _("Tugas: {step}."),
    {"step": lambda code: Stage(code).label},
    role=HR,
)
STEP_ASKED_FOR = Event(
    "appraisal.step_asked_for",
    _("{actor} meminta tugas ini dari pemegangnya."),
    _("Tugas: {step}."),
    {"step": lambda code: Stage(code).label},
)
CANCELLED = Event("appraisal.cancelled", _("{actor} menghentikan berkas ini."), role=HR)
DELIVERY_RECORDED = Event(
    "appraisal.delivery_recorded",
    _("{actor} mencatat penyerahan hasil di atas kertas pada {handed_over_on}, surat {letter_no}."),
    labels={"handed_over_on": day},
    role=HR,
)
DELIVERY_DISPUTED = Event("appraisal.delivery_disputed", _("{actor} membantah penyerahan yang dicatat."), role=EMPLOYEE)
LATE_OBJECTION_ADMITTED = Event(
    "appraisal.late_objection_admitted",
    _("{actor} membuka kembali masa keberatan sampai {until}."),
    labels={"until": day},
    role=DECIDER,
)
SUPERSEDED = Event(
    "appraisal.superseded",
    _("{actor} menerbitkan versi pengganti berdasarkan surat {letter_no}."),
    RATED,
    RATINGS,
    role=HR,
)
CLOSED = Event("appraisal.closed", _("Periode penilaian ditutup. Sesudah ini berkas tidak berubah lagi."), closes=True)
CONTENT_OPENED = Event("appraisal.content_opened", _("{actor} membuka isi berkas untuk: {purpose}"), may_follow=True)
INSPECTION_DISCLOSED = Event(
    "appraisal.inspection_disclosed",
    _("{inspector} membuka isi berkas pada {since} untuk: {purpose}. Pemberitahuan ini ditunda selama pemeriksaan."),
    labels={"since": day},
    may_follow=True,
)
PRINTED = Event("appraisal.printed", _("{actor} mencetak dokumen evaluasi."), may_follow=True)

# --- who looked, in the stream of the person concerned ---
ACCESS_QUESTIONED = Event(
    "access.questioned",
    _("{actor} menanyakan kepada pengelola kinerja mengapa {viewer} membuka berkasnya pada {on}."),
    labels={"on": day},
    may_follow=True,
)
ACCESS_REPORTED = Event(
    "access.reported",
    _("{actor} mengadukan kepada inspektorat bahwa {viewer} membuka berkasnya pada {on}."),
    labels={"on": day},
    may_follow=True,
)
ACCESS_EXPLAINED = Event(
    "access.explained",
    _("{actor} menjawab mengapa {viewer} membuka berkas pada {on}."),
    labels={"on": day},
    role=HR,
    may_follow=True,
)

# --- plans ---
PLAN_STARTED = Event("plan.started", _("{actor} mulai menyusun SKP."), role=EMPLOYEE)
PLAN_CHANGED = Event("plan.changed", _("{actor} mengubah SKP."), role=EMPLOYEE)
PLAN_PROPOSED = Event("plan.proposed", _("{actor} mengajukan SKP untuk disepakati."), role=EMPLOYEE)
PLAN_RETURNED = Event("plan.returned", _("{actor} mengembalikan SKP untuk diperbaiki."), role=SUPERVISOR)
PLAN_AGREED = Event("plan.agreed", _("{actor} menyepakati SKP."), role=SUPERVISOR)

# --- policies, cycles, committees ---
POLICY_DRAFTED = Event("policy.drafted", _("{actor} menyusun kebijakan penilaian {slug} versi {version}."), role=HR)
POLICY_ADOPTED = Event(
    "policy.adopted",
    _("{actor} menetapkan kebijakan penilaian {slug} versi {version} dengan surat {letter_no}."),
    role=HR,
)
CALENDAR_FILLED = Event(
    "calendar.filled", _("{actor} mengisi kalender dengan {count} hari libur dari {source}."), role=HR
)
DAY_OFF_ADDED = Event(
    "calendar.day_added", _("{actor} menambah hari libur {day}: {name}."), labels={"day": day}, role=HR
)
DAY_OFF_DROPPED = Event(
    "calendar.day_dropped", _("{actor} mengeluarkan {day} dari hari libur: {name}."), labels={"day": day}, role=HR
)
CYCLE_CREATED = Event("cycle.created", _("{actor} menyiapkan periode penilaian."), role=HR)
CYCLE_CHANGED = Event("cycle.changed", _("{actor} mengubah periode penilaian."), role=HR)
CYCLE_RELEASE_MOVED = Event(
    "cycle.release_moved",
    _("{actor} memindahkan rilis bersama dari {before} ke {on}; {count} hasil sedang menunggu."),
    labels={"on": day, "before": day},
    role=HR,
)
REMINDED = Event("cycle.reminded", _("Pengingat dikirim untuk {count} tugas."))
REMINDED_BY_HAND = Event(
    "cycle.reminded_by_hand",
    _("{actor} mengingatkan {count} tugas yang masih terbuka di {unit}."),
    labels={"unit": lambda name: name or _("seluruh periode")},
    role=HR,
)
LAUNCH_UNDONE = Event(
    "cycle.launch_undone",
    _(
        "{actor} membatalkan pembukaan untuk {count} pegawai yang berkasnya belum disentuh; {left} berkas tetap berjalan."
    ),
    role=HR,
)
OPENING_UNDONE = Event("appraisal.opening_undone", _("{actor} membatalkan pembukaan penilaian ini."), role=HR)
CYCLE_LAUNCHED = Event("cycle.launched", _("{actor} membuka periode penilaian untuk {count} pegawai."), role=HR)
LAUNCH_ASKED = Event("cycle.launch_asked", _("{actor} meminta periode penilaian dibuka."), role=HR)
CYCLE_CLOSED = Event(
    "cycle.closed",
    _("{actor} menutup periode penilaian dengan {count} berkas, berita acara {letter_no}. Ini tidak dapat dibatalkan."),
    role=HR,
    closes=True,
)
LEFT_OUT_EXPORTED = Event(
    "cycle.left_out_exported",
    _("{actor} mengunduh daftar {count} pegawai yang tidak ikut periode ini."),
    role=HR,
    may_follow=True,
)
COMMITTEE_APPOINTED = Event("committee.appointed", _("{actor} menunjuk komite dengan surat {letter_no}."), role=HR)
SUBSTITUTE_APPOINTED = Event(
    "committee.substitute_appointed", _("{actor} menunjuk anggota pengganti dengan surat {letter_no}."), role=HR
)
COMMITTEE_MEETING_MOVED = Event(
    "committee.meeting_moved", _("{actor} memindahkan rapat komite ke {date}."), labels={"date": day}, role=HR
)
