"""One made-up person for a post: name, academic and honorary titles, e-mail, career."""

from datetime import date
from random import Random

from config.demo.careers import Career, career_for, identifier_for
from config.demo.names import Tradition, UniqueNames
from config.demo.places import Place
from config.demo.records import Person, Post

# Academic titles by the start of the post's title: of a diploma, of a degree.
DEGREES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Guru", (), ("S.Pd.", "S.Pd.", "S.Pd.", "S.Pd.I.", "S.Pd., M.Pd.")),
    ("Pengawas Sekolah", (), ("S.Pd., M.Pd.", "S.Pd., M.M.")),
    ("Kepala SD", (), ("S.Pd.", "S.Pd., M.Pd.")),
    ("Kepala SMP", (), ("S.Pd., M.Pd.", "S.Pd., M.Si.")),
    ("Kepala Puskesmas", (), ("S.K.M., M.Kes.", "S.K.M.", "M.K.M.")),
    ("Dokter", (), ("", "", "M.Kes.")),
    ("Perawat", ("A.Md.Kep.",), ("S.Kep., Ns.", "S.Tr.Kep.")),
    ("Bidan", ("A.Md.Keb.",), ("S.Tr.Keb.", "S.Keb., Bd.")),
    ("Apoteker", (), ("S.Farm.", "S.Farm., M.Farm.")),
    ("Asisten Apoteker", ("A.Md.Farm.",), ()),
    ("Nutrisionis", ("A.Md.Gz.",), ("S.Gz.", "S.Tr.Gz.")),
    ("Tenaga Sanitasi", ("A.Md.KL.",), ("S.K.M.", "S.Tr.Kes.")),
    ("Pranata Laboratorium", ("A.Md.Kes.",), ("S.Tr.Kes.",)),
    ("Promotor", (), ("S.K.M.",)),
    ("Epidemiolog", ("A.Md.Kes.",), ("S.K.M.", "S.K.M., M.Kes.")),
    ("Administrator Kesehatan", (), ("S.K.M.", "S.K.M., M.K.M.")),
    ("Pengelola Layanan Kesehatan", ("A.Md.Kes.",), ("S.K.M.",)),
    ("Pranata Komputer", ("A.Md.Kom.",), ("S.Kom.", "S.Kom., M.Kom.", "S.T.")),
    ("Administrator Database", (), ("S.Kom.", "S.IP.", "S.Sos.")),
    ("Operator Sistem", ("A.Md.Kom.", "A.Md."), ()),
    ("Sandiman", ("A.Md.",), ("S.Kom.", "S.Tr.TP.")),
    ("Statistisi", ("A.Md.Stat.",), ("S.Stat.", "S.Si.")),
    ("Pranata Hubungan", ("A.Md.I.Kom.",), ("S.I.Kom.", "S.Sos.")),
    ("Auditor", ("A.Md.Ak.",), ("S.E.", "S.E., Ak.", "S.E., M.Ak.")),
    ("Pengawas Penyelenggaraan", (), ("S.H.", "S.E.", "S.Sos., M.Si.")),
    ("Teknik", ("A.Md.T.",), ("S.T.", "S.T., M.T.")),
    ("Surveyor", ("A.Md.T.",), ("S.T.",)),
    ("Pembina Jasa", (), ("S.T.", "S.T., M.T.")),
    ("Penata Ruang", (), ("S.P.W.K.", "S.T., M.T.")),
    ("Penata Kelola", (), ("S.T.",)),
    ("Perencana", (), ("S.E., M.Si.", "S.P.W.K.", "S.T.", "S.Sos.")),
    ("Pekerja Sosial", ("A.Md.",), ("S.Tr.Sos.", "S.Sos.")),
    ("Penyuluh Pertanian", ("A.Md.P.",), ("S.P.", "S.P., M.P.")),
    ("Pengawas Mutu", (), ("S.P.", "S.T.P.")),
    ("Medik Veteriner", (), ("",)),
    ("Perancang", (), ("S.H.", "S.H., M.H.")),
    ("Analis Hukum", (), ("S.H.", "S.H., M.H.")),
    ("Mediator", (), ("S.H.", "S.Psi.")),
    ("Analis Keuangan", (), ("S.E.", "S.Ak.", "S.E., M.M.")),
    ("Penata Laporan", (), ("S.E.", "S.Ak.")),
    ("Bendahara", ("A.Md.Ak.",), ("S.E.", "S.Ak.")),
    ("Pustakawan", ("A.Md.",), ("S.I.P.", "S.S.I.")),
    ("Pengendali Dampak", ("A.Md.T.",), ("S.T.", "S.Si.")),
)
LEADER_DEGREES = {
    "government": ("S.Sos., M.Si.", "S.STP., M.Si.", "S.H., M.A.P.", "S.IP.", "S.STP.", "S.E., M.M."),
    "education": ("S.Pd., M.Pd.", "S.Pd., M.M.", "S.Pd."),
    "health": ("S.K.M., M.Kes.", "S.K.M., M.K.M.", "S.Kep., Ns., M.Kes."),
    "engineering": ("S.T., M.T.", "S.T.", "S.T., M.Si."),
    "finance": ("S.E., M.Si.", "S.E., M.Ak.", "S.E."),
    "audit": ("S.E., M.Si.", "S.H., M.H.", "S.E., Ak."),
    "ict": ("S.Kom., M.Kom.", "S.T., M.T.", "S.Kom."),
    "social": ("S.Sos., M.Si.", "S.Sos.", "S.Psi., M.Si."),
    "law": ("S.H., M.H.", "S.H."),
    "planning": ("S.E., M.Si.", "S.T., M.P.W.K.", "S.P.W.K., M.Si."),
    "farming": ("S.P., M.P.", "S.P., M.Si.", "S.Pt."),
}
PLAIN_DEGREES = {
    "sma": ("",),
    "d3": ("A.Md.", "A.Md.", "A.Md.A.B."),
    "s1": ("S.E.", "S.Sos.", "S.H.", "S.A.P.", "S.Kom."),
}
PROFESSIONS = (("Dokter Gigi", "drg."), ("Dokter", "dr."), ("Apoteker", "apt."), ("Medik Veteriner", "drh."))


