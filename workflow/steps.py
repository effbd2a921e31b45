"""The one door. Page, API, timer, command and test complete a step here, or nowhere."""

import logging
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from appraisal.models import Stage
from appraisal.rules import RuleBroken, local_date
from audit.acts import write
from audit.canonical import canonical, moment
from audit.update import update_all
from notifications.live.hints import MEETING, hint
from organization.models import SYSTEM, Delegation

from .desk.claims import claim_of_another, sentence_of
from .early import TooEarly, refuse_early
from .holding import begin, capacity_in, hold_step, hold_steps, is_system, transaction_or_busy
from .models import Step
from .moving import CLOSED, lead_on, settle, tell_of
from .nodes import LAPSE
from .reading import invalid, read
from .refusals import Conflict, Forbidden, Invalid, NotFound, Refused
from .wording import local_moment, role_of

log = logging.getLogger(__name__)
KEY_LIMIT = 80  # characters
# By another step: that one is guarded, and on SQLite its guard speaks before the constraint does.
KEY_TAKEN = ("idempotency_key", "Rows of workflow_step are never changed")
COMPLETED = (
    "outcome", "completed_at", "by", "on_behalf_of", "capacity", "idempotency_key", "request_digest", "receipt",
)  # fmt: skip
ON_BOTH_SIDES = gettext_noop("Anda sendiri pihak atau anggota komite dalam berkas ini. Minta kuasa lain.")
CLOSINGS = {
    CLOSED: gettext_noop("ditutup oleh putusan komite"),
    "cancelled": gettext_noop("dihentikan"),
    "recalled": gettext_noop("ditarik kembali oleh pengirim"),
    "withdrawn": gettext_noop("berakhir karena keberatan dicabut"),
    "reopened": gettext_noop("dibuka kembali untuk keberatan"),
    "more_time": gettext_noop("ditutup karena tahap sebelumnya mendapat waktu lagi"),
}


def take_step(
    step_id,
    *,
    outcome,
    data,
    by,
    at,
    on_behalf_of=None,
    version=None,
    idempotency_key=None,
    wait=True,
    keep=True,
):
    """Complete one step and open the next: all or nothing, durable. Returns the receipt.

    `at` is when it was asked, before any wait. Raises a `refusals.Refused`: 404 outside sight, 403 not
    yours, 409 done or stale or the key reused, 400 broken rule or bad input, 503 busy. Without `keep`
    everything is rolled back: see `check_step`.
    """
    request = _digest(step_id, outcome, data, on_behalf_of)
    refuse_a_strange_key(idempotency_key)
    try:
        with transaction_or_busy():
            step, seats = hold_step(step_id, on_behalf_of or by, wait=wait)
            if idempotency_key and (step.by_id, step.idempotency_key) == (by.pk, idempotency_key):
                return _same_receipt(step, request)
            refuse_the_wrong_person(step, seats, by, on_behalf_of, at)
            _refuse_the_done(step, version)
            if on_behalf_of:
                _refuse_the_claimed(step, by, at)
            chosen = _choose(step, outcome, by)
            _refuse_the_wrong_time(step, chosen, at)
            form = _read(chosen, data, request)
            _do(step, seats, chosen, form, by, at, on_behalf_of, idempotency_key, request)
            _write([step])
            if not keep:
                transaction.set_rollback(True)
            return step.receipt
    except NotFound:  # his own act may have taken the case out of his sight
        if idempotency_key and (done := _by_key(by, idempotency_key)):
            return _same_receipt(done, request)
        raise
    except RuleBroken as broken:
        raise invalid(broken) from broken
    except IntegrityError as error:
        if any(words in str(error) for words in KEY_TAKEN):
            raise Conflict(_("Kunci ini sudah dipakai untuk permintaan lain.")) from error
        raise


def check_step(step_id, **request):
    """What the door would say to a request of `take_step`: the same act, of which nothing stays."""
    take_step(step_id, keep=False, **request)


