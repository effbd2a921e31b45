"""That a result was received: opened by the employee himself, or handed over on paper."""

from django.utils.translation import gettext as _

from appraisal import forms
from appraisal.actions import response
from appraisal.models import Stage
from appraisal.rules import RuleBroken
from audit.acts import write
from workflow.holding import begin, hold_case, hold_step, transaction_or_busy
from workflow.models import Step
from workflow.moving import set_deadline, tell
from workflow.permissions import refuse_all_but_hr
from workflow.reading import invalid, read, read_text
from workflow.refusals import Conflict, Forbidden


def receive_result(step_id, *, by, at):
    """The employee opens the result: from now the fourteen days run. Twice is once."""
    with transaction_or_busy():
        step, _seats = hold_step(step_id, by)
        appraisal = step.case.appraisal
        if by.pk != appraisal.employee_id or step.name != "employee_response":
            raise Forbidden(_("Hanya pegawai yang dinilai dapat membuka hasilnya."))
        if appraisal.received_at or step.completed_at:
            return appraisal
        act = begin(step.case, by=by, at=at)
        response.receive(act)
        set_deadline(step, act)
        write(act)
        return appraisal


def record_delivery(appraisal_id, *, handed_over_on, witness, letter_no, by, at):
    """HR records a paper handover: receipt without the employee's click, which he may dispute."""
    told = {"handed_over_on": handed_over_on, "witness": witness, "letter_no": letter_no}
    told = read(forms.Handover, told)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        refuse_all_but_hr(by, appraisal)
        if appraisal.stage != Stage.EMPLOYEE_RESPONSE:
            raise Conflict(_("Penyerahan hanya dicatat selama hasil menunggu tanggapan pegawai."))
        if appraisal.received_at:
            raise Conflict(_("Hasil ini sudah diterima pegawai."))
        act = begin(case, by=by, at=at)
        try:
            response.record_delivery(act, **dict(told))
        except RuleBroken as broken:
            raise invalid(broken) from broken
        set_deadline(seats[0], act)
        write(act)
        tell(case, act, [])


def dispute_delivery(appraisal_id, *, dispute, by, at):
    """The employee contradicts the recorded handover; the record keeps both sides."""
    dispute = read_text(dispute=dispute)
    with transaction_or_busy():
        case, _seats = hold_case(appraisal_id, by)
        if by.pk != case.appraisal.employee_id:
            raise Forbidden(_("Hanya pegawai yang dinilai dapat membantah penyerahan."))
        delivery = case.appraisal.deliveries.filter(disputed_at=None).order_by("-pk").first()
        if delivery is None or case.appraisal.is_final:
            raise Conflict(_("Tidak ada catatan penyerahan yang dapat dibantah."))
        act = begin(case, by=by, at=at, reason=dispute)
        response.dispute_delivery(act, delivery, dispute=dispute)
        write(act)
        tell(case, act, [])


def mark_seen(step_id, *, by, at):
    """Remember when the owner first looked at his open step; a recall asks for it."""
    mine = Step.objects.filter(pk=step_id, owner=by, first_seen_at=None, completed_at=None)
    return mine.update(first_seen_at=at)
