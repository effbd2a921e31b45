"""What an employee writes about his own period."""

from decimal import Decimal
from random import Random

from config.demo.plans import PlannedIndicator, achievement
from config.demo.texts.numbers import with_unit

BEHAVIOURS: dict[str, tuple[str, ...]] = {
    "service_orientation": (
        "Warga yang bertanya saya dampingi sampai mendapat jawaban, juga bila bukan urusan unit saya.",
        "Saya menyusun lembar tanya jawab singkat; pertanyaan yang sama jauh berkurang.",
        "Pesan yang masuk di nomor layanan saya jawab pada hari yang sama, termasuk yang masuk sore hari.",
        "Saya menghubungi kembali tiga pengadu sampai masalahnya benar-benar selesai.",
        "Bahasa surat dan pengumuman saya sederhanakan, lalu saya uji kepada dua warga sebelum dipakai.",
        "Keluhan yang berulang saya catat setiap pekan dan saya usulkan perbaikannya dalam rapat unit.",
        "Permintaan yang tidak dapat dipenuhi saya jelaskan alasannya dan saya tunjukkan jalan lain.",
    ),
    "accountable": (
        "Semua pengeluaran kegiatan saya catat pada hari yang sama dan buktinya saya serahkan lengkap ke bendahara.",
        "Kendaraan dinas hanya saya pakai untuk tugas; buku pemakaian terisi setiap perjalanan.",
        "Kesalahan ketik pada laporan bulan kedua saya sampaikan sendiri kepada atasan dan saya perbaiki hari itu juga.",
        "Pemberian dari warga saya tolak dengan sopan dan saya laporkan kepada atasan.",
        "Setiap perubahan data saya beri catatan alasan, sehingga dapat ditelusuri siapa yang mengubah dan kapan.",
        "Saya hadir tepat waktu dan menyampaikan izin sebelum tidak masuk, bukan sesudahnya.",
        "Sisa bahan kegiatan saya kembalikan ke gudang dengan berita acara.",
    ),
    "competent": (
        "Saya mengikuti 24 jam pelajaran pelatihan dan menerapkan satu hasilnya dalam tata kerja unit.",
        "Saya mendampingi dua rekan baru sampai dapat bekerja sendiri.",
        "Peraturan yang berubah saya ringkas satu halaman dan saya bagikan kepada rekan satu unit.",
        "Saya belajar mandiri mengolah data dengan tabel pivot; rekap yang dulu dua hari kini selesai setengah hari.",
        "Pekerjaan saya periksa ulang dengan daftar periksa sebelum saya serahkan.",
        "Saya meminta masukan rekan senior atas dua laporan dan memperbaikinya sesuai catatan.",
        "Saya lulus uji kompetensi jabatan pada kesempatan pertama.",
    ),
    "harmonious": (
        "Saya membantu rekan yang sakit menyelesaikan laporannya, tanpa meninggalkan tugas saya.",
        "Perbedaan pendapat tentang pembagian tugas kami selesaikan dengan musyawarah, bukan lewat pesan berantai.",
        "Jadwal piket hari raya saya tukar dengan rekan yang merayakan.",
        "Saya menyapa dan melayani warga dengan bahasa daerah bila itu memudahkan mereka.",
        "Rekan yang baru pindah saya kenalkan kepada unit lain dan saya bantu memahami kebiasaan kerja kami.",
        "Ketika suasana rapat memanas, saya mengusulkan jeda lalu mencatat hal yang sudah disepakati.",
        "Saya menjaga ruang kerja bersama tetap bersih dan tenang.",
    ),
    "loyal": (
        "Saya mengikuti upacara dan apel, dan bertugas sebagai pembaca teks pada dua kesempatan.",
        "Data pribadi warga tidak pernah saya kirim lewat percakapan umum.",
        "Kritik terhadap kebijakan saya sampaikan dalam rapat dan secara tertulis, tidak di media sosial.",
        "Saya menjaga kerahasiaan isi rapat pembahasan anggaran sampai diumumkan resmi.",
        "Tugas tambahan dari pimpinan saya jalankan walaupun di luar jam kerja.",
        "Saya menjaga nama baik kantor ketika mewakili kota dalam kegiatan tingkat provinsi.",
    ),
    "adaptive": (
        "Ketika aplikasi berganti di tengah periode, saya memindahkan data lama dan menyusun panduan singkat.",
        "Saya mengusulkan pendaftaran lewat pesan singkat; kini dipakai seluruh unit.",
        "Saat listrik padam dua hari, layanan saya jalankan dengan formulir kertas lalu saya masukkan setelah pulih.",
        "Saya bersedia dipindahkan sementara ke kegiatan pendataan dan menyelesaikannya sesuai jadwal.",
        "Format laporan yang sering ditolak saya sederhanakan bersama penerimanya.",
        "Saya mencoba cara kerja baru pada satu kegiatan kecil lebih dahulu sebelum mengusulkannya kepada unit.",
    ),
    "collaborative": (
        "Bersama unit lain kami menyusun satu jadwal kunjungan, sehingga warga tidak didatangi dua kali.",
        "Saya berbagi data dengan bidang lain memakai satu tabel bersama, sesuai izin pimpinan.",
        "Saya menjadi penghubung unit dalam tim lintas perangkat daerah dan melaporkan hasilnya setiap pekan.",
        "Kader dan ketua lingkungan saya libatkan sejak perencanaan; kehadiran warga lebih baik daripada sebelumnya.",
        "Pekerjaan yang menumpuk di akhir bulan kami bagi ulang bersama dan selesai tanpa lembur panjang.",
        "Saya meminta pendapat petugas lapangan sebelum formulir baru dipakai.",
        "Dengan perguruan tinggi setempat kami menyelenggarakan pendampingan bagi warga selama dua bulan.",
    ),
}

