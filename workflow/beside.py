"""The doors beside the one door: what may be done to a case without completing its open step.

Each locks as the door does, refuses, writes one recorded act and tells those concerned.
"""

from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from appraisal import events, rules
from appraisal.actions import assessment, objection, outcome, response
from appraisal.models import Stage
from appraisal.rules import RuleBroken
from audit.acts import write
from organization.models import SYSTEM
from organization.selectors import identity_of

from .flows import AppraisalFlow
from .holding import SUPERVISORS, begin, hold_case, hold_step, is_system, transaction_or_busy
from .models import Step
from .nodes import LAPSE
from .refusals import Conflict, Forbidden, Invalid, Refused
from .steps import close, invalid, tell

RECALLS = {
    "self_assessment": assessment.recall,
    "supervisor_review": assessment.recall_release,
    "supervisor_statement": objection.recall_statement,
}
BEFORE_DETERMINATION = ("supervisor_statement", "objection_decision", "clarification", "committee_vote")
REASSIGNED_STEPS = {"supervisor": SUPERVISORS, "second_level": ("objection_decision",)}


def receive_result(step_id, *, by, at):
    """The employee opens the result: from now the fourteen days run. Twice is once."""
    with transaction_or_busy():
        step, seats = hold_step(step_id, by)
        appraisal = step.case.appraisal
        if by.pk != appraisal.employee_id or step.name != "employee_response":
            raise Forbidden(_("Hanya pegawai yang dinilai dapat membuka hasilnya."))
        if appraisal.received_at or step.completed_at:
            return appraisal
        act = begin(step.case, by=by, at=at)
        response.receive(act)
        write(act)
        _set_deadline(step)
        return appraisal


def recall(step_id, *, by, at):
    """Take back one's own submit, until the next person has opened it."""
    with transaction_or_busy():
        done, _seats = hold_step(step_id, by)
        case, seats = done.case, _open_seats(done.case)
        _refuse_recall(done, seats, by, at)
        act = begin(case, by=by, at=at, capacity=done.capacity)
        RECALLS[done.name](act)
        _jump(case, seats, done.task.flow_task, "recalled", act)
        _keep_deadline(case.opened[0], done)
        write(act)
        tell(case, act, [])


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
        act = begin(case, by=by, at=at)
        refused = _last_response(case) == "refuse"
        objection.withdraw(act, filed, refused=refused)
        flow = AppraisalFlow.instance
        onward = flow.recommendation_or_decision if refused else flow.committee_or_final
        _jump(case, seats, getattr(AppraisalFlow, onward(appraisal, at)), "withdrawn", act)
        write(act)
        tell(case, act)


def reply(appraisal_id, *, text, by, at):
    """The employee answers the supervisor's statement while the decision is open (PP 30/2019 art. 59(3))."""
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


def reassign(appraisal_id, *, role, to, reason, by, at, capacity="definitive"):
    """Another supervisor or second-level supervisor; the former owner's rights end at once."""
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        _hr_and_no_party(by, appraisal)
        _refuse_reassign(appraisal, role, to, seats)
        act = begin(case, by=by, at=at, reason=reason)
        act.change(appraisal, **{role: to, f"{role}_capacity": capacity}, version=appraisal.version + 1)
        act.change(appraisal, snapshot={**appraisal.snapshot, role: snapshot_of(to, at, appraisal.zone)})
        act.record(events.STEP_REASSIGNED, role=role, to=str(to.pseudonym))
        moved = [seat for seat in seats if _follows(seat, role, appraisal)]
        write(act)
        Step.objects.filter(pk__in=[seat.pk for seat in moved]).update(owner=to, first_seen_at=None)
        for seat in moved:
            seat.owner_id = to.pk
        tell(case, act, moved)


def cancel(appraisal_id, *, reason, by, at):
    """HR ends a case, with a reason. The engine's rows end with it; nothing is deleted."""
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        _hr_and_no_party(by, case.appraisal)
        if not seats:
            raise Conflict(_("Berkas ini sudah berakhir."))
        act = begin(case, by=by, at=at, reason=reason)
        outcome.cancel(act)
        act.change(case.appraisal, version=case.appraisal.version + 1)
        close(seats, outcome="cancelled", at=at)
        Task.objects.filter(process=case.process, finished=None).update(status=STATUS.CANCELED, finished=at)
        case.process.status, case.process.finished = PROCESS.CANCELED, at
        case.process.save(update_fields=["status", "finished"])
        write(act)
        tell(case, act, [])


def record_delivery(appraisal_id, *, handed_over_on, witness, letter_no, by, at):
    """HR records a paper handover: receipt without the employee's click, which he may dispute."""
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        _hr_and_no_party(by, appraisal)
        if appraisal.stage != Stage.EMPLOYEE_RESPONSE:
            raise Conflict(_("Penyerahan hanya dicatat selama hasil menunggu tanggapan pegawai."))
        if appraisal.received_at:
            raise Conflict(_("Hasil ini sudah diterima pegawai."))
        act = begin(case, by=by, at=at)
        try:
            response.record_delivery(act, handed_over_on=handed_over_on, witness=witness, letter_no=letter_no)
        except RuleBroken as broken:
            raise invalid(broken) from broken
        write(act)
        _set_deadline(seats[0])
        tell(case, act, [])


def dispute_delivery(appraisal_id, *, dispute, by, at):
    """The employee contradicts the recorded handover; the record keeps both sides."""
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