def take_steps(requests, *, by, at):
    """Many steps, one recorded act each: [(step id, receipt or Refused)] in the order asked.

    `requests` are dicts of `step_id`, `outcome`, `data` and, if any, `version`, `idempotency_key`.
    """
    results = []
    for request in requests:
        try:
            results.append((request["step_id"], take_step(by=by, at=at, **request)))
        except Refused as refused:
            results.append((request["step_id"], refused))
    return results


def lapse(step_ids, *, at):
    """Silence in many cases at once, a recorded act each: all that is due and held by nobody, in one transaction.

    Returns how many. What goes wrong with one leaves nothing of all: then they are asked one by one of `take_step`.
    """
    with transaction_or_busy():
        due = {step.case_id: (step, seats) for step, seats in hold_steps(step_ids) if _is_silent(step, at)}
        for step, seats in due.values():
            chosen = _choose(step, LAPSE, SYSTEM)
            request = _digest(step.pk, LAPSE, {}, None)
            _do(step, seats, chosen, _read(chosen, {}, request), SYSTEM, at, None, None, request)
        _write([step for step, _seats in due.values()])
        return len(due)


def _do(step, seats, chosen, form, by, at, on_behalf_of, idempotency_key, request):
    """What the outcome does, up to what is written in one go."""
    capacity = capacity_in(step, on_behalf_of=on_behalf_of)
    reason = getattr(form, "reason", "")
    act = begin(step.case, by=by, at=at, on_behalf_of=on_behalf_of, capacity=capacity, reason=reason)
    step.outcome, step.completed_at, step.by = chosen.name, at, by
    step.on_behalf_of, step.capacity = on_behalf_of, capacity
    step.idempotency_key, step.request_digest = idempotency_key, request
    act.keep("~", step)
    chosen.does(act, form)
    lead_on(step, seats, act)


def _write(steps):
    """The cases of these steps with their acts and notices: a statement a table, whatever their number."""
    cases = [step.case for step in steps]
    settle(*cases)
    write(*(case.act for case in cases))
    for step in steps:
        step.receipt = _receipt(step, step.case.act.entries[0])
    update_all(steps, COMPLETED)
    tell_of(cases)
    _hint_meetings(steps)


def _hint_meetings(steps):
    """Members whose page shows a meeting see that one more has voted; never what."""
    votes = [step for step in steps if step.name == Stage.COMMITTEE_VOTE]
    committees = {step.case.appraisal.committee_id for step in votes} - {None}
    if committees:
        hint(MEETING, streams=[f"committee:{committee}" for committee in committees])


def refuse_the_wrong_person(step, seats, by, on_behalf_of, at):
    if on_behalf_of:
        refuse_the_wrong_delegate(step, seats, by, on_behalf_of, at)
    elif is_system(by):  # silence is all that `_choose` lets it choose
        return
    if (on_behalf_of or by).pk != step.owner_id:
        raise Forbidden(_("Tugas ini milik %(owner)s (%(role)s).") % {"owner": step.owner, "role": role_of(step.name)})


def refuse_the_wrong_delegate(step, seats, by, principal, at):
    """By letter, for today; never on both sides of one case, and never the receipt itself."""
    appraisal = step.case.appraisal
    today = local_date(at, appraisal.zone)
    if not Delegation.objects.on(today).filter(principal=principal, delegate=by).exists():
        raise Forbidden(_("Tidak ada pendelegasian tugas kepada Anda yang berlaku hari ini."))
    if by.pk in {seat.owner_id for seat in seats}:
        raise Forbidden(_(ON_BOTH_SIDES))
    if sentence := why_no_delegate(step, by):
        raise Forbidden(sentence)


def why_no_delegate(step, by):
    """What keeps a person from this step in another's place, whatever letter he has; as far as the case itself tells."""
    appraisal = step.case.appraisal
    if by.pk in appraisal.party_ids():
        return _(ON_BOTH_SIDES)
    if step.name == "employee_response" and not appraisal.received_at:
        return _("Hasil ini belum dibuka pegawai sendiri. Kuasa tidak dapat menerimanya untuknya.")
    return ""


