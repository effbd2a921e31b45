"""Files as offices make them: any encoding, delimiter, order of columns; row numbers as a person sees them."""

import io
import zipfile

import pytest

from organization.importing.columns import COLUMNS, NAMES, PRIVATE, named
from organization.importing.headers import ColumnsMissing
from organization.importing.reading import read
from organization.rules import RuleBroken
from tests.staff_file import csv_of, staff, xlsx_of


def values(sheet):
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_and_delimiter_reads_the_same(delimiter, encoding):
    rows = [row | {"nama": "José Ñandú"} for row in staff()]
    assert values(read(csv_of(rows, delimiter=delimiter, encoding=encoding))) == rows


def test_a_workbook_reads_the_same_and_names_its_sheet():
    sheet = read(xlsx_of(staff()))
    assert values(sheet) == staff()
    assert sheet.name == "Pegawai"


def test_columns_come_in_any_order_and_writing():
    columns = [name.upper().replace("_", " ") for name in reversed(NAMES)]
    rows = [dict(zip(columns, reversed(row.values()), strict=True)) for row in staff()]
    assert values(read(csv_of(rows, columns=columns))) == staff()


def test_other_columns_are_named_and_left_out():
    rows = [row | {"Agama": "x", "No. HP": "y"} for row in staff()]
    sheet = read(csv_of(rows, columns=["Agama", *NAMES, "No. HP"]))
    assert sheet.extra == ["Agama", "No. HP"]
    assert values(sheet) == staff()


def test_titles_may_be_left_out():
    columns = [name for name in NAMES if not name.startswith("gelar")]
    assert "gelar_depan" not in read(csv_of(staff(), columns=columns)).columns


def test_missing_columns_are_refused_by_name():
    columns = [name for name in NAMES if name not in ("nip", "atasan_nip")]
    with pytest.raises(ColumnsMissing, match=r"tidak ada: nip, atasan_nip\.") as missing:
        read(csv_of(staff(), columns=columns))
    assert missing.value.header.cells == tuple(columns)
    assert missing.value.header.samples[0] == tuple(row["nama"] for row in staff()[:3])


def test_a_column_that_comes_twice_is_refused():
    with pytest.raises(RuleBroken, match="dua kali: nama"):
        read(csv_of(staff(), columns=[*NAMES, "nama"]))


def test_row_numbers_count_titles_blank_lines_and_lines_within_cells():
    header, first, second = csv_of(staff()[:2]).decode().splitlines()
    first = first.replace("Parlin Nasution", '"Parlin\nNasution"')
    content = f"DAFTAR PEGAWAI\r\n\r\n{header}\r\n{first}\r\n\r\n,,,\r\n{second}\r\n".encode()
    assert read(content).numbers == [4, 7]


def test_row_numbers_of_a_workbook_count_blank_rows():
    blank = dict.fromkeys(NAMES)
    assert read(xlsx_of([staff()[0], blank, blank, staff()[1]])).numbers == [2, 5]


def test_an_unquoted_delimiter_is_one_bad_row_not_a_shifted_one():
    header, first, second = csv_of(staff()[:2]).decode().splitlines()
    sheet = read(f"{header}\n{first},MBA\n{second}\n".encode())
    (problem,) = sheet.problems
    assert (problem.row, problem.value) == (2, "MBA")
    assert sheet.numbers == [3]


def test_short_rows_are_filled_with_blanks():
    header = ",".join(NAMES)
    assert read(f"{header}\n198609262015051001,Budi\n".encode()).rows == [["198609262015051001", "Budi"] + [""] * 12]


# ── What the columns are called ─────────────────────────────────────────────────────────────────
def test_what_other_programs_call_our_columns_is_known():
    columns = [column.also[0].upper().replace("_", " ") for column in COLUMNS]
    rows = [dict(zip(columns, row.values(), strict=True)) for row in staff()]
    assert values(read(csv_of(rows, columns=columns))) == staff()


def test_no_two_columns_of_ours_have_a_name_in_common():
    names = [name for column in COLUMNS for name in (column.name, *column.also)]
    assert sorted(names) == sorted(set(names))
    assert all(named(name.upper()) == name for name in names)
    assert not set(names) & PRIVATE


