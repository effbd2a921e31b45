"""The columns of the file: their names stay put, because people keep spreadsheets for years."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    name: str
    label: Any
    example: str
    is_required: bool = True  # the column, not the cell
    also: tuple[str, ...] = ()  # what other programs call it, the likeliest first


COLUMNS = (
    Column(
        "nip",
        _("NIP atau NI PPPK, 18 angka"),
        "198609262015051001",
        also=("nip_baru", "nip_ni_pppk", "nip_pegawai", "nomor_induk_pegawai", "no_nip"),
    ),
    Column("nama", _("Nama tanpa gelar"), "Budi Contoh", also=("nama_lengkap", "nama_pegawai", "nama_tanpa_gelar")),
    Column(
        "gelar_depan", _("Gelar di depan nama"), "dr.", is_required=False, also=("glr_depan", "gelar_dpn", "glr_dpn")
    ),
    Column(
        "gelar_belakang",
        _("Gelar di belakang nama"),
        "M.Kes.",
        is_required=False,
        also=("glr_belakang", "gelar_blk", "glr_blk"),
    ),
    Column(
        "jenis_pegawai",
        _("PNS, CPNS, PPPK, atau PPPK PARUH WAKTU"),
        "PNS",
        also=("jenis_kepegawaian", "status_kepegawaian", "status_pegawai", "jenis_asn"),
    ),
    Column(
        "unit_kode",
        _("Kode unit kerja"),
        "1.02.01",
        also=("kode_unit", "kode_unit_kerja", "kode_unor", "unor_kode", "kode_opd"),
    ),
    Column(
        "unit_nama",
        _("Nama unit kerja"),
        "Bidang Pelayanan",
        also=("nama_unit", "unit_kerja", "nama_unit_kerja", "unor", "nama_unor", "unor_nama"),
    ),
    Column(
        "unit_induk_kode",
        _("Kode unit induk; kosong untuk puncak"),
        "",
        also=("kode_unit_induk", "kode_induk", "kode_unor_induk", "unor_induk_kode", "induk_kode"),
    ),
    Column("jabatan", _("Nama jabatan"), "Kepala Bidang Pelayanan", also=("nama_jabatan", "jabatan_nama")),
    Column(
        "jenis_jabatan",
        _("JPT, Administrator, Pengawas, Fungsional, atau Pelaksana"),
        "Administrator",
        also=("jenis_jab", "tipe_jabatan", "kelompok_jabatan"),
    ),
    Column(
        "atasan_nip",
        _("NIP atasan langsung; kosong bila melapor kepada wali kota"),
        "",
        also=("nip_atasan", "nip_atasan_langsung", "atasan_langsung_nip"),
    ),
    Column(
        "pangkat",
        _("Pangkat atau golongan ruang"),
        "III/d",
        is_required=False,
        also=("golongan_ruang", "gol_ruang", "golongan", "gol", "pangkat_golongan", "pangkat_gol_ruang"),
    ),
    Column(
        "tmt",
        _("Tanggal mulai jabatan, 2026-01-31 atau 31/01/2026"),
        "2024-01-02",
        also=("tmt_jabatan", "tmt_jab", "mulai_tugas", "mulai_jabatan"),
    ),
    Column(
        "email",
        _("Alamat surel, satu orang satu alamat"),
        "budi@kota.example",
        is_required=False,
        also=("e_mail", "surel", "alamat_email", "alamat_surel", "email_dinas"),
    ),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.is_required)
# Of no use here, and nobody else's business: never shown, whatever is in them.
PRIVATE = {"agama", "nik", "no_ktp", "nomor_ktp", "no_kk", "npwp", "alamat", "alamat_rumah", "no_hp", "no_telepon", "telepon",
           "tempat_lahir", "tanggal_lahir", "jenis_kelamin", "status_perkawinan", "gaji", "rekening", "no_rekening"}  # fmt: skip


def named(header) -> str:
    """A header as the file may write it: ` Unit-Kode ` is `unit_kode`, `NIP/NI PPPK` is `nip_ni_pppk`."""
    return "_".join(re.findall(r"\w+", str(header or "").lower().replace("_", " ")))
