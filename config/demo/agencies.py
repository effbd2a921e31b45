"""The agencies of a city government (perangkat daerah) and their divisions, in order of importance."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Division:
    """A bidang; `work` names its jobs in `jobs.JOBS`, `weight` how many people it needs.

    `sections` (seksi) divide a large one in a large city.
    """

    name: str
    work: str = "office"
    weight: float = 1.0
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agency:
    code: str
    name: str
    short: str
    subject: str  # what its heads have studied
    head: str = "Kepala"
    core: str = ""  # "division" or "secretary": exists in the smallest city, with that second post
    divisions: list[Division] = field(default_factory=list)


CORE_TIER = 1  # posts are filled tier by tier until the city has as many as its size can carry


SETDA_PARTS = (
    (
        "Asisten Pemerintahan dan Kesejahteraan Rakyat",
        (("Tata Pemerintahan", "office"), ("Kesejahteraan Rakyat", "social"), ("Hukum", "law")),
    ),
    (
        "Asisten Perekonomian dan Pembangunan",
        (
            ("Perekonomian", "planning"),
            ("Administrasi Pembangunan", "planning"),
            ("Pengadaan Barang dan Jasa", "procurement"),
        ),
    ),
    (
        "Asisten Administrasi Umum",
        (("Umum", "secretariat"), ("Organisasi", "personnel"), ("Protokol dan Komunikasi Pimpinan", "media")),
    ),
)

ADVISERS = (
    "Pemerintahan, Hukum dan Politik",
    "Ekonomi, Keuangan dan Pembangunan",
    "Kemasyarakatan dan Sumber Daya Manusia",
)


def _agencies(text: str) -> tuple[Agency, ...]:
    agencies: list[Agency] = []
    for line in text.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith(" "):
            agencies[-1].divisions.append(_division(*cells))
        else:
            agencies.append(Agency(*cells))
    return tuple(agencies)


def _division(name: str, work: str, sections: str = "") -> Division:
    work, _, weight = work.partition(" ")
    return Division(name, work, float(weight or 1), tuple(sections.split(", ")) if sections else ())


# An agency a line: code | name | short name | subject | head | core. Below it its divisions:
# name | work, with a weight other than 1 | sections.
AGENCIES = _agencies("""
3.01 | Badan Kepegawaian dan Pengembangan Sumber Daya Manusia | BKPSDM | government | Kepala | division
    Bidang Penilaian Kinerja Aparatur dan Penghargaan | personnel
    Bidang Pengadaan, Pemberhentian dan Informasi | personnel
    Bidang Mutasi dan Promosi | personnel
    Bidang Pengembangan Kompetensi Aparatur | personnel
2.04 | Dinas Kependudukan dan Pencatatan Sipil | Disdukcapil | government | Kepala | division
    Bidang Pelayanan Pendaftaran Penduduk | civil_registry 2 | Identitas Penduduk, Pindah Datang Penduduk
    Bidang Pelayanan Pencatatan Sipil | civil_registry 2 | Kelahiran dan Kematian, Perkawinan
    Bidang Pengelolaan Informasi Administrasi Kependudukan | ict
2.05 | Dinas Komunikasi dan Informatika | Dinas Kominfo | ict | Kepala | division
    Bidang e-Government | ict 2 | Aplikasi, Infrastruktur dan Jaringan
    Bidang Informasi dan Komunikasi Publik | media
    Bidang Statistik dan Persandian | ict
2.01 | Dinas Pendidikan | Disdik | education | Kepala | division
    Bidang Pembinaan Sekolah Dasar | school_office
    Bidang Pembinaan Sekolah Menengah Pertama | school_office
    Bidang Pembinaan PAUD dan Pendidikan Nonformal | school_office
    Bidang Pembinaan Ketenagaan | personnel
2.02 | Dinas Kesehatan | Dinkes | health | Kepala | division
    Bidang Pelayanan Kesehatan | health_office
    Bidang Pencegahan dan Pengendalian Penyakit | health_office
    Bidang Kesehatan Masyarakat | health_office
    Bidang Sumber Daya Kesehatan | health_office
2.03 | Dinas Pekerjaan Umum dan Penataan Ruang | Dinas PUPR | engineering | Kepala | division
    Bidang Bina Marga | roads 2.5 | Pembangunan Jalan, Pemeliharaan Jalan dan Jembatan
    Bidang Sumber Daya Air | water 2 | Irigasi, Drainase Perkotaan
    Bidang Cipta Karya | building 1.5
    Bidang Tata Ruang | spatial
2.06 | Dinas Sosial | Dinsos | social | Kepala | secretary
    Bidang Rehabilitasi Sosial | social 1.5
    Bidang Perlindungan dan Jaminan Sosial | social 1.5
    Bidang Pemberdayaan Sosial | social
