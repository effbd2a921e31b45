"""What a file is, its bytes say; what it is called is cleaned."""

import io

import pytest

from appraisal.evidence_kinds import DOCX, JPEG, NAME_LIMIT, ODS, ODT, PDF, PNG, WEBP, XLSX, clean_name, kind_of
from tests import filed


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (filed.pdf(), PDF),
        (filed.PNG, PNG),
        (filed.JPEG, JPEG),
        (filed.WEBP, WEBP),
        (filed.office_file("word/document.xml"), DOCX),
        (filed.office_file("xl/workbook.xml"), XLSX),
        (filed.open_document("text"), ODT),
        (filed.open_document("spreadsheet"), ODS),
    ],
)
def test_each_accepted_kind_is_known_by_its_bytes(content, kind):
    assert kind_of(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    "content",
    [
        filed.HTML,
        filed.HTML + filed.pdf(),  # readers would find the PDF, a browser the page
        b" " + filed.pdf(),
        b"MZ" + bytes(60),
        b"GIF89a" + bytes(20),
        filed.HTML + filed.office_file("word/document.xml"),
        filed.office_file("word/document.xml", **{"word/vbaProject.bin": "macro"}),
        filed.office_file("ppt/presentation.xml"),
        filed.archive(readme="no office file"),
        filed.open_document("presentation"),
        filed.office_file("word/document.xml")[:-30],
        b"PK\x03\x04" + bytes(40),
        b"",
    ],
)
def test_nothing_else_is(content):
    assert kind_of(io.BytesIO(content)) == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("surat tugas.pdf", "surat tugas.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\siti\\Bukti RHK 2.PDF", "Bukti RHK 2.PDF"),
        ("laporan\u202efdp.exe", "laporanfdp.exe.pdf"),
        ("foto\r\nX-Evil: 1.pdf", "foto X-Evil_ 1.pdf"),
        ("<img src=x>.pdf", "_img src=x_.pdf"),
        ("\0\x1b[31m.pdf", "[31m.pdf"),
        ("...", "berkas.pdf"),
        ("", "berkas.pdf"),
        (".pdf", "berkas.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_like_what_it_is(typed, name):
    assert clean_name(typed, PDF) == name


def test_a_long_name_keeps_its_ending():
    name = clean_name("a" * 400 + ".jpeg", JPEG)
    assert len(name) == NAME_LIMIT
    assert name.endswith("a.jpeg")
