"""Plans of those who serve citizens at counters, in streets and fields."""

from config.demo.plans.shapes import count, limit, main, rate

CIVIL_REGISTRY = (
    main(
        "Terbitnya dokumen kependudukan tepat waktu",
        count("Dokumen kependudukan yang diverifikasi dan diterbitkan", 900, 2400, "dokumen", "aplikasi SIAK"),
        limit("Rata-rata waktu penerbitan sejak berkas lengkap", 10, 24, "jam", "aplikasi SIAK"),
        rate("Persentase dokumen yang terbit tanpa perbaikan", 94, 98, "buku kendali mutu loket"),
    ),
    main(
        "Meningkatnya kepuasan pemohon di loket pelayanan",
        rate("Indeks kepuasan masyarakat layanan loket", 83, 91, "survei kepuasan masyarakat", unit="indeks"),
        limit("Rata-rata waktu tunggu pemohon sampai dipanggil", 12, 25, "menit", "mesin antrean"),
    ),
    main(
        "Terlaksananya pelayanan jemput bola bagi warga rentan",
        count(
            "Kunjungan jemput bola ke kelurahan, sekolah, dan rumah warga",
            12,
            30,
            "kunjungan",
            "berita acara kunjungan",
        ),
        rate("Persentase permohonan jemput bola yang selesai", 90, 97, "register jemput bola"),
    ),
    main(
        "Terjaganya kualitas data kependudukan",
        limit(
            "Persentase data ganda dan anomali yang belum dibersihkan",
            1,
            3,
            "%",
            "laporan konsolidasi data",
            aspect="quality",
        ),
    ),
)
SOCIAL_WORKER = (
    main(
        "Tertanganinya pemerlu pelayanan kesejahteraan sosial",
        count("Kasus yang diasesmen dan didampingi", 24, 60, "kasus", "berkas asesmen sosial"),
        rate("Persentase kasus yang selesai sesuai rencana intervensi", 78, 90, "register pendampingan"),
    ),
    main(
        "Tepatnya sasaran penerima bantuan sosial",
        rate("Persentase data penerima yang lolos verifikasi lapangan", 88, 96, "aplikasi SIKS-NG"),
        limit("Rata-rata waktu verifikasi usulan baru", 4, 8, "hari kerja", "aplikasi SIKS-NG"),
    ),
    main(
        "Terlaksananya penyuluhan dan penguatan keluarga",
        count(
            "Penyuluhan atau pertemuan peningkatan kemampuan keluarga", 12, 24, "pertemuan", "daftar hadir dan notula"
        ),
        rate("Persentase keluarga dampingan yang hadir rutin", 80, 90, "daftar hadir pertemuan"),
    ),
)
FAMILY_PLANNING = (
    main(
        "Meningkatnya kepesertaan keluarga berencana",
        rate("Persentase peserta KB aktif terhadap pasangan usia subur", 66, 76, "aplikasi SIGA", aspect="quantity"),
        rate("Persentase kebutuhan KB yang terpenuhi", 84, 92, "pendataan keluarga"),
    ),
    main(
        "Terlaksananya pendampingan keluarga berisiko tengkes",
        count("Keluarga berisiko yang didampingi", 60, 140, "keluarga", "kartu kendali pendamping"),
        rate("Persentase keluarga dampingan yang mendapat layanan lengkap", 82, 92, "aplikasi Elsimil"),
    ),
)
FARM_ADVISER = (
    main(
        "Meningkatnya penerapan teknologi oleh kelompok tani binaan",
        rate("Persentase anggota kelompok tani yang menerapkan anjuran", 64, 76, "lembar evaluasi penyuluhan"),
        rate("Kenaikan produktivitas padi sawah kelompok binaan", 3, 6, "ubinan musim tanam", aspect="quantity"),
    ),
    main(
        "Terlaksananya kunjungan dan pelatihan petani",
        count("Kunjungan ke kelompok tani atau ternak", 48, 90, "kunjungan", "buku kerja penyuluh"),
        rate(
            "Persentase laporan serangan hama atau penyakit yang ditangani dalam tiga hari",
            86,
            95,
            "register laporan",
            aspect="time",
        ),
    ),
)
TRANSPORT = (
    main(
        "Terlaksananya pelayanan dan pengawasan lalu lintas serta angkutan",
        count(
            "Kendaraan wajib uji atau titik rawan yang diperiksa",
            400,
            1100,
            "pemeriksaan",
            "buku uji dan lembar patroli",
        ),
        rate("Persentase pemeriksaan yang sesuai prosedur", 93, 98, "lembar kendali petugas"),
    ),
    main(
        "Menurunnya kemacetan dan keluhan pengguna jalan",
        limit("Rata-rata waktu tunggu pada simpang yang dijaga", 55, 95, "detik", "survei lalu lintas"),
        rate("Persentase pengaduan yang ditangani dalam dua hari", 85, 95, "aplikasi pengaduan kota", aspect="time"),
    ),
    main(
        "Meningkatnya penerimaan retribusi perhubungan",
        rate("Persentase realisasi retribusi terhadap target", 90, 98, "surat setoran retribusi", aspect="cost"),
    ),
)
PUBLIC_ORDER = (
    main(
        "Terjaganya ketertiban umum di wilayah tugas",
        count("Patroli dan pengamanan yang dilaksanakan", 120, 240, "kegiatan", "buku mutasi regu"),
        limit("Rata-rata waktu tiba di lokasi sejak laporan", 12, 22, "menit", "log radio pusat kendali"),
    ),
    main(
        "Tertanganinya pelanggaran peraturan daerah secara persuasif",
        rate("Persentase pelanggaran yang selesai tanpa upaya paksa", 82, 92, "register penindakan"),
        rate("Persentase pengaduan warga yang ditindaklanjuti", 90, 97, "aplikasi pengaduan kota", aspect="quantity"),
    ),
)
FIRE_FIGHTER = (
    main(
        "Tertanganinya kebakaran dan penyelamatan dengan cepat",
        limit("Rata-rata waktu tanggap sampai di lokasi", 10, 15, "menit", "log pusat panggilan"),
        rate("Persentase kejadian yang tertangani sesuai prosedur", 94, 98, "laporan kejadian"),
    ),
    main(
        "Siapnya peralatan, regu, dan warga menghadapi kebakaran",
        rate("Persentase peralatan dan armada yang siap pakai", 92, 98, "kartu periksa harian"),
        count("Latihan regu dan simulasi bersama warga", 12, 24, "kegiatan", "laporan latihan"),
    ),
)
DISASTER = (
    main(
        "Meningkatnya kesiapsiagaan warga terhadap bencana",
        count("Kelurahan tangguh atau simulasi yang dibina", 4, 9, "kegiatan", "laporan kegiatan"),
        rate("Indeks ketahanan daerah pada unsur yang diampu", 52, 64, "penilaian ketahanan daerah", unit="indeks"),
    ),
    main(
        "Tertanganinya keadaan darurat bencana",
        limit("Waktu kaji cepat sejak laporan kejadian", 45, 90, "menit", "log pusat kendali operasi"),
        rate(
            "Persentase kebutuhan dasar penyintas yang terpenuhi pada hari pertama",
            86,
            95,
            "laporan distribusi logistik",
        ),
    ),
)
ENVIRONMENT = (
    main(
        "Terkendalinya pencemaran dan mutu lingkungan kota",
        rate(
            "Indeks kualitas lingkungan hidup pada unsur yang dipantau", 66, 76, "hasil uji laboratorium", unit="indeks"
        ),
        count("Usaha atau titik pantau yang diperiksa", 30, 72, "titik", "berita acara pengawasan"),
    ),
    main(
        "Tertanganinya pengaduan dan perizinan lingkungan",
        limit("Rata-rata waktu tindak lanjut pengaduan", 2, 5, "hari kerja", "register pengaduan"),
        rate("Persentase pelaku usaha yang memperbaiki temuan", 74, 88, "laporan tindak lanjut"),
    ),
)
PERMITS = (
    main(
        "Terbitnya perizinan sesuai standar pelayanan",
        count("Permohonan izin yang diselesaikan", 220, 520, "izin", "aplikasi OSS dan SIMBG"),
        limit("Rata-rata waktu verifikasi berkas", 1, 3, "hari kerja", "aplikasi perizinan"),
        rate("Persentase izin yang terbit tanpa revisi", 90, 97, "buku kendali mutu"),
    ),
    main(
        "Meningkatnya kepuasan pelaku usaha",
        rate("Indeks kepuasan pemohon izin", 83, 91, "survei kepuasan masyarakat", unit="indeks"),
        count("Pendampingan pelaku usaha mikro", 24, 60, "pelaku usaha", "buku tamu klinik usaha"),
    ),
)
TRADE = (
    main(
        "Terpantaunya harga, pasokan, dan ukuran takar timbang",
        count(
            "Alat ukur yang ditera atau pasar yang dipantau",
            180,
            420,
            "pemeriksaan",
            "surat keterangan tera dan laporan harga",
        ),
        rate("Persentase alat ukur yang sah", 86, 95, "rekap tera ulang"),
    ),
    main(
        "Berkembangnya usaha mikro dan koperasi binaan",
        rate("Persentase usaha binaan yang omzetnya naik", 48, 62, "kartu pembinaan usaha"),
        rate("Persentase koperasi binaan yang rapat anggota tahunan", 74, 86, "berita acara RAT", aspect="quantity"),
    ),
)
LABOUR = (
    main(
        "Tersalurkannya pencari kerja dan lulusan pelatihan",
        count("Pencari kerja yang dilatih atau ditempatkan", 60, 150, "orang", "aplikasi SIAPkerja"),
        rate("Persentase lulusan pelatihan yang bekerja dalam tiga bulan", 42, 56, "penelusuran lulusan"),
    ),
    main(
        "Terselesaikannya perselisihan hubungan industrial",
        rate("Persentase perselisihan yang selesai lewat mediasi", 70, 84, "register mediasi"),
        limit("Rata-rata waktu penyelesaian perselisihan", 18, 29, "hari kerja", "register mediasi"),
    ),
)
TOURISM_AND_SPORT = (
    main(
        "Meningkatnya kunjungan dan kegiatan kepemudaan serta pariwisata",
        count("Kegiatan promosi, festival, atau pembinaan olahraga", 6, 14, "kegiatan", "laporan kegiatan"),
        rate("Kenaikan kunjungan wisata pada objek yang dibina", 4, 9, "rekap karcis masuk", aspect="quantity"),
    ),
    main(
        "Meningkatnya mutu pengelolaan objek dan pelaku kreatif",
        rate("Indeks kepuasan pengunjung", 80, 88, "survei pengunjung", unit="indeks"),
        rate("Persentase pelaku ekonomi kreatif binaan yang naik kelas", 34, 48, "kartu pembinaan"),
    ),
)
FIELD_WORKER = (
    main(
        "Terpeliharanya kebersihan, sarana, dan lingkungan kerja",
        rate(
            "Persentase hari kerja dengan lokasi tugas bersih sebelum pukul 08.00",
            92,
            98,
            "lembar periksa harian",
            aspect="time",
        ),
        rate("Hasil penilaian kebersihan lokasi tugas", 82, 90, "lembar penilaian mandor", unit="nilai"),
    ),
    main(
        "Tersedianya dukungan operasional sesuai jadwal",
        rate("Persentase tugas harian yang selesai", 93, 98, "buku tugas harian", aspect="quantity"),
        limit("Rata-rata waktu perbaikan kerusakan ringan", 1, 3, "hari", "kartu permintaan perbaikan"),
    ),
)
