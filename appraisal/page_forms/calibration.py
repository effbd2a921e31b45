"""What is typed on the pages of calibration."""

from django import forms
from django.utils.translation import gettext_lazy

from appraisal.calibration_rules import LONGEST, SHORTEST
from appraisal.models import Rating, UnitRating
from appraisal.views.acts import Version
from organization.forms.controls import Form

from .fields import PlainText


class UnitAchievement(Version):
    """`is_by_letter`: HR writes down what stands in the leader's letter."""

    rating = forms.ChoiceField(
        label=gettext_lazy("Capaian unit"),
        choices=UnitRating.Word.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Dari perjanjian kinerja dan harapan atas unit ini, bukan dari predikat pegawainya."),
    )
    reason = PlainText(
        label=gettext_lazy("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Sebutkan target dan hasil unit. Disimpan bersama catatan ini."),
    )
    letter_no = PlainText(label=gettext_lazy("Nomor surat"), max_length=80, required=False)

    def __init__(self, *args, is_by_letter, **kwargs):
        super().__init__(*args, **kwargs)
        if is_by_letter:
            self.fields["letter_no"].required = True
            self.fields["letter_no"].help_text = gettext_lazy("Surat penetapan oleh pimpinan di atas unit ini.")
        else:
            self.fields["letter_no"].help_text = gettext_lazy("Bila ada suratnya.")


class Explanation(Form):
    text = PlainText(
        label=gettext_lazy("Mengapa sebaran ini tepat?"),
        help_text=gettext_lazy("Sebutkan fakta unit, bukan orang. 40 sampai 600 huruf."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Tulis paling sedikit 40 huruf.")},
    )

    least, most = SHORTEST, LONGEST


class ReviewWish(Form):
    reason = PlainText(
        label=gettext_lazy("Apa yang perlu dilihat kembali?"),
        help_text=gettext_lazy("Dibaca inspektorat. Jangan menyebut nama atau nilai seseorang."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Trial(Form):
    """Other ratings for one's own people, to look at and nothing else: `results-<pk>` and `behaviour-<pk>`."""

    def __init__(self, data, *, rows):
        super().__init__(data)
        for row in rows:
            for name, rating in (("results", row.results_rating), ("behaviour", row.behaviour_rating)):
                self.fields[f"{name}-{row.pk}"] = forms.ChoiceField(
                    choices=Rating.choices, initial=rating, required=False
                )

    def rating_of(self, name, row):
        """As chosen; as it stands where nothing or nonsense was."""
        standing = getattr(row, f"{name}_rating")
        return self.data.get(f"{name}-{row.pk}") if self._is_chosen(name, row) else standing

    def _is_chosen(self, name, row):
        return self.data.get(f"{name}-{row.pk}") in Rating.values
