"""Plans of those who heal and prevent, in health centres and the hospital."""

from config.demo.plans.shapes import count, limit, main, rate

DOCTOR = (
    main(
        "Terlaksananya pemeriksaan dan pengobatan pasien sesuai standar",
        rate("Persentase rekam medis yang lengkap pada hari pelayanan", 92, 97, "audit rekam medis"),
        limit("Rata-rata waktu tunggu pasien sampai diperiksa", 25, 45, "menit", "sistem antrean"),
    ),
    main(
        "Terkendalinya penyakit tidak menular pada peserta program",
        rate("Persentase penderita hipertensi yang tekanan darahnya terkendali", 55, 68, "aplikasi P-Care"),
        count("Pasien kronis yang dipantau setiap bulan", 90, 160, "pasien", "register prolanis"),
    ),
    main(
        "Meningkatnya kepuasan pasien atas layanan pemeriksaan",
        rate("Indeks kepuasan pasien poli yang dilayani", 82, 90, "survei kepuasan masyarakat", unit="indeks"),
        limit("Rasio rujukan nonspesialistik", 1, 3, "%", "aplikasi P-Care", aspect="quality"),
    ),
)
NURSE = (
    main(
        "Terlaksananya asuhan keperawatan sesuai standar operasional",
        rate("Persentase dokumen asuhan keperawatan yang lengkap", 90, 97, "audit dokumen keperawatan"),
        count("Pasien yang diberi asuhan keperawatan", 480, 960, "pasien", "register ruangan"),
    ),
    main(
        "Terlaksananya kunjungan rumah dan keluarga binaan",
        count("Kunjungan keluarga binaan", 48, 96, "kunjungan", "buku kohort keluarga"),
        rate("Persentase keluarga binaan yang naik tingkat kemandirian", 52, 66, "lembar asuhan keluarga"),
    ),
    main(
        "Terjaganya keselamatan pasien dan pencegahan infeksi",
        rate("Kepatuhan kebersihan tangan pada lima momen", 88, 96, "lembar audit PPI"),
        limit("Waktu tanggap kegawatdaruratan", 3, 6, "menit", "lembar triase"),
    ),
)
MIDWIFE = (
    main(
        "Terlayaninya ibu hamil sesuai standar",
        rate("Cakupan pemeriksaan ibu hamil lengkap (K6)", 88, 96, "kohort ibu", aspect="quantity"),
        rate("Persentase persalinan di fasilitas kesehatan", 94, 99, "register persalinan"),
    ),
    main(
        "Meningkatnya kesehatan bayi dan balita di wilayah binaan",
        rate("Cakupan imunisasi dasar lengkap", 86, 95, "kohort bayi", aspect="quantity"),
        rate("Persentase balita yang ditimbang setiap bulan", 82, 92, "register posyandu", aspect="quantity"),
    ),
    main(
        "Terlaksananya kelas ibu hamil dan kunjungan nifas",
        count("Kelas ibu hamil yang dilaksanakan", 10, 20, "kelas", "daftar hadir kelas"),
        limit("Waktu kunjungan nifas pertama setelah persalinan", 2, 4, "hari", "buku KIA"),
    ),
)
PHARMACY_AND_LAB = (
    main(
        "Tersedianya obat, bahan, dan pemeriksaan penunjang yang bermutu",
        rate("Persentase ketersediaan obat atau reagen esensial", 90, 97, "kartu stok gudang", aspect="quantity"),
        limit("Waktu tunggu layanan resep atau hasil pemeriksaan", 15, 35, "menit", "sistem antrean"),
    ),
    main(
        "Terlaksananya pelayanan penunjang sesuai standar",
        rate("Persentase pelayanan yang lolos pemantapan mutu internal", 92, 98, "lembar kendali mutu"),
        limit("Persentase barang kedaluwarsa terhadap persediaan", 1, 3, "%", "berita acara opname", aspect="cost"),
    ),
    main(
        "Tersampaikannya informasi kesehatan kepada pasien dan warga",
        count("Kegiatan penyuluhan atau konseling", 24, 60, "kegiatan", "laporan kegiatan bulanan"),
        rate("Persentase pasien yang memahami informasi yang diberikan", 84, 93, "lembar umpan balik pasien"),
    ),
)
PUBLIC_HEALTH = (
    main(
        "Terlaksananya surveilans dan pencegahan penyakit",
        rate("Kelengkapan laporan mingguan fasilitas kesehatan", 90, 97, "sistem kewaspadaan dini", aspect="quantity"),
        limit("Waktu penyelidikan epidemiologi sejak laporan kasus", 20, 36, "jam", "formulir penyelidikan"),
    ),
    main(
        "Meningkatnya capaian standar pelayanan minimal kesehatan",
        rate("Rata-rata capaian indikator standar pelayanan minimal", 84, 94, "laporan SPM triwulan"),
        count("Puskesmas yang didampingi dan disupervisi", 6, 10, "puskesmas", "laporan supervisi"),
    ),
    main(
        "Tersedianya data kesehatan yang akurat",
        rate("Persentase data yang sesuai saat uji petik", 90, 97, "berita acara uji petik"),
    ),
)
CLINIC_HEAD = (
    main(
        "Meningkatnya capaian pelayanan kesehatan dasar di wilayah kerja",
        rate("Rata-rata capaian indikator standar pelayanan minimal", 84, 93, "laporan SPM puskesmas"),
        rate("Indeks kepuasan masyarakat puskesmas", 81, 89, "survei kepuasan masyarakat", unit="indeks"),
    ),
    main(
        "Terkelolanya kapitasi dan anggaran puskesmas",
        rate("Persentase serapan anggaran sesuai rencana", 90, 97, "laporan realisasi BLUD", aspect="cost"),
        limit(
            "Temuan administrasi keuangan yang belum ditindaklanjuti",
            1,
            3,
            "%",
            "laporan hasil pemeriksaan",
            aspect="quality",
        ),
    ),
    main(
        "Terlaksananya pemantauan kesehatan warga lewat posyandu",
        count("Posyandu yang aktif setiap bulan", 12, 28, "posyandu", "rekap posyandu"),
        rate("Persentase balita berisiko tengkes yang ditangani", 84, 94, "aplikasi e-PPGBM"),
    ),
)
HOSPITAL_WARD = (
    main(
        "Terlaksananya pelayanan instalasi sesuai standar rumah sakit",
        rate("Persentase indikator mutu instalasi yang tercapai", 84, 94, "laporan komite mutu"),
        limit("Rata-rata waktu tunggu pelayanan", 20, 55, "menit", "sistem informasi rumah sakit"),
    ),
    main(
        "Terjaganya keselamatan dan kepuasan pasien",
        rate("Indeks kepuasan pasien instalasi", 81, 89, "survei kepuasan masyarakat", unit="indeks"),
        count("Laporan insiden yang dianalisis dan ditindaklanjuti", 6, 14, "laporan", "register keselamatan pasien"),
    ),
    main(
        "Terkelolanya alat dan pegawai instalasi",
        rate("Persentase alat yang terkalibrasi dan siap pakai", 92, 98, "kartu inventaris alat"),
    ),
)
