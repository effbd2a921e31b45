"""Values of columns in words, for those who read versions: codes, and what is kept as a structure."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.wording import words_of

from .models import Appraisal, Indicator, Predicate, Procedure, Rating, Stage, UnitRating, Value

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
    return _parties(version.snapshot)


def document_in_words(version):
    """One line for each fact of an evaluation document, the parties first."""
    content = version.content
    cycle, begins, ends = content["cycle"], *(date.fromisoformat(content["cycle"][name]) for name in ("from", "to"))
    facts = {
        _("Periode penilaian"): f"{cycle['name']}, {words_of(begins, None)}–{words_of(ends, None)}",
        _("Kebijakan"): content["policy"]["name"],
        _("Capaian unit"): _label(UnitRating.Word, content["organization"]),
        RESULTS: _label(Rating, content["results_rating"]),
        BEHAVIOUR: _label(Rating, content["behaviour_rating"]),
        _("Predikat"): _label(Predicate, content["predicate"]),
        _("Ada keberatan atau penolakan"): words_of(content["is_contested"], None),
        _("Hasil diterima pegawai"): _moment(content["received_at"]),
        _("Final"): _moment(content["final_at"]),
        _("Versi dokumen"): content["edition"],
        _("Dasar penggantian"): content["authority"],
        _("Surat penggantian"): content["letter_no"],
    }
    return "\n".join([_parties(content["people"]), *(f"{label}: {words}" for label, words in facts.items() if words)])


def _parties(snapshot):
    """One line for each party as it was at launch: name, post, unit, rank, number."""
    words = {"employee": EMPLOYEE, "supervisor": SUPERVISOR, "second_level": SECOND}
    facts = ("name", "post", "unit", "rank", "number")
    return "\n".join(
        f"{words.get(role, role)}: {', '.join(filter(None, map(told.get, facts)))}" for role, told in snapshot.items()
    )


def _label(choices, code):
    return choices(code).label if code else ""


def _moment(text):
    return words_of(datetime.fromisoformat(text), timezone.get_current_timezone()) if text else ""


def procedures_in_words(codes):
    return {code: str(dict(Procedure.choices).get(code, code)) for code in codes}


def subjects_in_words(codes):
    """{`indicator:5`: its name, `results_rating`: …} of what is contested or spoken of; one statement."""
    keys = {code: code.partition(":")[2] for code in codes if code.startswith("indicator:")}
    names = dict(Indicator.objects.filter(pk__in=keys.values()).values_list("pk", "name"))
    words = {"results_rating": RESULTS, "behaviour_rating": BEHAVIOUR} | dict(Value.choices)
    told = {code: names.get(int(key)) for code, key in keys.items()}
    return {code: str(told.get(code) or words.get(code, code)) for code in codes}
