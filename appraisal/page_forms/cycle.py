"""A period: its name, its dates, and the rules it is held to."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.rules import RuleBroken, check_cycle_dates, check_release
from appraisal.selectors.cycle import is_taken
from appraisal.selectors.policy import adopted_versions
from organization.forms.controls import Form
from organization.forms.people import DateField

from .fields import PlainText

DATES = ("starts_on", "ends_on", "self_assessment_on", "review_on", "meeting_on")


class Version(forms.ModelChoiceField):
    def label_from_instance(self, policy):
        return _("%(title)s, versi %(version)s") % {"title": policy.title, "version": policy.version}


class CycleForm(Form):
    """What may be changed as long as nobody has been told."""

    name = PlainText(
        label=gettext_lazy("Nama periode"), max_length=80, help_text=gettext_lazy("Misalnya Triwulan IV 2026.")
    )
    starts_on = DateField(label=gettext_lazy("Masa penilaian mulai"))
    ends_on = DateField(label=gettext_lazy("Masa penilaian sampai"))
    self_assessment_on = DateField(label=gettext_lazy("Batas penilaian mandiri"))
    review_on = DateField(label=gettext_lazy("Batas penilaian atasan"))
    meeting_on = DateField(label=gettext_lazy("Rapat komite"))
    release_on = DateField(
        label=gettext_lazy("Rilis bersama"),
        required=False,
        help_text=gettext_lazy(
            "Hanya bila kebijakannya merilis hasil bersama. Hasil dirilis pukul 00.00 pada awal hari ini, di zona unit kerja."
        ),
    )
    policy = Version(label=gettext_lazy("Kebijakan penilaian"), queryset=None, empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = adopted_versions()

    def clean(self):
        cleaned = super().clean()
        dates = {name: cleaned.get(name) for name in DATES}
        if all(dates.values()):
            try:
                check_cycle_dates(**dates)
            except RuleBroken as broken:
                self.add_error(broken.field, str(broken))
        if cleaned.get("policy") and "release_on" in cleaned:
            self._check_release(cleaned)
        return cleaned

    def _check_release(self, cleaned):
        around = {name: cleaned.get(name) for name in ("review_on", "meeting_on")}
        try:
            check_release(cleaned["policy"].document, cleaned["release_on"], **around)
        except RuleBroken as broken:
            self.add_error(broken.field, str(broken))


class NewCycleForm(CycleForm):
    slug = forms.SlugField(
        label=gettext_lazy("Nama pendek dalam alamat"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Kosongkan: dibuat dari nama periode. Tidak dapat diubah sesudahnya."),
    )
    field_order = ("name", "slug")

    def clean(self):
        cleaned = super().clean()
        if "name" in cleaned and "slug" in cleaned:
            cleaned["slug"] = cleaned["slug"] or slugify(cleaned["name"])[:60].strip("-")
            if not cleaned["slug"]:
                self.add_error("slug", _("Tulis nama pendek dengan huruf atau angka."))
            elif cleaned["slug"] == "new" or is_taken(cleaned["slug"]):
                self.add_error("slug", _("Nama pendek ini sudah dipakai periode lain. Tulis yang lain."))
        return cleaned


class Closing(Form):
    letter_no = PlainText(
        label=gettext_lazy("Nomor berita acara penutupan"),
        max_length=80,
        help_text=gettext_lazy("Tercatat bersama penutupan, dan disebut di halaman periode."),
    )
