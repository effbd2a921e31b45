"""A believable career for a post: employment type, rank, dates, sex, and the identifier they give."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.demo.records import Post

# Serial numbers of real identifiers start at 001 each month; these start at 900, so none was ever issued.
FIRST_SERIAL, LAST_SERIAL = 900, 999

RANKS = [f"{group}/{grade}" for group in ("II", "III", "IV") for grade in "abcd"]
LEVELS = ("Pemula", "Terampil", "Mahir", "Penyelia", "Ahli Pertama", "Ahli Muda", "Ahli Madya")
RANKS_OF = {
    "Terampil": ("II/c", "II/d"),
    "Mahir": ("III/a", "III/b"),
    "Penyelia": ("III/c", "III/d"),
    "Ahli Pertama": ("III/a", "III/b"),
    "Ahli Muda": ("III/c", "III/d"),
    "Ahli Madya": ("IV/a", "IV/a", "IV/b", "IV/c"),
    "Kepala": ("III/d", "IV/a", "IV/b"),  # of a school or health centre
    "jpt": ("IV/b", "IV/c"),
    "administrator": ("III/d", "IV/a", "IV/a", "IV/b"),
    "pengawas": ("III/b", "III/c", "III/d", "III/d"),
}
PELAKSANA_RANKS = {
    "sma": ("II/a", "II/b", "II/c", "II/d"),
    "d3": ("II/c", "II/d", "III/a"),
    "s1": ("III/a", "III/b", "III/c"),
}
PPPK_RANKS = {
    "Terampil": "VII",
    "Mahir": "VIII",
    "Ahli Pertama": "IX",
    "Ahli Muda": "XI",
    "sma": "V",
    "d3": "VII",
    "s1": "IX",
}
ENTRY = {"sma": "II/a", "d3": "II/c", "s1": "III/a"}
GRADUATES = ("Penelaah", "Penata", "Pemeriksa", "Penilai", "Pengembang")
UNTRAINED = ("Pengelola Umum Operasional", "Operator Layanan")

WOMEN_SHARE = (  # the first that the title starts with
    ("Bidan", 1.0),
    ("Perawat", 0.68),
    ("Guru", 0.7),
    ("Polisi Pamong", 0.12),
    ("Pemadam", 0.03),
    ("Penguji Kendaraan", 0.08),
    ("Pengelola Umum", 0.2),
    ("Teknik", 0.15),
    ("Camat", 0.2),
    ("Lurah", 0.25),
    ("Kepala SD", 0.55),
    ("Nutrisionis", 0.9),
    ("Apoteker", 0.8),
)
WOMEN_SHARE_BY_KIND = {"jpt": 0.22, "administrator": 0.34, "pengawas": 0.42}


@dataclass(frozen=True)
class Career:
    sex: str
    employment_type: str
    education: str  # sma, d3, s1
    rank: str
    birth: date
    started: date
    since: date


def level_of(title: str) -> str:
    return next((level for level in LEVELS if title.endswith(level)), "")


def education_for(post: Post, rng: Random) -> str:
    level = level_of(post.title)
    if level in ("Terampil", "Mahir", "Penyelia"):
        return "d3"
    if level or post.kind != "pelaksana" or post.title.startswith(GRADUATES):
        return "s1"
    return "sma" if post.title.startswith(UNTRAINED) else rng.choice(("sma", "d3", "s1"))


def career_for(post: Post, on: date, rng: Random) -> Career:
    sex = "f" if rng.random() < _women_share(post) else "m"
    education = education_for(post, rng)
    kind = _employment_type(post, rng)
    if kind in ("pns", "cpns"):
        return _civil_servant(post, sex, education, kind, on, rng)
    return _contract(post, sex, education, kind, on, rng)


def identifier_for(career: Career, taken: set[str], rng: Random) -> str:
    """NIP: birth, month of appointment, sex, serial. NI PPPK: birth, year, contract number, sex, serial."""
    if career.employment_type in ("pns", "cpns"):
        middle = f"{career.started:%Y%m}"
    else:
        # The contract number is above 12, so that nobody takes it for a month.
        middle = f"{career.started.year}{rng.choice(('21', '21', '22', '23'))}"
    front = f"{career.birth:%Y%m%d}{middle}{1 if career.sex == 'm' else 2}"
    free = (f"{front}{serial}" for serial in range(FIRST_SERIAL, LAST_SERIAL + 1))
    number = next(candidate for candidate in free if candidate not in taken)
    taken.add(number)
    return number


def _women_share(post: Post) -> float:
    named = (share for start, share in WOMEN_SHARE if post.title.startswith(start))
    return next(named, WOMEN_SHARE_BY_KIND.get(post.kind, 0.5))


def _employment_type(post: Post, rng: Random) -> str:
    if post.leads or post.kind not in ("fungsional", "pelaksana"):
        return "pns"
    level = level_of(post.title)
    if level in ("Ahli Madya", "Penyelia", "Mahir"):
        return "pns"
    if level == "Ahli Muda":
        return rng.choices(("pns", "pppk"), (92, 8))[0]
    part_time = 26 if post.kind == "pelaksana" else 10
    return rng.choices(("pns", "cpns", "pppk", "pppk_part_time"), (48, 5, 36, part_time))[0]


def _civil_servant(post: Post, sex: str, education: str, kind: str, on: date, rng: Random) -> Career:
    entry = RANKS.index(ENTRY[education])
    if kind == "cpns":
        started = _month_before(date(on.year, 1, 1), rng.randint(1, 10))
        birth = _birthday(started.year - rng.randint(22, 29), rng)
        return Career(sex, kind, education, RANKS[entry], birth, started, started)
    rank = _rank(post, education, rng)
    years = max(2, (RANKS.index(rank) - entry) * 4 + rng.randint(1, 3))  # a promotion every four years
    oldest = 58 if post.kind == "jpt" or level_of(post.title) == "Ahli Madya" else 56
    age_at_start = min(rng.randint(19 if education == "sma" else 22, 30), oldest - years)
    started = date(on.year - years, rng.choice((1, 2, 3, 4, 12)), 1)
    birth = _birthday(started.year - age_at_start, rng)
    return Career(sex, kind, education, rank, birth, started, _since(started, on, rng))


def _contract(post: Post, sex: str, education: str, kind: str, on: date, rng: Random) -> Career:
    part_time = kind == "pppk_part_time"
    year = on.year - 1 if part_time else on.year - rng.randint(1, 5)
    started = date(year, 10 if part_time else rng.choice((1, 2, 3, 4)), 1)
    rank = "" if part_time else PPPK_RANKS[level_of(post.title) or education]
    birth = _birthday(year - rng.randint(23, 49), rng)
    return Career(sex, kind, education, rank, birth, started, started)


def _rank(post: Post, education: str, rng: Random) -> str:
    if post.title == "Sekretaris Daerah":
        return "IV/d"
    if post.kind == "pelaksana":
        return rng.choice(PELAKSANA_RANKS[education])
    key = level_of(post.title) or (post.kind if post.kind != "fungsional" else "Kepala")
    return rng.choice(RANKS_OF[key])


def _since(started: date, on: date, rng: Random) -> date:
    """People change posts; the last time within eight years, on the first of a month."""
    latest = date(on.year - 1, 12, 1)
    earliest = max(started, date(on.year - 8, 1, 1))
    months = (latest.year - earliest.year) * 12 + latest.month - earliest.month
    return _month_before(latest, rng.randint(0, max(0, months)))


def _month_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _birthday(year: int, rng: Random) -> date:
    return date(year, 1, 1) + timedelta(days=rng.randrange(365))