_OPENINGS = {
    "achieved": (
        "Realisasi {actual}; target {target}.",
        "Target {target} tercapai; realisasi {actual}.",
        "Sampai akhir periode tercatat {actual}, target {target}.",
        "Capaian {actual}; yang disepakati {target}.",
        "Saya mencapai {actual} untuk target {target}.",
        "Hasil akhir {actual}; targetnya {target}.",
    ),
    "partly": (
        "Realisasi {actual}, sedikit meleset dari target {target}.",
        "Tercatat {actual}; target {target} hampir tercapai.",
        "Sampai akhir periode {actual}, sedangkan target {target}.",
        "Target {target} belum sepenuhnya tercapai; realisasi {actual}.",
        "Hasil akhir {actual}, selisih kecil dari {target}.",
        "Saya mencapai {actual}; target {target} belum terpenuhi.",
    ),
    "missed": (
        "Realisasi {actual}, jauh dari target {target}.",
        "Target {target} tidak tercapai; realisasi {actual}.",
        "Sampai akhir periode {actual}, target {target}; selisihnya besar.",
        "Saya mengakui target {target} tidak tercapai. Hasil akhir {actual}.",
        "Hasil akhir {actual}; selisih dari target {target} cukup besar.",
        "Capaian {actual} tidak sesuai rencana, yaitu {target}.",
    ),
}
_EVIDENCE = (
    "Angka diambil dari {source} dan sudah saya cocokkan dengan rekap bulanan.",
    "Bukti dari {source} saya lampirkan untuk setiap bulan.",
    "Sumber data: {source}, diperiksa bersama rekan satu unit.",
    "Ringkasan per bulan saya susun dari {source}.",
    "Rinciannya dapat dilihat pada {source}; catatan perbaikan saya tandai.",
    "Data dari {source} saya ambil pada hari kerja terakhir periode ini.",
    "Perhitungannya memakai seluruh data dari {source}.",
)
_GOOD = (
    "Pembagian tugas mingguan sangat membantu.",
    "Yang paling berpengaruh adalah persiapan sejak awal bulan.",
    "Bulan ketiga paling padat, tetapi tidak ada yang tertunda.",
    "Dukungan rekan satu unit membuat pekerjaan puncak terbagi rata.",
    "Saya memakai daftar periksa yang disepakati dalam dialog kinerja.",
    "Pekerjaan yang dulu menumpuk di akhir bulan kini saya cicil setiap pekan.",
    "",
    "",
)
_CAUSES = {  # true of any work
    "quantity": (
        "Dua pekan saya ditugaskan penuh pada kegiatan lain dengan surat tugas.",
        "Satu rekan cuti dan bebannya dibagi kepada dua orang.",
        "Dukungan anggaran baru tersedia pada bulan kedua.",
        "Sebagian sudah dikerjakan, tetapi belum disahkan sampai periode ditutup, sehingga tidak saya hitung.",
        "Bulan pertama tertunda karena pergantian petugas.",
        "Rencana semula ternyata lebih besar daripada tenaga yang tersedia.",
    ),
    "quality": (
        "Hasil bulan pertama rendah, lalu membaik setelah cara kerja diperbaiki.",
        "Data pendukung dari pihak lain terlambat, sehingga pemeriksaan ulang tidak sempat dilakukan.",
        "Tata cara yang baru masih dipelajari bersama pada awal periode.",
        "Pemeriksaan mutu baru rutin dilakukan sejak bulan kedua.",
        "Dua bulan berjalan baik, tetapi satu bulan turun tajam ketika tenaga berkurang.",
        "Ukurannya diperketat di tengah periode, sementara cara kerja belum disesuaikan.",
    ),
    "time": (
        "Bulan kedua melambat karena beban memuncak, sedangkan petugasnya tetap.",
        "Persetujuan berjenjang memakan waktu lebih lama daripada perkiraan.",
        "Beberapa kali saya harus menunggu kelengkapan dari pihak lain.",
        "Gangguan jaringan menambah waktu beberapa hari.",
        "Tugas tambahan jatuh pada pekan yang sama dengan tenggat.",
        "Satu rekan cuti, sehingga pekerjaannya dilakukan bergantian.",
    ),
    "cost": (
        "Sebagian transaksi baru tercatat setelah periode ditutup.",
        "Pergeseran anggaran baru disetujui pada bulan terakhir.",
        "Satu kegiatan ditunda menunggu perubahan anggaran.",
        "Ada kebijakan penghematan di tengah periode.",
        "Dokumen pendukung terlambat, sehingga belum dapat dicatat.",
        "Kondisi ekonomi setempat membuat rencana semula sulit dicapai.",
    ),
}
_CAUSES_IN = {  # true of work in this setting
    "school": {
        "quantity": ("Kegiatan belajar terhenti empat hari karena banjir di sekitar sekolah.",),
        "quality": (
            "Sebagian murid belum lancar membaca, sehingga materi harus diulang dari dasar.",
            "Perangkat untuk asesmen terbatas dan dipakai bergiliran antarkelas.",
        ),
        "time": ("Orang tua murid sulit dihubungi pada jam kerja.", "Jadwal sekolah berubah karena asesmen nasional."),
    },
    "health": {
        "quantity": (
            "Dua kegiatan posyandu batal karena hari libur bersama.",
            "Sebagian warga sasaran pindah domisili.",
        ),
        "quality": ("Bahan habis pakai sempat kosong selama dua pekan.", "Tenaga jaga malam berkurang satu orang."),
        "time": (
            "Kasus demam berdarah meningkat dan antrean bertambah panjang.",
            "Ambulans dipakai merujuk ke kota lain.",
        ),
    },
    "counter": {
        "quantity": ("Permohonan yang masuk lebih sedikit daripada perkiraan saat SKP disusun.",),
        "quality": ("Berkas dari pemohon sering belum lengkap ketika dicatat masuk.",),
        "time": (
            "Aplikasi pusat tidak dapat diakses pada tiga hari kerja.",
            "Pejabat penandatangan dinas luar, sehingga beberapa dokumen tertahan.",
            "Pada pekan puncak hanya ada satu petugas di meja verifikasi.",
        ),
    },
    "field": {
        "quantity": (
            "Cuaca buruk membatalkan beberapa kegiatan lapangan.",
            "Satu kendaraan operasional rusak tiga pekan.",
        ),
        "quality": ("Peralatan lapangan beberapa kali rusak dan hasilnya harus diulang.",),
        "time": ("Waktu tempuh ke lokasi bertambah karena perbaikan jembatan.", "Hujan deras menghambat perjalanan."),
    },
    "digital": {
        "quantity": ("Uji terima bergeser karena pengguna belum siap.",),
        "quality": ("Satu pembaruan perangkat lunak membawa cacat yang baru diketahui kemudian.",),
        "time": ("Suku cadang perangkat menunggu pengiriman.", "Gangguan terjadi pada malam hari tanpa petugas piket."),
    },
}
_SERVICE_IN = {  # service_orientation, where the work happens
    "school": (
        "Orang tua yang tidak dapat datang pada jam kerja saya temui sore hari atau saya telepon.",
        "Murid yang tertinggal saya dampingi setelah jam pelajaran dua kali sepekan.",
    ),
    "health": (
        "Pasien lansia saya dampingi sampai selesai mengambil obat.",
        "Hasil pemeriksaan saya jelaskan dengan bahasa sehari-hari sampai keluarga pasien paham.",
    ),
    "counter": (
        "Saya mendahulukan pemohon lansia dan ibu hamil, dan menjelaskan syarat berkas sampai pemohon paham.",
        "Pemohon yang berkasnya kurang saya beri daftar tertulis, sehingga cukup datang sekali lagi.",
        "Saat antrean panjang saya membuka meja bantu bagi pemohon yang hanya mengambil dokumen.",
    ),
    "field": (
        "Sebelum bekerja saya memberi tahu warga sekitar, dan jalan masuk rumah tidak pernah tertutup.",
        "Laporan warga saya balas dengan foto sebelum dan sesudah penanganan.",
    ),
    "digital": (
        "Pengguna yang kesulitan saya pandu lewat telepon sampai berhasil, lalu langkahnya saya tulis.",
        "Setiap gangguan saya umumkan bersama perkiraan waktu pulih.",
    ),
}
_PLANS = (
    "Untuk periode berikutnya saya mencicil pekerjaan sejak pekan pertama.",
    "Saya mengusulkan pembagian tugas ditinjau kembali.",
    "Saya memerlukan arahan mengenai langkah yang didahulukan.",
    "Perbaikannya saya mulai bulan depan dengan sasaran mingguan.",
    "Saya sudah menyusun rencana perbaikan bersama rekan satu unit.",
    "Pemeriksaan mingguan sudah saya jadwalkan agar tidak terulang.",
    "Bila tugas tambahan bersamaan, saya akan menyampaikannya sebelum tenggat.",
)
_CLOSINGS = (
    "Terima kasih atas arahan selama periode ini. Saya siap menjelaskan setiap angka dan menunjukkan buktinya.",
    "Mohon dipertimbangkan bahwa selama satu bulan saya juga menjalankan tugas rekan yang cuti.",
    "Secara keseluruhan pekerjaan berjalan sesuai rencana. Yang perlu saya perbaiki adalah ketepatan waktu laporan.",
    "Saya mohon masukan mengenai cara mengatur prioritas, terutama pada pekan terakhir setiap bulan.",
    "Hambatan terbesar adalah jaringan dan perangkat yang sudah tua; usul penggantian telah saya sampaikan.",
    "Saya berharap dapat mengikuti pelatihan yang sesuai tugas, karena beberapa pekerjaan masih saya pelajari sendiri.",
    "Angka yang saya tulis apa adanya, termasuk yang belum tercapai. Saya terbuka untuk diperiksa.",
    "Terima kasih kepada rekan satu unit. Keberhasilan pada indikator pertama adalah kerja bersama.",
)


