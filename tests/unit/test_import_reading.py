"""Files as offices make them: any encoding, delimiter, order of columns; row numbers as a person sees them."""

import io
import zipfile

import pytest

from organization.importing.columns import NAMES
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
    with pytest.raises(RuleBroken, match=r"tidak ada: nip, atasan_nip\."):
        read(csv_of(staff(), columns=columns))


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


def a_zip_that_unpacks_to(size):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * size)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tidak ada: nip"),
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


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("organization.importing.reading.LARGEST_UNPACKED", 1000)
    with pytest.raises(RuleBroken, match="terlalu besar"):
        read(a_zip_that_unpacks_to(1001))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("organization.importing.reading.MOST_ROWS", 3)
    with pytest.raises(RuleBroken, match="lebih dari"):
        read(csv_of(staff()))


def test_the_sheet_with_our_columns_is_found_among_others():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["catatan"])
    other = book.create_sheet("Data")
    other.append(list(NAMES))
    other.append(list(staff()[0].values()))
    content = io.BytesIO()
    book.save(content)
    assert values(read(content.getvalue())) == staff()[:1]
