"""What HR and inspectors type about erasure: which entries, on which ground, by which letter, and why not."""

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.actions.erasure import words_to_erase
from appraisal.rules import RuleBroken
from organization.forms.controls import Form

from .fields import PlainText

ALL = "all"
LETTER = {"label": gettext_lazy("Nomor surat"), "max_length": 80}


class Proposal(Form):
    """The entries of one stream, in words; what was chosen is told again with what it takes along."""

    numbers = forms.MultipleChoiceField(
        label=gettext_lazy("Catatan yang isinya dihapus"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu catatan.")},
    )
    basis = PlainText(
        label=gettext_lazy("Dasar hukum"),
        help_text=gettext_lazy(
            "Misalnya putusan pengadilan, atau pasal UU 27/2022. Jangan menulis data pribadi: dasar hukum tidak pernah dihapus."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    letter_no = PlainText(**LETTER)

    def __init__(self, *args, stream, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.stream, self.lines = stream, dict(choices)
        everything = (ALL, _("Semua catatan di bawah ini"))
        self.fields["numbers"].choices = [everything, *((n, told(n, line)) for n, line in choices)]

    def clean_numbers(self):
        chosen = self.cleaned_data["numbers"]
        self.numbers = list(self.lines) if ALL in chosen else [int(n) for n in chosen]
        try:
            self.words = words_to_erase(self.stream, self.numbers)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from broken
        return self.numbers

    def answers(self):
        """[(label, lines)] for the check page."""
        going = [self._going(n, labels) for n, labels in self.words.labels.items()]
        typed = self.cleaned_data
        return [
            (_("Yang dihapus"), going),
            (_("Dasar hukum"), [typed["basis"]]),
            (_("Nomor surat"), [typed["letter_no"]]),
        ]

    def _going(self, n, labels):
        words = ", ".join([_("alasan dan keterangan catatan"), *(label.lower() for label in labels)])
        return f"{told(n, self.lines[n])} — {words}"


class Opposition(Form):
    text = PlainText(
        label=gettext_lazy("Mengapa Anda menolak"),
        help_text=gettext_lazy("Pengelola kinerja dan orang yang bersangkutan membacanya."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Hold(Form):
    reason = PlainText(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Misalnya perkara yang sedang berjalan."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    letter_no = PlainText(**LETTER)


class Nothing(Form):
    """There is only a button."""


def told(n, line):
    """`Catatan 3, 2 November 2026: Siti mengirim penilaian mandiri.`"""
    facts = {"n": n + 1, "day": date_format(localtime(line.at), "j F Y"), "sentence": line.plain}
    return _("Catatan %(n)s, %(day)s: %(sentence)s") % facts
