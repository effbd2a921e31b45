"""From the bytes of a file to its header and rows. Neither name nor ending of the file is believed."""

import csv
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from organization.importing.columns import NAMES
from organization.importing.headers import SHOWN, ColumnsMissing, Header, known, missing, place_of_header
from organization.importing.rows import Problem, shown, text_of
from organization.importing.workbooks import Workbook, unpacked_size
from organization.rules import RuleBroken

LARGEST_FILE = 20 * 2**20
SMALL_FILE, SMALL_UNPACKED = 256 * 2**10, 2**20  # about 1,200 rows: read in a second
MOST_ROWS = 100_000
MOST_COLUMNS = 300
HEADER_WITHIN = 20  # rows; offices write a title above the header
TOLD_EVERY = 500  # rows

Choose = Callable[[Header], dict[str, int]]  # our columns by their place under a header


@dataclass
class Sheet:
    """The known columns of a file, in our order; `numbers` are the rows as a spreadsheet shows them."""

    name: str
    header: Header
    places: dict[str, int]
    others: list[str] = field(default_factory=list)  # sheets that were not read
    numbers: list[int] = field(default_factory=list)
    rows: list[list] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        return list(self.places)

    @property
    def extra(self) -> list[str]:
        """Headings of the columns that nobody needs."""
        used = set(self.places.values())
        return [cell for place, cell in enumerate(self.header.cells) if cell and place not in used]


class Separated:
    """A CSV; the delimiter is the one that finds the most of our columns, or else the most cells, in one line."""

    name, others, days_off = "", (), 0

    def __init__(self, content: bytes):
        self._text = _decoded(content)

    def records(self):
        lines = list(islice(io.StringIO(self._text, newline=None), HEADER_WITHIN))
        mark = max(",;\t", key=lambda mark: _fits(lines, mark))
        try:
            yield from enumerate(csv.reader(io.StringIO(self._text, newline=""), delimiter=mark), 1)
        except csv.Error:
            sentence = _("Berkas ini rusak: mungkin ada tanda kutip yang tidak ditutup. Simpan ulang sebagai CSV.")
            raise RuleBroken(sentence) from None

    def faults(self, places, header):
        return ()

    def count(self):
        return self._text.count("\n")


def _fits(lines, mark):
    try:
        return max(((known(row), len(row)) for row in csv.reader(lines, delimiter=mark)), default=(0, 0))
    except csv.Error:
        return 0, 0


def read(content: bytes, choose: Choose = Header.guess, told=lambda rows, total: None) -> Sheet:
    """A sheet, or RuleBroken with the sentence that says what to do with the file.

    `choose` says which of the columns under a header are ours; `told` hears how many rows are read, of about how many.
    """
    file = _opened(content)
    filled = ((number, list(cells)) for number, cells in file.records() if not _is_blank(cells))
    top = list(islice(filled, HEADER_WITHIN))
    if not top:
        raise RuleBroken(_("Berkas ini kosong: tidak ada satu sel pun yang berisi."))
    at = place_of_header([list(map(text_of, cells)) for _number, cells in top])
    header = _header(*top[at], below=top[at + 1 :])
    places = _places(choose(header), header)
    sheet, total = Sheet(file.name, header, places, list(file.others)), file.count()
    for number, cells in chain(top[at + 1 :], filled):
        if len(sheet.rows) == MOST_ROWS:
            raise RuleBroken(_("Berkas ini lebih dari 100.000 baris. Bagi menjadi beberapa berkas."))
        _take(sheet, number, cells, file.days_off)
        if len(sheet.rows) % TOLD_EVERY == 0:
            told(len(sheet.rows), total)
    if not sheet.rows and not sheet.problems:
        raise RuleBroken(_("Berkas ini hanya berisi judul kolom, tanpa satu orang pun di bawahnya."))
    sheet.problems += file.faults(places, header.number)
    return sheet


def is_small(content: bytes) -> bool:
    """Whether the whole of it is read in about a second; refuses what is too large to be read at all."""
    if len(content) > LARGEST_FILE:
        raise RuleBroken(_("Berkas lebih besar dari 20 MB. Hapus lembar dan gambar yang tidak diperlukan."))
    if content.startswith(b"PK"):
        return unpacked_size(content) <= SMALL_UNPACKED
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        sentence = _("Berkas ini bukan CSV atau XLSX, atau dikunci dengan kata sandi. Simpan sebagai .xlsx atau .csv.")
        raise RuleBroken(sentence)
    return len(content) <= SMALL_FILE


def _opened(content):
    is_small(content)
    return Workbook(content, widest=MOST_COLUMNS + 1) if content.startswith(b"PK") else Separated(content)


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken(_("Huruf dalam berkas ini tidak dapat dibaca. Simpan sebagai “CSV UTF-8”, lalu unggah lagi."))


def _header(number, cells, *, below):
    headings = [text_of(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise RuleBroken(_("Berkas ini lebih dari 300 kolom. Sisakan kolom pegawai saja, lalu unggah lagi."))
    return Header(
        number,
        tuple(map(shown, headings)),
        tuple(
            tuple(shown(text_of(cells[place])) for _n, cells in below[:SHOWN] if place < len(cells))
            for place in range(len(headings))
        ),
    )


def _places(chosen, header):
    """In the order of our columns, whatever order they were chosen in."""
    places = {name: chosen[name] for name in NAMES if name in chosen and chosen[name] < len(header.cells)}
    if missing(places):
        raise ColumnsMissing(header, places)
    return places


def _take(sheet, number, cells, days_off):
    headings = sheet.header.cells
    if [shown(text_of(cell)) for cell in cells[: len(headings)]] == list(headings):
        return  # a header that is repeated on every printed page
    if not _is_blank(cells[len(headings) :]):
        sheet.problems.append(
            Problem(
                number,
                "",
                shown(" ".join(map(text_of, cells[len(headings) :]))),
                _("Baris ini punya lebih banyak sel daripada judul kolom."),
                _("Beri tanda kutip pada isi yang memuat tanda pemisah, atau hapus sel yang lebih."),
            )
        )
        return
    row = [_cell(cells[place]) if place < len(cells) else "" for place in sheet.places.values()]
    if days_off and "tmt" in sheet.places and isinstance(row[sheet.columns.index("tmt")], int | float):
        row[sheet.columns.index("tmt")] += days_off
    sheet.numbers.append(number)
    sheet.rows.append(row)


def _cell(value):
    """Text without its padding; a number or date that a workbook holds stays what it is."""
    if value is None or isinstance(value, str):
        return text_of(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value


def _is_blank(cells):
    """Spreadsheets have rows without end, each with all its columns: the first question is the cheap one."""
    return cells.count(None) == len(cells) or not any(map(text_of, cells))
