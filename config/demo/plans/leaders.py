"""Plans of those who lead: the city secretary, agencies, divisions, districts, wards, sections."""

from config.demo.plans.shapes import count, limit, main, rate

CITY_SECRETARY = (
    main(
        "Meningkatnya tata kelola pemerintahan kota",
        rate("Nilai reformasi birokrasi kota", 66, 76, "lembar hasil evaluasi", unit="nilai"),
        rate("Nilai akuntabilitas kinerja pemerintah kota", 64, 73, "lembar hasil evaluasi SAKIP", unit="nilai"),
    ),
    main(
        "Terkoordinasinya pelaksanaan tugas perangkat daerah",
        rate(
            "Persentase arahan Wali Kota yang tuntas sesuai tenggat", 86, 95, "kendali arahan pimpinan", aspect="time"
        ),
        rate("Indeks kepuasan masyarakat tingkat kota", 81, 88, "survei kepuasan masyarakat", unit="indeks"),
    ),
    main(
        "Terkendalinya anggaran dan aset daerah",
        rate("Persentase realisasi belanja daerah", 90, 96, "laporan realisasi anggaran", aspect="cost"),
    ),
)
AGENCY_HEAD = (
    main(
        "Tercapainya sasaran strategis perangkat daerah",
        rate("Rata-rata capaian indikator kinerja utama", 88, 96, "laporan kinerja perangkat daerah"),
        rate("Nilai akuntabilitas kinerja perangkat daerah", 68, 78, "lembar hasil evaluasi Inspektorat", unit="nilai"),
    ),
    main(
        "Meningkatnya mutu pelayanan kepada warga",
        rate("Indeks kepuasan masyarakat perangkat daerah", 82, 90, "survei kepuasan masyarakat", unit="indeks"),
        rate("Persentase pengaduan yang selesai sesuai batas waktu", 90, 97, "SP4N-LAPOR", aspect="time"),
    ),
    main(
        "Terkelolanya anggaran secara efektif dan efisien",
        rate("Persentase realisasi anggaran terhadap rencana", 90, 97, "laporan realisasi anggaran", aspect="cost"),
        rate("Persentase temuan pemeriksaan yang ditindaklanjuti", 84, 94, "aplikasi pemantauan tindak lanjut"),
    ),
    main(
        "Berkembangnya kompetensi dan kinerja pegawai",
        count("Dialog kinerja dengan pejabat di bawahnya", 4, 12, "pertemuan", "catatan dialog kinerja"),
    ),
)
ADVISER = (
    main(
        "Tersedianya saran kebijakan bagi Wali Kota",
        count("Telaahan kebijakan yang disampaikan", 6, 12, "telaahan", "agenda surat Wali Kota"),
        rate("Persentase telaahan yang menjadi bahan keputusan", 66, 80, "lembar disposisi"),
    ),
    main(
        "Terlaksananya koordinasi lintas perangkat daerah",
        rate("Persentase rekomendasi rapat yang dijalankan", 78, 90, "kendali hasil rapat"),
        limit("Rata-rata waktu penyampaian telaahan sejak diminta", 4, 8, "hari kerja", "agenda surat Wali Kota"),
    ),
)
SECRETARY = (
    main(
        "Tertibnya perencanaan, keuangan, dan kepegawaian perangkat daerah",
        rate("Persentase dokumen perencanaan dan laporan yang tepat waktu", 90, 97, "agenda laporan", aspect="time"),
        rate("Persentase realisasi anggaran sekretariat", 91, 97, "laporan realisasi anggaran", aspect="cost"),
    ),
    main(
        "Meningkatnya dukungan administrasi bagi seluruh bidang",
        rate("Indeks kepuasan layanan internal", 81, 89, "survei layanan internal", unit="indeks"),
        limit("Rata-rata waktu penyelesaian surat dinas", 1, 3, "hari kerja", "buku agenda elektronik"),
    ),
    main(
        "Tertatanya aset dan arsip perangkat daerah",
        rate("Persentase aset yang tercatat dan berlabel", 92, 98, "berita acara inventarisasi", aspect="quantity"),
        count("Laporan keuangan dan kinerja yang disampaikan", 12, 18, "laporan", "tanda terima laporan"),
    ),
)
DIVISION_HEAD = (
    main(
        "Tercapainya target program bidang",
        rate("Rata-rata capaian indikator program bidang", 88, 96, "laporan rencana aksi triwulan"),
        rate("Persentase kegiatan yang selesai sesuai jadwal", 88, 96, "matriks rencana aksi", aspect="time"),
    ),
    main(
        "Meningkatnya mutu layanan yang dikelola bidang",
        rate("Indeks kepuasan penerima layanan bidang", 82, 90, "survei kepuasan masyarakat", unit="indeks"),
        limit("Rata-rata waktu penyelesaian layanan bidang", 2, 5, "hari kerja", "register layanan"),
    ),
    main(
        "Terkelolanya anggaran dan pegawai bidang",
        rate("Persentase realisasi anggaran bidang", 90, 97, "laporan realisasi anggaran", aspect="cost"),
        count("Umpan balik kinerja tertulis kepada pegawai", 12, 32, "catatan", "catatan dialog kinerja"),
    ),
)
DISTRICT_HEAD = (
    main(
        "Meningkatnya mutu pelayanan kecamatan",
        rate("Indeks kepuasan masyarakat kecamatan", 82, 90, "survei kepuasan masyarakat", unit="indeks"),
        limit("Rata-rata waktu layanan administrasi terpadu", 20, 45, "menit", "register PATEN"),
    ),
    main(
        "Terlaksananya pembinaan kelurahan dan pemberdayaan warga",
        rate("Persentase kelurahan dengan administrasi tertib", 84, 94, "lembar evaluasi kelurahan"),
        rate("Persentase usulan musrenbang yang terverifikasi", 90, 97, "berita acara musrenbang", aspect="quantity"),
    ),
    main(
        "Terjaganya ketenteraman dan ketertiban wilayah",
        count("Forum koordinasi pimpinan kecamatan", 6, 12, "pertemuan", "notula forum"),
        rate("Realisasi pajak bumi dan bangunan kecamatan", 78, 90, "rekap Bapenda", aspect="cost"),
    ),
)
WARD_HEAD = (
    main(
        "Terlayaninya administrasi warga kelurahan",
        count("Surat keterangan dan pengantar yang diterbitkan", 420, 1100, "surat", "register kelurahan"),
        limit("Rata-rata waktu penerbitan surat", 10, 20, "menit", "register kelurahan"),
        rate("Indeks kepuasan masyarakat kelurahan", 82, 90, "survei kepuasan masyarakat", unit="indeks"),
    ),
    main(
        "Terlaksananya pembangunan dan pemberdayaan warga",
        rate("Persentase realisasi dana kelurahan", 91, 97, "laporan dana kelurahan", aspect="cost"),
        rate("Persentase swadaya warga terhadap nilai kegiatan", 6, 14, "laporan LPM"),
    ),
    main(
        "Meningkatnya kepatuhan dan kerukunan warga",
        rate("Realisasi pajak bumi dan bangunan kelurahan", 76, 88, "rekap Bapenda", aspect="cost"),
        count("Gotong royong dan pertemuan warga", 12, 30, "kegiatan", "daftar hadir dan foto kegiatan"),
    ),
)
INSPECTOR_HEAD = (
    main(
        "Meningkatnya kapabilitas pengawasan intern",
        rate(
            "Persentase program kerja pengawasan yang selesai", 90, 97, "laporan pengawasan tahunan", aspect="quantity"
        ),
        rate("Persentase rekomendasi yang selesai ditindaklanjuti", 80, 90, "aplikasi pemantauan tindak lanjut"),
    ),
    main(
        "Terjaganya integritas dan kepatuhan perangkat daerah",
        rate("Nilai survei integritas unit yang dibina", 70, 79, "survei penilaian integritas", unit="nilai"),
        limit("Rata-rata waktu penanganan pengaduan", 12, 20, "hari kerja", "register pengaduan"),
    ),
    main(
        "Meningkatnya mutu laporan hasil pengawasan",
        rate("Persentase laporan yang lolos kendali mutu pada telaah pertama", 82, 92, "kendali mutu audit"),
    ),
)
SECTION_HEAD = (
    main(
        "Terlaksananya kegiatan seksi atau subbagian sesuai rencana",
        rate("Persentase kegiatan yang selesai sesuai rencana aksi", 89, 96, "matriks rencana aksi", aspect="quantity"),
        rate("Persentase laporan kegiatan yang tepat waktu", 90, 97, "agenda laporan", aspect="time"),
    ),
    main(
        "Meningkatnya ketertiban administrasi dan layanan",
        limit("Rata-rata waktu penyelesaian layanan", 1, 4, "hari kerja", "register layanan"),
        rate("Persentase dokumen yang lengkap tanpa perbaikan", 90, 97, "uji petik atasan"),
    ),
    main(
        "Terbinanya pegawai pelaksana dan fungsional",
        count("Catatan umpan balik kepada pegawai", 8, 24, "catatan", "catatan dialog kinerja"),
        rate("Rata-rata kehadiran pegawai yang dibina", 94, 98, "rekap presensi"),
    ),
)
