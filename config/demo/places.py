"""The four cities: their districts (kecamatan) and wards (kelurahan), time zone, and who lives there."""

from dataclasses import dataclass

from config.demo.names import ANGKOLA, BANJAR, JAVANESE, MALAY, MINANG, TOBA, Tradition


@dataclass(frozen=True)
class Place:
    slug: str
    name: str
    zone: str
    districts: tuple[tuple[str, tuple[str, ...]], ...]
    peoples: tuple[tuple[Tradition, int], ...]  # with weights
    primary_school: str  # a format with the running number n
    first_school: int  # the number before the first
    hospital: str
    mayor: str


def _districts(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """`District: ward, ward`; a line without a colon continues the one before."""
    districts: list[list[str]] = []
    for line in text.strip().splitlines():
        name, colon, wards = line.partition(":")
        if colon:
            districts.append([name.strip(), wards])
        else:
            districts[-1][1] += f" {line.strip()}"
    return tuple((name, _wards(wards)) for name, wards in districts)


def _wards(text: str) -> tuple[str, ...]:
    return tuple(ward.strip() for ward in text.split(",") if ward.strip())


PADANGSIDIMPUAN = Place(
    slug="padangsidimpuan",
    name="Padangsidimpuan",
    zone="Asia/Jakarta",
    # The villages (desa) of these districts elect their heads, who are no civil servants.
    districts=_districts("""
        Padangsidimpuan Utara: Sadabuan, Losung Batu, Wek I, Wek II, Wek III, Wek IV, Kantin,
            Bincar, Timbangan, Tobat, Tano Bato, Kayuombun, Bonan Dolok, Panyanggar, Batang Ayumi
            Jae, Batang Ayumi Julu
        Padangsidimpuan Selatan: Padangmatinggi, Sitamiang, Wek V, Wek VI, Aek Tampang, Hanopan,
            Losung, Sidangkal, Silandit, Ujung Padang, Sitamiang Baru, Padangmatinggi Lestari
        Padangsidimpuan Batunadua: Batunadua Jae, Batunadua Julu
        Padangsidimpuan Hutaimbaru: Hutaimbaru, Lubuk Raya, Palopat Maria, Lembah Lubuk Manik, Sabungan Jae
        Padangsidimpuan Tenggara: Pijorkoling, Sihitang
        Padangsidimpuan Angkola Julu:
    """),
    peoples=((ANGKOLA, 68), (TOBA, 9), (MINANG, 9), (JAVANESE, 10), (MALAY, 4)),
    primary_school="SD Negeri {n:06d} Padangsidimpuan",
    first_school=200100,
    hospital="RSUD Padangsidimpuan",
    mayor="Humala Sakti Borotan",
)

MEDAN = Place(
    slug="medan",
    name="Medan",
    zone="Asia/Jakarta",
    districts=_districts("""
        Medan Amplas: Amplas, Harjosari I, Harjosari II, Timbang Deli, Sitirejo II, Sitirejo III,
            Bangun Mulia
        Medan Kota: Teladan Barat, Teladan Timur, Pusat Pasar, Pasar Baru, Mesjid, Kota Matsum III,
            Pandau Hulu I, Pasar Merah Barat, Sei Rengas I, Sitirejo I, Sudirejo I, Sudirejo II
        Medan Johor: Gedung Johor, Kwala Bekala, Kedai Durian, Suka Maju, Titi Kuning, Pangkalan Masyhur
        Medan Tuntungan: Mangga, Simpang Selayang, Simalingkar B, Baru Ladang Bambu, Sidomulyo, Lau
            Cih, Namo Gajah, Kemenangan Tani, Tanjung Selamat
        Medan Denai: Denai, Binjai, Medan Tenggara, Tegal Sari Mandala I, Tegal Sari Mandala II,
            Tegal Sari Mandala III
        Medan Area: Sukaramai I, Sukaramai II, Kota Matsum I, Kota Matsum II, Kota Matsum IV, Pasar
            Merah Timur, Pandau Hulu II, Sei Rengas II, Sei Rengas Permata, Tegal Sari I, Tegal Sari
            II, Tegal Sari III
        Medan Maimun: Aur, Hamdan, Jati, Kampung Baru, Sei Mati, Suka Raja
        Medan Polonia: Polonia, Anggrung, Madras Hulu, Sari Rejo, Suka Damai
        Medan Baru: Padang Bulan, Babura, Darat, Merdeka, Petisah Hulu, Titi Rantai
        Medan Selayang: Asam Kumbang, Beringin, Padang Bulan Selayang I, Padang Bulan Selayang II,
            Sempakata, Tanjung Sari
        Medan Sunggal: Sunggal, Lalang, Babura Sunggal, Sei Sikambing B, Simpang Tanjung, Tanjung Rejo
        Medan Helvetia: Helvetia, Helvetia Tengah, Helvetia Timur, Cinta Damai, Dwikora, Sei
            Sikambing C II, Tanjung Gusta
        Medan Petisah: Petisah Tengah, Sekip, Sei Putih Barat, Sei Putih Tengah, Sei Putih Timur I,
            Sei Putih Timur II, Sei Sikambing D
        Medan Barat: Kesawan, Silalas, Glugur Kota, Karang Berombak, Pulo Brayan Kota, Sei Agul
        Medan Timur: Gaharu, Durian, Gang Buntu, Glugur Darat I, Glugur Darat II, Perintis, Pulo
            Brayan Bengkel, Pulo Brayan Bengkel Baru, Pulo Brayan Darat I, Pulo Brayan Darat II,
            Sidodadi
        Medan Perjuangan: Pahlawan, Pandau Hilir, Sei Kera Hilir I, Sei Kera Hilir II, Sei Kera
            Hulu, Sidorame Barat I, Sidorame Barat II, Sidorame Timur, Tegal Rejo
        Medan Tembung: Tembung, Bantan, Bantan Timur, Bandar Selamat, Indra Kasih, Sidorejo, Sidorejo Hilir
        Medan Deli: Mabar, Mabar Hilir, Kota Bangun, Tanjung Mulia, Tanjung Mulia Hilir, Titi Papan
        Medan Labuhan: Martubung, Besar, Nelayan Indah, Pekan Labuhan, Sungai Mati, Tangkahan
        Medan Marelan: Rengas Pulau, Labuhan Deli, Paya Pasir, Tanah Enam Ratus, Terjun
        Medan Belawan: Belawan I, Belawan II, Belawan Bahagia, Belawan Bahari, Belawan Pulau
            Sicanang, Bagan Deli
    """),
    peoples=((ANGKOLA, 24), (TOBA, 26), (JAVANESE, 28), (MINANG, 10), (MALAY, 12)),
    primary_school="SD Negeri {n:06d} Medan",
    first_school=60800,
    hospital="RSUD Kota Medan",
    mayor="Tengku Razali Marahalim",
)

SAMARINDA = Place(
    slug="samarinda",
    name="Samarinda",
    zone="Asia/Makassar",
    districts=_districts("""
        Samarinda Kota: Bugis, Pasar Pagi, Pelabuhan, Karang Mumus, Sungai Pinang Luar
        Samarinda Ulu: Air Putih, Jawa, Air Hitam, Sidodadi, Dadi Mulya, Gunung Kelua, Bukit Pinang,
            Teluk Lerong Ilir
        Samarinda Ilir: Selili, Pelita, Sungai Dama, Sidomulyo, Sidodamai
        Samarinda Seberang: Baqa, Mesjid, Tenun, Sungai Keledang, Gunung Panjang, Mangkupalas
        Samarinda Utara: Lempake, Sempaja Selatan, Sempaja Utara, Sempaja Barat, Sempaja Timur,
            Sungai Siring, Tanah Merah, Budaya Pampang
        Sungai Kunjang: Loa Bakung, Loa Buah, Karang Asam Ulu, Karang Asam Ilir, Teluk Lerong Ulu,
            Lok Bahu, Karang Anyar
        Sungai Pinang: Sungai Pinang Dalam, Temindung Permai, Gunung Lingai, Mugirejo, Bandara
        Sambutan: Sambutan, Sungai Kapih, Makroman, Sindang Sari, Pulau Atas
        Palaran: Rawa Makmur, Handil Bakti, Bukuan, Simpang Pasir, Bantuas
        Loa Janan Ilir: Harapan Baru, Sengkotek, Simpang Tiga, Tani Aman, Rapak Dalam
    """),
    peoples=((BANJAR, 42), (JAVANESE, 38), (MALAY, 14), (TOBA, 3), (MINANG, 3)),
    primary_school="SD Negeri {n:03d} Samarinda",
    first_school=0,
    hospital="RSUD Kota Samarinda",
    mayor="Anang Barkati Thamrin",
)

PEKANBARU = Place(
    slug="pekanbaru",
    name="Pekanbaru",
    zone="Asia/Jakarta",
    districts=_districts("""
        Senapelan: Kampung Bandar, Kampung Dalam, Padang Bulan, Padang Terubuk, Sago, Kampung Baru
        Sukajadi: Sukajadi, Kampung Melayu, Kampung Tengah, Kedungsari, Jadirejo, Pulau Karam, Harjosari
        Pekanbaru Kota: Kota Baru, Kota Tinggi, Tanah Datar, Simpang Empat, Sumahilang, Sukaramai
        Limapuluh: Rintis, Sekip, Tanjung Rhu, Pesisir
        Sail: Cinta Raja, Suka Maju, Suka Mulya
        Bukit Raya: Simpang Tiga, Tangkerang Selatan, Tangkerang Utara, Tangkerang Labuai, Air Dingin
        Marpoyan Damai: Tangkerang Tengah, Tangkerang Barat, Maharatu, Sidomulyo Timur, Wonorejo,
            Perhentian Marpoyan
        Tenayan Raya: Rejosari, Bencah Lesung, Tangkerang Timur, Tuah Negeri, Sialang Sakti, Bambu
            Kuning, Industri Tenayan, Melebung
        Kulim: Kulim, Mentangor, Pebatuan, Pematang Kapau, Sialang Rampai
        Payung Sekaki: Labuh Baru Barat, Labuh Baru Timur, Tampan, Air Hitam, Bandar Raya, Sungai
            Sibam, Tirta Siak
        Tuah Madani: Tuah Madani, Tuah Karya, Sialang Munggu, Sidomulyo Barat, Air Putih
        Binawidya: Simpang Baru, Delima, Tobek Godang, Binawidya
        Rumbai: Umban Sari, Palas, Sri Meranti, Limbungan Baru, Meranti Pandak, Lembah Damai
        Rumbai Barat: Rumbai Bukit, Muara Fajar Barat, Muara Fajar Timur, Maharani, Agrowisata,
            Rantau Panjang
        Rumbai Timur: Lembah Sari, Limbungan, Tebing Tinggi Okura, Sungai Ambang, Sungai Ukai
    """),
    peoples=((MALAY, 36), (MINANG, 34), (JAVANESE, 16), (ANGKOLA, 8), (TOBA, 6)),
    primary_school="SD Negeri {n:03d} Pekanbaru",
    first_school=0,
    hospital="RSUD Kota Pekanbaru",
    mayor="Said Khaidir Hasbullah",
)

PLACES = {place.slug: place for place in (PADANGSIDIMPUAN, MEDAN, SAMARINDA, PEKANBARU)}
