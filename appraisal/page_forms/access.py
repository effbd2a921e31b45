"""What a person types about a look at his appraisal, and what HR answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.forms.controls import Form

from .fields import PlainText

LIMIT = 2_000  # characters


class Asked(Form):
    text = PlainText(
        label=_("Yang ingin Anda ketahui"),
        help_text=_("Misalnya: mengapa berkas saya dibuka malam hari, padahal tidak ada tugas yang terbuka."),
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Reported(Form):
    text = PlainText(
        label=_("Yang Anda adukan"),
        help_text=_("Tulis apa yang menurut Anda tidak wajar. Pelihat tidak diberi tahu dan tidak dapat membacanya."),
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Answer(Form):
    text = PlainText(
        label=_("Penjelasan"),
        help_text=_("Sebutkan tugasnya, siapa yang meminta, dan nomor suratnya bila ada. Pegawai membacanya."),
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
