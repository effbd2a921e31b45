"""What HR types to open a cycle, to change a committee, and to do something to one case."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.models import Appraisal, KinDeclaration, Rating
from appraisal.page_forms.fields import PlainText
from appraisal.rules import RuleBroken, check_delivery, check_meeting, local_date
from organization.forms.controls import Form
from organization.forms.people import DateField, Picking, Reason

PERSON = gettext_lazy("Nama atau NIP. Spasi dalam NIP boleh.")


class Confirmation(Form):
    """How many come in, typed; `seen` is what the page was made from."""

    count = forms.CharField(
        label=gettext_lazy("Ketik jumlah peserta untuk melanjutkan"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, dry_run):
        self.dry_run = dry_run
        super().__init__(data)

    def clean_count(self):
        typed = self.cleaned_data["count"].replace(".", "").replace(",", "").replace(" ", "")
        if typed != str(self.dry_run.count):
            raise forms.ValidationError(
                _("Angkanya tidak sama dengan jumlah peserta hasil uji, %(n)s.") % {"n": self.dry_run.count}
            )
        return self.dry_run.count

    @property
    def has_changed_since(self):
        """Somebody came, went, or moved between the look and the click."""
        return self.is_bound and self.data.get("seen") != self.dry_run.fingerprint


class Reassignment(Picking, Reason):
    role = forms.ChoiceField(
        label=gettext_lazy("Peran yang dialihkan"),
        choices=[
            ("supervisor", gettext_lazy("Pejabat penilai kinerja")),
            ("second_level", gettext_lazy("Atasan pejabat penilai")),
        ],
        widget=forms.RadioSelect,
    )
    to = PlainText(label=gettext_lazy("Dialihkan kepada"), max_length=150, help_text=PERSON)
    capacity = forms.ChoiceField(
        label=gettext_lazy("Kedudukan"),
        choices=[
            (Appraisal.Capacity.DEFINITIVE, gettext_lazy("Pejabat definitif")),
            (Appraisal.Capacity.PLT, gettext_lazy("Plt., jabatannya kosong")),
            (Appraisal.Capacity.PLH, gettext_lazy("Plh., pejabatnya berhalangan")),
        ],
        widget=forms.RadioSelect,
        initial=Appraisal.Capacity.DEFINITIVE,
    )
    field_order = ("role", "to", "capacity", "reason")

    def clean_to(self):
        return self.pick_person(self.cleaned_data["to"], "to")


class Handover(Form):
    """A paper handover lies between the release and today."""

    handed_over_on = DateField(label=gettext_lazy("Tanggal penyerahan"))
    witness = PlainText(
        label=gettext_lazy("Saksi"), max_length=150, help_text=gettext_lazy("Nama orang yang melihat penyerahan.")
    )
    letter_no = PlainText(label=gettext_lazy("Nomor surat atau berita acara"), max_length=80)

    def __init__(self, data=None, *, appraisal):
        self.appraisal = appraisal
        super().__init__(data)

    def clean_handed_over_on(self):
        day, zone = self.cleaned_data["handed_over_on"], self.appraisal.zone
        if self.appraisal.released_at:
            today = local_date(timezone.now(), zone)
            refuse(check_delivery, day, released_on=local_date(self.appraisal.released_at, zone), recorded_on=today)
        return day


class Correction(Reason):
    """A clerical or legal correction of a final appraisal, by letter."""

    results_rating = forms.ChoiceField(
        label=gettext_lazy("Rating hasil kerja"), choices=Rating, widget=forms.RadioSelect
    )
    behaviour_rating = forms.ChoiceField(
        label=gettext_lazy("Rating perilaku kerja"), choices=Rating, widget=forms.RadioSelect
    )
    authority = PlainText(
        label=gettext_lazy("Pejabat atau putusan yang memerintahkan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya putusan pengadilan, atau atasan yang berwenang."),
    )
    letter_no = PlainText(label=gettext_lazy("Nomor surat"), max_length=80)
    field_order = ("results_rating", "behaviour_rating", "authority", "letter_no", "reason")


class LateObjection(Form):
    ground = PlainText(
        label=gettext_lazy("Dasar"),
        max_length=2000,
        help_text=gettext_lazy("Misalnya gangguan sistem, dengan tanggal dan jamnya. Pegawai membaca dasar ini."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Meeting(Reason):
    meeting_on = DateField(label=gettext_lazy("Tanggal rapat yang baru"))
    field_order = ("meeting_on", "reason")

    def clean_meeting_on(self):
        refuse(check_meeting, self.cleaned_data["meeting_on"], today=timezone.localdate())
        return self.cleaned_data["meeting_on"]


class Substitute(Picking, Reason):
    to = PlainText(label=gettext_lazy("Anggota pengganti"), max_length=150, help_text=PERSON)
    letter_no = PlainText(label=gettext_lazy("Nomor surat penunjukan pengganti"), max_length=80)
    field_order = ("to", "letter_no", "reason")

    def clean_to(self):
        return self.pick_person(self.cleaned_data["to"], "to")


class Kin(Picking):
    """Whom a member declares as his kin; found by the server, never picked from a list of everybody."""

    relative = PlainText(label=gettext_lazy("Siapa"), max_length=150, help_text=PERSON)
    relation = forms.ChoiceField(
        label=gettext_lazy("Hubungannya dengan Anda"), choices=KinDeclaration.Relation, widget=forms.RadioSelect
    )

    def clean_relative(self):
        return self.pick_person(self.cleaned_data["relative"], "relative")


class Nothing(Form):
    """A button that asks for no words."""


class PurposeForm(Form):
    purpose = PlainText(
        label=gettext_lazy("Tujuan"),
        max_length=300,
        help_text=gettext_lazy("Misalnya nomor pengaduan. Dicatat, dan anggota itu melihat siapa yang membacanya."),
    )


def refuse(check, *facts, **named):
    """A rule asked before the check page, so that nobody confirms what will be refused."""
    try:
        check(*facts, **named)
    except RuleBroken as broken:
        raise forms.ValidationError(str(broken)) from broken
