"""What is typed for a meeting: its day, and a case that is added by its code."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.rules import RuleBroken
from organization.forms.controls import Form
from organization.forms.people import DateField

REASON = 200  # letters, of an absence


class Preparing(Form):
    held_on = DateField(
        label=gettext_lazy("Tanggal rapat"),
        help_text=gettext_lazy("Anggota melihat acaranya sejak sekarang. Ketua dapat membuka rapat lebih awal."),
    )


def key_of(code):
    """The appraisal of a typed `K-017`; letters and noughts may be missing."""
    digits = code.strip().upper().removeprefix("K").strip("- ")
    if not digits.isdecimal() or len(digits) > 18:
        raise RuleBroken(_("Tulis kode kasusnya, misalnya K-017."), field="code")
    return int(digits)


def reason_of(text):
    """Why somebody is absent: one line."""
    reason = " ".join(text.split())
    if not reason:
        raise RuleBroken(_("Tulis alasan tidak hadir."), field="reason")
    if len(reason) > REASON:
        raise RuleBroken(_("Tulis alasannya paling banyak %(n)s huruf.") % {"n": REASON}, field="reason")
    return reason
