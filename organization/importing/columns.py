"""The columns of the file: their names stay put, because people keep spreadsheets for years."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    name: str
    label: Any
    example: str
    is_required: bool = True  # the column, not the cell


COLUMNS = (
    Column("nip", _("NIP atau NI PPPK, 18 angka"), "198609262015051001"),
    Column("nama", _("Nama tanpa gelar"), "Budi Contoh"),
    Column("gelar_depan", _("Gelar di depan nama"), "dr.", is_required=False),
    Column("gelar_belakang", _("Gelar di belakang nama"), "M.Kes.", is_required=False),
    Column("jenis_pegawai", _("PNS, CPNS, PPPK, atau PPPK PARUH WAKTU"), "PNS"),
    Column("unit_kode", _("Kode unit kerja"), "1.02.01"),
    Column("unit_nama", _("Nama unit kerja"), "Bidang Pelayanan"),
    Column("unit_induk_kode", _("Kode unit induk; kosong untuk puncak"), ""),
    Column("jabatan", _("Nama jabatan"), "Kepala Bidang Pelayanan"),
    Column("jenis_jabatan", _("JPT, Administrator, Pengawas, Fungsional, atau Pelaksana"), "Administrator"),
    Column("atasan_nip", _("NIP atasan langsung; kosong bila melapor kepada wali kota"), ""),
    Column("pangkat", _("Pangkat atau golongan ruang"), "III/d", is_required=False),
    Column("tmt", _("Tanggal mulai jabatan, 2026-01-31 atau 31/01/2026"), "2024-01-02"),
    Column("email", _("Alamat surel, satu orang satu alamat"), "budi@kota.example", is_required=False),
)
NAMES = tuple(column.name for column in COLUMNS)


def named(header) -> str:
    """A header as the file may write it: ` Unit-Kode ` is `unit_kode`."""
    return "_".join(str(header or "").replace("-", " ").replace("_", " ").lower().split())
