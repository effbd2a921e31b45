"""How versions of appraisals, plans and cycles are told in words: what each column is called, and who may read it.

`content` names the attribute of `permissions.Sight` that opens a column; the rest is the process, which every
inspector sees.
"""

from django.utils.translation import gettext_lazy as _

from audit.registry import describe_history

from . import evidence_files, period_words
from .consequences import consequence
from .models import (
    Appraisal,
    Behaviour,
    Delivery,
    Determination,
    Dissent,
    Document,
    ExtensionRequest,
    Feedback,
    Ground,
    Indicator,
    KinDeclaration,
    Objection,
    Plan,
    PlannedResult,
    Recusal,
    Result,
    Statement,
    Vote,
)
from .value_words import (
    BEHAVIOUR,
    EMPLOYEE,
    RESULTS,
    SECOND,
    SUPERVISOR,
    document_in_words,
    extensions_in_words,
    parties_in_words,
    procedures_in_words,
    subjects_in_words,
)

LETTER, REASON, STATE, POSITION = _("Nomor surat"), _("Alasan"), _("Keadaan"), _("Urutan")
APPRAISAL_ROW = {"appraisal": _("Penilaian")}


def describe_histories():
    for describe in (
        _appraisal,
        _extension,
        _said_by_the_employee,
        _said_by_officials,
        _objection,
        _plan,
        evidence_files.describe,
        period_words.describe,
    ):
        describe()


def _appraisal():
    describe_history(
        Appraisal,
        title=_("Penilaian"),
        called="employee",
        consequence=consequence,
        labels={
            "cycle": _("Periode penilaian"),
            "employee": EMPLOYEE,
            "segment": _("Bagian masa kerja"),
            "edition": _("Versi dokumen"),
            "supersedes": _("Menggantikan"),
            "supersede_authority": _("Dasar penggantian"),
            "supersede_letter_no": _("Surat penggantian"),
            "supervisor": SUPERVISOR,
            "supervisor_capacity": _("Kedudukan pejabat penilai"),
            "second_level": SECOND,
            "second_level_capacity": _("Kedudukan atasan pejabat penilai"),
            "committee": _("Komite"),
            "unit": _("Unit kerja"),
            "zone": _("Zona waktu"),
            "plan": _("SKP"),
            "snapshot": _("Identitas yang dibekukan"),
            "stage": _("Tahap"),
            "vote_round": _("Putaran suara komite"),
            "is_contested": _("Ada keberatan atau penolakan"),
            "is_determined": _("Keberatan sudah ditetapkan"),
            "is_returned_once": _("Penetapan pernah dikembalikan komite"),
            "statement": _("Pernyataan pegawai"),
            "results_rating": RESULTS,
            "behaviour_rating": BEHAVIOUR,
            "rating_reason": _("Alasan rating"),
            "predicate": _("Predikat"),
            "is_final": _("Final"),
            "self_assessed_at": _("Penilaian mandiri dikirim"),
            "released_at": _("Hasil dirilis"),
            "received_at": _("Hasil diterima pegawai"),
            "response_due_on": _("Hari terakhir menanggapi"),
            "reply_until": _("Batas tanggapan pegawai"),
            "decision_due_on": _("Batas penetapan"),
            "extended": _("Batas yang diperpanjang"),
        },
        content={
            "snapshot": "has_content",
            "statement": "sees_self_assessment",
            "results_rating": "sees_ratings",
            "behaviour_rating": "sees_ratings",
            "rating_reason": "sees_ratings",
            "predicate": "sees_ratings",
        },
        spoken={"extended": extensions_in_words, "snapshot": parties_in_words},
    )
    describe_history(
        Document,
        title=_("Dokumen evaluasi"),
        labels=APPRAISAL_ROW | {"content": _("Isi dokumen")},
        content={"content": "sees_ratings"},
        spoken={"content": document_in_words},
        enclosed="evaluation",
    )


def _extension():
    describe_history(
        ExtensionRequest,
        title=_("Permintaan perpanjangan"),
        called="step",
        labels={
            "step": _("Tahap"),
            "until": _("Sampai"),
            "reason": REASON,
            "asked_by": _("Diminta oleh"),
            "asked_at": _("Diminta pada"),
            "answered_at": _("Dijawab pada"),
            "answered_by": _("Dijawab oleh"),
            "is_granted": _("Dikabulkan"),
            "answer": _("Jawaban"),
        },
        content={"reason": "has_content", "answer": "has_content"},
    )


def _said_by_the_employee():
    describe_history(
        Result,
        title=_("Realisasi indikator"),
        called="indicator",
        labels={"indicator": _("Indikator"), "actual": _("Realisasi"), "note": _("Catatan pegawai")},
        content={"indicator": "has_content", "actual": "sees_self_assessment", "note": "sees_self_assessment"},
    )
    describe_history(
        Behaviour,
        title=_("Catatan perilaku"),
        called="value",
        labels={"value": _("Nilai BerAKHLAK"), "note": _("Catatan pegawai")},
        content={"note": "sees_self_assessment"},
    )


