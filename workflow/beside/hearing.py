"""The objection outside its steps: taken back, answered, or admitted late (PP 30/2019 art. 59)."""

from django.utils.translation import gettext as _

from appraisal.actions import objection, response
from appraisal.models import Stage
from audit.acts import write
from workflow.flows import AppraisalFlow
from workflow.holding import begin, hold_case, transaction_or_busy
from workflow.models import Step
from workflow.moving import jump, tell
from workflow.nodes import LAPSE
from workflow.reading import read_text
from workflow.refusals import Conflict, Forbidden

BEFORE_DETERMINATION = ("supervisor_statement", "objection_decision", "clarification", "committee_vote")


def withdraw_objection(appraisal_id, *, by, at):
    """The employee takes the objection back before the determination; the case goes on without it."""
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        filed = appraisal.objections.filter(withdrawn_at=None).first()
        if by.pk != appraisal.employee_id:
            raise Forbidden(_("Hanya pegawai yang mengajukan keberatan dapat mencabutnya."))
        if filed is None or appraisal.is_determined or appraisal.stage not in BEFORE_DETERMINATION:
            raise Conflict(_("Tidak ada keberatan yang masih dapat dicabut."))
        refused = _last_response(case) == "refuse"
        act = begin(case, by=by, at=at)
        objection.withdraw(act, filed, refused=refused)
        flow = AppraisalFlow.instance
        onward = flow.recommendation_or_decision if refused else flow.committee_or_final
        jump(case, seats, getattr(AppraisalFlow, onward(appraisal, at)), "withdrawn", act)
        write(act)
        tell(case, act)


def reply(appraisal_id, *, text, by, at):
    """The employee answers the supervisor's statement while the decision is open."""
    text = read_text(text=text)
    with transaction_or_busy():
        case, _seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        if by.pk != appraisal.employee_id:
            raise Forbidden(_("Hanya pegawai yang dinilai dapat menanggapi."))
        if appraisal.stage not in ("objection_decision", "clarification") or appraisal.reply_until is None:
            raise Conflict(_("Penetapan sudah tidak terbuka untuk tanggapan."))
        if objection.has_replied(appraisal):
            raise Conflict(_("Anda sudah menanggapi penjelasan ini."))
        act = begin(case, by=by, at=at)
        objection.reply(act, text=text)
        write(act)
        tell(case, act, [])


def admit_late_objection(appraisal_id, *, ground, by, at):
    """After an outage: the second-level supervisor opens the time to object anew."""
    ground = read_text(ground=ground)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        if by.pk != appraisal.decider_id:
            raise Forbidden(_("Hanya atasan pejabat penilai yang dapat menerima keberatan terlambat."))
        if appraisal.stage not in (Stage.COMMITTEE_VOTE, Stage.AWAITING_DATE) or _last_response(case) != LAPSE:
            raise Conflict(_("Keberatan terlambat hanya dapat dibuka bila masa keberatan lewat tanpa tanggapan."))
        act = begin(case, by=by, at=at, reason=ground)
        response.admit_late_objection(act)
        jump(case, seats, AppraisalFlow.employee_response, "reopened", act)
        write(act)
        tell(case, act)


def _last_response(case):
    """How the employee last answered a result."""
    answered = Step.objects.filter(case=case, name="employee_response", completed_at__isnull=False)
    return answered.order_by("-pk").values_list("outcome", flat=True).first()
