"""Where several may do one step, its owner and his delegates: taking it, leaving it, asking for it; HR may free it.

The owner is never kept from his own step; a delegate is kept from it while somebody else has it.
"""

from django.utils.translation import gettext as _

from appraisal import events
from audit.acts import write
from notifications.actions import post
from notifications.models import Notice
from workflow.desk.claims import LEASE, claim_of_another, live_claims, renew, sentence_of
from workflow.holding import begin, capacity_in, hold_case, hold_step, transaction_or_busy
from workflow.models import Claim, Step
from workflow.notices import told_of_claim
from workflow.permissions import refuse_all_but_hr
from workflow.reading import read_text
from workflow.refusals import Conflict
from workflow.steps import done_sentence, refuse_the_wrong_person


def claim(step_id, *, by, at):
    """Take a step to oneself for half an hour; whoever has it already has it for longer. Raises Conflict."""
    with transaction_or_busy():
        step, principal = _held(step_id, by, at)
        if other := claim_of_another(step, by, at=at):
            raise Conflict(sentence_of(other, step.case.appraisal.zone))
        if not renew(step, by, at=at):
            Claim.objects.update_or_create(step=step, defaults={"holder": by, "since": at, "until": at + LEASE})
            _record(events.STEP_CLAIMED, step, principal, by, at)


def release(step_id, *, by, at):
    """Leave it to the others. Twice is once."""
    with transaction_or_busy():
        step, principal = _held(step_id, by, at)
        if Claim.objects.filter(step=step, holder=by, until__gt=at).delete()[0]:
            _record(events.STEP_RELEASED, step, principal, by, at)


def unclaim(appraisal_id, *, reason, by, at):
    """HR takes the open steps of a case from whoever is at them, with a reason; each holder is told. Raises Conflict."""
    reason = read_text(reason=reason)
    with transaction_or_busy():
        case, seats = hold_case(appraisal_id, by)
        refuse_all_but_hr(by, case.appraisal)
        claims = list(live_claims(seats, at=at))
        if not claims:
            raise Conflict(_("Tidak ada yang sedang memegang tugas dalam berkas ini."))
        act = begin(case, by=by, at=at, reason=reason)
        for held in claims:
            act.record(events.STEP_UNCLAIMED, step=held.step.name, holder=str(held.holder.pseudonym))
        write(act)
        Claim.objects.filter(pk__in=[held.pk for held in claims]).delete()
        post([told_of_claim(events.STEP_UNCLAIMED, held, appraisal_id, at=at) for held in claims])


def ask_for(step_id, *, by, at):
    """Ask whoever is at it to leave it; he is told once for each claim. Raises Conflict where nobody is."""
    with transaction_or_busy():
        step, principal = _held(step_id, by, at)
        other = claim_of_another(step, by, at=at)
        if other is None:
            raise Conflict(_("Tugas ini tidak sedang dipegang orang lain. Anda dapat langsung mengambilnya."))
        asked = Notice.objects.filter(to=other.holder, about=events.STEP_ASKED_FOR.name, facts__task=step.pk)
        if not asked.filter(created_at__gte=other.since).exists():
            _record(events.STEP_ASKED_FOR, step, principal, by, at)
            post([told_of_claim(events.STEP_ASKED_FOR, other, step.case.appraisal_id, at=at)])


def _held(step_id, by, at):
    """(the open step, locked; in whose place this person may do it, or None)."""
    found = Step.objects.filter(pk=step_id).select_related("owner").first()
    principal = found.owner if found and found.owner_id != by.pk else None
    step, seats = hold_step(step_id, principal or by)
    refuse_the_wrong_person(step, seats, by, principal, at)
    if step.completed_at:
        raise Conflict(done_sentence(step))
    return step, principal


def _record(event, step, principal, by, at):
    capacity = capacity_in(step, on_behalf_of=principal)
    act = begin(step.case, by=by, at=at, on_behalf_of=principal, capacity=capacity)
    act.record(event, step=step.name)
    write(act)
