"""What people type about time: an extension, a request for one, and whom to remind."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.models import Appraisal, Stage
from appraisal.page_forms.fields import PlainText
from appraisal.rules import check_extension, local_date
from organization.forms.controls import Form
from organization.forms.people import DateField, Picking, Reason
from organization.models import Unit

from .extending import STEPS, Affected, Scope
from .hr_forms import PERSON, refuse

ALL, UNIT, ONE = "all", "unit", "person"
SCOPES = (
    (ALL, gettext_lazy("Seluruh periode")),
    (UNIT, gettext_lazy("Satu unit kerja dengan bawahannya")),
    (ONE, gettext_lazy("Satu pegawai")),
)


class Extension(Picking, Reason):
    """For whom, which step, until when, by which letter; `cleaned_data` is what `extending.extend` takes."""

    scope = forms.ChoiceField(label=gettext_lazy("Untuk"), choices=SCOPES, widget=forms.RadioSelect, initial=UNIT)
    unit = PlainText(
        label=gettext_lazy("Unit kerja"), required=False, max_length=150,
        help_text=gettext_lazy("Nama atau kode unit. Diisi hanya bila perpanjangan untuk satu unit."),
    )  # fmt: skip
    person = PlainText(label=gettext_lazy("Pegawai yang dinilai"), required=False, max_length=150, help_text=PERSON)
    step = forms.ChoiceField(label=gettext_lazy("Tahap"), choices=[(step, Stage(step).label) for step in STEPS])
    until = DateField(
        label=gettext_lazy("Batas baru"), help_text=gettext_lazy("Sampai pukul 23.59 di zona unit kerja.")
    )
    letter_no = PlainText(label=gettext_lazy("Nomor surat"), max_length=80)
    field_order = ("scope", "unit", "person", "step", "until", "letter_no", "reason")

    def __init__(self, data=None, *, cycle, initial=None):
        self.cycle = cycle
        super().__init__(data, initial=initial)
        self.fields["reason"].help_text = _("Dibaca semua yang terpengaruh dan inspektorat.")
        for name in ("unit", "person"):  # asked for by the scope: a page must not call them optional
            self.fields[name].is_optional = False

    def clean_until(self):
        refuse(check_extension, self.cleaned_data["until"], today=timezone.localdate())
        return self.cleaned_data["until"]

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.pop("scope", None)
        self.told = {"scope": chosen, "unit": cleaned.get("unit", ""), "person": cleaned.pop("person", "")}
        unit = self._picked("unit", self.pick_unit) if chosen == UNIT else None
        person = self._picked("person", lambda text: self.pick_person(text, "person")) if chosen == ONE else None
        cleaned["unit"], cleaned["appraisal"] = unit, person and self._case_of(person)
        return cleaned

    def affected(self, at):
        facts = self.cleaned_data
        scope = Scope(self.cycle, facts["step"], facts["unit"], facts["appraisal"])
        return Affected.of(scope, facts["until"], at)

    def answers(self):
        facts = self.cleaned_data
        who = facts["unit"] or (facts["appraisal"] and facts["appraisal"].employee) or dict(SCOPES)[ALL]
        told = {
            "scope": who,
            "step": Stage(facts["step"]).label,
            "until": date_format(facts["until"], "l, j F Y"),
            "letter_no": facts["letter_no"],
            "reason": facts["reason"],
        }
        return [(self[name].label, [answer]) for name, answer in told.items()]

    def _picked(self, name, pick):
        if not self.told[name]:
            self.add_error(name, _("Isi bagian ini."))
            return None
        try:
            return pick(self.told[name])
        except forms.ValidationError as error:
            self.add_error(name, error)
            return None

    def _case_of(self, person):
        found = Appraisal.objects.filter(cycle=self.cycle, employee=person).exclude(
            stage__in=[Stage.FINAL, Stage.CANCELLED]
        )
        case = found.select_related("employee", "unit").order_by("-pk").first()
        if case is None:
            self.add_error("person", _("Orang ini tidak punya berkas yang berjalan pada periode ini."))
        return case


class Asking(Reason):
    """More time, asked by whoever has the step."""

    until = DateField(label=gettext_lazy("Sampai tanggal"))
    field_order = ("until", "reason")

    def __init__(self, data=None, *, step):
        self.step = step
        super().__init__(data)
        self.fields["reason"].help_text = _("Dibaca pengelola kinerja, yang memutuskan.")

    def clean_until(self):
        zone = self.step.case.appraisal.zone
        today, due_on = local_date(timezone.now(), zone), local_date(self.step.due_at, zone)
        refuse(check_extension, self.cleaned_data["until"], today=today, due_on=due_on)
        return self.cleaned_data["until"]


class Whom(Form):
    """Everybody, or a branch of units."""

    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, widget=forms.HiddenInput)

    def answers(self):
        unit = self.cleaned_data["unit"]
        return [(_("Untuk"), [unit or dict(SCOPES)[ALL]])]