def _refuse_the_claimed(step, by, at):
    """Several delegates may do it; one of them, or the owner, is at it. The owner himself is never kept from it."""
    if claim := claim_of_another(step, by, at=at):
        raise Conflict(sentence_of(claim, step.case.appraisal.zone))


def refuse_a_strange_key(key):
    if key is not None and not (1 <= len(key) <= KEY_LIMIT and key.isprintable()):
        sentence = _("Kunci permintaan paling banyak %(limit)s huruf yang terlihat.") % {"limit": KEY_LIMIT}
        raise Invalid(sentence, {"idempotency_key": sentence})


def _refuse_the_done(step, version):
    if step.completed_at:
        raise Conflict(done_sentence(step))
    refuse_the_stale(step.case.appraisal, version)


def refuse_the_stale(appraisal, version):
    if version is not None and version != appraisal.version:
        raise Conflict(_("Berkas ini sudah berubah sejak Anda membukanya. Muat ulang, lalu periksa kembali."))


def _refuse_the_wrong_time(step, chosen, at):
    is_late = is_over(step, at)
    if chosen.name == LAPSE and not is_late:
        raise Conflict(_("Batas waktunya belum lewat."))
    if chosen.name == LAPSE:
        refuse_early(step, at)
    if chosen.name != LAPSE and is_late:
        due = local_moment(step.due_at, step.case.appraisal.zone)
        raise Invalid(_("Batas waktu tugas ini sudah lewat (%(due)s).") % {"due": due})


def is_over(step, at):
    """Whether the time of a step has passed; while its cycle is paused no clock runs."""
    stands = step.case.appraisal.cycle.paused_at is not None
    return step.lapse_at is not None and at >= step.lapse_at and not stands


def _is_silent(step, at):
    """One whose deadline was moved behind our back is passed and told of; it holds no other of its batch."""
    try:
        if is_over(step, at):
            refuse_early(step, at)
            return True
    except TooEarly as early:
        log.error("%s It was not swept.", early)
    return False


def done_sentence(step):
    """Who did it and when; the same words on page and API."""
    when = local_moment(step.completed_at, step.case.appraisal.zone)
    if step.outcome in CLOSINGS:
        return _("Tugas ini sudah %(how)s pada %(when)s.") % {"how": _(CLOSINGS[step.outcome]), "when": when}
    who = _("Sistem") if step.by == SYSTEM else step.by
    return _("Sudah diselesaikan oleh %(who)s pada %(when)s.") % {"who": who, "when": when}


def _choose(step, outcome, by):
    node = step.task.flow_task
    offered = node.silence if is_system(by) else node.human_outcomes
    if not isinstance(outcome, str) or outcome not in offered:
        stage = Stage(step.name).label
        raise Invalid(
            _("“%(outcome)s” bukan pilihan pada tahap %(stage)s.") % {"outcome": str(outcome)[:40], "stage": stage},
            {"outcome": ", ".join(node.human_outcomes)},
        )
    return offered[outcome]


def _read(chosen, data, request):
    form = read(chosen.form, data)
    if not request:
        raise Invalid(_("Bentuk isian tidak sesuai. Kirim angka sebagai teks atau bilangan bulat."))
    return form


def _digest(step_id, outcome, data, on_behalf_of):
    """What was asked, in 64 hex digits; "" for what has no canonical form, so that no form accepts it."""
    principal = on_behalf_of and on_behalf_of.pk
    body = {"step": step_id, "outcome": outcome, "data": data, "on_behalf_of": principal}
    try:
        return sha256(canonical(body)).hexdigest()
    except (ValueError, RecursionError):
        return ""


def _by_key(by, key):
    return Step.objects.filter(by=by, idempotency_key=key).first()


def _same_receipt(step, request):
    if step.request_digest != request:
        raise Conflict(_("Kunci ini sudah dipakai untuk permintaan lain."))
    return step.receipt


def _receipt(step, entry):
    return {
        "number": f"{entry.stream}/{entry.n}",
        "at": moment(step.completed_at),
        "step": step.name,
        "outcome": step.outcome,
        "n": entry.n,
        "leaf": entry.leaf_hash.hex(),
    }
