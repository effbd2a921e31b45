"""Decimals as people write them: `1.234,5` in Indonesian, `1,234.5` in English."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

GROUPED = {",": re.compile(r"\d{1,3}(,\d{3})+"), ".": re.compile(r"\d{1,3}(\.\d{3})+")}


def read_number(text):
    """The text as the door wants it, `1234.5`; what is no number stays as it was typed.

    Of two separators the last one is the decimal one. A single kind groups thousands where the
    reader's language does so and the groups have three digits; else it is the decimal one.
    """
    text = "".join(text.split())
    thousands = _thousands()
    found = [char for char in text if char in ",."]
    if len(set(found)) == 2:
        thousands = found[0]
    elif not (found and found[0] == thousands and GROUPED[thousands].fullmatch(text)):
        thousands = ""
    return text.replace(thousands, "").replace(",", ".") if thousands else text.replace(",", ".")


def write_number(value):
    """A decimal without idle zeros, as it is written in a field."""
    if value is None:
        return ""
    plain = Decimal(value).normalize()
    places = max(0, -plain.as_tuple().exponent)
    return number_format(plain, decimal_pos=places, use_l10n=True, force_grouping=False)


def show_number(value):
    """The same for reading, with thousands grouped."""
    plain = Decimal(value).normalize()
    return number_format(plain, decimal_pos=max(0, -plain.as_tuple().exponent), force_grouping=True)


def show_percent(value, places=2):
    """Rounded half up, to so many places."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number_format(rounded, decimal_pos=places, force_grouping=True)


def _thousands():
    return "," if (get_language() or "id").startswith("en") else "."
