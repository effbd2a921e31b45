"""What can happen to a unit's achievement and to what is said of its distribution."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

from .models import UnitRating

LEADER = _("pimpinan di atas unit")
HR = _("pengelola kinerja")
WORDS = {name: (lambda code: UnitRating.Word(code).label) for name in ("rating", "was")}

UNIT_RATED = Event("unitrating.set", _("{actor} menetapkan capaian unit: {rating}."), labels=WORDS, role=LEADER)
UNIT_RATING_RECORDED = Event(
    "unitrating.recorded", _("{actor} mencatat capaian unit {rating} dari surat {letter_no}."), labels=WORDS, role=HR
)
UNIT_RATING_CHANGED = Event(
    "unitrating.changed", _("{actor} mengubah capaian unit dari {was} menjadi {rating}."), labels=WORDS, role=LEADER
)
UNIT_RATING_CORRECTED = Event(
    "unitrating.corrected",
    _("{actor} mencatat perubahan capaian unit dari {was} menjadi {rating}, surat {letter_no}."),
    labels=WORDS,
    role=HR,
)
HEAD_DIFFERS = Event(
    "unitrating.head_differs",
    _(
        "Rating hasil kerja kepala unit yang menunggu rilis tidak lagi mengikuti capaian unit. Penilainya dapat meninjau."
    ),
)
DISTRIBUTION_JUSTIFIED = Event(
    "unitrating.justified", _("{actor} menjelaskan sebaran predikat unit."), role=_("pimpinan unit")
)
REVIEW_ASKED = Event(
    "unitrating.review_asked",
    _("{actor} meminta {count} pejabat penilai meninjau usulan mereka. Tidak ada nilai yang berubah."),
)
CALIBRATION_EXPORTED = Event(
    "cycle.calibration_exported",
    _("{actor} mengunduh sebaran predikat {count} unit."),
    may_follow=True,
)
