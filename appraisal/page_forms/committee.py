"""Who sits on a committee: typed by name or NIP, one a line, and found by the server."""

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organization import selectors
from organization.forms.people import DateField, Picking

from .fields import PlainText

MOST_MEMBERS = 25
CITY, UNIT = "city", "unit"


class Appointment(Picking):
    """For the whole city or one branch; the chair is one of the members."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Komite untuk"),
        choices=[(CITY, gettext_lazy("Seluruh kota")), (UNIT, gettext_lazy("Satu unit kerja dan bawahannya"))],
        widget=forms.RadioSelect,
        initial=CITY,
    )
    unit = PlainText(
        label=gettext_lazy("Unit kerja"),
        help_text=gettext_lazy("Sebagian nama, atau kodenya. Hanya bila komite untuk satu unit."),
        required=False,
        max_length=200,
    )
    name = PlainText(label=gettext_lazy("Nama komite"), max_length=120)
    members = PlainText(
        label=gettext_lazy("Anggota"),
        help_text=gettext_lazy("Satu orang setiap baris: nama atau NIP. Paling sedikit tiga orang."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    chair = PlainText(
        label=gettext_lazy("Ketua"),
        help_text=gettext_lazy("Nama atau NIP salah satu anggota di atas. Suara ketua menentukan bila imbang."),
        max_length=150,
    )
    letter_no = PlainText(label=gettext_lazy("Nomor surat penunjukan"), max_length=80)
    meeting_on = DateField(
        label=gettext_lazy("Tanggal rapat"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila sama dengan tanggal rapat periode."),
    )

    def clean_members(self):
        """Every line a person; where several fit, the page offers them under that line."""
        lines = self._typed_lines()
        if len(lines) > MOST_MEMBERS:
            raise ValidationError(_("Tulis paling banyak %(n)s anggota.") % {"n": MOST_MEMBERS})
        self.lines, wrong = {}, []
        for line in lines:
            try:
                self.lines[line] = self.pick_person(line, choice_of(line))
            except ValidationError as error:
                sentence = _("“%(line)s”: %(sentence)s") % {"line": line[:60], "sentence": error.message}
                wrong.append(ValidationError(sentence))
        if wrong:
            raise ValidationError(wrong)
        return list(self.lines.values())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("scope") == UNIT and "unit" in cleaned:
            self._find_unit(cleaned)
        else:
            cleaned["unit"] = None
        if cleaned.get("members") and cleaned.get("chair"):
            self._find_chair(cleaned)
        return cleaned

    @property
    def unclear(self):
        """[(line, name of its choice, who fits)] of the members that several people fit."""
        named = {choice_of(line): line for line in self._typed_lines()}
        return [(named[name], name, found) for name, found in self.candidates.items() if name in named]

    def answers(self):
        """What the check page shows: who they are, not what was typed."""
        typed = self.cleaned_data
        chair, words = typed["chair"], {"scope": typed["unit"] or dict(self.fields["scope"].choices)[CITY]}
        words |= {name: typed[name] for name in ("name", "letter_no")}
        words["meeting_on"] = (
            date_format(typed["meeting_on"], "l, j F Y")
            if typed["meeting_on"]
            else _("Sama dengan tanggal rapat periode")
        )
        lines = {name: [str(word)] for name, word in words.items()}
        lines["members"] = [described(one, is_chair=one == chair) for one in typed["members"]]
        return [(self.fields[name].label, lines[name]) for name in lines]

    def facts(self):
        """For the action."""
        typed = self.cleaned_data
        return {
            "unit": typed["unit"],
            "name": typed["name"],
            "member_ids": [person.pk for person in typed["members"]],
            "chair_id": typed["chair"].pk,
            "letter_no": typed["letter_no"],
            "meeting_on": typed["meeting_on"],
        }

    def _typed_lines(self):
        lines = (self.data.get("members") or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def _find_unit(self, cleaned):
        if not cleaned["unit"]:
            self.add_error("unit", _("Tulis unit kerjanya."))
            return
        try:
            cleaned["unit"] = self.pick_unit(cleaned["unit"])
        except ValidationError as error:
            self.add_error("unit", error)

    def _find_chair(self, cleaned):
        """Among the members only: the line as typed, a part of one name, or the NIP that found him."""
        text = cleaned["chair"].casefold()
        same = [person for line, person in self.lines.items() if line.casefold() == text]
        named = same or [person for person in cleaned["members"] if text in person.full_name.casefold()]
        if not named:
            numbered = selectors.people(on=timezone.localdate(), q=cleaned["chair"])
            named = list(numbered.filter(pk__in=[person.pk for person in cleaned["members"]])[:2])
        if len(named) == 1:
            cleaned["chair"] = named[0]
        else:
            sentence = _("Tulis nama salah satu anggota.") if not named else _("Beberapa anggota cocok. Tulis lengkap.")
            self.add_error("chair", sentence)


def choice_of(line):
    """The name of the radio buttons under one line: it stays with the words, wherever the line moves."""
    return f"line-{sha256(line.casefold().encode()).hexdigest()[:12]}"


def described(person, *, is_chair):
    """Name, post and unit, so that HR sees that it is the right person."""
    named = _("%(person)s (ketua)") % {"person": person.full_name} if is_chair else person.full_name
    post = next((held.post for held in person.holding), None)
    if post is None:
        return named
    where = "" if post.unit.name.casefold() in post.title.casefold() else f", {post.unit.name}"
    return f"{named}: {post.title}{where}"
