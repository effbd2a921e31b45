"""What a file as a whole may say: refused, or accepted with a warning. No database."""

import datetime

import pytest

from organization.importing.plan import plan_of
from organization.importing.reading import read
from organization.importing.rules import circles
from organization.importing.selectors import Held, Organization, PersonFact, PostFact, UnitFact
from tests.staff_file import (
    ANALYST,
    CHIEF,
    CITY,
    CLERK,
    CLINIC,
    HEAD,
    HEALTH,
    HELPER,
    OTHER_ANALYST,
    SECTION,
    SEKDA,
    changed,
    csv_of,
    person,
    staff,
    without,
)

UNKNOWN = "199912312020121001"


def plan(rows, organization=None, *, end_missing=False):
    return plan_of(read(csv_of(rows)), organization or Organization(), end_missing=end_missing)


def refused(rows, organization=None, **options):
    found = plan(rows, organization, **options)
    assert found.posts is None  # nothing can be written
    return [(problem.row, problem.column, problem.reason) for problem in found.problems]


def warned(rows, organization=None):
    found = plan(rows, organization)
    assert not found.problems
    return [(warning.row, warning.column, warning.reason) for warning in found.warnings]


def test_the_small_office_is_sound():
    found = plan(staff())
    assert (found.problems, found.warnings) == ([], [])
    assert found.counts == {"new": 8, "changed": 0, "unchanged": 0, "gone": 0, "errors": 0}


# ── Refused ─────────────────────────────────────────────────────────────────────────────────────
def test_a_number_that_comes_twice():
    rows = [*staff(), staff()[4] | {"nama": "Lain"}]
    assert refused(rows) == [(10, "nip", "Nomor ini sudah ada di baris 6.")]


def test_a_unit_with_two_names():
    ((row, column, reason),) = refused(changed(staff(), ANALYST, unit_nama="Seksi Lain"))
    assert (row, column) == (6, "unit_nama")
    assert "baris 5 menulis “Seksi Rujukan”" in reason


def test_a_unit_with_two_parents():
    ((row, column, reason),) = refused(changed(staff(), ANALYST, unit_induk_kode="1.1"))
    assert (row, column) == (6, "unit_induk_kode")
    assert "baris 5 menulis “1.1.1”" in reason


def test_a_parent_that_is_neither_in_the_file_nor_known():
    rows = changed(staff(), SEKDA, unit_induk_kode="0")
    assert refused(rows) == [(2, "unit_induk_kode", "Unit induk ini tidak ada di berkas maupun di organisasi.")]


def test_a_parent_that_is_known_already():
    known = Organization(units={"0": UnitFact(1, "0", "Kota", "")})
    assert not plan(changed(staff(), SEKDA, unit_induk_kode="0"), known).problems


def test_a_parent_whose_only_line_is_faulty_is_not_called_unknown():
    rows = changed(staff(), HEAD, tmt="?")
    assert [column for _row, column, _reason in refused(rows)] == ["tmt"]


def test_a_circle_of_units():
    ((row, column, reason),) = refused(changed(staff(), SEKDA, unit_induk_kode="1.1.1"))
    assert (row, column) == (2, "unit_induk_kode")
    assert reason == "Unit-unit ini saling menginduk: 1 → 1.1.1 → 1.1 → 1."


def test_a_circle_of_units_closed_by_what_is_known():
    known = Organization(units={"0": UnitFact(1, "0", "Kota", "1.1")})
    ((_row, _column, reason),) = refused(changed(staff(), SEKDA, unit_induk_kode="0"), known)
    assert reason == "Unit-unit ini saling menginduk: 1 → 0 → 1.1 → 1."


def test_a_unit_that_is_its_own_parent():
    ((_row, _column, reason),) = refused(changed(staff(), SEKDA, unit_induk_kode="1"))
    assert reason == "Unit-unit ini saling menginduk: 1 → 1."


@pytest.mark.parametrize(("levels", "errors"), [(6, 0), (7, 1)])
def test_six_levels_of_units_and_no_seventh(levels, errors):
    above = levels - 4  # the office itself has four levels
    units = {f"k{n}": UnitFact(n, f"k{n}", f"Unit {n}", f"k{n - 1}" if n else "") for n in range(above)}
    top = changed(staff(), SEKDA, unit_induk_kode=f"k{above - 1}")
    assert len(plan(top, Organization(units=units)).problems) == errors


