"""Files for HR's spreadsheet: the template to fill, the errors of a check, the people whom no mail reaches."""

import csv
import io

from django.http import HttpResponse
from django.utils.translation import gettext as _

from organization.importing.columns import COLUMNS

BOM = "\ufeff"  # without it a spreadsheet guesses the letters
DELIMITER = ";"  # what an Indonesian spreadsheet expects in a CSV
CSV = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template_csv() -> str:
    return csv_of([[column.name for column in COLUMNS], [column.example for column in COLUMNS]])


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
    return csv_of([header, *lines])


def unreachable_csv(people) -> str:
    """`people` as `selectors.unreachable_people` finds them, with their `current` numbers."""
    header = [_("nama"), "NIP", _("jabatan"), _("unit kerja"), _("surel"), _("sebab")]
    return csv_of([header, *map(_unreachable, people)])


def _unreachable(person):
    post = person.holding[0].post if person.holding else None
    number = person.employee.current[0].number if person.employee.current else ""
    cause = _("surelnya gagal") if person.email else _("tanpa surel")
    return [person.full_name, grouped(number), post and post.title, post and post.unit.name, person.email, cause]


def grouped(number: str) -> str:
    """18 digits as 8-6-1-3, which a spreadsheet keeps as text."""
    return " ".join(part for part in (number[:8], number[8:14], number[14:15], number[15:]) if part)


def download(content, content_type, name) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def csv_of(lines) -> str:
    """Lines of cells, as an Indonesian spreadsheet opens them."""
    text = io.StringIO()
    text.write(BOM)
    csv.writer(text, delimiter=DELIMITER).writerows([_harmless(cell) for cell in line] for line in lines)
    return text.getvalue()


def _harmless(cell):
    """A spreadsheet would run what begins like a formula."""
    return f"'{cell}" if str(cell).startswith(FORMULA) else cell
