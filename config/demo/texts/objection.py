"""The legal case: refusal, grounds, what each side says, questions, the decision."""

from random import Random

_REFUSALS = (
    "Saya belum dapat menandatangani, karena dua indikator dinilai tanpa melihat bukti yang saya lampirkan.",
    "Saya menolak menandatangani sebelum ada penjelasan tentang rating perilaku kerja.",
    "Hasil ini berbeda dari yang disampaikan dalam dialog kinerja, dan saya perlu waktu untuk mempelajarinya.",
    "Saya tidak menandatangani karena realisasi yang tercantum bukan angka yang saya kirim.",
    "Alasan rating tidak menyebut kejadian atau tanggal, sehingga tidak dapat saya tanggapi.",
    "Selama sebagian besar periode saya bekerja di bawah atasan lain yang tidak dimintai keterangan.",
)
_RESULTS_GROUNDS = (
    "Rating hasil kerja tidak sesuai dengan realisasi: sebagian besar indikator mencapai target dan buktinya terlampir.",
    "Satu bulan saya menjalankan tugas tambahan atas perintah pimpinan, tetapi tidak diperhitungkan dalam rating.",
    "Target yang dipakai adalah target lama. SKP sudah diubah dan disepakati pada pertengahan periode.",
    "Kekurangan capaian disebabkan aplikasi pusat tidak dapat diakses. Surat keterangannya saya lampirkan.",
    "Rekan dengan realisasi yang sama mendapat rating lebih tinggi; saya mohon ukuran yang sama dipakai.",
    "Laporan bulan terakhir disahkan sebelum periode berakhir, namun belum dihitung dalam penilaian.",
    "Alasan rating menyebut laporan terlambat, padahal tanda terima menunjukkan tanggal sebelum tenggat.",
)
_BEHAVIOUR_GROUNDS = (
    "Keluhan warga yang dijadikan alasan terjadi pada hari saya cuti resmi; surat cutinya saya lampirkan.",
    "Rating perilaku didasarkan pada satu kejadian yang tidak pernah dibicarakan dengan saya.",
    "Ketidakhadiran yang disebut adalah tugas luar dengan surat tugas resmi.",
    "Sepanjang periode tidak ada teguran lisan maupun tertulis kepada saya.",
    "Rekap presensi yang dipakai memuat kesalahan mesin yang sudah diakui pengelola kepegawaian.",
    "Nilai kerja sama dinilai rendah, sedangkan catatan ketua tim lintas perangkat daerah menyatakan sebaliknya.",
)
_INDICATOR_GROUNDS = (
    'Realisasi indikator "{indicator}" dicatat lebih rendah daripada {source} yang saya lampirkan.',
    'Untuk indikator "{indicator}" satu bulan belum dihitung, karena laporannya disahkan setelah penilaian dikirim.',
    'Indikator "{indicator}" bergantung pada data unit lain yang terlambat; permintaannya sudah saya ajukan tertulis.',
    'Satuan indikator "{indicator}" keliru dibaca: yang disepakati adalah rata-rata seluruh periode, bukan bulan terakhir.',
    'Bukti untuk indikator "{indicator}" sudah dikirim, tetapi tidak dapat dibuka oleh penilai; berkas baru saya sertakan.',
    'Kegiatan pada indikator "{indicator}" ditunda dengan surat pimpinan, sehingga targetnya seharusnya disesuaikan.',
)
_STATEMENTS = (
    "Rating saya tetapkan dari rekap tiga bulan. Bukti yang diajukan sekarang belum ada saat saya menilai; silakan "
    "dipertimbangkan.",
    "Saya sudah membahas kekurangan ini dalam dua dialog kinerja; catatannya tersimpan. Penyesuaian target tidak pernah "
    "diusulkan.",
    "Angka realisasi saya ambil langsung dari sumber data pada hari penilaian. Selisihnya karena dokumen yang dibatalkan.",
    "Tugas tambahan memang ada dan saya hargai, tetapi lamanya sepuluh hari dan tidak menggugurkan indikator utama.",
    "Kejadian yang menjadi dasar rating perilaku disaksikan dua orang dan sudah saya sampaikan pada hari yang sama.",
    "Setelah membaca keberatan, saya mengakui satu bulan belum terhitung. Rating saya serahkan kepada penetapan atasan.",
    "Ukuran yang saya pakai sama untuk seluruh pegawai di bidang ini; rekapnya saya lampirkan tanpa nama.",
)
_REPLIES = (  # each to the statement in the same place
    "Bukti itu sudah saya lampirkan pada penilaian mandiri dan tanda terimanya ada. Mohon diperiksa kembali.",
    "Terima kasih atas penjelasannya. Dialog kinerja itu membahas indikator lain, bukan yang saya persoalkan.",
    "Dokumen yang dibatalkan hanya dua dan sudah saya keluarkan dari hitungan sejak awal.",
    "Surat tugas mencantumkan dua puluh tiga hari kerja, bukan sepuluh hari. Salinannya saya lampirkan.",
    "Saya tidak pernah diberi tahu tentang kejadian tersebut, sehingga tidak sempat memberi keterangan.",
    "Saya menghargai pengakuan bahwa satu bulan belum terhitung, dan memohon hal itu dimuat dalam penetapan.",
    "Saya menerima bahwa ukurannya sama, tetapi tetap memohon realisasi bulan terakhir dihitung.",
)
_QUESTIONS = {
    "employee": (
        "Mohon jelaskan tanggal dan nomor surat tugas tambahan yang Saudara maksud.",
        "Apakah perubahan target pernah disepakati tertulis? Bila ada, mohon lampirkan.",
        "Bukti mana yang menunjukkan laporan disampaikan sebelum tenggat?",
        "Berapa hari layanan terhenti karena gangguan aplikasi, dan siapa yang mencatatnya?",
        "Pada bulan apa saja realisasi menurut Saudara belum dihitung?",
        "Apakah Saudara sudah menyampaikan hambatan ini kepada atasan selama periode berjalan?",
    ),
    "supervisor": (
        "Mohon sampaikan catatan dialog kinerja yang menjadi dasar rating.",
        "Mengapa laporan bulan terakhir tidak dihitung, padahal sudah disahkan?",
        "Apakah ukuran yang sama dipakai bagi pegawai lain dengan tugas serupa?",
        "Kapan kejadian yang menjadi alasan rating perilaku disampaikan kepada yang bersangkutan?",
        "Apakah Saudara menerima dan membuka seluruh bukti yang dilampirkan?",
        "Berapa lama tugas tambahan itu menurut surat tugas, dan apakah diperhitungkan?",
    ),
}
_ANSWERS = {
    "employee": (
        "Surat tugas berlaku dua puluh tiga hari kerja. Salinan dan laporan pelaksanaannya saya lampirkan.",
        "Perubahan target dibahas dalam rapat bidang dan dicatat dalam notula, tetapi SKP belum diperbarui.",
        "Tanda terima laporan bertanggal dua hari sebelum tenggat; nomornya ada di buku agenda.",
        "Gangguan terjadi tiga hari kerja dan dicatat oleh pengelola aplikasi pusat.",
        "Yang belum dihitung adalah bulan terakhir; rekapnya saya sertakan kembali.",
        "Sudah saya sampaikan secara lisan dalam apel dan lewat pesan kepada ketua tim pada hari pertama.",
    ),
    "supervisor": (
        "Catatan dialog kinerja ada dua, keduanya ditandatangani bersama. Salinannya saya sampaikan.",
        "Laporan itu saya terima setelah penilaian dikirim. Bila dihitung, realisasi naik, tetapi belum mencapai target.",
        "Ya, ukurannya sama. Rekap bidang tanpa nama saya lampirkan.",
        "Kejadian saya sampaikan lisan pada hari itu juga. Memang tidak saya buatkan catatan tertulis.",
        "Satu berkas tidak dapat dibuka. Saya seharusnya memintanya kembali sebelum menilai.",
        "Menurut surat tugas dua puluh tiga hari kerja. Saya menghitungnya sepuluh hari, dan itu keliru.",
    ),
}
_DISMISSALS = (
    "Kedua pihak sudah didengar. Bukti yang diajukan tidak mengubah realisasi, sehingga rating tetap seperti semula.",
    "Tugas tambahan sudah diperhitungkan, dan catatan dialog kinerja menunjukkan kekurangan telah disampaikan tepat waktu.",
    "Rekap dari sumber data cocok dengan angka penilai. Perbedaan berasal dari dokumen yang dibatalkan.",
    "Penyesuaian target tidak pernah disepakati tertulis. Target dalam SKP tetap berlaku.",
    "Ukuran yang sama dipakai bagi seluruh pegawai bidang ini; tidak ditemukan perlakuan berbeda.",
    "Alasan rating perilaku didukung catatan pembinaan yang telah diketahui yang bersangkutan.",
)
_CHANGES = (
    "Satu bulan memang belum dihitung. Dengan angka lengkap, target tercapai, sehingga rating hasil kerja diubah.",
    "Surat tugas membuktikan tugas tambahan dua puluh tiga hari kerja; kekurangan pada indikator itu dapat diterima.",
    "Ketidakhadiran yang menjadi alasan adalah tugas luar yang sah. Rating perilaku kerja diperbaiki.",
    "Penilai mengakui satu berkas bukti tidak terbaca. Setelah diperiksa, realisasinya sesuai keberatan pegawai.",
    "Keluhan yang dijadikan dasar terjadi saat pegawai cuti, sehingga tidak dapat dibebankan kepadanya.",
    "Target yang dipakai bukan target terakhir yang disepakati. Dengan target yang benar, ekspektasi terpenuhi.",
)
_LATE = (
    "Sistem tidak dapat diakses pada dua hari terakhir masa keberatan, sesuai pemberitahuan Dinas Kominfo.",
    "Pegawai dirawat inap pada sisa masa keberatan; surat keterangan rumah sakit terlampir.",
    "Hasil penilaian diserahkan dalam bentuk kertas, dan tanggal terimanya keliru dicatat.",
    "Jaringan di wilayah tugas terputus akibat longsor selama lima hari.",
    "Pegawai bertugas sebagai petugas haji daerah dan tidak dapat mengakses layanan.",
    "Pemberitahuan terkirim ke alamat surel lama, walaupun perubahannya sudah dilaporkan.",
)
_WITHDRAWALS = (
    "Setelah membaca penjelasan pejabat penilai, saya menerima hasil penilaian ini.",
    "Hal yang saya persoalkan sudah dijelaskan dalam pertemuan, dan saya dapat menerimanya.",
    "Saya keliru membaca satuan target. Keberatan saya tarik.",
    "Bukti yang saya perlukan ternyata berasal dari periode sebelumnya.",
    "Kami telah menyepakati rencana perbaikan, sehingga keberatan tidak saya teruskan.",
    "Saya menarik keberatan atas kehendak sendiri, tanpa tekanan dari siapa pun.",
)


