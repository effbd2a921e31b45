"""The closed vocabularies of an appraisal: what people choose from, in the words they see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rating(models.TextChoices):
    """Set once for results and once for behaviour (PermenPANRB 6/2022)."""

    ABOVE = "above", _("Di atas ekspektasi")
    MEETS = "meets", _("Sesuai ekspektasi")
    BELOW = "below", _("Di bawah ekspektasi")


class Predicate(models.TextChoices):
    """Predikat kinerja, best first."""

    VERY_GOOD = "very_good", _("Sangat baik")
    GOOD = "good", _("Baik")
    NEEDS_IMPROVEMENT = "needs_improvement", _("Butuh perbaikan")
    POOR_MISCONDUCT = "poor_misconduct", _("Kurang/misconduct")
    VERY_POOR = "very_poor", _("Sangat kurang")


class Value(models.TextChoices):
    """The seven values of ASN, BerAKHLAK."""

    SERVICE_ORIENTATION = "service_orientation", _("Berorientasi Pelayanan")
    ACCOUNTABLE = "accountable", _("Akuntabel")
    COMPETENT = "competent", _("Kompeten")
    HARMONIOUS = "harmonious", _("Harmonis")
    LOYAL = "loyal", _("Loyal")
    ADAPTIVE = "adaptive", _("Adaptif")
    COLLABORATIVE = "collaborative", _("Kolaboratif")


GUIDANCE = {
    Value.SERVICE_ORIENTATION: [
        _("Memahami dan memenuhi kebutuhan masyarakat"),
        _("Ramah, cekatan, solutif, dan dapat diandalkan"),
        _("Melakukan perbaikan tiada henti"),
    ],
    Value.ACCOUNTABLE: [
        _("Melaksanakan tugas dengan jujur, bertanggung jawab, cermat, disiplin, dan berintegritas tinggi"),
        _("Menggunakan kekayaan dan barang milik negara secara bertanggung jawab, efektif, dan efisien"),
        _("Tidak menyalahgunakan kewenangan jabatan"),
    ],
    Value.COMPETENT: [
        _("Meningkatkan kompetensi diri untuk menjawab tantangan yang selalu berubah"),
        _("Membantu orang lain belajar"),
        _("Melaksanakan tugas dengan kualitas terbaik"),
    ],
    Value.HARMONIOUS: [
        _("Menghargai setiap orang apa pun latar belakangnya"),
        _("Suka menolong orang lain"),
        _("Membangun lingkungan kerja yang kondusif"),
    ],
    Value.LOYAL: [
        _("Memegang teguh ideologi Pancasila, UUD 1945, setia kepada NKRI serta pemerintahan yang sah"),
        _("Menjaga nama baik sesama ASN, pimpinan, instansi, dan negara"),
        _("Menjaga rahasia jabatan dan negara"),
    ],
    Value.ADAPTIVE: [
        _("Cepat menyesuaikan diri menghadapi perubahan"),
        _("Terus berinovasi dan mengembangkan kreativitas"),
        _("Bertindak proaktif"),
    ],
    Value.COLLABORATIVE: [
        _("Memberi kesempatan kepada berbagai pihak untuk berkontribusi"),
        _("Terbuka dalam bekerja sama untuk menghasilkan nilai tambah"),
        _("Menggerakkan pemanfaatan berbagai sumber daya untuk tujuan bersama"),
    ],
}


class Stage(models.TextChoices):
    """The word people see: a step's name, or how the case ended."""

    SELF_ASSESSMENT = "self_assessment", _("Penilaian mandiri")
    SUPERVISOR_REVIEW = "supervisor_review", _("Penilaian atasan")
    AWAITING_RELEASE = "awaiting_release", _("Menunggu rilis bersama")
    EMPLOYEE_RESPONSE = "employee_response", _("Tanggapan pegawai")
    REFUSAL_PERIOD = "refusal_period", _("Masa keberatan setelah menolak")
    SUPERVISOR_STATEMENT = "supervisor_statement", _("Penjelasan pejabat penilai")
    OBJECTION_DECISION = "objection_decision", _("Penetapan keberatan")
    CLARIFICATION = "clarification", _("Permintaan penjelasan")
    COMMITTEE_VOTE = "committee_vote", _("Suara komite")
    AWAITING_DATE = "awaiting_date", _("Menunggu tanggal penetapan")
    FINAL = "final", _("Final")
    CANCELLED = "cancelled", _("Dihentikan")


class Procedure(models.TextChoices):
    """What the committee may name when it returns a determination: procedure only, never the rating."""

    EMPLOYEE_NOT_HEARD = "employee_not_heard", _("Pegawai belum didengar")
    SUPERVISOR_NOT_HEARD = "supervisor_not_heard", _("Pejabat penilai belum didengar")
    REASON_MISSING = "reason_missing", _("Alasan penetapan belum memadai")
    EVIDENCE_NOT_EXAMINED = "evidence_not_examined", _("Bukti yang diajukan belum diperiksa")
    WRONG_OFFICIAL = "wrong_official", _("Pejabat yang menetapkan tidak berwenang")
