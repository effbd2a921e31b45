"""Values of columns in words, for those who read versions: codes, and what is kept as a structure."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .models import Appraisal, Indicator, Procedure, Stage, Value

RESULTS, BEHAVIOUR = _("Rating hasil kerja"), _("Rating perilaku")
EMPLOYEE, SUPERVISOR, SECOND = _("Pegawai"), _("Pejabat penilai kinerja"), _("Atasan pejabat penilai")


def capacities_in_words(codes):
    words = dict(Appraisal.Capacity.choices) | {"delegate": _("Kuasa")}
    return {code: str(words.get(code, code)) for code in codes}


def extensions_in_words(version):
    """One line for each step: until which day."""
    days = ((Stage(step).label, date.fromisoformat(day)) for step, day in version.extended.items())
    return "\n".join(f"{label}: {date_format(day, 'j F Y')}" for label, day in days)


def parties_in_words(version):
    """One line for each party as it was at launch: name, post, unit, rank, number."""
    words = {"employee": EMPLOYEE, "supervisor": SUPERVISOR, "second_level": SECOND}
    facts = ("name", "post", "unit", "rank", "number")
    return "\n".join(
        f"{words.get(role, role)}: {', '.join(filter(None, map(told.get, facts)))}"
        for role, told in version.snapshot.items()
    )


def procedures_in_words(codes):
    return {code: str(dict(Procedure.choices).get(code, code)) for code in codes}


def subjects_in_words(codes):
    """{`indicator:5`: its name, `results_rating`: …} of what is contested or spoken of; one statement."""
    keys = {code: code.partition(":")[2] for code in codes if code.startswith("indicator:")}
    names = dict(Indicator.objects.filter(pk__in=keys.values()).values_list("pk", "name"))
    words = {"results_rating": RESULTS, "behaviour_rating": BEHAVIOUR} | dict(Value.choices)
    told = {code: names.get(int(key)) for code, key in keys.items()}
    return {code: str(told.get(code) or words.get(code, code)) for code in codes}