def refusal_reason(rng: Random) -> str:
    return rng.choice(_REFUSALS)


def results_ground(rng: Random) -> str:
    return rng.choice(_RESULTS_GROUNDS)


def behaviour_ground(rng: Random) -> str:
    return rng.choice(_BEHAVIOUR_GROUNDS)


def indicator_ground(rng: Random, indicator_name: str, source: str = "rekap") -> str:
    return rng.choice(_INDICATOR_GROUNDS).format(indicator=indicator_name, source=source)


def supervisor_statement(rng: Random) -> str:
    return rng.choice(_STATEMENTS)


def reply(rng: Random, statement: str = "") -> str:
    """What the employee answers to the supervisor's statement while the decision is open."""
    return _REPLIES[_STATEMENTS.index(statement)] if statement in _STATEMENTS else rng.choice(_REPLIES)


def clarification_question(rng: Random, to: str) -> str:
    """To the `employee` or to the `supervisor`."""
    return rng.choice(_QUESTIONS[to])


def clarification_answer(rng: Random, by: str, question: str = "") -> str:
    """The answer that belongs to the question, or any answer of that side."""
    questions, answers = _QUESTIONS[by], _ANSWERS[by]
    return answers[questions.index(question)] if question in questions else rng.choice(answers)


def dismiss_reason(rng: Random) -> str:
    return rng.choice(_DISMISSALS)


def change_reason(rng: Random) -> str:
    return rng.choice(_CHANGES)


def late_objection_ground(rng: Random) -> str:
    return rng.choice(_LATE)


def withdrawal_reason(rng: Random) -> str:
    return rng.choice(_WITHDRAWALS)
