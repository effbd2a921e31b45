"""A workbook (XLSX) as rows. A spreadsheet hides things from whoever only reads values: what is merged, what was
never computed, what lies on another sheet. Each of them is told, because a blank cell means something here.
"""

import io
import re
import warnings
import zipfile
from itertools import islice

from django.utils.translation import gettext as _

from organization.importing.headers import known
from organization.importing.rows import Problem, text_of
from organization.rules import RuleBroken

LARGEST_UNPACKED = 100 * 2**20  # a workbook of 20,000 rows unpacks to about 15 MiB, one of 100,000 to 75
SUSPECT_UNPACKED, SUSPECT_RATIO = 10 * 2**20, 200  # rows of people shrink to a tenth, rarely to a hundredth
MOST_PARTS = 5_000
LAST_ROW = 1_048_576  # of any spreadsheet; a file may claim to have others
LOOKED_AT = 20  # rows of each sheet, to tell ours
MOST_TOLD = 50  # faults of one kind
DAYS_1904 = 1462  # between the two calendars that workbooks count in
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(
    rb'<c [^>]*r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


class Workbook:
    """The visible sheet that looks most like ours, or the first. Nothing is read before it is asked for."""

    def __init__(self, content: bytes, *, widest: int):
        self._content, self._widest = content, widest
        unpacked_size(content)
        try:
            self._sheet, self.others, self.days_off = self._open()
        except Exception:  # openpyxl lets its parsers' errors through, and those may quote the file
            raise _cannot_be_opened() from None

    @property
    def name(self):
        return self._sheet.title

    def _open(self):
        from openpyxl import load_workbook
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        with warnings.catch_warnings(action="ignore"):  # about styles and extensions we do not need
            book = load_workbook(io.BytesIO(self._content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        for sheet in sheets:
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut
        chosen = max(sheets, key=self._resemblance)
        others = [sheet.title for sheet in sheets if sheet is not chosen]
        return chosen, others, DAYS_1904 if book.epoch == CALENDAR_MAC_1904 else 0

    def _resemblance(self, sheet):
        rows = sheet.iter_rows(values_only=True, max_row=LOOKED_AT, max_col=self._widest)
        return max((known(map(text_of, cells)) for cells in rows), default=0)

    def records(self):
        """(row as a spreadsheet shows it, values); a row that reaches further than `widest` is cut there."""
        with warnings.catch_warnings(action="ignore"):
            rows = self._sheet.iter_rows(values_only=True, max_col=self._widest)
            try:
                yield from enumerate(islice(rows, LAST_ROW), 1)
            except Exception:  # as when opening: a sheet is read only now
                raise _cannot_be_opened() from None

    def count(self) -> int:
        """About how many rows there are; sheets say it themselves, but some programs say it wrong."""
        return self._xml().count(b"<row ")

    def _xml(self):
        with zipfile.ZipFile(io.BytesIO(self._content)) as packed:
            return packed.read(self._sheet._worksheet_path)

    def faults(self, places: dict[str, int], header: int):
        """Merged cells, and formulas that were never computed, where people are read: each looks like a blank."""
        from openpyxl.utils import column_index_from_string

        xml = self._xml()
        ours = {place + 1: name for name, place in places.items()}
        at = column_index_from_string
        merges = (
            (at(left.decode()), int(top), at(right.decode()), int(bottom))
            for left, top, right, bottom in MERGED.findall(xml, max(0, xml.rfind(b"</sheetData>")))
        )
        yield from islice(_merged(merges, ours, header), MOST_TOLD)
        cells = ((at(match[1].decode()), int(match[2])) for match in FORMULA.finditer(xml)) if b"<f" in xml else ()
        yield from islice(_uncomputed(cells, ours, header), MOST_TOLD)


def _merged(merges, ours, header):
    for left, top, right, bottom in merges:
        columns = [ours[place] for place in range(left, right + 1) if place in ours]
        if top > header and columns:
            reason = _("Sel digabung dari baris {first} sampai {last}: hanya sel pertamanya yang berisi.")
            cure = _("Pisahkan sel gabungan di lembar kerja, lalu isi setiap barisnya.")
            yield Problem(top, columns[0], "", reason.format(first=top, last=bottom), cure)


def _uncomputed(cells, ours, header):
    for place, row in cells:
        if place in ours and row > header:
            reason = _("Rumus di sel ini belum pernah dihitung, jadi isinya tidak ada di berkas.")
            cure = _("Buka dan simpan berkas di lembar kerja, atau tempel isinya sebagai nilai.")
            yield Problem(row, ours[place], "", reason, cure)


def unpacked_size(content: bytes) -> int:
    """What the parts say they unpack to; nobody reads more than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except Exception:
        raise _cannot_be_opened() from None
    size = sum(part.file_size for part in parts)
    is_bomb = size > SUSPECT_UNPACKED and size > SUSPECT_RATIO * len(content)
    if size > LARGEST_UNPACKED or len(parts) > MOST_PARTS or is_bomb:
        raise RuleBroken(
            _("Buku kerja ini terlalu besar. Hapus lembar, gambar, dan baris kosong yang tidak diperlukan.")
        )
    return size


def _cannot_be_opened():
    return RuleBroken(_("Buku kerja ini tidak dapat dibuka. Simpan ulang sebagai .xlsx."))
