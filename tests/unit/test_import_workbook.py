"""Workbooks as spreadsheets make them: what a blank cell hides is told, and the right sheet is read."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook

from organization.importing.columns import NAMES
from organization.importing.plan import plan_of
from organization.importing.reading import is_small, read
from organization.importing.selectors import Organization
from organization.rules import RuleBroken
from tests.staff_file import staff, xlsx_of


def book_of(*sheets):
    """A workbook of (title, rows); the first is the one that opens."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def table(rows=None, above=()):
    rows = staff() if rows is None else rows
    return [*above, list(NAMES), *([row[name] for name in NAMES] for row in rows)]


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def values(sheet):
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def plan(book):
    return plan_of(read(saved(book)), Organization())


def changed_inside(content, part, old, new):
    """The same workbook with other bytes in one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            assert info.filename != part or old in data
            target.writestr(info, data.replace(old, new, 1) if info.filename == part else data)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


# ── Which sheet ─────────────────────────────────────────────────────────────────────────────────
def test_the_sheet_with_our_columns_is_read_and_the_others_are_named():
    sheet = read(saved(book_of(("Catatan", [["catatan"]]), ("Data", table()), ("Rekap", [["jumlah", 8]]))))
    assert values(sheet) == staff()
    assert (sheet.name, sheet.others) == ("Data", ["Catatan", "Rekap"])


def test_of_two_sheets_that_would_do_the_first_is_read():
    sheet = read(saved(book_of(("2026", table(staff()[:3])), ("2025", table()))))
    assert (sheet.name, sheet.others, len(sheet.rows)) == ("2026", ["2025"], 3)


def test_a_hidden_sheet_is_not_read():
    book = book_of(("Lama", table()), ("Baru", table(staff()[:2])))
    book["Lama"].sheet_state = "hidden"
    book.active = 1
    sheet = read(saved(book))
    assert (sheet.name, sheet.others, len(sheet.rows)) == ("Baru", [], 2)


# ── What a blank hides ──────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("cells", ["K3:K5", "J3:K3", "K3:O3"])
def test_merged_cells_are_refused_because_all_but_the_first_look_blank(cells):
    """A blank superior would report to the mayor."""
    book = book_of(("Pegawai", table()))
    book["Pegawai"].merge_cells(cells)
    (problem,) = [each for each in plan(book).problems if "digabung" in each.reason]
    assert problem.row == 3
    assert "Pisahkan" in problem.cure


def test_cells_merged_in_a_title_or_in_a_column_nobody_needs_are_no_fault():
    book = book_of(("Pegawai", table(above=[["DAFTAR PEGAWAI"]])))
    book["Pegawai"].merge_cells("A1:N1")
    book["Pegawai"].merge_cells("P4:P9")
    assert not plan(book).problems


def test_a_formula_that_was_computed_is_its_value():
    rows = [[*line, "Analis"] for line in table()]
    rows[0][-1] = "rumus"
    content = changed_inside(
        saved(book_of(("Pegawai", rows))), SHEET, b'<c r="O2" t="inlineStr"><is><t>Analis</t></is></c>',
        b'<c r="O2" t="str"><f>UPPER("a")</f><v>A</v></c>',
    )  # fmt: skip
    assert not plan_of(read(content), Organization()).problems


@pytest.mark.parametrize(("column", "cell"), [("atasan_nip", "K5"), ("email", "N5")])
def test_a_formula_that_was_never_computed_is_refused(column, cell):
    book = book_of(("Pegawai", table()))
    book["Pegawai"][cell] = "=VLOOKUP(A5,Rekap!A:B,2)"
    (problem,) = [each for each in plan(book).problems if "Rumus" in each.reason]
    assert (problem.row, problem.column) == (5, column)


def test_a_formula_that_failed_is_refused():
    book = book_of(("Pegawai", table()))
    book["Pegawai"]["I5"] = "#N/A"
    (problem,) = plan(book).problems
    assert (problem.row, problem.column) == (5, "jabatan")
    assert "Rumus" in problem.reason


def test_rows_and_columns_without_end_are_passed_over():
    """A spreadsheet keeps a row for every format: here the last one there can be."""
    book = book_of(("Pegawai", table()))
    book["Pegawai"].cell(1_048_576, 16_384).number_format = "@"
    book["Pegawai"].cell(400, 5).value = "  "
    assert values(read(saved(book))) == staff()


def test_a_row_that_no_spreadsheet_has_does_not_keep_anybody_waiting():
    content = changed_inside(xlsx_of(staff()), SHEET, b'<row r="9"', b'<row r="1999999999"')
    assert len(read(content).rows) == len(staff()) - 1


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "written",
    [datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 2, 8, 30), 45293, 45293.0, "45293", "2/1/2024"],  # noqa: DTZ001
)
def test_a_date_is_read_however_the_spreadsheet_keeps_it(written):
    found = plan(book_of(("Pegawai", table([row | {"tmt": written} for row in staff()]))))
    assert not found.problems
    assert {person.row.start for person in found.people} == {datetime.date(2024, 1, 2)}


@pytest.mark.parametrize("written", [2024, 202401, 45293.5, -1, True, datetime.date(1900, 3, 1), "2.1.24"])
def test_what_may_be_another_day_is_refused(written):
    found = plan(book_of(("Pegawai", table([staff()[0] | {"tmt": written}]))))
    assert [(problem.column, problem.row) for problem in found.problems] == [("tmt", 2)]


def test_a_workbook_may_count_its_days_from_1904():
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = book_of(("Pegawai", table([staff()[0] | {"tmt": 45293 - 1462}, staff()[1]])))
    book.epoch = CALENDAR_MAC_1904
    found = plan(book)
    assert not found.problems
    assert {person.row.start for person in found.people} == {datetime.date(2024, 1, 2)}


# ── Traps ───────────────────────────────────────────────────────────────────────────────────────
def test_entities_that_multiply_are_refused():
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    doctype = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]><worksheet"
    content = changed_inside(xlsx_of(staff()), SHEET, b"<worksheet", doctype)
    content = changed_inside(content, SHEET, b"<sheetData>", b"<sheetData>&l11;")
    with pytest.raises(RuleBroken, match="tidak dapat dibuka"):
        read(content)


def test_a_workbook_without_a_sheet_of_rows_cannot_be_opened():
    content = changed_inside(xlsx_of(staff()), "xl/workbook.xml", b"<sheets>", b"<sheets><!--")
    with pytest.raises(RuleBroken, match="tidak dapat dibuka"):
        read(content)


def test_a_sheet_that_breaks_off_is_refused_not_cut():
    content = changed_inside(xlsx_of(staff()), SHEET, b"</sheetData>", b"<row>")
    with pytest.raises(RuleBroken, match="tidak dapat dibuka"):
        read(content)


def test_what_is_small_is_told_by_what_it_unpacks_to():
    assert is_small(xlsx_of(staff()))
    assert not is_small(xlsx_of(staff() * 300))
