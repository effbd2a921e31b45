"""Plans of those who teach, and who lead or advise schools."""

from config.demo.plans.shapes import count, limit, main, rate

TEACHER = (
    main(
        "Terlaksananya pembelajaran sesuai kurikulum di kelas yang diampu",
        rate("Rata-rata nilai asesmen sumatif murid", 74, 84, "rapor digital sekolah", unit="nilai"),
        rate("Persentase murid yang tuntas pada setiap tujuan pembelajaran", 84, 93, "daftar nilai kelas"),
    ),
    main(
        "Tersedianya perangkat ajar dan asesmen sebelum semester berjalan",
        count("Modul ajar yang disusun dan dipakai di kelas", 8, 16, "modul ajar", "arsip kurikulum sekolah"),
        rate(
            "Persentase modul ajar yang selesai sebelum pekan pertama semester",
            90,
            97,
            "lembar verifikasi kepala sekolah",
            aspect="time",
        ),
    ),
    main(
        "Meningkatnya kehadiran dan pendampingan murid",
        rate("Persentase kehadiran murid di kelas yang diampu", 92, 97, "rekap presensi murid", aspect="quantity"),
        limit("Rata-rata waktu tindak lanjut murid yang tiga hari tidak hadir", 1, 3, "hari", "buku kasus wali kelas"),
    ),
    main(
        "Meningkatnya kemampuan literasi dan numerasi murid",
        rate("Persentase murid pada kategori cakap literasi", 68, 80, "rapor pendidikan"),
    ),
)
HEAD_TEACHER = (
    main(
        "Meningkatnya mutu layanan pendidikan di satuan pendidikan",
        rate("Nilai iklim keamanan dan kebhinekaan sekolah", 66, 78, "rapor pendidikan", unit="nilai"),
        rate(
            "Persentase guru yang disupervisi dan diberi umpan balik",
            88,
            96,
            "instrumen supervisi akademik",
            aspect="quantity",
        ),
    ),
    main(
        "Terkelolanya dana operasional sekolah secara tertib",
        rate("Persentase serapan dana operasional sesuai rencana kerja", 92, 98, "laporan ARKAS", aspect="cost"),
        limit("Keterlambatan laporan penggunaan dana tiap tahap", 1, 4, "hari", "tanda terima Dinas Pendidikan"),
    ),
    main(
        "Meningkatnya kepuasan orang tua dan komite sekolah",
        rate("Indeks kepuasan orang tua murid", 80, 88, "survei komite sekolah", unit="indeks"),
        count("Pertemuan dengan komite dan orang tua murid", 3, 6, "pertemuan", "notula rapat komite"),
    ),
)
SCHOOL_SUPERVISOR = (
    main(
        "Terlaksananya pendampingan satuan pendidikan binaan",
        count("Kunjungan pendampingan ke sekolah binaan", 24, 48, "kunjungan", "laporan pendampingan"),
        rate("Persentase sekolah binaan yang menyusun rencana berbasis data", 84, 94, "rekap rencana kerja sekolah"),
    ),
    main(
        "Meningkatnya kompetensi kepala sekolah dan guru binaan",
        rate("Persentase kepala sekolah binaan yang menindaklanjuti rekomendasi", 78, 90, "berita acara tindak lanjut"),
        rate(
            "Nilai rata-rata observasi pembelajaran sekolah binaan", 74, 84, "instrumen observasi kelas", unit="nilai"
        ),
    ),
    main(
        "Tersusunnya laporan kepengawasan tepat waktu",
        limit("Rata-rata waktu penyelesaian laporan setelah kunjungan", 3, 6, "hari kerja", "agenda surat bidang"),
    ),
)
