"""What can happen to deadlines: passed where nothing lapses, extended, asked for, opened again, standing still."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

from .event_words import ABOVE, HR, day
from .models import Stage

# --- late, where nothing lapses ---
REVIEW_LATE = Event(
    "appraisal.review_late",
    _("{owner} belum memberi hasil sampai batas penilaian, {due}. Ia diingatkan; tugasnya tetap terbuka."),
    labels={"due": day},
)
DECISION_LATE = Event(
    "appraisal.decision_late",
    _(
        "{owner} belum memutus sampai batas penetapan, {due}. "
        "Ia diingatkan; tidak ada yang ditetapkan dengan sendirinya."
    ),
    labels={"due": day},
)
LATENESS_TOLD = Event(
    "appraisal.lateness_told", _("Keterlambatan diberitahukan kepada {to} ({role})."), labels={"role": ABOVE.get}
)
LATENESS_TOLD_TO_HR = Event(
    "appraisal.lateness_told_to_hr", _("Keterlambatan diberitahukan kepada {count} pengelola kinerja.")
)

# --- more time ---
DEADLINE_EXTENDED = Event(
    "appraisal.deadline_extended",
    _("{actor} memperpanjang batas {step} sampai {until}."),
    labels={"until": day, "step": lambda code: Stage(code).label},
    role=HR,
)
DEADLINE_EXTENDED_FOR = Event(
    "cycle.deadline_extended",
    _("{actor} memperpanjang batas {step} sampai {until} untuk {count} berkas, surat {letter_no}."),
    labels={"until": day, "step": lambda code: Stage(code).label},
    role=HR,
)
STEP_REOPENED = Event(
    "appraisal.step_reopened",
    _("{actor} membuka kembali tahap {step}, yang berakhir karena batasnya lewat, sampai {until}, surat {letter_no}."),
    _("Batas sebelumnya: {before}."),
    {"until": day, "before": day, "step": lambda code: Stage(code).label},
    role=HR,
)
EXTENSION_ASKED = Event(
    "appraisal.extension_asked",
    _("{actor} meminta perpanjangan batas {step} sampai {until}."),
    labels={"until": day, "step": lambda code: Stage(code).label},
)
EXTENSION_DECLINED = Event(
    "appraisal.extension_declined",
    _("{actor} tidak mengabulkan permintaan perpanjangan batas {step}."),
    labels={"step": lambda code: Stage(code).label},
    role=HR,
)
PAUSED = Event("cycle.paused", _("{actor} menjeda periode ini. Semua batas waktu berhenti berjalan."), role=HR)
RESUMED = Event(
    "cycle.resumed",
    _("{actor} melanjutkan periode ini. Batas waktu {count} berkas bergeser {days} hari."),
    role=HR,
)
CLOCK_RESUMED = Event(
    "appraisal.clock_resumed",
    _("Periode dijeda dan dilanjutkan: batas waktu bergeser {days} hari menjadi {until}."),
    labels={"until": day},
)
