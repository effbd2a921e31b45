"""How versions of people, units and posts are told in words: what each column is called, and who may read it."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from audit.registry import describe_history

from .models import Assignment, Delegation, Employee, Identifier, ImportRun, Post, ReportingOverride, Unit, User
from .roles import Role

BEGINS, ENDS = _("Mulai"), _("Sampai")
LETTER = _("Nomor surat")
CONTENT = "has_content"


def describe_histories():
    describe_history(
        User,
        title=_("Akun"),
        called="name",
        labels={
            "name": _("Nama"),
            "title_prefix": _("Gelar depan"),
            "title_suffix": _("Gelar belakang"),
            "username": _("Nama pengguna"),
            "email": _("Surel"),
            "roles": _("Peran"),
            "is_active": _("Akun aktif"),
            "language": _("Bahasa"),
            "theme": _("Tampilan"),
        },
        codes={"language": languages_in_words},
        spoken={"roles": roles_in_words},
        content={"email": CONTENT, "username": CONTENT},
    )
    describe_history(
        Employee, title=_("Pegawai"), called="user", labels={"type": _("Jenis kepegawaian"), "rank": _("Pangkat")}
    )
    describe_history(
        Identifier,
        title=_("Nomor induk"),
        called="employee",
        labels={"kind": _("Jenis nomor"), "number": _("Nomor"), "from_date": BEGINS, "to_date": ENDS},
        content={"number": CONTENT},
    )
    describe_history(
        Unit,
        title=_("Unit kerja"),
        called="name",
        labels={
            "name": _("Nama unit"),
            "code": _("Kode"),
            "parent": _("Unit di atasnya"),
            "zone": _("Zona waktu"),
            "is_active": _("Masih dipakai"),
        },
    )
    describe_history(
        Post,
        title=_("Jabatan"),
        called="title",
        labels={
            "title": _("Nama jabatan"),
            "kind": _("Jenis jabatan"),
            "unit": _("Unit kerja"),
            "superior": _("Jabatan di atasnya"),
            "is_active": _("Masih dipakai"),
        },
    )
    describe_history(
        Assignment,
        title=_("Penugasan"),
        called="holder",
        labels={
            "holder": _("Pemegang"),
            "post": _("Jabatan"),
            "kind": _("Kedudukan"),
            "from_date": BEGINS,
            "to_date": ENDS,
            "letter_no": LETTER,
        },
    )
    describe_history(
        ReportingOverride,
        title=_("Pengecualian garis atasan"),
        called="employee",
        labels={
            "employee": _("Pegawai"),
            "supervisor": _("Pejabat penilai kinerja"),
            "from_date": BEGINS,
            "to_date": ENDS,
            "reason": _("Alasan"),
        },
        content={"reason": CONTENT},
    )
    describe_history(
        Delegation,
        title=_("Pendelegasian"),
        called="principal",
        labels={
            "principal": _("Yang mendelegasikan"),
            "delegate": _("Penerima delegasi"),
            "from_date": BEGINS,
            "to_date": ENDS,
            "letter_no": LETTER,
            "ended_at": _("Diakhiri pada"),
        },
    )
    describe_history(
        ImportRun,
        title=_("Impor organisasi"),
        called="file_name",
        labels={
            "file_name": _("Nama berkas"),
            "state": _("Keadaan"),
            "end_missing": _("Penugasan yang tidak ada di berkas diakhiri"),
            "counts": _("Jumlah baris"),
            "checked_by": _("Diperiksa oleh"),
            "checked_at": _("Diperiksa pada"),
            "applied_by": _("Diterapkan oleh"),
            "applied_at": _("Diterapkan pada"),
        },
        spoken={"counts": counts_in_words},
    )


def languages_in_words(codes):
    return {code: str(dict(settings.LANGUAGES).get(code, code)) for code in codes}


def roles_in_words(version):
    return ", ".join(str(dict(Role.choices).get(role, role)) for role in version.roles)


def counts_in_words(version):
    words = {
        "new": _("baru"),
        "changed": _("berubah"),
        "unchanged": _("sama"),
        "gone": _("hilang"),
        "errors": _("galat"),
    }
    return ", ".join(f"{number} {words.get(name, name)}" for name, number in version.counts.items())
