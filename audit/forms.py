"""What an inspector types: a search, a purpose, a name to keep a search under."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .registry import directory, events, topics
from .search import changes
from .search.filters import LONGEST, ZONES, Filter, is_near
from .sentences import NOBODY
from .wording import phrase_of

MOST = 8  # people or units to choose from
LEAST = 5  # characters of a purpose
SYSTEM = {"sistem", "system"}
LISTED = {"invalid_choice": gettext_lazy("Pilih salah satu dari daftar.")}


class Naming:
    """Names are typed and resolved here; what goes on into an address is a pseudonym."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates = {}

    _unit_zone = ""

    def picked(self, name, find, key):
        text = self.cleaned_data[name].strip()
        if not text:
            return ""
        found = list(find(text)[: MOST + 1])
        chosen = [row for row in found if str(getattr(row, key)) == self.data.get(f"{name}_choice")]
        exact = chosen or [row for row in found if str(row).casefold() == text.casefold()] or found
        if len(exact) == 1:
            self._unit_zone = getattr(exact[0], "zone", self._unit_zone)
            return str(getattr(exact[0], key))
        if not found:
            raise ValidationError(_("Tidak ada yang cocok. Periksa ejaannya, atau tulis sebagian saja."))
        if len(found) > MOST:
            raise ValidationError(_("Terlalu banyak yang cocok. Tulis lebih lengkap."))
        self.candidates[name] = [(str(getattr(row, key)), row) for row in found]
        raise ValidationError(_("Beberapa cocok. Pilih satu di bawah ini."))


class Day(forms.DateField):
    default_error_messages = {
        "invalid": gettext_lazy("Tulis tanggalnya sebagai tahun-bulan-hari, misalnya 2026-11-30.")
    }

    def validate(self, value):
        super().validate(value)
        if value and not is_near(value):
            raise ValidationError(self.error_messages["invalid"])


class LogSearch(Naming, forms.Form):
    """All that narrows the log."""

    who = forms.CharField(label=gettext_lazy("Siapa"), required=False, max_length=LONGEST)
    whom = forms.CharField(label=gettext_lazy("Tentang siapa"), required=False, max_length=LONGEST)
    event = forms.ChoiceField(label=gettext_lazy("Peristiwa"), required=False, error_messages=LISTED)
    words = forms.CharField(label=gettext_lazy("Kata"), required=False, max_length=LONGEST)
    unit = forms.CharField(label=gettext_lazy("Unit kerja"), required=False, max_length=LONGEST)
    field = forms.ChoiceField(label=gettext_lazy("Bidang yang berubah"), required=False, error_messages=LISTED)
    old = forms.CharField(label=gettext_lazy("Nilai lama"), required=False, max_length=LONGEST)
    new = forms.CharField(label=gettext_lazy("Nilai baru"), required=False, max_length=LONGEST)
    since = Day(label=gettext_lazy("Dari"), required=False)
    until = Day(label=gettext_lazy("Sampai"), required=False)
    zone = forms.ChoiceField(
        label=gettext_lazy("Zona waktu"), required=False, error_messages=LISTED, widget=forms.Select({"class": "input"})
    )
    stream = forms.CharField(required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [("", _("Semua peristiwa")), *events_by_topic()]
        self.fields["field"].choices = [("", _("Semua bidang")), *columns_by_model()]
        self.fields["zone"].choices = [("", _("Zona unit atau kota")), *ZONES.items()]

    def clean_who(self):
        text = self.cleaned_data["who"].strip()
        if text.casefold() in SYSTEM:
            return str(NOBODY)
        return self.picked("who", directory["people"], "pseudonym")

    def clean_whom(self):
        return self.picked("whom", directory["people"], "pseudonym")

    def clean_unit(self):
        return self.picked("unit", directory["units"], "pk")

    def clean(self):
        told = super().clean()
        if told.get("since") and told.get("until") and told["since"] > told["until"]:
            self.add_error("until", _("“Sampai” mendahului “Dari”."))
        if (told.get("old") or told.get("new")) and not told.get("field"):
            self.add_error("field", _("Pilih bidangnya, supaya nilai lama dan baru dapat dicari."))
        return told

    def filter(self):
        """What is asked, once the form is valid."""
        told = self.cleaned_data
        days = {name: told[name].isoformat() for name in ("since", "until") if told[name]}
        plain = {name: told[name] for name in ("event", "field", "unit", "stream", "words", "old", "new")}
        asked = plain | days | {"actor": told["who"], "person": told["whom"], "zone": told["zone"] or self._unit_zone}
        return Filter.of_document(asked)


class Purpose(forms.Form):
    """What content is opened, searched or taken out for."""

    purpose = forms.CharField(
        label=gettext_lazy("Tujuan"),
        min_length=LEAST,
        max_length=300,
        error_messages={
            "required": gettext_lazy("Sebutkan tujuannya, misalnya nomor surat tugas."),
            "min_length": gettext_lazy("Tujuan terlalu singkat. Sebutkan nomor surat tugas atau aduan."),
        },
    )


class AskExport(Purpose):
    format = forms.ChoiceField(choices=[("csv", "CSV"), ("json", "JSON")], error_messages=LISTED)
    with_content = forms.BooleanField(required=False)


class SaveSearch(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama saringan"),
        max_length=80,
        error_messages={"required": gettext_lazy("Beri nama, supaya Anda mengenalinya lagi.")},
    )


def events_by_topic():
    """[(heading, [(name, words)])] for a list to choose from."""
    known = sorted(events.values(), key=lambda event: event.name.partition(".")[0])
    for topic, some in groupby(known, key=lambda event: event.name.partition(".")[0]):
        yield str(topics.get(topic, topic)), sorted(((one.name, phrase_of(one)) for one in some), key=_by_words)


def _by_words(choice):
    return choice[1].casefold()


def columns_by_model():
    """[(what kind of row, [(column, words)])]."""
    found = {}
    for key, column in changes.searchable().items():
        found.setdefault(str(column.history.title), []).append((key, str(column.label)))
    return sorted((title, sorted(some, key=_by_words)) for title, some in found.items())
