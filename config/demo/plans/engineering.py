"""Plans of those who build, drain, map and plan the city's space."""

from config.demo.plans.shapes import count, limit, main, rate

ROAD_ENGINEER = (
    main(
        "Terpeliharanya jalan dan jembatan kota",
        rate("Panjang jalan yang dipelihara", 3, 9, "laporan harian lapangan", aspect="quantity", unit="km"),
        rate("Persentase panjang jalan dalam kondisi mantap", 74, 84, "survei kondisi jalan"),
    ),
    main(
        "Terlaksananya pengawasan mutu pekerjaan konstruksi",
        rate("Persentase hasil uji mutu yang memenuhi spesifikasi", 92, 98, "laporan uji laboratorium"),
        limit("Deviasi keterlambatan fisik terhadap jadwal", 2, 5, "%", "kurva S pekerjaan"),
    ),
    main(
        "Tertanganinya laporan kerusakan jalan dari warga",
        limit("Rata-rata waktu penutupan lubang sejak laporan", 2, 5, "hari", "aplikasi pengaduan kota"),
        rate("Penghematan biaya swakelola terhadap pagu", 2, 5, "laporan realisasi fisik dan keuangan", aspect="cost"),
    ),
)
WATER_ENGINEER = (
    main(
        "Berfungsinya jaringan irigasi dan drainase",
        rate("Panjang saluran yang dinormalisasi", 2, 7, "laporan harian lapangan", aspect="quantity", unit="km"),
        rate("Persentase jaringan dalam kondisi baik", 66, 78, "indeks kinerja sistem irigasi"),
    ),
    main(
        "Menurunnya titik genangan pada musim hujan",
        limit("Rata-rata lama genangan pada titik pantau", 40, 90, "menit", "lembar pantau petugas"),
        rate(
            "Persentase laporan sumbatan yang ditangani dalam dua hari",
            86,
            95,
            "aplikasi pengaduan kota",
            aspect="time",
        ),
    ),
)
BUILDING = (
    main(
        "Terlaksananya penataan bangunan dan permukiman",
        count("Dokumen teknis atau rekomendasi yang diselesaikan", 24, 60, "dokumen", "aplikasi SIMBG"),
        limit("Rata-rata waktu pemeriksaan dokumen teknis", 4, 9, "hari kerja", "aplikasi SIMBG"),
    ),
    main(
        "Terbangunnya sarana permukiman yang layak",
        rate(
            "Persentase kemajuan fisik kegiatan terhadap rencana",
            92,
            98,
            "laporan kemajuan pekerjaan",
            aspect="quantity",
        ),
        rate("Persentase rumah tangga sasaran dengan sanitasi layak", 84, 93, "pendataan permukiman"),
    ),
)
SPATIAL = (
    main(
        "Terwujudnya pemanfaatan ruang sesuai rencana",
        rate("Persentase kesesuaian pemanfaatan ruang yang diperiksa", 84, 93, "laporan pengendalian ruang"),
        limit("Rata-rata waktu penerbitan keterangan rencana kota", 3, 6, "hari kerja", "register permohonan"),
    ),
    main(
        "Tersedianya peta dan data ruang yang mutakhir",
        count("Lembar peta yang dimutakhirkan", 8, 20, "lembar", "geoportal kota"),
        rate("Persentase ketelitian posisi peta yang memenuhi standar", 90, 97, "uji ketelitian"),
    ),
)
