"""What people type about results that wait for each other: new ratings before the release, another day for it."""

from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import rules
from appraisal.models import Predicate, Rating
from appraisal.page_forms.fields import PlainText
from appraisal.views.acts import Version
from organization.forms.people import DateField, Reason

from .hr_forms import refuse
from .releasing import SOMEWHERE, unrated

RATINGS = ("results_rating", "behaviour_rating")


class Revision(Version):
    """Begins with the ratings as they are; `key` makes a second click the first one."""

    results_rating = forms.ChoiceField(
        label=gettext_lazy("Rating hasil kerja"), choices=Rating, widget=forms.RadioSelect
    )
    behaviour_rating = forms.ChoiceField(
        label=gettext_lazy("Rating perilaku kerja"), choices=Rating, widget=forms.RadioSelect
    )
    reason = PlainText(
        label=gettext_lazy("Alasan perubahan"),
        help_text=gettext_lazy(
            "Menjadi alasan rating yang dibaca pegawai sesudah rilis. Sebutkan apa yang baru Anda lihat atau hitung."
        ),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    key = forms.CharField(max_length=80, widget=forms.HiddenInput)

    def __init__(self, data=None, *, appraisal):
        self.appraisal = appraisal
        begun = {name: getattr(appraisal, name) for name in (*RATINGS, "version")}
        super().__init__(data, initial=begun | {"key": uuid4().hex})

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) == getattr(self.appraisal, name) for name in RATINGS) and not self._is_stale(cleaned):
            self.add_error(
                None, _("Kedua rating sama dengan yang sekarang. Ubah salah satunya, atau biarkan seperti ini.")
            )
        return cleaned

    def _is_stale(self, cleaned):
        """The ratings may be the same because this very request made them so: the door knows."""
        return cleaned.get("version") != self.appraisal.version

    @property
    def asked(self):
        """As `beside.revise` takes it."""
        cleaned = self.cleaned_data
        data = {name: cleaned[name] for name in (*RATINGS, "reason")}
        return {"data": data, "version": cleaned["version"], "idempotency_key": cleaned["key"]}

    def answers(self):
        """Before → after, of both ratings and of what follows from them."""
        before, after = ({name: one[name] for name in RATINGS} for one in (vars(self.appraisal), self.cleaned_data))
        rows = [(self[name].label, [_arrow(Rating, before[name], after[name])]) for name in RATINGS]
        predicates = [rules.predicate(self.appraisal.policy.cells, *rated.values()) for rated in (before, after)]
        rows.append((_("Predikat"), [_arrow(Predicate, *predicates)]))
        return [*rows, (self["reason"].label, self.cleaned_data["reason"].splitlines())]


def _arrow(words, before, after):
    if before == after:
        return _("%(word)s (tetap)") % {"word": words(after).label}
    return _("%(before)s → %(after)s") % {"before": words(before).label, "after": words(after).label}


class ReleaseDay(Reason):
    release_on = DateField(
        label=gettext_lazy("Tanggal rilis yang baru"),
        help_text=gettext_lazy("Hasil dirilis pukul 00.00 pada awal hari ini."),
    )
    field_order = ("release_on", "reason")

    def __init__(self, data=None, *, cycle):
        self.cycle = cycle
        super().__init__(data)

    def clean_release_on(self):
        today = rules.local_date(timezone.now(), SOMEWHERE)
        day = self.cleaned_data["release_on"]
        refuse(rules.check_release_move, self.cycle, day, today=today, unrated=unrated(self.cycle))
        return day