def indicator_note(rng: Random, indicator: PlannedIndicator, actual: Decimal) -> str:
    """What was reached, where the number comes from, and what helped or stood in the way."""
    reached = achievement(indicator, actual)
    opening = rng.choice(_OPENINGS[reached]).format(
        actual=with_unit(actual, indicator.unit), target=with_unit(indicator.target, indicator.unit)
    )
    evidence = rng.choice(_EVIDENCE).format(source=indicator.source)
    if reached == "achieved":
        return " ".join(part for part in (opening, evidence, rng.choice(_GOOD)) if part)
    cause = rng.choice(_causes(indicator))
    return f"{opening} {cause} {rng.choice(_PLANS) if reached == 'missed' or rng.random() < 0.6 else evidence}"


def behaviour_note(rng: Random, value: str, setting: str = "") -> str:
    """An example of one of the seven BerAKHLAK values, by its code, from where the work happens."""
    own = _SERVICE_IN.get(setting, ()) if value == "service_orientation" else ()
    return rng.choice(BEHAVIOURS[value] + own)


def closing_statement(rng: Random) -> str:
    return rng.choice(_CLOSINGS)


def _causes(indicator: PlannedIndicator) -> tuple[str, ...]:
    return _CAUSES[indicator.aspect] + _CAUSES_IN.get(indicator.setting, {}).get(indicator.aspect, ())
