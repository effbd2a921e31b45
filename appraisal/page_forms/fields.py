"""Fields that read what people type the way they write it."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.utils.translation import gettext_lazy as _

from appraisal.numbers import read_number, write_number
from organization.rules import RuleBroken, check_plain

AS_DECIMAL = DecimalValidator(14, 2)
DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


class PlainText(forms.CharField):
    """Text as text: line ends become LF; markup and control characters are refused in a sentence."""

    def clean(self, value):
        text = super().clean((value or "").replace("\r\n", "\n").replace("\r", "\n"))
        try:
            check_plain(text, field="")
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from broken
        return text


class Number(forms.CharField):
    """A decimal with comma or dot, not below nought, at most two places."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        plain = read_number(text)
        if not DECIMAL.fullmatch(plain):
            raise ValidationError(_("Tulis angka, misalnya 87,5."))
        number = Decimal(plain)
        if number < 0:
            raise ValidationError(_("Angka tidak boleh kurang dari 0."))
        if -number.normalize().as_tuple().exponent > 2:
            raise ValidationError(_("Tulis paling banyak dua angka di belakang koma."))
        try:
            number = number.quantize(Decimal("0.01"))
            AS_DECIMAL(number)
        except (ValidationError, ArithmeticError):
            raise ValidationError(_("Angka terlalu besar.")) from None
        return number

    def prepare_value(self, value):
        return write_number(value) if isinstance(value, Decimal) else value


class Numbers(forms.CharField):
    """Whole numbers with commas between them, or nothing."""

    def clean(self, value):
        words = super().clean(value).replace(",", " ").replace(";", " ").split()
        if not all(word.isdecimal() and len(word) < 4 for word in words):
            raise ValidationError(_("Tulis angka dengan koma di antaranya, misalnya 7, 3, 1."))
        return [int(word) for word in words]

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
