"""What HR administrators write when they run a cycle."""

from random import Random

_CANCELLATIONS = (
    "Pegawai pindah ke pemerintah provinsi sebelum periode berakhir; penilaian dilanjutkan di instansi baru.",
    "Pegawai mencapai batas usia pensiun, dan periode dinilai lewat penilaian penggalan.",
    "Penilaian ganda: pegawai yang sama sudah dibuka pada segmen jabatan lain.",
    "Pegawai menjalani cuti di luar tanggungan negara selama seluruh periode.",
    "Pegawai meninggal dunia sebelum penilaian selesai.",
    "Pegawai menjalani tugas belajar; penilaiannya memakai ketentuan tugas belajar.",
)
_REASSIGNMENTS = (
    "Pejabat penilai pindah tugas; digantikan pejabat baru sesuai surat perintah.",
    "Pejabat penilai cuti besar sampai melewati batas waktu penilaian.",
    "Garis atasan keliru sejak pemutakhiran data; diperbaiki menurut peta jabatan terakhir.",
    "Pejabat penilai dan pegawai memiliki hubungan keluarga dekat.",
    "Pejabat penilai sakit dan dirawat; tugas dialihkan kepada pelaksana harian.",
    "Jabatan lowong, dan pelaksana tugas sudah ditunjuk.",
)
_OVERRIDES = (
    "Ditugaskan penuh pada tim percepatan; ketua tim ditetapkan sebagai pejabat penilai.",
    "Guru bertugas di dua sekolah; penilaian dilakukan kepala sekolah induk.",
    "Kepala unit adalah pasangan pegawai, sehingga penilaian dialihkan.",
    "Diperbantukan pada kecamatan sampai akhir tahun.",
    "Atasan langsung belum berwenang menilai karena masih pejabat fungsional jenjang yang sama.",
    "Penataan organisasi belum selesai; garis atasan sementara sesuai nota dinas.",
)
_WITNESSES = (
    "Diserahkan langsung di ruang tata usaha, disaksikan pengelola kepegawaian unit.",
    "Diserahkan di rumah pegawai yang sedang sakit, disaksikan ketua lingkungan.",
    "Diserahkan di sekolah tempat bertugas, disaksikan wakil kepala sekolah.",
    "Diserahkan setelah apel pagi, disaksikan kepala subbagian umum.",
    "Diserahkan di puskesmas, disaksikan kepala tata usaha.",
    "Diserahkan di kantor kelurahan karena jaringan di lokasi tugas tidak tersedia.",
)
_POSTPONEMENTS = (
    "Gangguan jaringan kota selama dua hari kerja.",
    "Libur bersama jatuh pada pekan batas waktu.",
    "Pemutakhiran data atasan bagi tenaga pendidik belum selesai.",
    "Sebagian besar kepala sekolah mengikuti asesmen nasional.",
    "Banjir di tiga kelurahan; pegawai ditugaskan menangani keadaan darurat.",
    "Permintaan tertulis dari perangkat daerah yang pejabatnya baru dilantik.",
)
_CORRECTIONS = (
    "Pangkat pada dokumen belum memuat kenaikan pangkat yang berlaku sebelum periode berakhir.",
    "Nama jabatan keliru akibat perubahan nomenklatur.",
    "Gelar akademik belum dicantumkan walaupun sudah diakui.",
    "Unit kerja tertulis unit lama; perpindahan berlaku sejak awal periode.",
    "Nomor surat pelaksana tugas pejabat penilai salah ketik.",
    "Putusan pengadilan tata usaha negara memerintahkan perbaikan dokumen.",
)
_ACTING = {
    "plt": (
        "Pejabat definitif pensiun; menunggu seleksi terbuka.",
        "Jabatan lowong setelah mutasi; pejabat baru belum dilantik.",
        "Pejabat definitif diangkat sebagai staf ahli.",
        "Pejabat definitif mengundurkan diri karena pindah ke instansi pusat.",
        "Jabatan baru sesuai penataan organisasi; belum ada pejabat yang ditetapkan.",
        "Pejabat definitif meninggal dunia.",
    ),
    "plh": (
        "Pejabat definitif mengikuti pelatihan kepemimpinan di provinsi.",
        "Pejabat definitif menunaikan ibadah haji.",
        "Pejabat definitif cuti sakit.",
        "Pejabat definitif dinas luar kota bersama pimpinan.",
        "Pejabat definitif cuti tahunan.",
        "Pejabat definitif cuti melahirkan.",
    ),
}


def cancel_reason(rng: Random) -> str:
    return rng.choice(_CANCELLATIONS)


def reassign_reason(rng: Random) -> str:
    return rng.choice(_REASSIGNMENTS)


def override_reason(rng: Random) -> str:
    """Why somebody is rated by another than the line would give."""
    return rng.choice(_OVERRIDES)


def delivery_witness_note(rng: Random) -> str:
    return rng.choice(_WITNESSES)


def postpone_reason(rng: Random) -> str:
    return rng.choice(_POSTPONEMENTS)


def correction_reason(rng: Random) -> str:
    """Of a superseding version."""
    return rng.choice(_CORRECTIONS)


def acting_reason(rng: Random, kind: str) -> str:
    """Why there is a `plt` (the post is vacant) or a `plh` (its holder is absent)."""
    return rng.choice(_ACTING[kind])
