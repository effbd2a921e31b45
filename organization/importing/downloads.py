"""Files for HR's spreadsheet: the template to fill, and the errors of a check."""

import csv
import io

from django.utils.translation import gettext as _

from organization.importing.columns import COLUMNS

BOM = "\ufeff"  # without it a spreadsheet guesses the letters
DELIMITER = ";"  # what an Indonesian spreadsheet expects in a CSV
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template_csv() -> str:
    return _csv([[column.name for column in COLUMNS], [column.example for column in COLUMNS]])


def template_xlsx() -> bytes:
    """Every column is text, so that no spreadsheet takes digits from a number."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = _("Pegawai")
    sheet.append([column.name for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    for place, _column in enumerate(COLUMNS, 1):
        for row in range(1, 1001):
            sheet.cell(row, place).number_format = "@"
        sheet.column_dimensions[get_column_letter(place)].width = 22
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def errors_csv(problems) -> str:
    header = [_("baris"), _("kolom"), _("isi"), _("apa yang salah"), _("cara membetulkan")]
    lines = ([problem[name] for name in ("row", "column", "value", "reason", "cure")] for problem in problems)
    return _csv([header, *lines])


def _csv(lines):
    text = io.StringIO()
    text.write(BOM)
    csv.writer(text, delimiter=DELIMITER).writerows([_harmless(cell) for cell in line] for line in lines)
    return text.getvalue()


def _harmless(cell):
    """A spreadsheet would run what begins like a formula."""
    return f"'{cell}" if str(cell).startswith(FORMULA) else cell
