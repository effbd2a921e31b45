"""What an order may blank in this room, and what keeps it from being blanked yet. The migration guards the same columns."""

from django.utils.translation import gettext as _

from audit.erasure.columns import register_erasable
from audit.erasure.holds import register_obstacle

from . import models
from .evidence_files import remove_erased
from .models import Appraisal, Cycle, Plan, Stage

ENDED = (Stage.FINAL, Stage.CANCELLED)
COLUMNS = {
    models.Appraisal: ["statement", "rating_reason", "snapshot"],
    models.Document: ["content"],
    models.Result: ["note"],
    models.Behaviour: ["note"],
    models.Feedback: ["text"],
    models.Ground: ["reason"],
    models.Statement: ["text"],
    models.Determination: ["reason"],
    models.Delivery: ["witness", "dispute"],
    models.Vote: ["reason"],
    models.Dissent: ["text"],
    models.Evidence: ["name", "note", "withdrawal_reason", "examination"],
    models.Recusal: [],
    models.ExtensionRequest: ["reason", "answer"],
    models.UnitRating: ["reason"],
    models.Justification: ["text"],
    models.PlannedResult: ["text"],
    models.Indicator: ["name", "source"],
    models.Attendance: ["absent_reason"],
    models.Signature: ["reason"],
    models.Plan: [],  # of these only the reason of an act
    models.Objection: [],
    models.KinDeclaration: [],
    models.Committee: [],
    models.Seat: [],
    models.Meeting: [],
    models.AgendaItem: [],
    models.Minutes: [],
}
AFTERWARDS = {models.Evidence: remove_erased}
NEVER_FINAL = (  # all others are kept with the final appraisal they belong to, or as they were signed
    models.UnitRating, models.Justification, models.Attendance, models.KinDeclaration, models.Committee, models.Seat,
    models.Meeting, models.AgendaItem, models.Minutes,
)  # fmt: skip


def register():
    for model, columns in COLUMNS.items():
        register_erasable(model, *columns, is_guarded=model not in NEVER_FINAL, then=AFTERWARDS.get(model))
    register_obstacle(under_way)


def under_way(stream):
    """As long as anybody may still act on a case, both sides need what was said in it; a plan serves the cases after it."""
    kind, _colon, key = stream.partition(":")
    if kind == "appraisal" and _is_running(Appraisal.objects.filter(pk=key)):
        return _("Berkas ini belum berakhir. Isinya dapat dihapus sesudah predikat final atau berkas dihentikan.")
    if kind == "unitrating" and not Cycle.objects.filter(unit_ratings=key, state=Cycle.State.CLOSED).exists():
        return _("Capaian unit ini masih diperlukan: periodenya belum ditutup.")
    if kind == "plan" and (_is_running(Appraisal.objects.filter(plan=key)) or _is_awaited(key)):
        return _("SKP ini masih diperlukan: penilaiannya belum berakhir.")
    return ""


def _is_running(appraisals):
    return appraisals.exclude(stage__in=ENDED).exists()


def _is_awaited(plan_id):
    """Its period is not over, and no appraisal has used it yet."""
    plan = Plan.objects.select_related("cycle").get(pk=plan_id)
    return plan.cycle.state != Cycle.State.CLOSED and not plan.appraisals.exists()
