"""A new version of a policy: the settings that are meant to be changed, each with what it rests on."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from appraisal.forms import explain
from appraisal.policies import PolicyDocument
from appraisal.policy_words import (
    CHOICE,
    DAYS,
    FILES,
    HOUR,
    LADDER,
    PEOPLE,
    PERCENT,
    SETTINGS,
    SEVERAL,
    SIZE,
    citation_of,
)
from organization.forms.controls import Form

from .fields import Number, Numbers, PlainText


class PolicyForm(Form):
    """Made from `base`: what is not on the page (the matrix, other citations) is taken over as it is."""

    title = PlainText(label=gettext_lazy("Judul"), max_length=200)

    def __init__(self, data=None, *, base):
        self.base = base
        super().__init__(data, initial={"title": base.title})
        for setting in SETTINGS:
            own = next((citation for citation in base.citations if citation.subject == setting.path), None)
            self.fields[setting.name] = _field_of(setting, setting.value_in(base))
            self.fields[f"cite_{setting.name}"] = PlainText(
                label=gettext_lazy("Dasar"), required=False, max_length=300, initial=own.source if own else ""
            )
            self.fields[f"checked_{setting.name}"] = forms.BooleanField(
                label=gettext_lazy("Sudah diperiksa terhadap naskahnya"),
                required=False,
                initial=bool(own and own.verified),
            )

    @property
    def lines(self):
        """[(setting, its field, the field of its citation, whether that was checked, the citation so far)]."""
        return [
            (
                setting,
                self[setting.name],
                self[f"cite_{setting.name}"],
                self[f"checked_{setting.name}"],
                citation_of(self.base, setting.path),
            )
            for setting in SETTINGS
        ]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.document = PolicyDocument.model_validate(self._typed(cleaned))
            except ValidationError as errors:
                self._place(explain(errors))
        return cleaned

    def _typed(self, cleaned):
        document = self.base.model_dump()
        document["title"] = cleaned["title"]
        for setting in SETTINGS:
            *parts, last = setting.path.split(".")
            place = document
            for part in parts:
                place = place.setdefault(part, {})
            place[last] = cleaned[setting.name]
        document["citations"] = self._citations(cleaned)
        return document

    def _citations(self, cleaned):
        typed = {
            setting.path: {
                "subject": setting.path,
                "source": cleaned[f"cite_{setting.name}"],
                "verified": cleaned[f"checked_{setting.name}"],
            }
            for setting in SETTINGS
        }
        kept = [typed.pop(one.subject, one.model_dump()) for one in self.base.citations]
        return [one for one in (*kept, *typed.values()) if one["source"]]

    def _place(self, sentences):
        """A sentence at its field; the three thresholds of a suggestion are only wrong together."""
        for path, sentence in sentences.items():
            name = path.replace(".", "__")
            if name == "reminders":
                sentence, name = _("Jam paling malam harus sesudah jam paling pagi."), "reminders__to_hour"
            if name == "suggestion":
                sentence = _("Ambang harus berurutan: “sesuai” di bawah “di atas”, dan “di atas” paling tinggi batas.")
                name = "suggestion__above_from"
            self.add_error(name if name in self.fields else None, sentence)


def _field_of(setting, value):
    words = {"label": _label_of(setting), "help_text": setting.help, "initial": value}
    if setting.kind == LADDER:
        return Numbers(required=False, **words)
    if setting.kind in (DAYS, HOUR, PEOPLE, SIZE, FILES):
        limits = {"min_value": setting.least, "max_value": setting.most}
        return forms.IntegerField(widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **limits, **words)
    if setting.kind == PERCENT:
        return Number(**words)
    if setting.kind == CHOICE:
        return forms.ChoiceField(choices=setting.choices, widget=forms.RadioSelect, **words)
    if setting.kind == SEVERAL:
        return forms.MultipleChoiceField(
            choices=setting.choices, widget=forms.CheckboxSelectMultiple, required=False, **words
        )
    return forms.TypedChoiceField(
        choices=(("True", _("Ya")), ("False", _("Tidak"))),
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect,
        **words,
    )


def _label_of(setting):
    """With the unit of what is typed."""
    unit = {
        DAYS: _("hari"),
        PERCENT: _("persen"),
        HOUR: _("jam"),
        PEOPLE: _("orang"),
        SIZE: "MB",
        FILES: _("berkas"),
    }.get(setting.kind)
    return f"{setting.label} ({unit})" if unit else setting.label


class Adoption(Form):
    letter_no = PlainText(
        label=gettext_lazy("Nomor surat penetapan"),
        max_length=80,
        help_text=gettext_lazy("Keputusan wali kota atau pejabat yang berwenang menetapkan kebijakan ini."),
    )