def test_a_circle_of_superiors_names_its_people():
    ((row, column, reason),) = refused(changed(staff(), SEKDA, atasan_nip=CHIEF))
    assert (row, column) == (2, "atasan_nip")
    chain = "Parlin Nasution (baris 2) → Dewi Harahap (baris 4) → Fauzi Wijaya (baris 3) → Parlin Nasution (baris 2)"
    assert reason == f"Garis atasan ini berputar: {chain}."


def test_nobody_is_his_own_superior():
    assert refused(changed(staff(), ANALYST, atasan_nip=ANALYST)) == [
        (6, "atasan_nip", "Zulkifli (baris 6) menjadi atasan dirinya sendiri.")
    ]


def test_two_circles_are_two_errors():
    rows = changed(changed(staff(), ANALYST, atasan_nip=OTHER_ANALYST), OTHER_ANALYST, atasan_nip=ANALYST)
    rows = changed(changed(rows, CLERK, atasan_nip=HELPER), HELPER, atasan_nip=CLERK)
    assert [row for row, _column, _reason in refused(rows)] == [6, 8]


def test_a_circle_closed_by_somebody_whom_the_file_leaves_out():
    """The known chief reports to the head's post; the file hangs the head below the chief."""
    day = datetime.date(2024, 1, 1)
    known = Organization(
        units={
            code: UnitFact(n, code, name, up) for n, (code, name, up) in enumerate((CITY, ("1.1", "Dinas", "1")), 1)
        },
        posts={
            1: PostFact(1, "1.1", "Kepala Dinas", "jpt", None),
            2: PostFact(2, "1.1", "Sekretaris", "administrator", 1),
        },
        people={9: PersonFact(9, "pns", "", "Lama", "", "", "", True, [Held(1, 2, day, None)])},
        numbers={UNKNOWN: 9},
        names={9: "Lama"},
    )
    known.holders[2].add(9)
    ((row, column, reason),) = refused(changed(staff(), HEAD, atasan_nip=UNKNOWN), known)
    assert (row, column) == (3, "atasan_nip")
    assert "Kepala Dinas (1.1) → Sekretaris (1.1) → Kepala Dinas (1.1)" in reason


@pytest.mark.parametrize("kind", ["JPT", "Administrator", "Pengawas"])
def test_two_people_in_one_structural_post(kind):
    extra = [person(nip, name, "PNS", CLINIC, "Kepala Instalasi", kind, CHIEF) for nip, name in
             (("198001012005011001", "Satu"), ("198001012005011002", "Dua"))]  # fmt: skip
    rows = [row | {"email": ""} for row in [*staff(), *extra]]
    assert refused(rows) == [(11, "jabatan", "Jabatan ini sudah dipegang Satu di baris 10.")]


def test_two_people_in_one_functional_post_are_colleagues():
    assert not plan(staff()).problems  # two analysts


def test_one_post_of_two_kinds():
    ((row, column, reason),) = refused(changed(staff(), OTHER_ANALYST, jenis_jabatan="Pelaksana"))
    assert (row, column) == (7, "jenis_jabatan")
    assert "Fungsional di baris 6" in reason


def known_head():
    found = Organization(
        units={"1": UnitFact(1, "1", "Sekretariat Daerah", ""), "1.1": UnitFact(2, "1.1", "Dinas Kesehatan", "1")},
        posts={1: PostFact(1, "1.1", "Kepala Dinas", "jpt", None)},
        people={9: PersonFact(9, "pns", "", "Lama", "", "", "", True, [Held(1, 1, datetime.date(2020, 1, 1), None)])},
        numbers={UNKNOWN: 9},
        names={9: "Lama"},
    )
    found.holders[1].add(9)
    return found


def test_a_post_still_held_by_somebody_whom_the_file_leaves_out():
    ((row, column, reason),) = refused(staff(), known_head())
    assert (row, column) == (3, "jabatan")
    assert reason == "Jabatan ini masih dipegang Lama, yang tidak ada di berkas."


