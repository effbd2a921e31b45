"""What somebody pastes: a fingerprint as any program or paper writes it, and the number beside it."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DIGITS = 64  # of a SHA-256 in hex
LONGEST = 500  # letters: what a program prints beside a fingerprint is let through
OTHERS = {32: "MD5", 40: "SHA-1", 56: "SHA-224", 96: "SHA-384", 128: "SHA-512"}
NUMBER = re.compile(r"(?:PN-|appraisal:)(?P<case>\d{1,18})[-/](?P<n>\d{1,9})", re.IGNORECASE | re.ASCII)
OF_OTHERS = re.compile(r"(?P<kind>[a-z_]{1,30}):(?P<key>[\w.-]{1,40})/(?P<n>\d{1,9})", re.IGNORECASE | re.ASCII)


class Asked(forms.Form):
    """`cleaned_data` has the 32 bytes, and the stream and number of an entry or None."""

    fingerprint = forms.CharField(
        label=gettext_lazy("Tempel sidik"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"class": "input hash", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": gettext_lazy("Tempel sidiknya dahulu, atau pilih berkas di atas.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Nomor catatan di tanda terima"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_fingerprint(self):
        pasted = self.cleaned_data["fingerprint"].casefold()
        joined = "".join(pasted.split())
        found = [joined] if len(joined) == DIGITS else re.findall(rf"\b[0-9a-f]{{{DIGITS}}}\b", pasted)
        if not found or not re.fullmatch("[0-9a-f]+", found[0], re.ASCII):
            raise forms.ValidationError(_why_not(joined))
        return bytes.fromhex(found[0])

    def clean_number(self):
        typed = "".join(self.cleaned_data["number"].split())
        if not typed:
            return None
        if match := NUMBER.fullmatch(typed):
            return f"appraisal:{int(match['case'])}", int(match["n"])
        if match := OF_OTHERS.fullmatch(typed):
            return f"{match['kind'].lower()}:{match['key']}", int(match["n"])
        raise forms.ValidationError(
            _("Nomor catatan berbentuk seperti PN-520-7 atau cycle:3/2. Kosongkan bila Anda tidak punya.")
        )


def _why_not(joined):
    if not re.fullmatch("[0-9a-f]+", joined, re.ASCII):
        return _("Itu bukan sidik. Sidik hanya memakai angka 0 sampai 9 dan huruf a sampai f.")
    if kind := OTHERS.get(len(joined)):
        facts = {"n": len(joined), "kind": kind}
        return _("Itu sidik %(kind)s, panjangnya %(n)s huruf. Hitung sidik SHA-256, yang panjangnya 64.") % facts
    return _("Sidik panjangnya 64 huruf; yang Anda tempel %(n)s. Salin sekali lagi seluruhnya.") % {"n": len(joined)}
