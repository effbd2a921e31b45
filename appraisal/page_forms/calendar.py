"""A day that is off, by letter."""

from django import forms
from django.utils.translation import gettext_lazy

from appraisal.models import DayOff
from appraisal.rules import RuleBroken, check_day_off
from organization.forms.controls import Form
from organization.forms.people import DateField

from .fields import PlainText


class NewDayOff(Form):
    day = DateField(label=gettext_lazy("Tanggal"))
    name = PlainText(label=gettext_lazy("Nama hari libur"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=DayOff.Kind, widget=forms.RadioSelect)
    source = PlainText(
        label=gettext_lazy("Dasar"),
        max_length=120,
        help_text=gettext_lazy("Nomor surat atau keputusan, misalnya keputusan bersama tiga menteri."),
    )

    def __init__(self, data=None, *, year):
        self.year = year
        super().__init__(data)

    def clean_day(self):
        day = self.cleaned_data["day"]
        try:
            check_day_off(day, self.year, DayOff.objects.filter(day=day).first())
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken)) from broken
        return day