def admit_late_objection(appraisal_id, *, ground, by, at):
    """After an outage: the second-level supervisor opens the time to object anew."""
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        if by.pk != appraisal.decider_id:
            raise Forbidden(_("Hanya atasan pejabat penilai yang dapat menerima keberatan terlambat."))
        if appraisal.stage not in (Stage.COMMITTEE_VOTE, Stage.AWAITING_DATE) or _last_response(case) != LAPSE:
            raise Conflict(_("Keberatan terlambat hanya dapat dibuka bila masa keberatan lewat tanpa tanggapan."))
        act = begin(case, by=by, at=at, reason=ground)
        response.admit_late_objection(act)
        _jump(case, seats, AppraisalFlow.employee_response, "reopened", act)
        write(act)
        tell(case, act)


def mark_seen(step_id, *, by, at):
    """Remember when the owner first looked at his open step; a recall asks for it."""
    mine = Step.objects.filter(pk=step_id, owner=by, first_seen_at=None, completed_at=None)
    return mine.update(first_seen_at=at)


def snapshot_of(user, at, zone):
    """Name, post, unit, rank and number of a person on the day, as they are kept with the appraisal."""
    return identity_of(user, rules.local_date(at, zone))


def _jump(case, seats, target, how, act):
    """Close what is open and open another node, as a flow edge would."""
    if not seats:
        raise Conflict(_("Berkas ini sudah berakhir."))
    close(seats, outcome=how, at=act.at)
    act.change(case.appraisal, version=case.appraisal.version + 1)
    seats[0].task.flow_task.activation_class(seats[0].task).leave(target)


def _open_seats(case):
    seats = list(
        Step.objects.filter(case=case, completed_at=None)
        .select_related("task__process", "owner")
        .select_for_update(of=["task__process"], no_key=True)
        .order_by("pk")
    )
    for seat in seats:
        seat.case, seat.task = case, seats[0].task
        seat.task.process.case = case
    return seats


def may_recall(done, seats, *, by, at):
    """Whether `recall` would be let through, for the page that offers it."""
    try:
        _refuse_recall(done, seats, by, at)
    except Refused:
        return False
    return True


def _refuse_recall(done, seats, by, at):
    if done.by_id != by.pk or done.outcome != "submit" or done.name not in RECALLS:
        raise Forbidden(_("Hanya pengirim yang dapat menarik kembali kirimannya."))
    is_latest = seats and all(seat.opened_at == done.completed_at for seat in seats)
    if not is_latest:
        raise Conflict(_("Kiriman ini sudah ditindaklanjuti dan tidak dapat ditarik kembali."))
    if done.lapse_at and at >= done.lapse_at:
        raise Conflict(_("Batas waktu tugas ini sudah lewat, jadi kiriman tidak dapat ditarik kembali."))
    appraisal = done.case.appraisal
    received = done.name == "supervisor_review" and appraisal.received_at
    if received or any(seat.first_seen_at for seat in seats):
        raise Conflict(_("%(who)s sudah membuka kiriman Anda.") % {"who": seats[0].owner})
    if done.name == "supervisor_statement" and objection.has_replied(appraisal):
        raise Conflict(_("Pegawai sudah menanggapi penjelasan Anda."))


def _refuse_reassign(appraisal, role, to, seats):
    if role not in REASSIGNED_STEPS:
        raise Invalid(_("Pilih peran yang dialihkan."), {"role": _("Pilih peran yang dialihkan.")})
    if appraisal.is_final or appraisal.stage == Stage.CANCELLED:
        raise Conflict(_("Berkas ini sudah berakhir."))
    others = {appraisal.employee_id, appraisal.supervisor_id, appraisal.second_level_id, SYSTEM.pk}
    if to.pk in others or not to.is_active:
        sentence = _("Pilih orang aktif yang belum menjadi pihak dalam berkas ini.")
        raise Invalid(sentence, {"to": sentence})
    if Step.objects.filter(task=seats[0].task, owner=to).exists():
        sentence = _("Orang ini sedang memberi suara sebagai anggota komite dalam berkas ini. Pilih orang lain.")
        raise Invalid(sentence, {"to": sentence})


def _follows(seat, role, appraisal):
    """The open steps that go with the role; a clarification goes with whom it was put to."""
    if seat.name == "clarification":
        return role == "supervisor" and seat.owner_id != appraisal.employee_id
    if role == "supervisor" and seat.name == "objection_decision":
        return appraisal.is_top_of_tree
    return seat.name in REASSIGNED_STEPS[role]


def _hr_and_no_party(by, appraisal):
    if is_system(by):
        return
    if not by.is_hr_admin:
        raise Forbidden(_("Hanya pengelola kinerja yang dapat melakukan ini."))
    if by.pk in appraisal.party_ids():
        raise Forbidden(_("Anda pihak dalam berkas ini. Minta pengelola kinerja lain melakukannya."))


def _last_response(case):
    """How the employee last answered a result."""
    answered = Step.objects.filter(case=case, name="employee_response", completed_at__isnull=False)
    return answered.order_by("-pk").values_list("outcome", flat=True).first()


def _keep_deadline(step, done):
    """Whoever takes his own submit back has no more time than before."""
    step.due_at, step.lapse_at = done.due_at, done.lapse_at
    step.save(update_fields=["due_at", "lapse_at"])


def _set_deadline(step):
    appraisal = step.case.appraisal
    step.due_at, step.lapse_at = step.task.flow_task.deadlines(appraisal, opened_at=step.opened_at)
    step.save(update_fields=["due_at", "lapse_at"])
