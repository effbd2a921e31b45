"""What one cell may say: taken as it is, or refused with row, column, value, reason and cure."""

import datetime
import logging

import pytest

from organization.importing.reading import read
from organization.importing.resource import rows_of
from tests.staff_file import ANALYST, SECTION, changed, csv_of, staff, xlsx_of


def only_problem(content):
    rows, (problem,) = rows_of(read(content))
    assert len(rows) == len(staff()) - 1  # the other lines are sound
    return problem


def row_of(nip, content):
    rows, problems = rows_of(read(content))
    assert not problems
    return next(row for row in rows if row.nip == nip)


@pytest.mark.parametrize(
    ("column", "written", "attribute", "meant"),
    [
        ("nip", "19830608 200712 1 001", "nip", ANALYST),
        ("nip", "19830608\xa0200712\xa01\xa0001 ", "nip", ANALYST),
        ("nama", "Zulkifli", "name", "Zulkifli"),
        ("nama", "  Zulkifli   Daulay ", "name", "Zulkifli Daulay"),
        ("nama", "Ni'matul O’Hara-Ñandú", "name", "Ni'matul O’Hara-Ñandú"),
        ("gelar_belakang", "S.STP., M.AP.", "title_suffix", "S.STP., M.AP."),
        ("jenis_pegawai", "cpns", "type", "cpns"),
        ("jenis_pegawai", "Pns", "type", "pns"),
        ("jenis_jabatan", "FUNGSIONAL", "kind", "fungsional"),
        ("jenis_jabatan", " pelaksana ", "kind", "pelaksana"),
        ("atasan_nip", "", "superior_nip", ""),
        ("atasan_nip", "19680424 199104 1 001", "superior_nip", SECTION),
        ("tmt", "2024-01-31", "start", datetime.date(2024, 1, 31)),
        ("tmt", "31/01/2024", "start", datetime.date(2024, 1, 31)),
        ("tmt", "31-01-2024", "start", datetime.date(2024, 1, 31)),
        ("tmt", "", "start", None),
        ("unit_induk_kode", "", "parent_code", ""),
        ("pangkat", "", "rank", ""),
    ],
)
def test_accepted(column, written, attribute, meant):
    content = csv_of(changed(staff(), ANALYST, **{column: written}))
    assert getattr(row_of(ANALYST, content), attribute) == meant


@pytest.mark.parametrize("written", ["PPPK PARUH WAKTU", "pppk_paruh_waktu", "Pppk-Paruh  Waktu"])
def test_part_time_in_any_writing(written):
    rows = changed(staff(), ANALYST, nip="198306082021211001", jenis_pegawai=written)
    assert row_of("198306082021211001", csv_of(rows)).type == "pppk_part_time"


def test_a_date_cell_of_a_workbook_is_a_date():
    content = xlsx_of(changed(staff(), ANALYST, tmt=datetime.datetime(2024, 1, 31)))  # noqa: DTZ001
    assert row_of(ANALYST, content).start == datetime.date(2024, 1, 31)


def test_a_whole_number_is_a_unit_code():
    content = xlsx_of([row | {"unit_kode": 7, "unit_induk_kode": None} for row in staff()])
    assert row_of(ANALYST, content).unit_code == "7"


@pytest.mark.parametrize(
    ("column", "written", "reason", "cure"),
    [
        ("nip", "1987043120110120", "16 angka", "Jadikan|jadikan"),
        ("nip", "198704312011012003", "Tanggal lahir", "SK"),
        ("nip", "19830608200712100X", "huruf atau tanda", "18 angka"),
        ("nip", "", "18 angka", "18 angka"),
        ("nip", "1.98306E+17", "sudah menghilangkan angka", "teks"),
        ("nip", "1,98306082007121E+17", "sudah menghilangkan angka", "teks"),
        ("atasan_nip", "1.96804E+17", "sudah menghilangkan angka", "teks"),
        ("atasan_nip", "Dedi Pane", "Bukan NIP", "kosongkan"),
        ("nama", "", "Kosong", "Isi"),
        ("nama", "Zul\x07kifli", "karakter kendali", "Ketik ulang"),
        ("nama", "Zul\u202ekifli", "karakter kendali", "Ketik ulang"),
        ("nama", "Zul\u200bkifli", "karakter kendali", "Ketik ulang"),
        ("jabatan", "Analis\nKesehatan", "karakter kendali", "Ketik ulang"),
        ("nama", "x" * 151, "151 huruf", "150"),
        ("nama", "#N/A", "Rumus", "rumus"),
        ("unit_kode", "", "Kosong", "Isi"),
        ("unit_nama", "", "Kosong", "Isi"),
        ("jabatan", "", "Kosong", "Isi"),
        ("jenis_pegawai", "Honorer", "Tidak dikenal", "PPPK PARUH WAKTU"),
        ("jenis_pegawai", "", "Kosong", "PNS, CPNS"),
        ("jenis_jabatan", "Eselon II", "Tidak dikenal", "JPT"),
        ("tmt", "2026-13-01", "kalender", "2026-01-31"),
        ("tmt", "29/02/2026", "kalender", "31/01/2026"),
        ("tmt", "kemarin", "kalender", "2026-01-31"),
    ],
)
def test_refused(column, written, reason, cure):
    problem = only_problem(csv_of(changed(staff(), ANALYST, **{column: written})))
    assert (problem.row, problem.column) == (6, column)
    assert reason in problem.reason
    assert any(word in problem.cure for word in cure.split("|"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("nip", 198306082007121001),
        ("nip", 1.98306082007121e17),
        ("atasan_nip", 196804241991041001),
        ("unit_kode", 1.1),  # 1.10 before the spreadsheet touched it?
        ("unit_kode", datetime.datetime(2001, 1, 2)),  # noqa: DTZ001
    ],
)
def test_numeric_cells_are_refused_where_digits_may_be_lost(column, value):
    problem = only_problem(xlsx_of(changed(staff(), ANALYST, **{column: value})))
    assert (problem.row, problem.column) == (6, column)
    assert "Lembar kerja sudah" in problem.reason
    assert "teks" in problem.cure


def test_every_fault_of_a_line_is_told_at_once():
    content = csv_of(changed(staff(), ANALYST, nip="12", nama="", jenis_pegawai="?", tmt="?"))
    _rows, problems = rows_of(read(content))
    assert {problem.column for problem in problems} == {"nip", "nama", "jenis_pegawai", "tmt"}


def test_what_cannot_be_seen_is_named_in_the_report():
    problem = only_problem(csv_of(changed(staff(), ANALYST, nama="Zul\x1b[31m\u202e" + "x" * 200)))
    assert problem.value.startswith("Zul[U+001B][31m[U+202E]x")
    assert problem.value.endswith("…")


def test_nothing_of_the_file_reaches_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    rows_of(read(csv_of(changed(staff(), ANALYST, nip="198704312011012003", tmt="?"))))
    rows_of(read(xlsx_of(changed(staff(), ANALYST, nip=5))))
    assert not [record for record in caplog.records if "1987" in record.getMessage()]
