"""The evaluation document as it was fixed when the predicate became final, with its fingerprint."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appraisal.models import Determination, Document, Predicate, Rating, Statement, UnitRating
from audit.canonical import canonical

from .selectors import facts

PEOPLE = {
    "employee": _("Pegawai yang dinilai"),
    "supervisor": _("Pejabat penilai kinerja"),
    "second_level": _("Atasan pejabat penilai kinerja"),
}


@dataclass(frozen=True)
class Evaluation:
    """What is printed: the stored content in words, and what each side said."""

    content: dict
    fingerprint: str  # SHA-256 of the canonical content
    derivation: object
    statements: list
    determination: object
    url: str

    @property
    def people(self):
        """Who everybody was on the day; a vacant second level has no entry."""
        return [(label, self.content["people"].get(part)) for part, label in PEOPLE.items()]

    @property
    def starts_on(self):
        return date.fromisoformat(self.content["cycle"]["from"])

    @property
    def ends_on(self):
        return date.fromisoformat(self.content["cycle"]["to"])

    @property
    def achievement(self):
        """Of the unit, where one was set; documents made before know of none."""
        code = self.content.get("organization")
        return UnitRating.Word(code).label if code else ""

    @property
    def predicate(self):
        return Predicate(self.content["predicate"]).label

    @property
    def results_rating(self):
        return Rating(self.content["results_rating"]).label

    @property
    def behaviour_rating(self):
        return Rating(self.content["behaviour_rating"]).label

    @property
    def final_at(self):
        return datetime.fromisoformat(self.content["final_at"])

    @property
    def qr(self):
        return qr_path(self.url)


def evaluation_of(appraisal):
    """The document of a final appraisal, or None, also where an order erased it; what was said is the first edition's."""
    document = Document.objects.filter(appraisal=appraisal).first()
    if document is None or not document.content:
        return None
    said = Statement.objects.filter(appraisal=appraisal).select_related("author").order_by("pk")
    decided = Determination.objects.filter(appraisal=appraisal).select_related("decided_by").order_by("-pk")
    return Evaluation(
        content=document.content,
        fingerprint=sha256(canonical(document.content)).hexdigest(),
        derivation=facts.derivation(appraisal),
        statements=list(said),
        determination=decided.first(),
        url=settings.SITE_URL + reverse("appraisal", args=[appraisal.pk]),
    )


def qr_path(text):
    """(size, path) of a QR code as one SVG path on a grid of modules, quiet zone included."""
    import segno

    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=2))
    runs = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return {"size": len(rows), "path": "".join(runs)}