@pytest.mark.parametrize("title", ["KEPALA DINAS", "kepala  dinas", " Kepala Dinas "])
def test_a_title_is_the_same_however_it_is_written(title):
    second = person(UNKNOWN, "Orang Kedua", "PNS", HEALTH, title, "JPT", SEKDA)
    ((row, column, reason),) = refused([*staff(), second])
    assert (row, column) == (10, "jabatan")
    assert "sudah dipegang Fauzi Wijaya di baris 3" in reason
    other_kind = person(UNKNOWN, "Orang Kedua", "PNS", HEALTH, title, "Administrator", SEKDA)
    assert {column for _row, column, _reason in refused([*staff(), other_kind])} == {"jabatan", "jenis_jabatan"}
    assert "masih dipegang Lama" in refused(changed(staff(), HEAD, jabatan=title), known_head())[0][2]


def test_that_post_is_free_when_the_missing_are_ended_or_the_former_holder_moves():
    assert not plan(staff(), known_head(), end_missing=True).problems
    moved = person(UNKNOWN, "Lama", "PNS", CITY, "Staf Ahli", "JPT", SEKDA)
    assert not plan([*staff(), moved], known_head()).problems


# ── Accepted with a warning ─────────────────────────────────────────────────────────────────────
def test_an_unknown_superior_is_a_vacancy():
    rows = changed(staff(), ANALYST, atasan_nip=UNKNOWN)
    ((row, column, reason),) = warned(rows)
    assert (row, column) == (6, "atasan_nip")
    assert "kosong (vacancy)" in reason
    found = plan(rows)
    above = found.posts.of[ANALYST].superior
    assert (above.title, above.unit_code, above.fact) == ("Atasan dari berkas (belum terisi)", "1.1.1.1", None)
    assert UNKNOWN not in above.title


def test_two_unknown_superiors_are_two_vacancies_and_one_is_one():
    rows = changed(changed(staff(), ANALYST, atasan_nip=UNKNOWN), CLERK, atasan_nip=UNKNOWN)
    rows = changed(rows, SECTION, atasan_nip="199912312020121002")
    found = plan(rows).posts
    assert found.of[ANALYST].superior is found.of[CLERK].superior
    assert found.of[SECTION].superior.unit_code == "1.1.1"  # he leads a unit, so his superior is in the one above
    assert len(found.vacant_new) == 2
    assert found.new[-2:] == found.vacant_new


def test_a_superior_whose_own_line_is_faulty_is_not_called_unknown():
    assert [column for _row, column, _reason in refused(changed(staff(), SECTION, tmt="?"))] == ["tmt"]
    assert not plan(changed(staff(), SECTION, tmt="?")).warnings


@pytest.mark.parametrize(("address", "said"), [("", "Tidak ada alamat"), ("bukan surel", "Bukan alamat surel")])
def test_without_an_address(address, said):
    ((row, column, reason),) = warned(changed(staff(), ANALYST, email=address))
    assert (row, column) == (6, "email")
    assert said in reason


def test_an_address_of_several_people_belongs_to_none():
    rows = changed(changed(staff(), ANALYST, email="Umum@kota.example"), CLERK, email="umum@kota.example")
    ((row, column, reason),) = warned(rows)
    assert (row, column) == (6, "email")
    assert "juga di baris 8" in reason
    emails = {person.row.nip: person.values.get("email") for person in plan(rows).people}
    assert (emails[ANALYST], emails[CLERK], emails[HEAD]) == (None, None, "fauzi@kota.example")


def test_an_address_that_another_account_uses():
    ((row, column, reason),) = warned(staff(), Organization(emails={"zulkifli@kota.example": 77}))
    assert (row, column) == (6, "email")
    assert "akun lain" in reason


def test_without_a_date():
    ((row, column, reason),) = warned(changed(staff(), ANALYST, tmt=""))
    assert (row, column) == (6, "tmt")
    assert "hari ini" in reason


def test_circles():
    assert circles({1: 2, 2: 3, 3: None}) == []
    assert circles({1: 2, 2: 3, 3: 2, 4: 4}) == [[2, 3], [4]]
    assert circles({n: n + 1 for n in range(50_000)}) == []  # long lines need no recursion


def test_one_member_less_is_no_error():
    assert not plan(without(staff(), HELPER)).problems
