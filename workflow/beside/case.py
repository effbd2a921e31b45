"""What HR does to a case: another official, the end of it, or a version that replaces a final one."""

from django.utils.translation import gettext as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from appraisal import events, forms, notices, rules
from appraisal.actions import outcome
from appraisal.models import Appraisal
from audit.acts import Act, write
from audit.update import update
from notifications.actions import post
from organization.models import SYSTEM, Post
from organization.selectors import Reason, ReportingLines, identity_of
from workflow.holding import SUPERVISORS, begin, hold_appraisal, hold_case, transaction_or_busy
from workflow.models import Step
from workflow.moving import close, tell
from workflow.permissions import refuse_all_but_hr
from workflow.reading import read, read_text
from workflow.refusals import Conflict, Invalid

REASSIGNED_STEPS = {"supervisor": SUPERVISORS, "second_level": ("objection_decision",)}


def reassign(appraisal_id, *, role, to, reason, by, at, capacity="definitive"):
    """Another supervisor or second-level supervisor; the former owner's rights end at once."""
    reason = read_text(reason=reason)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        refuse_all_but_hr(by, appraisal)
        _refuse_reassign(appraisal, seats, role, to, capacity)
        _refuse_own_judge(appraisal, role, to, at)
        act = begin(case, by=by, at=at, reason=reason)
        act.change(appraisal, **{role: to, f"{role}_capacity": capacity}, version=appraisal.version + 1)
        act.change(appraisal, snapshot={**appraisal.snapshot, role: snapshot_of(to, at, appraisal.zone)})
        act.record(events.STEP_REASSIGNED, role=role, to=str(to.pseudonym))
        moved = [seat for seat in seats if _follows(seat, role, appraisal)]
        for seat in moved:
            _hand_over(seat, to, act)
        write(act)
        tell(case, act, moved)


def _hand_over(seat, to, act):
    """Whoever has it from now was neither shown it nor told that it is late; what lapses keeps its day."""
    seat.owner, seat.first_seen_at, seat.late_told_at, seat.reminded_on = to, None, None, None
    if seat.lapse_at is None:
        seat.due_at, _lapse_at = seat.task.flow_task.deadlines(seat.case.appraisal, opened_at=act.at)
    update(seat, ["owner", "first_seen_at", "late_told_at", "reminded_on", "due_at"])
    act.keep("~", seat)


def cancel(appraisal_id, *, reason, by, at):
    """HR ends a case, with a reason. The engine's rows end with it; nothing is deleted."""
    reason = read_text(reason=reason)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        refuse_all_but_hr(by, case.appraisal)
        _refuse_ended(seats)
        act = begin(case, by=by, at=at, reason=reason)
        outcome.cancel(act)
        act.change(case.appraisal, version=case.appraisal.version + 1)
        close(seats, "cancelled", act)
        Task.objects.filter(process=case.process, finished=None).update(status=STATUS.CANCELED, finished=at)
        case.process.status, case.process.finished = PROCESS.CANCELED, at
        case.process.save(update_fields=["status", "finished"])
        write(act)
        tell(case, act, [])


def supersede(appraisal_id, *, results_rating, behaviour_rating, authority, letter_no, reason, by, at):
    """HR issues a new final version on an authority's letter; the one it replaces stays as it was."""
    ratings = {"results_rating": results_rating, "behaviour_rating": behaviour_rating}
    letter = {"authority": authority, "letter_no": letter_no, "reason": reason}
    told = read(forms.Correction, ratings | letter)
    with transaction_or_busy():
        earlier = hold_appraisal(appraisal_id, by)
        refuse_all_but_hr(by, earlier)
        _refuse_supersede(earlier)
        appraisal = outcome.edition_after(earlier)
        act = Act(appraisal, by=by, at=at, reason=told.reason)
        outcome.supersede(act, earlier, told)
        write(act)
        post(notices.caused_by(act))
        return appraisal


def snapshot_of(user, at, zone):
    """Name, post, unit, rank and number of a person on the day, as they are kept with the appraisal."""
    return identity_of(user, rules.local_date(at, zone))


def _refuse_ended(seats):
    if not seats:
        raise Conflict(_("Berkas ini sudah berakhir."))


def _refuse_supersede(earlier):
    if not earlier.is_final:
        raise Conflict(_("Hanya penilaian yang sudah final dapat diganti."))
    if Appraisal.objects.filter(supersedes=earlier).exists():
        raise Conflict(_("Penilaian ini sudah diganti. Ganti versi terakhirnya."))


def _refuse_reassign(appraisal, seats, role, to, capacity):
    if role not in REASSIGNED_STEPS:
        raise Invalid(_("Pilih peran yang dialihkan."), {"role": _("Pilih peran yang dialihkan.")})
    if capacity not in Appraisal.Capacity.values:
        raise Invalid(_("Pilih kedudukan pejabat itu."), {"capacity": _("Pilih kedudukan pejabat itu.")})
    _refuse_ended(seats)
    parties = {appraisal.employee_id, appraisal.supervisor_id, appraisal.second_level_id, SYSTEM.pk}
    if to.pk in parties or not to.is_active:
        sentence = _("Pilih orang aktif yang belum menjadi pihak dalam berkas ini.")
        raise Invalid(sentence, {"to": sentence})
    if Step.objects.filter(task=seats[0].task, owner=to).exists():
        sentence = _("Orang ini sedang memberi suara sebagai anggota komite dalam berkas ini. Pilih orang lain.")
        raise Invalid(sentence, {"to": sentence})


def _refuse_own_judge(appraisal, role, to, at):
    """At the top of the tree the supervisor decides; a vacancy above him is no top."""
    if role != "supervisor" or not appraisal.is_top_of_tree:
        return
    why = ReportingLines(rules.local_date(at, appraisal.zone)).why_above(to.pk, appraisal.employee_id)
    if why.reason in (Reason.VACANT, Reason.UNPLACED):
        what = Post.objects.get(pk=why.post).title if why.post else _("yang tidak dikenal")
        sentence = _(
            "Jabatan {post} di atas orang ini kosong, jadi ia akan memutus keberatan atas ratingnya sendiri. "
            "Alihkan dulu peran atasan pejabat penilai dalam berkas ini."
        ).format(post=what)
        raise Invalid(sentence, {"to": sentence})


def _follows(seat, role, appraisal):
    """The open steps that go with the role; a clarification goes with whom it was put to."""
    if seat.name == "clarification":
        return role == "supervisor" and seat.owner_id != appraisal.employee_id
    if role == "supervisor" and seat.name == "objection_decision":
        return appraisal.is_top_of_tree
    return seat.name in REASSIGNED_STEPS[role]
