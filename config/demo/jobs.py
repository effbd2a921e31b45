"""Which jobs are done in which kind of office: functional posts with their levels, and pelaksana."""

from dataclasses import dataclass
from random import Random

Ladder = tuple[tuple[str, int], ...]

EXPERT: Ladder = (("Ahli Pertama", 6), ("Ahli Muda", 4), ("Ahli Madya", 1))
SKILLED: Ladder = (("Terampil", 5), ("Mahir", 3), ("Penyelia", 1))
BOTH: Ladder = (("Terampil", 4), ("Mahir", 3), ("Penyelia", 1), ("Ahli Pertama", 5), ("Ahli Muda", 2))
FIRST: Ladder = (("Ahli Pertama", 1),)
PLAIN: Ladder = (("", 1),)  # pelaksana have no levels


@dataclass(frozen=True)
class Job:
    base: str
    ladder: Ladder
    weight: int

    @property
    def kind(self) -> str:
        return "pelaksana" if self.ladder is PLAIN else "fungsional"

    def title(self, rng: Random) -> str:
        levels, weights = zip(*self.ladder, strict=True)
        return f"{self.base} {rng.choices(levels, weights)[0]}".strip()


def _jobs(*rows: tuple[str, Ladder, int]) -> tuple[Job, ...]:
    return tuple(Job(*row) for row in rows)


_OFFICE = _jobs(
    ("Pengadministrasi Perkantoran", PLAIN, 4),
    ("Penelaah Teknis Kebijakan", PLAIN, 4),
    ("Pengolah Data dan Informasi", PLAIN, 3),
    ("Penata Layanan Operasional", PLAIN, 2),
    ("Operator Layanan Operasional", PLAIN, 2),
)