def _said_by_officials():
    describe_history(
        Feedback,
        title=_("Umpan balik"),
        called="subject",
        codes={"subject": subjects_in_words},
        labels={
            "subject": _("Tentang"),
            "text": _("Umpan balik"),
            "author": _("Penulis"),
            "given_at": _("Ditulis pada"),
        },
        content={"subject": "sees_ratings", "text": "sees_ratings"},
    )
    describe_history(
        Determination,
        title=_("Penetapan keberatan"),
        labels={
            "decision": _("Putusan"),
            "results_rating": RESULTS,
            "behaviour_rating": BEHAVIOUR,
            "reason": REASON,
            "decided_at": _("Ditetapkan pada"),
            "decided_by": _("Ditetapkan oleh"),
        },
        content={
            "decision": "sees_statements",
            "results_rating": "sees_ratings",
            "behaviour_rating": "sees_ratings",
            "reason": "sees_statements",
        },
    )
    describe_history(
        Vote,
        title=_("Suara anggota komite"),
        called="member",
        labels={
            "round": _("Putaran"),
            "member": _("Anggota"),
            "choice": _("Suara"),
            "reason": REASON,
            "procedure": _("Prosedur yang belum lengkap"),
            "cast_at": _("Diberikan pada"),
        },
        codes={"procedure": procedures_in_words},
        content={"choice": "sees_votes", "reason": "sees_votes", "procedure": "sees_votes"},
    )
    describe_history(
        Dissent,
        title=_("Pendapat berbeda"),
        called="member",
        labels={
            "round": _("Putaran"),
            "member": _("Anggota"),
            "text": _("Pendapat"),
            "attached_at": _("Dilampirkan pada"),
        },
        content={"text": "sees_votes"},
    )
    describe_history(
        Recusal,
        title=_("Anggota yang dikecualikan"),
        called="member",
        labels={"round": _("Putaran"), "member": _("Anggota"), "kind": _("Sebab")},
        content={"kind": "has_content"},
    )
    describe_history(
        KinDeclaration,
        title=_("Pernyataan hubungan keluarga"),
        labels={
            "member": _("Anggota"),
            "relative": _("Keluarga"),
            "relation": _("Hubungan"),
            "declared_at": _("Dinyatakan pada"),
            "withdrawn_at": _("Dicabut pada"),
        },
        content={"relative": "has_content", "relation": "has_content"},
    )


def _objection():
    describe_history(
        Objection,
        title=_("Keberatan"),
        called="filed_by",
        labels={
            "filed_at": _("Diajukan pada"),
            "filed_by": _("Diajukan oleh"),
            "withdrawn_at": _("Dicabut pada"),
        },
    )
    describe_history(
        Ground,
        title=_("Hal yang diberatkan"),
        called="subject",
        codes={"subject": subjects_in_words},
        labels={"subject": _("Tentang"), "reason": REASON},
        content={"subject": "sees_statements", "reason": "sees_statements"},
    )
    describe_history(
        Statement,
        title=_("Pernyataan dalam keberatan"),
        called="kind",
        labels={
            "kind": _("Jenis"),
            "to": _("Ditujukan kepada"),
            "author": _("Penulis"),
            "text": _("Isi"),
            "made_at": _("Dibuat pada"),
        },
        content={"text": "sees_statements"},
    )
    describe_history(
        Delivery,
        title=_("Penyerahan di atas kertas"),
        labels={
            "handed_over_on": _("Diserahkan pada"),
            "witness": _("Saksi"),
            "letter_no": LETTER,
            "recorded_at": _("Dicatat pada"),
            "recorded_by": _("Dicatat oleh"),
            "disputed_at": _("Dibantah pada"),
            "dispute": _("Bantahan"),
        },
        content={"dispute": "sees_statements"},
    )


def _plan():
    describe_history(
        Plan,
        title=_("SKP"),
        called="employee",
        labels={
            "cycle": _("Periode penilaian"),
            "employee": EMPLOYEE,
            "supervisor": SUPERVISOR,
            "state": STATE,
            "agreed_at": _("Disepakati pada"),
            "agreed_by": _("Disepakati oleh"),
        },
    )
    describe_history(
        PlannedResult,
        title=_("Rencana hasil kerja"),
        called="text",
        labels={
            "text": _("Rencana hasil kerja"),
            "kind": _("Jenis"),
            "position": POSITION,
            "is_dropped": _("Dikeluarkan"),
        },
        content={"text": "has_content"},
    )
    describe_history(
        Indicator,
        title=_("Indikator"),
        called="name",
        labels={
            "name": _("Indikator"),
            "aspect": _("Aspek"),
            "unit": _("Satuan"),
            "target": _("Target"),
            "direction": _("Arah"),
            "source": _("Sumber data"),
            "position": POSITION,
            "is_dropped": _("Dikeluarkan"),
        },
        content={"name": "has_content", "target": "has_content", "source": "has_content"},
    )
