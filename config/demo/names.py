"""Name pools of the peoples who live in these cities, and how each of them builds a name.

Given names and family names are drawn at random; the people they make do not exist.
"""

from dataclasses import dataclass
from random import Random

ONE_WORD_SHARE = 0.05  # where that is the custom; a name of one word is a whole name


@dataclass(frozen=True)
class Tradition:
    """`family` is the marga, suku or second part; `one_word` stands alone; `hajj` may carry H. or Hj."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    family: tuple[str, ...] = ()
    family_women: tuple[str, ...] = ()  # where the second part tells men from women
    one_word_men: tuple[str, ...] = ()
    one_word_women: tuple[str, ...] = ()
    two_given: float = 0.5  # how often there is a second given name
    hajj: bool = True


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ANGKOLA = Tradition(
    men=_words(
        "Parlindungan Parlaungan Pangihutan Halomoan Haposan Saut Tongku Sahala Bangun Ahmad Rahmat Hasan "
        "Maraganti Ridwan Syahrul Khoirul Asrul Zulkifli Iskandar Amir Darwin Marwan Efendi Rizal Fahrul "
        "Soripada Lokot Torang Muksin Ishak Safruddin Irwan Anwar Marahalim Sutan Baginda Pardamean Imran "
        "Hamdan Ikhwan Gunawan Borkat Marasutan Tamrin Ucok Sangkot Humala Partaonan Ismail Yusuf Arsyad "
        "Burhanuddin Gading Parmohonan Sakti Uluan"
    ),
    women=_words(
        "Siti Nur Rukiah Masitah Halimah Lenni Rosmaida Dahlia Nurhayati Nurlela Erlina Masdewani Tiurlan "
        "Saripah Delima Rina Rahma Khadijah Elida Yusnidar Purnama Hotmaida Mastiur Fitri Nuraini "
        "Maimunah Tiolina Ermina Rosdiana Nursaimah Habibah Lannari Derhana Tetti Yanti Aisyah Mardiah "
        "Holilah Efrida Rahmawati Hannum Marlina Juliana Wilda Asnita Zubaidah Tiamin Masliana Nurjannah "
        "Desmawati Emmi Roslaini Sarifah Khoiriah"
    ),
    family=_words(
        "Siregar Harahap Nasution Lubis Pulungan Daulay Hasibuan Rangkuti Batubara Ritonga Dalimunthe "
        "Pohan Pane Tanjung Matondang Rambe Hutasuhut Dongoran Parinduri Borotan Sormin Pasaribu Siagian "
        "Simatupang Nauli"
    ),
    one_word_men=_words("Syarifuddin Aminuddin Marzuki Maratua Kasim Sahrin Baharuddin Jamaluddin Soaduon Sarmadan"),
    one_word_women=_words("Nurhaida Salamah Rosmawati Nurasiah Saleha Nurlian Rosni Masnuriah Hamidah Nurmala"),
)

TOBA = Tradition(
    men=_words(
        "Togar Maruli Hotman Poltak Tumpal Jonter Sahat Bonar Binsar Edison Jansen Rudolf Martua "
        "Parsaoran Robinson Sabar Mangatas Gomgom Tigor Pantas Dapot Ramses Jekson Monang Hendrik Lamhot "
        "Ojak Ronald Pahala Todo"
    ),
    women=_words(
        "Tiurma Rospita Maria Lamria Hotnida Ruth Ester Roma Marintan Berliana Debora Lasma Rotua Duma "
        "Sondang Tiarma Elfrida Mariana Nurcahaya Rame Sarma Tianur Yohana Melva Ida Romauli Lestaria "
        "Kristina Norita Dame"
    ),
    family=_words(
        "Simanjuntak Panjaitan Hutabarat Sitompul Sinaga Manurung Siahaan Nainggolan Situmorang Sihombing "
        "Silalahi Hutagalung Lumbantobing Tampubolon Purba Simbolon Marpaung Napitupulu Aritonang Gultom "
        "Samosir Butarbutar"
    ),
    two_given=0.4,
    hajj=False,
)

MINANG = Tradition(
    men=_words(
        "Afrizal Syafril Yusrizal Hendri Zulfikar Masrul Defrizal Khairul Fauzan Erizal Syamsul Jasril "
        "Nofrizal Ilham Rafki Yulfian Hamdani Basril Edrian Firdaus Marjohan Nasrul Tarmizi Dasril Alfian "
        "Oktavian"
    ),
    women=_words(
        "Yusmaniar Desmiarti Eliza Novia Gusmiati Rahmi Wirdani Yulidar Marniati Fitriani Syafrida Nelmi "
        "Ratna Asmarni Yetti Zulmiati Hasnah Elvira Murniati Resti Dewina Yusnimar Mardalena Welmi "
        "Nofriyanti Suryani"
    ),
    family=_words(
        "Chaniago Koto Piliang Sikumbang Tanjung Jambak Guci Malayu Pitopang Bendang Saputra Mandahiling Putra"
    ),
    family_women=_words(
        "Chaniago Koto Piliang Sikumbang Tanjung Jambak Guci Malayu Pitopang Bendang Putri Mandahiling Yanti"
    ),
    two_given=0.45,
)

JAVANESE = Tradition(
    men=_words(
        "Agus Bambang Slamet Joko Sugeng Budi Eko Dwi Tri Heru Wahyu Teguh Hadi Rudi Sigit Yudi Dedi Arif "
        "Imam Tulus Suryo Bagus Galih Purnomo Suhendra Widodo Catur Panji Rendra Jumadi"
    ),
    women=_words(
        "Sri Dwi Tri Endang Wahyu Ratna Dewi Lestari Indah Tutik Retno Ningsih Yuni Eka Puji Wiwik "
        "Sulastri Kartika Rini Yayuk Anik Murni Utami Sari Diah Wulan Astuti Nining Ayu Purwanti"
    ),
    family=_words(
        "Santoso Prasetyo Wibowo Setiawan Kurniawan Susanto Purwanto Hartono Saputro Pramono Sutrisno "
        "Wahyudi Raharjo Suprapto Hidayat Utomo Subekti Cahyono Haryanto Mulyadi Firmansyah Wicaksono"
    ),
    family_women=_words(
        "Handayani Rahayu Wahyuni Lestari Wulandari Puspitasari Setyowati Widyastuti Purnamasari Astuti "
        "Susilowati Kusumawati Hastuti Anggraini Pratiwi Rahmadani Safitri Hidayati Mulyani Fitriana"
    ),
    one_word_men=_words(
        "Sunaryo Mulyono Legiman Suparno Wagiman Sutarjo Ngatimin Suyatno Paiman Tukiman Sarjono Suwarno "
        "Parmin Sukirman Jumiran Sumardi Ponidi Sutikno Supriadi Misdi Poniran Suroso Kasiman Samino "
        "Sugito Mujiono"
    ),
    one_word_women=_words(
        "Suparmi Sumiati Ngatini Sulastri Poniyem Kartini Suwarni Tukinem Mujiati Sutini Juminten "
        "Supartini Wagirah Paini Sukarsih Saminah Sumarni Ponirah Surtini Rusmini Misnawati Tuminah "
        "Jumiati Lasmini"
    ),
    two_given=0.35,
)

MALAY = Tradition(
    men=_words(
        "Tengku Said Muhammad Azhar Jamaluddin Nizam Fadli Hafiz Zainal Rusli Azmi Khaidir Mahmud "
        "Syahrial Nazri Razali Hasyim Ramli Umar Taufik Faisal Ruslan Idris Abdul Yahya Bahtiar Hakim "
        "Ruzaini Sabirin Wan"
    ),
    women=_words(
        "Nurul Zuraida Azizah Fatimah Salmah Zaleha Rohani Norma Maznah Syarifah Yuliana Hasmah Ruhaini "
        "Zahara Mariam Nilam Intan Cahaya Suraya Hafsah Safiah Ramlah Rosnah Zaitun Latifah Hamidah "
        "Rubiah Aminah Wan Dara"
    ),
    family=_words(
        "Effendy Rahman Hamid Yunus Arifin Ibrahim Sulaiman Bakri Saleh Hasbullah Ismail Kadir Jalil "
        "Karim Syah Mansur Basri Amin Zakaria Ghani Latif Hanafi Siddiq Usman Daud"
    ),
    one_word_men=_words("Azhari Sulaiman Zulkarnain Baharuddin Syahruddin Jamhur Ramlan Kamaruddin Amiruddin Nurdin"),
    one_word_women=_words("Rohana Nuraida Salbiah Zainab Rahimah Hasnidar Jamilah Maisarah Khairani Rosmiati"),
)

BANJAR = Tradition(
    men=_words(
        "Gazali Rahmadi Syarwani Akhmad Fahmi Rusdi Saberi Hairul Norhadi Supian Rahmani Masdar Aspian "
        "Fitriadi Rusman Junaidi Sahriani Ardiansyah Noor Anang Maulana Husaini Yamani Taberani Barkati"
    ),
    women=_words(
        "Norhayati Rusdiana Mahrita Galuh Noor Raudah Hairiah Masniah Ainun Rabiatul Jumiah Norlaila "
        "Sarinah Mastura Hadijah Fitriah Rahmatiah Nurlina Arbainah Salasiah Maulida Hamsiah Norjanah "
        "Siti Wahidah"
    ),
    family=_words(
        "Rahman Noor Hakim Anwari Rasyid Fadillah Mukhtar Hidayatullah Syahrani Fauzi Ramadhan Thamrin "
        "Mahfuz Ansyari Salim Bahri Yusran Iberahim Hasani Azhari"
    ),
    one_word_men=_words("Syamsuri Rusmadi Bahrani Sarkani Masrani Jumbri Hamdani Tarmiji Asmuni Kursani"),
    one_word_women=_words("Rusmini Jamiah Arbayah Masrifah Hasanah Norsehan Saudah Sabariah Rukayah Misbah"),
)


def full_name(rng: Random, tradition: Tradition, sex: str) -> str:
    """One name as this people would write it, such as `Rukiah Delima Hasibuan` or `Sunaryo`."""
    men = sex == "m"
    alone = tradition.one_word_men if men else tradition.one_word_women
    if alone and rng.random() < ONE_WORD_SHARE:
        return rng.choice(alone)
    given = tradition.men if men else tradition.women
    family = tradition.family if men else tradition.family_women or tradition.family
    count = 2 if rng.random() < tradition.two_given else 1
    parts = [*rng.sample(given, count), rng.choice(family)]
    return " ".join(dict.fromkeys(parts))


class UniqueNames:
    """Draws names that have not been given before in this city."""

    def __init__(self, rng: Random):
        self._rng = rng
        self._given: set[str] = set()

    def draw(self, tradition: Tradition, sex: str) -> str:
        name = full_name(self._rng, tradition, sex)
        while name in self._given:
            name = self._lengthen(full_name(self._rng, tradition, sex), tradition, sex)
        self._given.add(name)
        return name

    def _lengthen(self, name: str, tradition: Tradition, sex: str) -> str:
        """A pool that runs dry in a large city gives longer names, never numbers."""
        if self._rng.random() < 0.5 or len(name.split()) > 2:
            return name
        first = self._rng.choice(tradition.men if sex == "m" else tradition.women)
        return name if first in name.split() else f"{first} {name}"
