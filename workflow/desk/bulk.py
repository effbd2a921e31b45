"""Many tasks at once: chosen, looked at together, then done one by one, each an act of its own."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from workflow import reopening
from workflow.models import Bulk, BulkItem
from workflow.refusals import Busy, Refused
from workflow.selectors.inbox import chosen
from workflow.steps import done_sentence

from .acts import ACTS, BulkAct

log = logging.getLogger(__name__)
AT_ONCE = timedelta(seconds=2)  # so long the page itself works; the worker does the rest


@dataclass(frozen=True)
class Button:
    """An act in the bar, and every sentence that keeps it from some row of the page: [(code, sentence)]."""

    act: BulkAct
    reasons: list


def bar(rows, asked):
    """What the bar offers for these rows. Each row gets `cannot`: the codes of what keeps it from the acts."""
    offered = [act for act in ACTS.values() if any(act.offers(row, asked) for row in rows)]
    codes = {act: {} for act in offered}
    for row in rows:
        row.cannot = []
        for act in offered:
            if sentence := act.why_not(row, asked):
                code = codes[act].setdefault(sentence, f"{act.name}-{len(codes[act])}")
                row.cannot.append(code)
    return [Button(act, [(code, sentence) for sentence, code in codes[act].items()]) for act in offered]


def listed(act, step_ids, *, asked, owner_ids):
    """([tasks that it fits], [(task, why not)]) of those chosen, most urgent first; one statement.

    What was done meanwhile is among the latter; what is no longer his is in neither.
    """
    answered = [
        (row, done_sentence(row) if row.completed_at else act.why_not(row, asked))
        for row in chosen(step_ids, owner_ids, reader=asked.by, at=asked.at)
    ]
    return [row for row, sentence in answered if not sentence], [pair for pair in answered if pair[1]]


def begin(steps, *, act, key, by, at, day=None, refused=(), seen=None):
    """Write down what is to be done; the same key again finds the run that it began.

    `refused` are [(task, why not)] that were confirmed and no longer fit; `seen` the versions that the check page showed.
    """
    seen = seen or {}
    try:
        with transaction.atomic():
            bulk = Bulk.objects.create(by=by, act=act, day=day, key=key, asked_at=at)
            waiting = [_item(bulk, step, seen) for step in steps]
            known = [_item(bulk, step, seen, state=BulkItem.State.REFUSED, sentence=why) for step, why in refused]
            BulkItem.objects.bulk_create(waiting + known)
            return bulk
    except IntegrityError:
        return begun_with(key, by=by)


def begun_with(key, *, by):
    """The run of a confirmation that was sent before, or None."""
    return Bulk.objects.filter(by=by, key=key).first()


def run(bulk, *, until=None, at=None):
    """Do what still waits, each in its own transaction; True once nothing waits. `until` is when to stop.

    An item that cannot be done now, or fails, keeps no other waiting: the next round tries it again.
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
    return sum(_go_on(bulk, at) for bulk in Bulk.objects.filter(ended_at=None).select_related("by").order_by("pk"))


def _go_on(bulk, at):
    """What is refused is told in the language of whoever began it, as on his own page."""
    with translation.override(bulk.by.language):
        return run(bulk, at=at)


def _item(bulk, step, seen, **known):
    return BulkItem(bulk=bulk, step=step, version=seen.get(step.pk, step.case.appraisal.version), **known)


def _try(bulk, item, at):
    try:
        return _do(bulk, item, at)
    except Exception:
        log.exception("Item %s of the bulk run %s failed; the next round tries again.", item.pk, bulk.pk)
        return False


def _do(bulk, item, at):
    """False where somebody holds the case: the item waits for the next round."""
    try:
        if bulk.act == reopening.REOPEN:
            _reopen(bulk, item, at)
        else:
            ACTS[bulk.act].do(bulk, item)
        item.state = BulkItem.State.DONE
    except Busy:
        return False
    except Refused as refused:
        item.state, item.sentence = BulkItem.State.REFUSED, str(refused)
    item.save(update_fields=["state", "sentence"])
    return True


def _reopen(bulk, item, at):
    """Dated when it is done: what happened in the case meanwhile came before."""
    _step, letter = reopening.told_by(bulk)
    with reopening.as_in_the_source():
        reopening.reopen(item.step_id, by=bulk.by, at=at, **letter)
