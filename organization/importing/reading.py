"""From the bytes of a file to its header and rows. Neither name nor ending of the file is believed."""

import csv
import datetime
import io
import warnings
import zipfile
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from organization.importing.columns import COLUMNS, NAMES, named
from organization.importing.rows import Problem, shown
from organization.rules import RuleBroken

LARGEST_FILE = 20 * 2**20
LARGEST_UNPACKED = 400 * 2**20  # a workbook of 20,000 rows unpacks to about 15 MiB
MOST_ROWS = 100_000
HEADER_WITHIN = 20  # rows; offices write a title above the header
PADDING = " \t\r\n\xa0\ufeff"


@dataclass
class Sheet:
    """The known columns of a file, in our order; `numbers` are the rows as a spreadsheet shows them."""

    name: str
    columns: list[str]
    extra: list[str]
    numbers: list[int] = field(default_factory=list)
    rows: list[list] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """A sheet, or RuleBroken with the sentence that says what to do with the file."""
    if len(content) > LARGEST_FILE:
        raise RuleBroken(_("Berkas lebih besar dari 20 MB. Hapus lembar dan gambar yang tidak diperlukan."))
    if content.startswith(b"PK"):
        return _sheet(*_workbook(content))
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise RuleBroken(_("Berkas ini bukan CSV atau XLSX. Simpan sebagai .xlsx atau .csv, lalu unggah lagi."))
    return _sheet("", _separated(_decoded(content)))


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken(_("Huruf dalam berkas ini tidak dapat dibaca. Simpan sebagai “CSV UTF-8”, lalu unggah lagi."))


def _separated(text):
    """Rows of a CSV; the delimiter is the one that finds the most of our columns in one line."""
    lines = list(islice(io.StringIO(text, newline=None), HEADER_WITHIN))
    try:
        found = {mark: max(map(_known, csv.reader(lines, delimiter=mark)), default=0) for mark in ",;\t"}
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=max(found, key=found.get)), 1)
    except csv.Error:
        sentence = _("Berkas ini rusak: mungkin ada tanda kutip yang tidak ditutup. Simpan ulang sebagai CSV.")
        raise RuleBroken(sentence) from None


def _workbook(content):
    """Name and rows of the worksheet that looks most like ours, or of the first."""
    from openpyxl import load_workbook

    try:
        if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist()) > LARGEST_UNPACKED:
            raise RuleBroken(_("Buku kerja ini terlalu besar. Hapus lembar yang tidak diperlukan."))
        with warnings.catch_warnings(action="ignore"):  # about styles and extensions we do not need
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut
        chosen = max(book.worksheets, key=_resemblance)
    except RuleBroken:
        raise
    except Exception:  # openpyxl lets its parsers' errors through, and those may quote the file
        raise RuleBroken(_("Buku kerja ini tidak dapat dibuka. Simpan ulang sebagai .xlsx.")) from None
    return chosen.title, enumerate(chosen.iter_rows(values_only=True), 1)


def _resemblance(worksheet):
    return max(map(_known, worksheet.iter_rows(values_only=True, max_row=HEADER_WITHIN)), default=0)


def _known(cells):
    return len({named(_text(cell)) for cell in cells} & set(NAMES))


def _sheet(name, records):
    filled = ((number, list(cells)) for number, cells in records if not _is_blank(cells))
    top = list(islice(filled, HEADER_WITHIN))
    at = max(range(len(top)), key=lambda n: _known(top[n][1]), default=0)
    header = [_text(cell) for cell in top[at][1]] if top else []
    headers = [named(cell) for cell in header]
    _check_headers(headers)
    places = {column: headers.index(column) for column in NAMES if column in headers}
    extra = [cell for cell, known in zip(header, headers, strict=True) if known and known not in NAMES]
    sheet = Sheet(name, list(places), extra)
    for number, cells in chain(top[at + 1 :], filled):
        if len(sheet.rows) == MOST_ROWS:
            raise RuleBroken(_("Berkas ini lebih dari 100.000 baris. Bagi menjadi beberapa berkas."))
        _take(sheet, number, cells, places.values(), len(headers))
    return sheet


def _check_headers(headers):
    missing = [column.name for column in COLUMNS if column.is_required and column.name not in headers]
    if missing:
        sentence = _("Kolom ini tidak ada: {names}. Tambahkan judul kolomnya; templat memuat semuanya.")
        raise RuleBroken(sentence.format(names=", ".join(missing)))
    twice = sorted({name for name in headers if name in NAMES and headers.count(name) > 1})
    if twice:
        raise RuleBroken(_("Kolom ini muncul dua kali: {names}. Hapus salah satunya.").format(names=", ".join(twice)))


def _take(sheet, number, cells, places, width):
    if not _is_blank(cells[width:]):
        sheet.problems.append(
            Problem(
                number,
                "",
                shown(" ".join(_text(cell) for cell in cells[width:])),
                _("Baris ini punya lebih banyak sel daripada judul kolom."),
                _("Beri tanda kutip pada isi yang memuat tanda pemisah, atau hapus sel yang lebih."),
            )
        )
        return
    sheet.numbers.append(number)
    sheet.rows.append([_cell(cells[place]) if place < len(cells) else "" for place in places])


def _cell(value):
    """Text without its padding; a number or date that a workbook holds stays what it is."""
    if value is None or isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value


def _text(value):
    return "" if value is None else str(value).strip(PADDING)


def _is_blank(cells):
    return not any(map(_text, cells))