def test_our_own_name_comes_before_what_others_call_it():
    rows = [row | {"golongan": "9", "Nama Lengkap": "x"} for row in staff()]
    sheet = read(csv_of(rows, columns=["golongan", "Nama Lengkap", *NAMES]))
    assert values(sheet) == staff()
    assert sheet.extra == ["golongan", "Nama Lengkap"]


def test_columns_may_be_chosen_by_their_place():
    columns = [f"k{n}" for n in range(len(NAMES))]
    rows = [dict(zip(columns, row.values(), strict=True)) for row in staff()]
    content = csv_of(rows, columns=columns, delimiter=";")
    sheet = read(content, lambda header: {name: place for place, name in enumerate(NAMES)})
    assert values(sheet) == staff()
    with pytest.raises(ColumnsMissing) as missing:
        read(content)
    assert missing.value.header.cells == tuple(columns)


@pytest.mark.parametrize("above", [0, 1, 2, 9])
@pytest.mark.parametrize("columns", [list(NAMES), [f"k{n}" for n in range(len(NAMES))]])
def test_the_header_is_found_below_its_titles(above, columns):
    """By our names; where there are none, it is the first row as wide as a table."""
    rows = [dict(zip(columns, row.values(), strict=True)) for row in staff()]
    titles = [f"DAFTAR PEGAWAI {n}" for n in range(above)]
    content = "\n".join([*titles, csv_of(rows, columns=columns).decode()]).encode()
    sheet = read(content, lambda header: {name: place for place, name in enumerate(NAMES)})
    assert sheet.header.number == above + 1
    assert values(sheet) == staff()


def test_a_title_that_sounds_like_a_column_is_no_header():
    content = b"Nama unit kerja\n\n" + csv_of(staff())
    assert read(content).header.number == 3


def test_a_header_repeated_on_every_page_is_no_person():
    header, *lines = csv_of(staff()).decode().splitlines()
    sheet = read("\n".join([header, *lines[:4], header, *lines[4:]]).encode())
    assert values(sheet) == staff()
    assert sheet.numbers == [2, 3, 4, 5, 7, 8, 9, 10]


# ── What is no staff file ───────────────────────────────────────────────────────────────────────
def a_zip_that_unpacks_to(size):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"\n,,,\n \t\n", "kosong"),
        (",".join(NAMES).encode(), "hanya berisi judul kolom"),
        (b"DAFTAR PEGAWAI\n\n", "tidak ada: nip"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "bukan CSV atau XLSX"),
        (b"%PDF-1.7", "bukan CSV atau XLSX"),
        (b"PK\x03\x04 not really", "tidak dapat dibuka"),
        (a_zip_that_unpacks_to(10), "tidak dapat dibuka"),
        (b"nip,nama\n\x81\x8d", "tidak dapat dibaca"),
        (b'nip,nama\n"' + b"x" * 200_000, "tanda kutip"),
        (b"x" * (20 * 2**20 + 1), "20 MB"),
    ],
)
def test_what_is_no_staff_file_is_refused(content, said):
    with pytest.raises(RuleBroken, match=said):
        read(content)


@pytest.mark.parametrize("size", [11 * 2**20, 101 * 2**20])
def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(size, monkeypatch):
    """Blanks shrink a thousandfold: no city's staff does."""
    monkeypatch.setattr("organization.importing.workbooks.Workbook._open", None)
    with pytest.raises(RuleBroken, match="terlalu besar"):
        read(a_zip_that_unpacks_to(size))


def test_a_workbook_of_very_many_parts_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for n in range(5001):
            packed.writestr(f"xl/{n}", b"")
    with pytest.raises(RuleBroken, match="terlalu besar"):
        read(content.getvalue())


@pytest.mark.parametrize("headings", [NAMES, ["k"] * 14])
def test_a_million_columns_are_refused(headings):
    with pytest.raises(RuleBroken, match="lebih dari 300 kolom"):
        read(",".join([*headings, *["k"] * 10**6]).encode())


def test_a_million_cells_without_heading_are_one_bad_row():
    header, first, _rest = csv_of(staff()[:2]).decode().splitlines()
    sheet = read(f"{header}\n{first}{',x' * 10**6}\n".encode())
    assert [problem.row for problem in sheet.problems] == [2]
    assert len(sheet.problems[0].value) <= 80


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("organization.importing.reading.MOST_ROWS", 3)
    with pytest.raises(RuleBroken, match="lebih dari"):
        read(csv_of(staff()))
