"""What can happen to people, units and their lines."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

from .roles import Role


def role_label(code):
    """A role that has gone since is told by its code."""
    return dict(Role.choices).get(code, code)


LISTS = {"without_email": _("daftar pegawai tanpa surel"), "import_errors": _("daftar galat impor")}

ORGANIZATION_IMPORTED = Event("organization.imported", _("{actor} mengimpor data organisasi."))
IMPORT_UPLOADED = Event("organization.import_uploaded", _("{actor} mengunggah berkas impor."))
IMPORT_CHECKED = Event("organization.import_checked", _("{actor} memeriksa berkas impor."))
IMPORT_COLUMNS_CHOSEN = Event("organization.import_columns_chosen", _("{actor} memilih kolom berkas impor."))
IMPORT_DISCARDED = Event("organization.import_discarded", _("{actor} membatalkan impor."))
IMPORT_FILES_DELETED = Event(
    "organization.import_files_deleted", _("{actor} menghapus berkas impor yang tidak diperlukan lagi.")
)
IMPORT_UNDONE = Event("organization.import_undone", _("{actor} mengurungkan impor data organisasi: {reason}"))
LIST_EXPORTED = Event(
    "organization.list_exported",
    _("{actor} mengunduh {what}, {count} baris."),
    labels={"what": lambda code: LISTS.get(code, code)},
)
SIGN_IN_LINK_ISSUED = Event("user.sign_in_link_issued", _("{actor} membuat tautan masuk sekali pakai."))
SIGN_IN_LINK_USED = Event("user.sign_in_link_used", _("{actor} memakai tautan masuk sekali pakai."))
PASSWORD_SET = Event("user.password_set", _("{actor} membuat kata sandi baru."))
PREFERENCES_CHANGED = Event("user.preferences_changed", _("{actor} mengubah tampilan atau bahasanya."))
ROLE_GRANTED = Event("user.role_granted", _("{actor} memberi peran {role}."), labels={"role": role_label})
ROLE_REVOKED = Event("user.role_revoked", _("{actor} mencabut peran {role}."), labels={"role": role_label})
USER_DEACTIVATED = Event("user.deactivated", _("{actor} menonaktifkan akun ini: {reason}"))
USER_REACTIVATED = Event("user.reactivated", _("{actor} mengaktifkan kembali akun ini."))
SUPERVISOR_OVERRIDDEN = Event("user.supervisor_overridden", _("{actor} menetapkan pejabat penilai lain: {reason}"))
ASSIGNMENT_ENDED = Event("user.assignment_ended", _("{actor} mengakhiri penugasan {post}: {reason}"))
OVERRIDE_ENDED = Event("user.override_ended", _("{actor} mengakhiri pengecualian garis atasan: {reason}"))
ACTING_APPOINTED = Event("user.acting_appointed", _("{actor} mencatat penugasan {kind} dengan surat {letter_no}."))
TASKS_DELEGATED = Event("user.tasks_delegated", _("{actor} mencatat pendelegasian tugas dengan surat {letter_no}."))
DELEGATION_ENDED = Event("user.delegation_ended", _("{actor} mengakhiri pendelegasian tugas: {reason}"))
NUMBER_SUCCEEDED = Event("user.number_succeeded", _("{actor} mencatat nomor induk baru ({kind}): {reason}"))
OFFICIAL_ADDED = Event("user.official_added", _("{actor} mencatat pejabat kota."))
DEMO_ACCOUNT_OPENED = Event("user.demo_account_opened", _("{actor} membuka akun ini untuk demo."))
API_TOKEN_CREATED = Event("user.api_token_created", _("{actor} membuat token API."))
API_TOKENS_REVOKED = Event("user.api_tokens_revoked", _("{actor} mencabut {count} token API."))

# --- coming and going ---
SIGNED_IN = Event("user.signed_in", _("{actor} masuk."))
SIGN_IN_FAILED = Event("user.sign_in_failed", _("Percobaan masuk ke akun {actor} gagal."))
SIGNED_OUT = Event("user.signed_out", _("{actor} keluar."))
PASSWORD_LINK_REQUESTED = Event(
    "user.password_link_requested", _("{actor} meminta tautan kata sandi baru lewat halaman masuk.")
)
