"""Many steps at once: chosen, looked at together, then taken one by one through the one door.

The key of each item makes a repeated run harmless: what was taken is answered with its receipt.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflow import reopening
from workflow.models import Bulk, BulkItem
from workflow.refusals import Busy, Refused
from workflow.selectors.inbox import by_need, open_steps
from workflow.steps import take_step

log = logging.getLogger(__name__)
AT_ONCE = timedelta(seconds=2)  # so long the page itself works; the worker does the rest
PEOPLE = ("owner", "case__appraisal__employee", "case__appraisal__unit", "case__appraisal__cycle")


def why_not(step):
    """Why a step is none for the consent list, or nothing: what is contested is voted on by itself (design §3)."""
    appraisal = step.case.appraisal
    if step.name != "committee_vote":
        return _("Bukan suara komite.")
    if appraisal.is_contested or appraisal.is_determined:
        return _("Ada keberatan: baca berkasnya dan beri suara sendiri-sendiri.")
    return _("Berkas pucuk pimpinan: beri suara sendiri-sendiri.") if appraisal.is_top_of_tree else ""


def listed(step_ids, *, owner_ids):
    """([steps that may be endorsed together], [(step, why not)]) of those chosen, most urgent first; one statement."""
    chosen = by_need(open_steps(owner_ids).filter(pk__in=step_ids)).select_related(*PEOPLE)
    answered = [(step, why_not(step)) for step in chosen]
    return [step for step, sentence in answered if not sentence], [pair for pair in answered if pair[1]]


def begin(steps, *, outcome, key, by, at):
    """Write down what is to be done; the same key again finds the run that it began."""
    try:
        with transaction.atomic():
            bulk = Bulk.objects.create(by=by, outcome=outcome, key=key, asked_at=at)
            BulkItem.objects.bulk_create(
                BulkItem(bulk=bulk, step=step, version=step.case.appraisal.version) for step in steps
            )
            return bulk
    except IntegrityError:
        return Bulk.objects.get(by=by, key=key)


def run(bulk, *, until=None, at=None):
    """Take what still waits, each in its own transaction; True once nothing waits. `until` is when to stop.

    An item that cannot be taken now, or fails, keeps no other waiting: the next round tries it again.
    """
    rest = False
    waiting = bulk.items.filter(state=BulkItem.State.WAITING).select_related("step__owner").order_by("pk")
    for item in waiting:
        if until and timezone.now() >= until:
            return False
        rest |= not _try(bulk, item, at or bulk.asked_at)
    if rest:
        return False
    Bulk.objects.filter(pk=bulk.pk, ended_at=None).update(ended_at=timezone.now())
    return True


def run_waiting(at):
    """What the worker calls: go on with every run that was cut off. Returns how many ended."""
    return sum(run(bulk, at=at) for bulk in Bulk.objects.filter(ended_at=None).select_related("by").order_by("pk"))


def _try(bulk, item, at):
    try:
        return _take(bulk, item, at)
    except Exception:
        log.exception("Item %s of the bulk run %s failed; the next round tries again.", item.pk, bulk.pk)
        return False


def _take(bulk, item, at):
    """False where somebody holds the case: the item waits for the next round."""
    try:
        (_reopen if bulk.outcome == reopening.REOPEN else _complete)(bulk, item, at)
        item.state = BulkItem.State.DONE
    except Busy:
        return False
    except Refused as refused:
        item.state, item.sentence = BulkItem.State.REFUSED, str(refused)
    item.save(update_fields=["state", "sentence"])
    return True


def _complete(bulk, item, _at):
    delegated = item.step.owner if item.step.owner_id != bulk.by_id else None
    asked = {"by": bulk.by, "at": bulk.asked_at, "on_behalf_of": delegated, "version": item.version}
    take_step(item.step_id, outcome=bulk.outcome, data={}, idempotency_key=f"bulk:{item.pk}", **asked)


def _reopen(bulk, item, at):
    """Dated when it is done: what happened in the case meanwhile came before."""
    _step, letter = reopening.told_by(bulk)
    reopening.reopen(item.step_id, by=bulk.by, at=at, **letter)