3.02 | Badan Perencanaan Pembangunan Daerah | Bappeda | planning | Kepala | division
    Bidang Perencanaan dan Evaluasi Pembangunan | planning
    Bidang Pemerintahan dan Pembangunan Manusia | planning
    Bidang Perekonomian dan Infrastruktur | planning
3.03 | Badan Pengelola Keuangan dan Aset Daerah | BPKAD | finance
    Bidang Anggaran | finance
    Bidang Perbendaharaan | finance
    Bidang Akuntansi dan Pelaporan | finance
    Bidang Aset Daerah | finance
2.07 | Dinas Perhubungan | Dishub | engineering
    Bidang Lalu Lintas | transport 4 | Rekayasa Lalu Lintas, Pengendalian Lalu Lintas, Penerangan Jalan
    Bidang Angkutan dan Keselamatan | transport 2
    Bidang Prasarana dan Perparkiran | transport 3 | Perparkiran, Terminal
2.08 | Dinas Lingkungan Hidup | DLH | engineering
    Bidang Pengelolaan Sampah dan Pertamanan | cleaning 8 | Persampahan I, Persampahan II, Persampahan III, Persampahan IV, Taman
    Bidang Pengendalian Pencemaran | environment
    Bidang Penataan dan Kapasitas Lingkungan | environment
2.09 | Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu | DPMPTSP | government
    Bidang Pelayanan Perizinan | permits 2 | Perizinan Usaha, Perizinan Bangunan
    Bidang Penanaman Modal | permits
2.10 | Satuan Polisi Pamong Praja | Satpol PP | government
    Bidang Ketertiban Umum | order 5 | Patroli Wilayah I, Patroli Wilayah II, Pengamanan Objek
    Bidang Penegakan Peraturan Daerah | order 3 | Pembinaan, Penyidikan
    Bidang Pelindungan Masyarakat | order 2
1.02 | Sekretariat DPRD | Setwan | government | Sekretaris DPRD
    Bagian Persidangan dan Perundang-undangan | law
    Bagian Keuangan Sekretariat DPRD | finance
    Bagian Umum Sekretariat DPRD | secretariat
3.04 | Badan Pendapatan Daerah | Bapenda | finance
    Bidang Pajak Daerah | revenue 2 | Pendataan Pajak, Penagihan Pajak
    Bidang PBB-P2 dan BPHTB | revenue 1.5
    Bidang Pengendalian dan Evaluasi Pendapatan | revenue
2.11 | Dinas Perdagangan, Koperasi dan UKM | Disdagkop | finance
    Bidang Perdagangan dan Kemetrologian | trade 1.5
    Bidang Pengelolaan Pasar | cleaning 3 | Pasar Wilayah I, Pasar Wilayah II
    Bidang Koperasi dan UKM | trade
2.12 | Dinas Ketenagakerjaan | Disnaker | social
    Bidang Penempatan dan Pelatihan Kerja | labour
    Bidang Hubungan Industrial | labour
2.13 | Dinas Perumahan dan Kawasan Permukiman | Perkim | engineering
    Bidang Perumahan | building
    Bidang Kawasan Permukiman | building
2.14 | Dinas Pertanian dan Ketahanan Pangan | Distan | farming
    Bidang Penyuluhan Pertanian | farming 2
    Bidang Ketahanan Pangan | farming
    Bidang Peternakan dan Kesehatan Hewan | farming
2.15 | Dinas Pengendalian Penduduk, KB dan Pemberdayaan Perempuan | DPPKB-PP | social
    Bidang Keluarga Berencana | family 2
    Bidang Perlindungan Perempuan dan Anak | social
2.16 | Dinas Perpustakaan dan Kearsipan | Dispusip | government
    Bidang Layanan Perpustakaan | library
    Bidang Kearsipan | library
2.17 | Dinas Pemuda, Olahraga dan Pariwisata | Disporapar | government
    Bidang Pariwisata dan Ekonomi Kreatif | tourism
    Bidang Pemuda dan Olahraga | tourism
2.18 | Dinas Pemadam Kebakaran dan Penyelamatan | Damkar | government
    Bidang Operasi Pemadaman dan Penyelamatan | fire 5 | Operasi Pos I, Operasi Pos II, Penyelamatan
    Bidang Pencegahan Kebakaran | fire 1.5
3.05 | Badan Penanggulangan Bencana Daerah | BPBD | engineering | Kepala Pelaksana
    Bidang Kedaruratan dan Logistik | disaster 2
    Bidang Pencegahan dan Kesiapsiagaan | disaster
3.06 | Badan Kesatuan Bangsa dan Politik | Kesbangpol | government
    Bidang Ideologi dan Wawasan Kebangsaan | office
    Bidang Politik Dalam Negeri dan Organisasi Kemasyarakatan | office
""")