class Registry:
    """Makes the people of one city; remembers names, identifiers and e-mails already given."""

    def __init__(self, place: Place, on: date, rng: Random):
        self._place, self._on, self._rng = place, on, rng
        self._names = UniqueNames(rng)
        self._identifiers: set[str] = set()
        self._emails: set[str] = set()

    def person(self, key: str, post: Post, field: str) -> Person:
        career = career_for(post, self._on, self._rng)
        tradition = self._tradition()
        name = self._names.draw(tradition, career.sex)
        prefix, suffix = _titles(post, field, career, tradition, self._on, self._rng)
        return Person(
            key=key,
            name=name,
            title_prefix=prefix,
            title_suffix=suffix,
            sex=career.sex,
            employment_type=career.employment_type,
            identifier=identifier_for(career, self._identifiers, self._rng),
            rank=career.rank,
            since=career.since,
            email=self.email(name),
            post=post.key,
        )

    def email(self, name: str) -> str:
        """First and last name; a number tells namesakes apart. Nothing of the identifier."""
        words = name.lower().split()
        base = words[0] if len(words) == 1 else f"{words[0]}.{words[-1]}"
        local, number = base, 1
        while local in self._emails:
            number += 1
            local = f"{base}{number}"
        self._emails.add(local)
        return f"{local}@{self._place.slug}.example"

    def _tradition(self) -> Tradition:
        peoples, weights = zip(*self._place.peoples, strict=True)
        return self._rng.choices(peoples, weights)[0]


def _titles(post: Post, field: str, career: Career, tradition: Tradition, on: date, rng: Random) -> tuple[str, str]:
    """What stands before and after the name: `Drs. H.` and `M.Si.`"""
    suffix = _degree(post, field, career, rng)
    profession = next((title for start, title in PROFESSIONS if post.title.startswith(start)), "")
    age = on.year - career.birth.year
    first, _, rest = suffix.partition(", ")
    graduate = _old_degree(first, career.sex) if age >= 53 and not profession else ""
    pilgrim = tradition.hajj and age >= 42 and rng.random() < (age - 36) / 60
    hajj = ("H." if career.sex == "m" else "Hj.") if pilgrim else ""
    prefix = " ".join(title for title in (profession, graduate, hajj) if title)
    return prefix, rest if graduate else suffix


def _degree(post: Post, field: str, career: Career, rng: Random) -> str:
    for start, diploma, degree in DEGREES:
        if post.title.startswith(start):
            return _choice(diploma if career.education == "d3" else degree, rng)
    if post.leads or post.kind not in ("fungsional", "pelaksana"):
        return _choice(LEADER_DEGREES[field], rng)
    return _choice(PLAIN_DEGREES[career.education], rng)


def _choice(options: tuple[str, ...], rng: Random) -> str:
    return rng.choice(options) if options else ""


def _old_degree(first: str, sex: str) -> str:
    """Those who graduated before the degrees were renamed carry them in front."""
    if first in ("S.Sos.", "S.IP.", "S.Pd."):
        return "Drs." if sex == "m" else "Dra."
    return "Ir." if first in ("S.T.", "S.P.") else ""
