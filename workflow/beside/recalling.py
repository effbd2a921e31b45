"""One's own submit, taken back until the next person has opened it; a delegate's also by whom he stood in for."""

from django.utils.translation import gettext as _

from appraisal.actions import assessment, objection
from appraisal.models import Stage
from audit.acts import write
from workflow.holding import begin, capacity_in, hold_step, open_seats, transaction_or_busy
from workflow.models import Step
from workflow.moving import jump, set_deadline, tell
from workflow.refusals import Conflict, Forbidden, Refused
from workflow.steps import refuse_the_wrong_delegate

RECALLS = {
    "self_assessment": assessment.recall,
    "supervisor_review": assessment.recall_release,
    "supervisor_statement": objection.recall_statement,
}


def recall(step_id, *, by, at):
    """The step comes back to its owner as a new one, with no more time than the old one had."""
    principal = _principal(step_id, by)
    with transaction_or_busy():
        done, _fellows = hold_step(step_id, principal or by)
        case, seats = done.case, open_seats(done.case)
        _refuse_recall(done, seats, by, at)
        capacity = done.capacity if done.by_id == by.pk else capacity_in(done)
        act = begin(case, by=by, at=at, on_behalf_of=principal, capacity=capacity)
        RECALLS[done.name](act)
        jump(case, seats, done.task.flow_task, "recalled", act)
        set_deadline(case.opened[0], act, like=done)
        write(act)
        tell(case, act, case.opened if principal else [])


def _principal(step_id, by):
    """In whose place this person sent it; what is completed keeps its names."""
    sent = Step.objects.filter(pk=step_id, by=by).select_related("on_behalf_of").first()
    return sent and sent.on_behalf_of


def may_recall(done, seats, *, by, at):
    """Whether `recall` would be let through, for the page that offers it."""
    try:
        _refuse_recall(done, seats, by, at)
    except Refused:
        return False
    return True


def _refuse_recall(done, seats, by, at):
    if by.pk not in (done.by_id, done.on_behalf_of_id) or done.outcome != "submit" or done.name not in RECALLS:
        raise Forbidden(_("Hanya pengirim yang dapat menarik kembali kirimannya."))
    if done.on_behalf_of_id and by.pk == done.by_id:
        refuse_the_wrong_delegate(done, seats, by, done.on_behalf_of, at)
    if any(seat.name == Stage.AWAITING_RELEASE for seat in seats):
        raise Conflict(_("Hasil ini menunggu rilis bersama. Ubah ratingnya dengan alasan; kirimannya tidak ditarik."))
    if not any(_follows(seat, done) for seat in seats):
        raise Conflict(_("Kiriman ini sudah ditindaklanjuti dan tidak dapat ditarik kembali."))
    if done.lapse_at and at >= done.lapse_at:
        raise Conflict(_("Batas waktu tugas ini sudah lewat, jadi kiriman tidak dapat ditarik kembali."))
    appraisal = done.case.appraisal
    received = done.name == "supervisor_review" and appraisal.received_at
    if received or any(seat.first_seen_at for seat in seats):
        raise Conflict(_("%(who)s sudah membuka kiriman Anda.") % {"who": seats[0].owner})
    if done.name == "supervisor_statement" and objection.has_replied(appraisal):
        raise Conflict(_("Pegawai sudah menanggapi penjelasan Anda."))


def _follows(seat, done):
    """Whether this seat is what the submit opened."""
    names = {node.name for node in done.task.flow_task.outcomes["submit"].targets}
    return seat.name in names and seat.opened_at == done.completed_at
