"""Which job family a post belongs to, by how its title starts, then by its kind."""

from config.demo.plans import engineering, health, leaders, offices, schools, services
from config.demo.plans.shapes import Template, additional, count, rate

FAMILIES: dict[str, tuple[Template, ...]] = {
    name.lower(): family
    for module in (leaders, offices, engineering, schools, health, services)
    for name, family in vars(module).items()
    if name.isupper()
}

STARTS: tuple[tuple[str, str], ...] = (
    ("Sekretaris Daerah", "city_secretary"),
    ("Staf Ahli", "adviser"),
    ("Inspektur", "inspector_head"),
    ("Sekretaris DPRD", "agency_head"),
    ("Sekretaris", "secretary"),
    ("Camat", "district_head"),
    ("Lurah", "ward_head"),
    ("Kepala SD", "head_teacher"),
    ("Kepala SMP", "head_teacher"),
    ("Kepala Puskesmas", "clinic_head"),
    ("Kepala Instalasi", "hospital_ward"),
    ("Guru", "teacher"),
    ("Pengawas Sekolah", "school_supervisor"),
    ("Dokter", "doctor"),
    ("Perawat", "nurse"),
    ("Bidan", "midwife"),
    ("Apoteker", "pharmacy_and_lab"),
    ("Asisten Apoteker", "pharmacy_and_lab"),
    ("Pranata Laboratorium", "pharmacy_and_lab"),
    ("Nutrisionis", "pharmacy_and_lab"),
    ("Pengelola Layanan Kesehatan", "pharmacy_and_lab"),
    ("Tenaga Sanitasi", "public_health"),
    ("Promotor", "public_health"),
    ("Epidemiolog", "public_health"),
    ("Administrator Kesehatan", "public_health"),
    ("Administrator Database", "civil_registry"),
    ("Operator Sistem Informasi", "civil_registry"),
    ("Pranata Komputer", "ict"),
    ("Sandiman", "ict"),
    ("Statistisi", "statistics"),
    ("Pranata Hubungan", "public_relations"),
    ("Teknik Jalan", "road_engineer"),
    ("Pembina Jasa", "road_engineer"),
    ("Teknik Pengairan", "water_engineer"),
    ("Teknik Tata Bangunan", "building"),
    ("Penata Kelola", "building"),
    ("Penata Ruang", "spatial"),
    ("Surveyor", "spatial"),
    ("Pekerja Sosial", "social_worker"),
    ("Penyuluh Sosial", "social_worker"),
    ("Penyuluh Keluarga", "family_planning"),
    ("Penyuluh Pertanian", "farm_adviser"),
    ("Medik Veteriner", "farm_adviser"),
    ("Pengawas Mutu", "farm_adviser"),
    ("Penguji Kendaraan", "transport"),
    ("Polisi Pamong", "public_order"),
    ("Pemadam", "fire_fighter"),
    ("Penata Penanggulangan", "disaster"),
    ("Pengendali Dampak", "environment"),
    ("Pengawas Lingkungan", "environment"),
    ("Penata Perizinan", "permits"),
    ("Pengawas Perdagangan", "trade"),
    ("Penera", "trade"),
    ("Pengembang Kewirausahaan", "trade"),
    ("Pengantar Kerja", "labour"),
    ("Mediator", "labour"),
    ("Instruktur", "labour"),
    ("Adyatama", "tourism_and_sport"),
    ("Pelatih", "tourism_and_sport"),
    ("Auditor", "auditor"),
    ("Pengawas Penyelenggaraan", "auditor"),
    ("Perencana", "planner"),
    ("Analis Sumber Daya", "personnel"),
    ("Asesor", "personnel"),
    ("Pranata Sumber Daya", "personnel"),
    ("Perancang", "lawyer"),
    ("Analis Hukum", "lawyer"),
    ("Pengelola Pengadaan", "procurement"),
    ("Analis Keuangan", "finance"),
    ("Penata Laporan", "finance"),
    ("Bendahara", "finance"),
    ("Kepala Subbagian Keuangan", "finance"),
    ("Pemeriksa Pajak", "revenue"),
    ("Penilai Pajak", "revenue"),
    ("Arsiparis", "archives"),
    ("Pustakawan", "archives"),
    ("Analis Kebijakan", "policy_analyst"),
    ("Penelaah", "policy_analyst"),
    ("Pengembang Kurikulum", "policy_analyst"),
    ("Pengelola Umum", "field_worker"),
    ("Operator Layanan", "counter_worker"),
    ("Penata Layanan", "counter_worker"),
)
SETTINGS = {
    "school": ("teacher", "head_teacher", "school_supervisor"),
    "health": (
        "doctor",
        "nurse",
        "midwife",
        "pharmacy_and_lab",
        "public_health",
        "clinic_head",
        "hospital_ward",
    ),
    "counter": ("civil_registry", "permits", "ward_head", "district_head", "counter_worker"),
    "field": (
        "road_engineer",
        "water_engineer",
        "social_worker",
        "family_planning",
        "farm_adviser",
        "transport",
        "public_order",
        "fire_fighter",
        "disaster",
        "environment",
        "field_worker",
    ),
    "digital": ("ict", "statistics", "public_relations"),
}
BY_KIND = {
    "jpt": "agency_head",
    "administrator": "division_head",
    "pengawas": "section_head",
    "fungsional": "expert",
    "pelaksana": "administration",
}

ADDITIONAL: tuple[Template, ...] = (
    additional(
        "Terlaksananya tugas sebagai anggota tim reformasi birokrasi",
        count("Rencana aksi tim yang diselesaikan", 3, 8, "kegiatan", "surat keputusan dan notula tim"),
    ),
    additional(
        "Terwujudnya satu inovasi pelayanan di unit kerja",
        rate("Nilai kematangan inovasi", 60, 78, "lembar penilaian Bappeda", unit="nilai"),
    ),
    additional(
        "Terlaksananya tugas panitia peringatan hari jadi kota",
        count("Kegiatan panitia yang dilaksanakan", 2, 5, "kegiatan", "surat tugas dan laporan panitia"),
    ),
    additional(
        "Terbaginya pengetahuan kepada rekan kerja",
        count("Sesi berbagi pengetahuan di unit", 2, 6, "sesi", "daftar hadir dan bahan paparan"),
    ),
    additional(
        "Tersusunnya peta risiko unit kerja",
        rate("Persentase rencana pengendalian risiko yang dijalankan", 78, 92, "register risiko"),
    ),
    additional(
        "Terlaksananya pendampingan pegawai baru",
        rate("Nilai rata-rata evaluasi pegawai baru yang didampingi", 78, 88, "lembar evaluasi mentor", unit="nilai"),
    ),
)


def family_of(post_title: str, kind: str) -> str:
    """The first start that fits; a title nobody thought of has a plan by its kind."""
    named = (family for start, family in STARTS if post_title.startswith(start))
    return next(named, BY_KIND.get(kind, "administration"))


def setting_of(post_title: str, kind: str) -> str:
    """Where the work happens, or nothing in particular: an office."""
    family = family_of(post_title, kind)
    return next((setting for setting, families in SETTINGS.items() if family in families), "")
