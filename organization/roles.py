"""Roles that are granted by hand. Employee, supervisor and member follow from facts, not from a grant."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    HR_ADMIN = "hr_admin", _("Pengelola kinerja")
    INSPECTOR = "inspector", _("Inspektorat")


DESCRIPTIONS = {
    Role.HR_ADMIN: _(
        "Menjalankan periode penilaian, membetulkan garis atasan, dan mencatat penyerahan hasil di atas kertas. "
        "Melihat tahap, tenggat, dan para pihak setiap berkas; isi berkas hanya dengan tujuan yang dicatat."
    ),
    Role.INSPECTOR: _(
        "Membaca jejak audit dan proses setiap berkas dan tidak dapat mengubah apa pun. "
        "Isi berkas hanya dengan tujuan yang dicatat."
    ),
}
