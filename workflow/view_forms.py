"""What HR chooses for the inboxes of a role."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.page_forms.fields import PlainText
from organization.forms.controls import Form

from .desk.rules import NAME_LENGTH
from .selectors.inbox import STEPS_OF, Due
from .wording import TASKS

ALL = ("", gettext_lazy("Semua"))
ONLY = (
    ("role", gettext_lazy("Hanya tugas dalam peran ini")),
    ("new", gettext_lazy("Hanya yang baru sejak kunjungan terakhir")),
)


class Beginning(Form):
    """A name and filters; `cleaned_data` is what `desk.beginning.set_role_view` takes."""

    name = PlainText(label=gettext_lazy("Nama tampilan"), max_length=NAME_LENGTH)
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis tugas"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("Jatuh tempo"), required=False, choices=[ALL, *Due.choices])
    only = forms.MultipleChoiceField(
        label=gettext_lazy("Batasi lagi"), required=False, choices=ONLY, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, role, kept=None):
        self.role = role
        super().__init__(data, initial=kept and {"name": kept.name, **_filters(kept.query)})
        self.fields["jenis"].choices = [ALL, *((kind, TASKS[kind]) for kind in STEPS_OF[role])]

    def clean(self):
        cleaned = super().clean()
        only = cleaned.pop("only", ())
        asked = {"jenis": cleaned.pop("jenis", ""), "due": cleaned.pop("due", "")}
        asked |= {"role": self.role.value if "role" in only else "", "new": "1" if "new" in only else ""}
        cleaned["query"] = urlencode({name: value for name, value in asked.items() if value})
        if not cleaned["query"] and not self.errors:
            raise forms.ValidationError(_("Pilih paling sedikit satu saringan. Tanpa saringan semua tugas terlihat."))
        return cleaned

    def answers(self):
        return [
            (_("Nama tampilan"), [self.cleaned_data["name"]]),
            (_("Saringan"), words_of(self.cleaned_data["query"])),
        ]


def _filters(query):
    told = QueryDict(query)
    return {"jenis": told.get("jenis"), "due": told.get("due"), "only": [name for name, _words in ONLY if name in told]}


def words_of(query):
    """The filters of a view as one reads them, a line each."""
    told = QueryDict(query)
    words = [TASKS.get(told.get("jenis")), told.get("due") and Due(told["due"]).label]
    return [word for word in [*words, *(only for name, only in ONLY if name in told)] if word]
