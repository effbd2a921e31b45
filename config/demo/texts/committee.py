"""What members of the committee write with their votes. They endorse or return, and never rate."""

from random import Random

_ENDORSEMENTS = (
    "Alasan kedua rating lengkap dan didukung bukti.",
    "Tata cara sudah dijalani; kedua pihak didengar.",
    "Tidak ada hal yang perlu dikembalikan.",
    "Sesuai dengan pola unit dan catatan dialog kinerja.",
    "Penetapan atasan menjawab semua pokok keberatan.",
    "Saya mendukung, dengan catatan pembinaan dilanjutkan pada periode berikut.",
    "Bukti diuji petik oleh sekretariat komite dan cocok.",
)
_RETURNS = (
    "Alasan rating hasil kerja tidak menyebut bukti. Mohon dilengkapi sebelum disahkan.",
    "Dua indikator tanpa catatan umpan balik, sedangkan realisasinya di bawah target.",
    "Alasan rating perilaku sama kata demi kata dengan pegawai lain; mohon ditulis menurut kejadian masing-masing.",
    "Rating di atas ekspektasi, tetapi sebagian besar realisasi di bawah target. Mohon dijelaskan.",
    "Data realisasi berbeda dari laporan kinerja unit pada periode yang sama.",
    "Umpan balik kepada pegawai selama periode belum terlihat; mohon dilengkapi oleh pejabat penilai.",
)
_PROCEDURES = (
    "Penetapan keluar sebelum pegawai sempat menanggapi penjelasan pejabat penilai.",
    "Penjelasan pejabat penilai belum diminta, padahal kedua pihak harus didengar.",
    "Penetapan tidak menjawab salah satu pokok keberatan.",
    "Bukti yang dilampirkan pegawai belum diperiksa dan tidak disebut dalam penetapan.",
    "Alasan penetapan tidak ditulis; yang ada hanya hasilnya.",
    "Pertanyaan kepada pegawai dijawab, tetapi jawabannya tidak dipertimbangkan.",
)
_ABSTENTIONS = (
    "Saya belum membaca seluruh bukti karena baru ditunjuk sebagai pengganti.",
    "Pokok keberatan menyangkut bidang teknis yang tidak saya kuasai.",
    "Keterangan kedua pihak seimbang, dan saya tidak dapat menentukan pilihan.",
    "Saya tidak hadir ketika perkara ini dibahas.",
    "Unit saya sedang menyusun data yang sama, sehingga saya memilih tidak memihak.",
    "Saya menunggu pandangan hukum tertulis yang belum saya terima.",
)
_RECUSALS = (
    "Saya pernah menjadi atasan langsung yang bersangkutan pada periode yang dinilai.",
    "Yang bersangkutan adalah keluarga dekat saya.",
    "Perkara ini berasal dari unit yang saya pimpin.",
    "Saya memberi keterangan dalam dialog kinerja yang dipersoalkan.",
    "Saya sedang memproses usul mutasi yang bersangkutan.",
    "Saya terlibat dalam kegiatan yang menjadi pokok keberatan.",
)
_DISSENTS = (
    "Menurut saya alasan rating hasil kerja belum menyebut bukti, sehingga lebih baik dilengkapi sebelum disahkan.",
    "Saya menghormati putusan komite, tetapi umpan balik selama periode belum terlihat dalam berkas.",
)
_RECOMMENDATIONS = (
    "Komite menyarankan realisasi bulan terakhir dihitung sebelum penetapan.",
    "Keterangan kedua pihak sudah cukup; keberatan dapat ditetapkan tanpa pemeriksaan tambahan.",
    "Komite menyarankan alasan rating perilaku ditulis menurut kejadian dan tanggal.",
    "Target yang berlaku adalah SKP terakhir yang disepakati; mohon dijadikan dasar penetapan.",
    "Surat tugas tambahan sah dan patut dipertimbangkan.",
    "Tidak ditemukan perlakuan berbeda terhadap pegawai lain dengan tugas serupa.",
)


def endorse_note(rng: Random) -> str:
    return rng.choice(_ENDORSEMENTS)


def committee_return_reason(rng: Random) -> str:
    return rng.choice(_RETURNS)


def missing_procedure_reason(rng: Random) -> str:
    """Why a determination goes back: only for what was left out of the procedure."""
    return rng.choice(_PROCEDURES)


def abstain_reason(rng: Random) -> str:
    return rng.choice(_ABSTENTIONS)


def recusal_reason(rng: Random) -> str:
    return rng.choice(_RECUSALS)


def dissent(rng: Random) -> str:
    """Of a member who voted otherwise than was decided."""
    return rng.choice(_DISSENTS)


def recommendation_note(rng: Random) -> str:
    """At the top of the tree, where the same person would hear the objection to his own rating."""
    return rng.choice(_RECOMMENDATIONS)
