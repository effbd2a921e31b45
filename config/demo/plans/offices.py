"""Plans of those who work at desks: data, law, money, planning, personnel, audit."""

from config.demo.plans.shapes import count, limit, main, rate

ICT = (
    main(
        "Tersedianya layanan daring kota yang andal",
        rate("Persentase waktu layanan daring dapat diakses", 98, 100, "pemantauan server"),
        limit("Rata-rata waktu pemulihan gangguan", 2, 5, "jam", "tiket gangguan"),
    ),
    main(
        "Terselesaikannya pengembangan aplikasi sesuai rencana",
        count("Modul aplikasi yang diuji dan dipakai pengguna", 3, 7, "modul", "berita acara uji terima"),
        rate("Persentase fungsi yang lulus uji tanpa cacat berat", 90, 97, "laporan pengujian"),
    ),
    main(
        "Meningkatnya keamanan informasi pemerintah kota",
        rate(
            "Persentase kerentanan tinggi yang ditutup dalam tujuh hari",
            88,
            96,
            "laporan pindai kerentanan",
            aspect="time",
        ),
        rate("Persentase pencadangan harian yang lolos uji pulih", 94, 98, "log pencadangan"),
    ),
    main(
        "Tertanganinya permintaan bantuan perangkat daerah",
        rate(
            "Persentase tiket bantuan yang selesai dalam satu hari kerja",
            86,
            95,
            "aplikasi meja bantuan",
            aspect="time",
        ),
        rate("Kepuasan pengguna meja bantuan", 83, 91, "survei penutupan tiket", unit="indeks"),
    ),
)
STATISTICS = (
    main(
        "Tersedianya data sektoral yang lengkap dan mutakhir",
        rate("Persentase daftar data prioritas yang terisi", 84, 94, "portal Satu Data", aspect="quantity"),
        rate("Persentase data yang lolos pemeriksaan kualitas", 88, 96, "lembar pemeriksaan data"),
    ),
    main(
        "Terbitnya publikasi statistik sektoral",
        count("Publikasi atau infografik yang terbit", 6, 14, "publikasi", "portal Satu Data"),
        limit("Keterlambatan terbit dari jadwal rilis", 1, 4, "hari", "kalender rilis"),
    ),
)
PUBLIC_RELATIONS = (
    main(
        "Tersampaikannya informasi kebijakan kota kepada warga",
        count("Siaran pers dan konten yang terbit", 90, 180, "konten", "kanal resmi kota"),
        rate("Persentase konten yang terbit pada hari kegiatan", 86, 95, "log publikasi", aspect="time"),
    ),
    main(
        "Terkelolanya pengaduan dan permohonan informasi",
        rate("Persentase pengaduan yang dijawab sesuai batas waktu", 90, 97, "SP4N-LAPOR"),
        limit("Rata-rata waktu jawab permohonan informasi", 4, 8, "hari kerja", "register PPID"),
    ),
)
FINANCE = (
    main(
        "Tersusunnya laporan keuangan yang andal dan tepat waktu",
        limit("Waktu penyampaian laporan bulanan setelah tutup buku", 3, 6, "hari kerja", "agenda surat BPKAD"),
        rate("Persentase pencatatan yang sesuai hasil rekonsiliasi", 95, 99, "berita acara rekonsiliasi"),
    ),
    main(
        "Terlaksananya pembayaran sesuai ketentuan",
        count("Dokumen pembayaran yang diverifikasi", 240, 620, "dokumen", "aplikasi SIPD"),
        rate("Persentase dokumen yang terbit tanpa pengembalian", 91, 97, "register verifikasi"),
    ),
    main(
        "Terkendalinya serapan anggaran",
        rate(
            "Persentase realisasi anggaran terhadap anggaran kas", 90, 97, "laporan realisasi anggaran", aspect="cost"
        ),
        limit(
            "Sisa uang persediaan yang tidak dipertanggungjawabkan tepat waktu",
            1,
            3,
            "%",
            "buku kas umum",
            aspect="cost",
        ),
    ),
)
REVENUE = (
    main(
        "Meningkatnya penerimaan pajak daerah",
        rate("Persentase realisasi penerimaan terhadap target", 91, 98, "aplikasi pajak daerah", aspect="cost"),
        count("Objek pajak yang didata atau diperiksa", 150, 360, "objek", "berita acara pemeriksaan"),
    ),
    main(
        "Meningkatnya kepatuhan dan pelayanan wajib pajak",
        rate("Persentase wajib pajak yang membayar sebelum jatuh tempo", 70, 82, "aplikasi pajak daerah"),
        limit("Rata-rata waktu penyelesaian keberatan atau pembetulan", 7, 14, "hari kerja", "register pelayanan"),
    ),
)
AUDITOR = (
    main(
        "Terlaksananya pengawasan intern sesuai program kerja",
        count("Laporan hasil pengawasan yang diterbitkan", 6, 14, "laporan", "register LHP Inspektorat"),
        limit(
            "Rata-rata waktu terbit laporan setelah pemeriksaan lapangan", 10, 16, "hari kerja", "kendali mutu audit"
        ),
    ),
    main(
        "Meningkatnya tindak lanjut hasil pengawasan",
        rate("Persentase rekomendasi yang selesai ditindaklanjuti", 80, 91, "aplikasi pemantauan tindak lanjut"),
        rate("Nilai telaah sejawat kertas kerja", 82, 90, "lembar telaah sejawat", unit="nilai"),
    ),
    main(
        "Meningkatnya kualitas pengendalian intern perangkat daerah",
        rate("Persentase perangkat daerah binaan yang memutakhirkan register risiko", 84, 94, "register risiko"),
    ),
)
PLANNER = (
    main(
        "Tersusunnya dokumen perencanaan yang selaras",
        count("Dokumen perencanaan dan telaahan yang selesai", 4, 9, "dokumen", "aplikasi SIPD"),
        rate("Persentase keselarasan program perangkat daerah dengan rencana kota", 90, 97, "lembar uji konsistensi"),
    ),
    main(
        "Terlaksananya pengendalian dan evaluasi pembangunan",
        rate("Persentase indikator kinerja kota yang tercapai", 80, 91, "laporan evaluasi triwulan"),
        limit("Keterlambatan laporan evaluasi dari jadwal", 1, 4, "hari kerja", "agenda surat Bappeda"),
    ),
    main(
        "Terserapnya usulan warga dalam perencanaan",
        rate("Persentase usulan musrenbang yang diberi tanggapan tertulis", 88, 96, "berita acara musrenbang"),
    ),
)
PERSONNEL = (
    main(
        "Terlaksananya layanan kepegawaian tepat waktu",
        count("Usul kepegawaian yang diproses sampai terbit", 160, 380, "usul", "aplikasi SIASN"),
        limit("Rata-rata waktu proses usul sejak berkas lengkap", 3, 7, "hari kerja", "aplikasi SIASN"),
        rate("Persentase usul yang tidak dikembalikan", 90, 97, "aplikasi SIASN"),
    ),
    main(
        "Meningkatnya ketertiban pengelolaan kinerja pegawai",
        rate("Persentase pegawai yang menetapkan SKP tepat waktu", 92, 98, "aplikasi kinerja", aspect="time"),
        rate("Persentase data kepegawaian yang mutakhir", 91, 97, "uji petik data pegawai"),
    ),
    main(
        "Meningkatnya kompetensi pegawai",
        rate(
            "Persentase pegawai yang memenuhi 20 jam pelajaran setahun",
            76,
            88,
            "rekap pengembangan kompetensi",
            aspect="quantity",
        ),
    ),
)
LAWYER = (
    main(
        "Tersusunnya produk hukum daerah yang berkualitas",
        count("Rancangan produk hukum yang diharmonisasi", 12, 30, "rancangan", "register Bagian Hukum"),
        limit("Rata-rata waktu telaahan sejak naskah diterima", 5, 9, "hari kerja", "register Bagian Hukum"),
        rate("Persentase rancangan yang tidak dikoreksi gubernur", 86, 95, "surat hasil fasilitasi"),
    ),
    main(
        "Tersedianya bantuan dan informasi hukum",
        rate("Persentase permintaan pendapat hukum yang dijawab", 91, 97, "agenda surat", aspect="quantity"),
        rate("Persentase produk hukum yang diunggah dalam tujuh hari", 90, 97, "laman JDIH", aspect="time"),
    ),
)
PROCUREMENT = (
    main(
        "Terlaksananya pengadaan yang transparan dan hemat",
        count("Paket pengadaan yang diselesaikan", 12, 32, "paket", "aplikasi SPSE"),
        rate("Efisiensi nilai kontrak terhadap harga perkiraan sendiri", 3, 7, "aplikasi SPSE", aspect="cost"),
    ),
    main(
        "Berkurangnya sanggahan dan tender gagal",
        limit("Persentase tender gagal", 2, 5, "%", "aplikasi SPSE", aspect="quality"),
        limit("Rata-rata waktu proses pemilihan", 19, 28, "hari kerja", "aplikasi SPSE"),
    ),
)
ARCHIVES = (
    main(
        "Tertatanya arsip dan koleksi sesuai kaidah",
        count("Berkas atau koleksi yang diolah", 400, 1200, "berkas", "daftar arsip dan katalog"),
        rate("Persentase berkas yang ditemukan kembali dalam sepuluh menit", 90, 97, "uji temu kembali", aspect="time"),
    ),
    main(
        "Meningkatnya pemanfaatan arsip dan perpustakaan",
        rate("Kenaikan kunjungan dan peminjaman", 4, 9, "buku kunjungan", aspect="quantity"),
        rate("Indeks kepuasan pengguna layanan", 82, 90, "survei kepuasan masyarakat", unit="indeks"),
    ),
)
POLICY_ANALYST = (
    main(
        "Tersedianya telaahan dan rekomendasi kebijakan",
        count("Telaahan staf atau naskah kebijakan", 8, 20, "naskah", "agenda surat unit"),
        rate("Persentase rekomendasi yang dipakai pimpinan", 68, 82, "lembar disposisi"),
    ),
    main(
        "Terlaksananya kegiatan dan evaluasi program unit",
        rate("Persentase kemajuan kegiatan terhadap rencana aksi", 90, 97, "laporan rencana aksi", aspect="quantity"),
        limit("Rata-rata waktu penyelesaian telaahan sejak disposisi", 3, 6, "hari kerja", "agenda surat unit"),
    ),
)
ADMINISTRATION = (
    main(
        "Terlaksananya administrasi dan persuratan unit",
        count("Surat dan dokumen yang diproses", 320, 900, "dokumen", "buku agenda elektronik"),
        rate("Persentase surat yang diteruskan pada hari diterima", 91, 97, "buku agenda elektronik", aspect="time"),
    ),
    main(
        "Tersedianya data dan laporan unit",
        rate("Persentase laporan bulanan yang lengkap tanpa perbaikan", 89, 96, "lembar periksa laporan"),
        limit("Keterlambatan laporan bulanan dari jadwal", 1, 3, "hari", "agenda laporan"),
    ),
    main(
        "Terlayaninya tamu, pemohon, dan kebutuhan kantor",
        rate("Kepuasan penerima layanan unit", 82, 90, "kotak saran dan survei singkat", unit="indeks"),
    ),
)
COUNTER_WORKER = (
    main(
        "Terlayaninya pemohon dan kebutuhan operasional unit",
        count("Permohonan atau permintaan yang dilayani", 420, 1100, "permohonan", "buku layanan harian"),
        limit("Rata-rata waktu pelayanan setiap pemohon", 8, 18, "menit", "buku layanan harian"),
    ),
    main(
        "Terjaganya mutu layanan dan kelengkapan catatan",
        rate("Persentase catatan layanan yang lengkap dan benar", 91, 97, "uji petik atasan"),
        rate("Indeks kepuasan pemohon", 82, 90, "survei singkat di loket", unit="indeks"),
    ),
)
EXPERT = (
    main(
        "Terlaksananya tugas jabatan fungsional sesuai rencana kerja",
        rate("Persentase butir kegiatan yang selesai", 90, 97, "laporan kegiatan jabatan", aspect="quantity"),
        rate("Penilaian mutu hasil kerja oleh ketua tim", 82, 90, "lembar penilaian ketua tim", unit="nilai"),
    ),
    main(
        "Tersusunnya laporan dan rekomendasi teknis",
        count("Laporan teknis yang disampaikan", 8, 18, "laporan", "agenda surat unit"),
        limit("Rata-rata waktu penyelesaian laporan", 4, 8, "hari kerja", "agenda surat unit"),
    ),
)
