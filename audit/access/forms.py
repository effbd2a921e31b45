"""What an inspector searches the access journal for. Names are typed and resolved; an address holds a pseudonym."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.forms import Day, Naming
from audit.registry import directory

from .models import Access

LONGEST = 100  # characters


class AccessSearch(Naming, forms.Form):
    who = forms.CharField(label=gettext_lazy("Siapa yang melihat"), required=False, max_length=LONGEST)
    whom = forms.CharField(label=gettext_lazy("Tentang siapa"), required=False, max_length=LONGEST)
    kind = forms.ChoiceField(
        label=gettext_lazy("Yang dilihat"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    purpose = forms.CharField(label=gettext_lazy("Kata dalam tujuan"), required=False, max_length=LONGEST)
    since = Day(label=gettext_lazy("Dari"), required=False)
    until = Day(label=gettext_lazy("Sampai"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Semua")), *[(kind, kind.label) for kind in Access.Kind]]

    def clean_who(self):
        return self.picked("who", directory["people"], "pseudonym")

    def clean_whom(self):
        return self.picked("whom", directory["people"], "pseudonym")

    def clean(self):
        told = super().clean()
        if told.get("since") and told.get("until") and told["since"] > told["until"]:
            self.add_error("until", _("“Sampai” mendahului “Dari”."))
        return told
