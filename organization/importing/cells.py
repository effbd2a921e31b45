"""What each column accepts: django-import-export widgets that refuse with a reason and a cure."""

import datetime
import re
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from organization.importing.rows import is_control
from organization.models import Employee, Post
from organization.rules import MARKUP

SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+\Z")
SHEET_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
TYPES = {
    "PNS": Employee.Type.PNS,
    "CPNS": Employee.Type.CPNS,
    "PPPK": Employee.Type.PPPK,
    "PPPK PARUH WAKTU": Employee.Type.PPPK_PART_TIME,
}
KINDS = {
    "JPT": Post.Kind.JPT,
    "ADMINISTRATOR": Post.Kind.ADMINISTRATOR,
    "PENGAWAS": Post.Kind.PENGAWAS,
    "FUNGSIONAL": Post.Kind.FUNGSIONAL,
    "PELAKSANA": Post.Kind.PELAKSANA,
}


class Refused(ValueError):
    def __init__(self, reason, cure):
        super().__init__(reason)
        self.cure = cure


class Text(Widget):
    """One line of text. A number is taken as it stands, unless digits may be missing from it."""

    def __init__(self, longest, *, is_required=False):
        super().__init__(coerce_to_string=False)
        self.longest, self.is_required = longest, is_required

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, float | datetime.date | datetime.time):
            reason = _("Lembar kerja sudah mengubah isi ini menjadi bilangan atau tanggal.")
            raise Refused(reason, _("Jadikan kolom ini teks, lalu tulis ulang isinya."))
        text = str(value)
        if not text.isprintable() and any(map(is_control, text)):
            raise Refused(_("Ada karakter kendali, yang tidak terlihat."), _("Ketik ulang isi sel ini."))
        if MARKUP.search(text):
            raise Refused(_("Ada kode HTML."), _("Tulis teks biasa saja."))
        text = " ".join(text.split())
        if text in SHEET_ERRORS or text.startswith("="):
            raise Refused(_("Rumus di sel ini gagal, atau tertulis sebagai teks."), _("Tulis isinya, bukan rumusnya."))
        if self.is_required and not text:
            raise Refused(_("Kosong."), _("Isi sel ini, atau hapus barisnya."))
        if len(text) > self.longest:
            reason = _("Terlalu panjang: {n} huruf.").format(n=len(text))
            raise Refused(reason, _("Tulis paling banyak {n} huruf.").format(n=self.longest))
        return text


class Number(Widget):
    """18 digits, with or without spaces between them."""

    def clean(self, value, row=None, **kwargs):
        if not isinstance(value, str) or SCIENTIFIC.match(value):
            reason = _("Lembar kerja sudah menghilangkan angka: nomor ini tersimpan sebagai bilangan.")
            raise Refused(reason, _("Jadikan kolom ini teks, lalu salin ulang nomornya dari sumbernya."))
        return "".join(value.split())


class SuperiorNumber(Number):
    def clean(self, value, row=None, **kwargs):
        number = super().clean(value, row, **kwargs)
        if number and not re.fullmatch(r"[0-9]{18}", number):
            raise Refused(_("Bukan NIP: seharusnya 18 angka."), _("Tulis NIP atasan, atau kosongkan bila tidak ada."))
        return number


class Choice(Widget):
    """One of a few words, in any case and with any mark between them."""

    def __init__(self, values):
        super().__init__(coerce_to_string=False)
        self.values = values

    def clean(self, value, row=None, **kwargs):
        said = " ".join(str(value).upper().replace("_", " ").replace("-", " ").split())
        if said not in self.values:
            reason = _("Tidak dikenal.") if said else _("Kosong.")
            raise Refused(reason, _("Tulis salah satu: {choices}.").format(choices=", ".join(self.values)))
        return self.values[said].value


class Date(Widget):
    """2026-01-31, 31/01/2026, 31-01-2026, a date cell, or the number of days that a spreadsheet keeps for one."""

    FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")
    SINCE = datetime.date(1899, 12, 30)  # day 0 of spreadsheets, whose 1900 is a leap year
    DAYS = re.compile(r"[0-9]{5}(\.0+)?\Z")

    def clean(self, value, row=None, **kwargs):
        if value == "":
            return None
        found = self._date(value)
        if found is None or not 1950 <= found.year <= 2100:
            raise Refused(_("Bukan tanggal yang ada di kalender."), _("Tulis seperti 2026-01-31 atau 31/01/2026."))
        return found

    def _date(self, value):
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if self.DAYS.match(str(value)):
            return self.SINCE + datetime.timedelta(days=int(float(value)))
        for written in self.FORMATS:
            with suppress(ValueError):
                return datetime.datetime.strptime(str(value), written).date()  # noqa: DTZ007 - a date has no zone


def is_email(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