JOBS: dict[str, tuple[Job, ...]] = {
    "office": _OFFICE + _jobs(("Analis Kebijakan", EXPERT, 2), ("Arsiparis", BOTH, 1)),
    "secretariat": _OFFICE
    + _jobs(("Arsiparis", BOTH, 2), ("Perencana", EXPERT, 2), ("Pengelola Umum Operasional", PLAIN, 2)),
    "finance": _jobs(
        ("Penata Laporan Keuangan", PLAIN, 3),
        ("Bendahara Pengeluaran", PLAIN, 2),
        ("Pengolah Data dan Informasi", PLAIN, 2),
        ("Analis Keuangan Pusat dan Daerah", EXPERT, 4),
    ),
    "revenue": _jobs(
        ("Pemeriksa Pajak Daerah", EXPERT, 3),
        ("Penilai Pajak Daerah", EXPERT, 2),
        ("Penata Layanan Operasional", PLAIN, 4),
    ),
    "audit": _jobs(
        ("Auditor", BOTH, 5),
        ("Pengawas Penyelenggaraan Urusan Pemerintahan Daerah", EXPERT, 4),
        ("Pengadministrasi Perkantoran", PLAIN, 1),
    ),
    "planning": _jobs(("Perencana", EXPERT, 6), ("Penelaah Teknis Kebijakan", PLAIN, 2), ("Statistisi", BOTH, 2)),
    "personnel": _jobs(
        ("Analis Sumber Daya Manusia Aparatur", EXPERT, 5),
        ("Asesor Sumber Daya Manusia Aparatur", EXPERT, 1),
        ("Pranata Sumber Daya Manusia Aparatur", SKILLED, 3),
        ("Pengolah Data dan Informasi", PLAIN, 2),
    ),
    "law": _jobs(
        ("Perancang Peraturan Perundang-undangan", EXPERT, 3),
        ("Analis Hukum", EXPERT, 3),
        ("Penelaah Teknis Kebijakan", PLAIN, 2),
    ),
    "procurement": _jobs(("Pengelola Pengadaan Barang/Jasa", EXPERT, 5), ("Pengolah Data dan Informasi", PLAIN, 2)),
    "ict": _jobs(
        ("Pranata Komputer", BOTH, 7),
        ("Statistisi", EXPERT, 1),
        ("Sandiman", BOTH, 1),
        ("Operator Layanan Operasional", PLAIN, 2),
    ),
    "media": _jobs(("Pranata Hubungan Masyarakat", BOTH, 5), ("Penata Layanan Operasional", PLAIN, 2)),
    "civil_registry": _jobs(
        ("Administrator Database Kependudukan", EXPERT, 4),
        ("Operator Sistem Informasi Administrasi Kependudukan", SKILLED, 4),
        ("Operator Layanan Operasional", PLAIN, 3),
        ("Arsiparis", BOTH, 1),
    ),
    "roads": _jobs(
        ("Teknik Jalan dan Jembatan", BOTH, 6),
        ("Pembina Jasa Konstruksi", EXPERT, 2),
        ("Pengelola Umum Operasional", PLAIN, 4),
    ),
    "building": _jobs(
        ("Penata Kelola Bangunan Gedung dan Kawasan Permukiman", EXPERT, 4),
        ("Teknik Tata Bangunan dan Perumahan", BOTH, 3),
        ("Operator Layanan Operasional", PLAIN, 3),
    ),
    "water": _jobs(("Teknik Pengairan", BOTH, 5), ("Pengelola Umum Operasional", PLAIN, 5)),
    "spatial": _jobs(
        ("Penata Ruang", EXPERT, 4), ("Surveyor Pemetaan", BOTH, 2), ("Pengolah Data dan Informasi", PLAIN, 2)
    ),
    "social": _jobs(
        ("Pekerja Sosial", BOTH, 5), ("Penyuluh Sosial", BOTH, 3), ("Penata Layanan Operasional", PLAIN, 3)
    ),
    "transport": _jobs(
        ("Penguji Kendaraan Bermotor", SKILLED, 4),
        ("Pengelola Umum Operasional", PLAIN, 4),
        ("Operator Layanan Operasional", PLAIN, 4),
    ),
    "environment": _jobs(
        ("Pengendali Dampak Lingkungan", BOTH, 3),
        ("Pengawas Lingkungan Hidup", EXPERT, 2),
        ("Operator Layanan Operasional", PLAIN, 3),
    ),
    "cleaning": _jobs(("Pengelola Umum Operasional", PLAIN, 8), ("Operator Layanan Operasional", PLAIN, 3)),
    "permits": _jobs(("Penata Perizinan", EXPERT, 5), ("Operator Layanan Operasional", PLAIN, 3)),
    "trade": _jobs(
        ("Pengawas Perdagangan", EXPERT, 2),
        ("Penera", BOTH, 2),
        ("Pengembang Kewirausahaan", EXPERT, 2),
        ("Penata Layanan Operasional", PLAIN, 4),
    ),
    "labour": _jobs(
        ("Pengantar Kerja", EXPERT, 4),
        ("Mediator Hubungan Industrial", EXPERT, 2),
        ("Instruktur", BOTH, 2),
        ("Penata Layanan Operasional", PLAIN, 2),
    ),
    "order": _jobs(("Polisi Pamong Praja", BOTH, 8), ("Operator Layanan Operasional", PLAIN, 3)),
    "fire": _jobs(("Pemadam Kebakaran", SKILLED, 8), ("Operator Layanan Operasional", PLAIN, 2)),
    "disaster": _jobs(("Penata Penanggulangan Bencana", EXPERT, 4), ("Operator Layanan Operasional", PLAIN, 4)),
    "farming": _jobs(
        ("Penyuluh Pertanian", BOTH, 6),
        ("Medik Veteriner", EXPERT, 1),
        ("Pengawas Mutu Hasil Pertanian", EXPERT, 1),
        ("Penata Layanan Operasional", PLAIN, 2),
    ),
    "library": _jobs(("Pustakawan", BOTH, 5), ("Arsiparis", BOTH, 3), ("Operator Layanan Operasional", PLAIN, 2)),
    "tourism": _jobs(
        ("Adyatama Kepariwisataan dan Ekonomi Kreatif", EXPERT, 4),
        ("Pelatih Olahraga", SKILLED, 2),
        ("Penata Layanan Operasional", PLAIN, 3),
    ),
    "family": _jobs(("Penyuluh Keluarga Berencana", BOTH, 5), ("Penata Layanan Operasional", PLAIN, 3)),
    "school_office": _jobs(
        ("Pengembang Kurikulum", EXPERT, 1),
        ("Pengawas Sekolah", (("Ahli Muda", 3), ("Ahli Madya", 4)), 3),
        ("Pengolah Data dan Informasi", PLAIN, 3),
        ("Penelaah Teknis Kebijakan", PLAIN, 3),
    ),
    "school": _jobs(
        ("Guru", EXPERT, 17),
        ("Pengadministrasi Perkantoran", PLAIN, 1),
        ("Operator Layanan Operasional", PLAIN, 1),
        ("Pengelola Umum Operasional", PLAIN, 1),
    ),
    "health_office": _jobs(
        ("Epidemiolog Kesehatan", BOTH, 3),
        ("Administrator Kesehatan", EXPERT, 4),
        ("Pengolah Data dan Informasi", PLAIN, 3),
    ),
    "clinic": _jobs(
        ("Dokter", EXPERT, 3),
        ("Dokter Gigi", EXPERT, 1),
        ("Perawat", BOTH, 9),
        ("Bidan", BOTH, 9),
        ("Apoteker", EXPERT, 1),
        ("Asisten Apoteker", SKILLED, 2),
        ("Nutrisionis", BOTH, 1),
        ("Tenaga Sanitasi Lingkungan", BOTH, 1),
        ("Pranata Laboratorium Kesehatan", BOTH, 2),
        ("Promotor Kesehatan", FIRST, 1),
        ("Pengelola Layanan Kesehatan", PLAIN, 2),
    ),
    "ward": _OFFICE,
}
