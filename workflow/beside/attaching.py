"""Evidence: a party attaches files while it is his turn, takes them back, and the supervisor examines the employee's."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import AfterValidator, StringConstraints

from appraisal import evidence_kinds, evidence_rules, forms
from appraisal.actions import evidence as actions
from appraisal.actions import objection
from appraisal.models import Appraisal, Evidence, Stage
from appraisal.rules import RuleBroken
from audit import stored
from audit.acts import write
from organization.models import Delegation
from workflow.holding import begin, capacity_in, hold_case, transaction_or_busy
from workflow.models import Step
from workflow.moving import tell
from workflow.reading import invalid, read, read_text
from workflow.refusals import Conflict, Forbidden, NotFound
from workflow.steps import is_over

REPLIED_IN = (Stage.OBJECTION_DECISION, Stage.CLARIFICATION)


class Told(forms.Form):
    """What is said of a file beside its bytes."""

    about: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], AfterValidator(list)] = []
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(forms.plain_text)] = (
        ""
    )


def attach(appraisal_id, *, file, name, about=(), note="", by, at):
    """`file` is open for reading. Its bytes are kept before the row says so: who is killed between leaves no half."""
    appraisal, seats = _looked_up(appraisal_id, by, at)
    part_for(appraisal, seats, by, at)
    told = read(Told, {"about": list(about), "note": note})
    judged = _judged(file, name, appraisal.policy.evidence)
    _try(actions.check, appraisal, judged, about=told.about, by=by)
    stored.keep(file)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        part = part_for(case.appraisal, seats, by, at)
        act = begin(case, by=by, at=at, capacity=_capacity(seats, by))
        evidence = _try(actions.attach, act, judged, part=part, about=told.about, note=told.note)
        write(act)
    stored.keep(file)  # an erasure of the same bytes elsewhere may have taken them away meanwhile
    return evidence


def withdraw_evidence(appraisal_id, evidence_id, *, reason, by, at):
    """By whoever added it, while he could attach; it stays listed."""
    reason = read_text(reason=reason)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        evidence = _evidence(case.appraisal, evidence_id, by)
        if evidence.added_by_id != by.pk:
            raise Forbidden(_("Hanya yang melampirkan dapat menarik bukti ini."))
        act = begin(case, by=by, at=at, capacity=_capacity(seats, by))
        part = find_part(case.appraisal, seats, by, at)
        _try(actions.withdraw, act, evidence, part=part, reason=reason)
        write(act)


def examine(appraisal_id, evidence_id, *, is_accepted, reason="", by, at):
    """The supervisor accepts or rejects what the employee attached; the employee is told of a rejection."""
    reason = "" if is_accepted else read_text(reason=reason)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        appraisal = case.appraisal
        evidence = _evidence(appraisal, evidence_id, by)
        if by.pk != appraisal.supervisor_id:
            raise Forbidden(
                _("Bukti diperiksa oleh %(who)s, pejabat penilainya.") % {"who": appraisal.supervisor.full_name}
            )
        if not may_examine(appraisal, seats, by, at):
            raise Conflict(_("Bukti diperiksa selama penilaian atau penjelasan Anda terbuka."))
        reasoned = "" if is_accepted else reason
        act = begin(case, by=by, at=at, capacity=_capacity(seats, by), reason=reasoned)
        _try(actions.examine, act, evidence, is_accepted=is_accepted, reason=reasoned)
        write(act)
        tell(case, act, [])


def find_part(appraisal, seats, person, at, *, may_reply=None):
    """With which part this person may attach now, or nothing; `seats` are the open steps of the case.

    `may_reply` answers whether the employee may still reply, where that is known already.
    """
    own = {seat.name for seat in seats if seat.owner_id == person.pk and not is_over(seat, at)}
    return evidence_rules.part_of(
        appraisal,
        own,
        person_id=person.pk,
        is_received=appraisal.received_at is not None,
        may_reply=may_reply or (lambda: bool(seats) and _may_reply(appraisal)),
    )


def part_for(appraisal, seats, person, at):
    """The same; raises with the sentence that says why not."""
    if part := find_part(appraisal, seats, person, at):
        return part
    if not seats:
        raise Conflict(_("Berkas ini sudah berakhir. Bukti tidak dapat ditambah lagi."))
    if person.pk not in (appraisal.employee_id, appraisal.supervisor_id):
        raise Forbidden(_("Bukti dilampirkan oleh pegawai yang dinilai dan pejabat penilainya."))
    if any(seat.name == Stage.EMPLOYEE_RESPONSE and seat.owner_id == person.pk for seat in seats):
        raise Conflict(_("Buka dulu hasilnya; sesudah itu Anda dapat melampirkan bukti."))
    raise Conflict(_("Bukti dilampirkan selama giliran Anda. Sekarang berkas ini sedang di tangan orang lain."))


def open_seats_of(appraisal):
    """The open steps of an appraisal, read without a lock: enough to ask whose turn it is."""
    found = list(Step.objects.filter(case__appraisal=appraisal.pk, completed_at=None).select_related("case"))
    for step in found:
        step.case.appraisal = appraisal
    return found


def may_examine(appraisal, seats, person, at):
    own = {seat.name for seat in seats if seat.owner_id == person.pk and not is_over(seat, at)}
    return person.pk == appraisal.supervisor_id and any(part in own for part in evidence_rules.EXAMINES)


def _may_reply(appraisal):
    is_open = appraisal.stage in REPLIED_IN and appraisal.reply_until is not None
    return is_open and not objection.has_replied(appraisal)


def _looked_up(appraisal_id, by, at):
    """The case without a lock, to refuse before any byte is kept."""
    found = Appraisal.objects.visible_to(by).select_related("cycle__policy").filter(pk=appraisal_id).first()
    open_steps = Step.objects.filter(case__appraisal=appraisal_id, completed_at=None)
    if found is None:
        _refuse_delegate(open_steps, by, at)
        raise NotFound(_("Tugas atau berkas ini tidak ada."))
    return found, open_seats_of(found)


def _refuse_delegate(open_steps, by, at):
    standing_in = Delegation.objects.on(timezone.localdate(at)).filter(delegate=by)
    if open_steps.filter(owner__in=standing_in.values("principal")).exists():
        raise Forbidden(
            _(
                "Bukti dilampirkan oleh pihak itu sendiri. Sebagai pengganti Anda dapat mengerjakan tugasnya tanpa bukti."
            )
        )


def _judged(file, name, limits):
    """What it is, as far as its bytes tell; none of them is kept yet. Raises Invalid."""
    file.seek(0, 2)
    size = file.tell()
    kind = evidence_kinds.kind_of(file) if 0 < size <= limits.mebibytes * evidence_rules.MEBIBYTE else ""
    try:
        evidence_rules.check_file(kind=kind, size=size, limits=limits)
    except RuleBroken as broken:
        raise invalid(broken) from broken
    digest = stored.digest_of(stored.pieces_of(file))
    return actions.File(evidence_kinds.clean_name(name, kind), size, kind, digest)


def _evidence(appraisal, evidence_id, by):
    evidence = Evidence.objects.visible_to(by).filter(appraisal=appraisal, pk=evidence_id).first()
    if evidence is None:
        raise NotFound(_("Bukti ini tidak ada."))
    return evidence


def _capacity(seats, by):
    own = next((seat for seat in seats if seat.owner_id == by.pk), None)
    return capacity_in(own) if own else "definitive"


def _try(action, subject, evidence, **told):
    try:
        return action(subject, evidence, **told)
    except RuleBroken as broken:
        raise invalid(broken) if broken.field else Conflict(str(broken)) from broken
