"""Every office a city could have, in one list; a city takes as many as its size can carry."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from config.demo.agencies import ADVISERS, AGENCIES, CORE_TIER, SETDA_PARTS, Agency
from config.demo.places import Place

CITY_HALL = "0"
SECRETARIAT = "1.01"  # agency heads answer to the city secretary (Sekda)
INSPECTORATE = "1.03"
EDUCATION, HEALTH = "2.01", "2.02"


@dataclass(frozen=True)
class Seat:
    """A post with one holder. Lower tiers are filled first."""

    title: str
    kind: str
    tier: int


@dataclass(frozen=True)
class Office:
    code: str
    name: str
    parent: str | None
    head: Seat
    deputies: tuple[Seat, ...] = ()
    reports_to: str | None = None  # an office code, where it is not the parent
    field: str = "government"  # what its heads have studied
    work: str = "office"  # a key of jobs.JOBS
    weight: float = 1.0  # how many staff, relative to others; 0 is none
    group: str = ""  # school or clinic: these share a staff of their own


def all_offices(place: Place) -> list[Office]:
    return [
        Office(
            CITY_HALL,
            f"Pemerintah Kota {place.name}",
            None,
            Seat(f"Wali Kota {place.name}", "official", 0),
            weight=0,
        ),
        *_city_secretariat(),
        *_inspectorate(),
        *(office for agency in AGENCIES for office in _agency(agency)),
        *_hospital(place),
        *_school_coordinators(place),
        *_districts(place),
    ]


def pick(offices: list[Office], budget: int) -> list[Office]:
    """As many single-holder posts as the budget allows, the lowest tiers first, each with its office."""
    seats = [(office.head.tier, office.code, None) for office in offices]
    seats += [(seat.tier, office.code, seat) for office in offices for seat in office.deputies]
    taken = sorted(seats, key=lambda row: row[0])[:budget]
    codes = {code for _, code, seat in taken if seat is None}
    deputies = {(code, seat.title) for _, code, seat in taken if seat}
    return [_reduced(office, codes, deputies) for office in offices if office.code in codes]


def nearest(code: str | None, parents: dict[str, str | None], present: set[str]) -> str | None:
    """The code itself, or the closest ancestor that the city has."""
    while code is not None and code not in present:
        code = parents[code]
    return code


def _reduced(office: Office, codes: set[str], deputies: set[tuple[str, str]]) -> Office:
    kept = tuple(seat for seat in office.deputies if (office.code, seat.title) in deputies)
    has_divisions = any(code.startswith(f"{office.code}.") for code in codes)
    # People sit in the divisions wherever there are any.
    weight = 0 if has_divisions and office.head.kind == "jpt" else office.weight
    return replace(office, deputies=kept, weight=weight)


def _city_secretariat() -> Iterator[Office]:
    yield Office(SECRETARIAT, "Sekretariat Daerah", CITY_HALL, Seat("Sekretaris Daerah", "jpt", CORE_TIER), weight=0)
    for part, (title, sections) in enumerate(SETDA_PARTS, 1):
        code = f"{SECRETARIAT}.{part}"
        yield Office(code, title, SECRETARIAT, Seat(title, "jpt", 2), weight=0)
        for number, (name, work) in enumerate(sections, 1):
            yield from _section(f"{code}.{number}", name, code, work)
    for number, topic in enumerate(ADVISERS, 4):
        title = f"Staf Ahli Bidang {topic}"
        yield Office(f"{SECRETARIAT}.{number}", title, SECRETARIAT, Seat(title, "jpt", 6), weight=0)


def _section(code: str, name: str, parent: str, work: str) -> Iterator[Office]:
    """A bagian of the city secretariat, with a subbagian below it in a larger city."""
    tier = CORE_TIER if name in ("Umum", "Organisasi") else 4
    field = {"law": "law", "planning": "planning"}.get(work, "government")
    yield Office(
        code,
        f"Bagian {name}",
        parent,
        Seat(f"Kepala Bagian {name}", "administrator", tier),
        field=field,
        work=work,
    )
    below = f"Subbagian Tata Usaha Bagian {name}"
    yield Office(f"{code}.1", below, code, Seat(f"Kepala {below}", "pengawas", 8), work="secretariat", weight=0.6)


def _inspectorate() -> Iterator[Office]:
    yield Office(
        INSPECTORATE,
        "Inspektorat Daerah",
        CITY_HALL,
        Seat("Inspektur", "jpt", CORE_TIER),
        field="audit",
        weight=0,
    )
    below = "Sekretariat Inspektorat"
    head = Seat("Sekretaris Inspektorat", "administrator", 3)
    yield Office(f"{INSPECTORATE}.1", below, INSPECTORATE, head, field="audit", work="secretariat")
    for number, roman in enumerate(("I", "II", "III", "IV"), 2):
        title = f"Inspektur Pembantu {roman}"
        head = Seat(title, "administrator", CORE_TIER if roman == "I" else 5)
        name = f"Inspektorat Pembantu {roman}"
        yield Office(f"{INSPECTORATE}.{number}", name, INSPECTORATE, head, field="audit", work="audit")


def _agency(agency: Agency) -> Iterator[Office]:
    head = agency.head if agency.head.startswith("Sekretaris") else f"{agency.head} {agency.name}"
    yield Office(
        agency.code,
        agency.name,
        CITY_HALL,
        Seat(head, "jpt", CORE_TIER if agency.core else 2),
        reports_to=SECRETARIAT,
        field=agency.subject,
        work=agency.divisions[0].work,
        weight=0.5,
    )
    if not agency.head.startswith("Sekretaris"):
        yield from _agency_secretariat(agency)
    for number, division in enumerate(agency.divisions, 2):
        tier = CORE_TIER if number == 2 and agency.core == "division" else {2: 3, 3: 5}.get(number, 7)
        sections = tuple(Seat(f"Kepala Seksi {section}", "pengawas", 8) for section in division.sections)
        yield Office(
            f"{agency.code}.{number}",
            division.name,
            agency.code,
            Seat(f"Kepala {division.name}", "administrator", tier),
            sections,
            field=agency.subject,
            work=division.work,
            weight=division.weight,
        )


def _agency_secretariat(agency: Agency) -> Iterator[Office]:
    code = f"{agency.code}.1"
    tier = CORE_TIER if agency.core == "secretary" else 3
    title = f"Sekretaris {agency.name}"
    yield Office(
        code,
        f"Sekretariat {agency.short}",
        agency.code,
        Seat(title, "administrator", tier),
        work="secretariat",
    )
    for number, (topic, work, tier) in enumerate(
        (("Umum dan Kepegawaian", "secretariat", 5), ("Keuangan dan Aset", "finance", 7)), 1
    ):
        name = f"Subbagian {topic} {agency.short}"
        field = "finance" if work == "finance" else "government"
        yield Office(
            f"{code}.{number}",
            name,
            code,
            Seat(f"Kepala {name}", "pengawas", tier),
            field=field,
            work=work,
            weight=0.8,
        )


def _hospital(place: Place) -> Iterator[Office]:
    """The deepest branch of the tree: city, health agency, hospital, division, section, ward."""
    code, health = f"{HEALTH}.9", {"field": "health", "work": "clinic"}
    yield Office(
        code,
        place.hospital,
        HEALTH,
        Seat(f"Direktur {place.hospital}", "administrator", 6),
        weight=0.5,
        **health,
    )
    division = "Bidang Pelayanan Medik dan Keperawatan"
    yield Office(f"{code}.1", division, code, Seat(f"Kepala {division}", "administrator", 6), **health)
    for number, (name, wards) in enumerate(
        (
            (
                "Seksi Pelayanan Medik",
                ("Gawat Darurat", "Rawat Jalan", "Bedah Sentral", "Farmasi", "Laboratorium"),
            ),
            (
                "Seksi Keperawatan",
                ("Rawat Inap Anak", "Rawat Inap Dewasa", "Kebidanan", "Perawatan Intensif"),
            ),
        ),
        1,
    ):
        yield Office(f"{code}.1.{number}", name, f"{code}.1", Seat(f"Kepala {name}", "pengawas", 7), **health)
        for order, ward in enumerate(wards, 1):
            ward = f"Instalasi {ward}"
            head = Seat(f"Kepala {ward}", "fungsional", 7)
            yield Office(f"{code}.1.{number}.{order}", ward, f"{code}.1.{number}", head, weight=3.5, **health)


def _school_coordinators(place: Place) -> Iterator[Office]:
    division = f"{EDUCATION}.2"
    for number, (district, _) in enumerate(place.districts, 1):
        name = f"Koordinator Wilayah Pendidikan {district}"
        head = Seat(f"Kepala {name}", "pengawas", 7)
        yield Office(
            f"{division}.{number:02d}",
            name,
            division,
            head,
            field="education",
            work="school_office",
            weight=0.3,
        )


def _districts(place: Place) -> Iterator[Office]:
    for number, (district, wards) in enumerate(place.districts, 1):
        code, first = f"4.{number:02d}", number == 1
        deputies = (
            Seat(f"Sekretaris Kecamatan {district}", "administrator", CORE_TIER if first else 3),
            Seat(f"Kepala Seksi Pemerintahan Kecamatan {district}", "pengawas", 5),
            Seat(f"Kepala Seksi Pelayanan Umum Kecamatan {district}", "pengawas", 6),
            Seat(f"Kepala Seksi Pemberdayaan Masyarakat Kecamatan {district}", "pengawas", 7),
            Seat(f"Kepala Seksi Ketenteraman dan Ketertiban Kecamatan {district}", "pengawas", 8),
        )
        head = Seat(f"Camat {district}", "administrator", CORE_TIER if first else 2)
        yield Office(code, f"Kecamatan {district}", CITY_HALL, head, deputies, reports_to=SECRETARIAT, weight=2)
        for order, ward in enumerate(wards, 1):
            yield _ward(f"{code}.{order:02d}", ward, code, core=first and order <= 2, order=order)


def _ward(code: str, ward: str, district: str, *, core: bool, order: int) -> Office:
    tier = CORE_TIER if core else 4 if order <= 3 else 6
    deputies = (
        Seat(f"Sekretaris Kelurahan {ward}", "pengawas", 7),
        Seat(f"Kepala Seksi Pemerintahan dan Pelayanan Kelurahan {ward}", "pengawas", 8),
        Seat(f"Kepala Seksi Pembangunan dan Pemberdayaan Kelurahan {ward}", "pengawas", 8),
    )
    return Office(code, f"Kelurahan {ward}", district, Seat(f"Lurah {ward}", "pengawas", tier), deputies, work="ward")
