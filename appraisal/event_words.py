"""As what people act, and how a day reads: words that the sentences of events share."""

from datetime import date as Date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# as what people act; `permissions.Part` says who is it
EMPLOYEE = _("pegawai yang dinilai")
SUPERVISOR = _("pejabat penilai kinerja")
SECOND_LEVEL = _("atasan pejabat penilai")
DECIDER = _("pejabat yang menetapkan keberatan")  # the supervisor himself at the top of the tree
MEMBER = _("anggota komite")
CHAIR = _("ketua komite")
HR = _("pengelola kinerja")
INSPECTOR = _("inspektorat")
PARTY = pgettext_lazy("peran", "pihak dalam berkas ini")
PARTIES = {"employee": EMPLOYEE, "supervisor": SUPERVISOR, "second_level": SECOND_LEVEL}
ABOVE = PARTIES | {"superior": _("atasan pejabat yang menetapkan")}


def day(iso):
    return date_format(Date.fromisoformat(iso), "j F Y")


MOVED = (  # (fact, the sentence where it moved, the one where it stayed)
    (
        "results_rating",
        _("Hasil kerja: {results_rating_before} menjadi {results_rating}."),
        _("Hasil kerja: {results_rating} (tetap)."),
    ),
    (
        "behaviour_rating",
        _("Perilaku: {behaviour_rating_before} menjadi {behaviour_rating}."),
        _("Perilaku: {behaviour_rating} (tetap)."),
    ),
    ("predicate", _("Predikat: {predicate_before} menjadi {predicate}."), _("Predikat: {predicate} (tetap).")),
)


def what_moved(facts):
    """Nobody should have to find out that a rating "became" what it was."""
    stayed = {name for name, _moved, _stayed in MOVED if facts.get(name) and facts[name] == facts.get(f"{name}_before")}
    return " ".join(str(still if name in stayed else moved) for name, moved, still in MOVED)
