"""How versions of steps are told in words; who chose what in a vote is closed to whoever may not see the votes."""

from django.utils.translation import gettext_lazy as _

from appraisal.models import Stage
from appraisal.value_words import capacities_in_words
from audit.registry import describe_history

from .models import Case, Step
from .wording import outcome_label


def describe_histories():
    describe_history(Case, title=_("Berkas"), labels={"appraisal": _("Penilaian")})
    describe_history(
        Step,
        title=_("Tugas"),
        called="name",
        codes={"name": stages_in_words, "capacity": capacities_in_words},
        spoken={"outcome": lambda version: outcome_label(version.name, version.outcome)},
        labels={
            "name": _("Tahap"),
            "owner": _("Pemilik"),
            "opened_at": _("Dibuka pada"),
            "due_at": _("Batas waktu"),
            "lapse_at": _("Lewat tanpa jawaban pada"),
            "outcome": _("Keputusan"),
            "by": _("Diselesaikan oleh"),
            "on_behalf_of": _("Atas nama"),
            "capacity": _("Kedudukan"),
            "completed_at": _("Diselesaikan pada"),
        },
        content={"outcome": "sees_votes"},
    )


def stages_in_words(names):
    return {name: str(Stage(name).label) for name in names}
