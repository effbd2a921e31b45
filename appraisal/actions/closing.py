"""The end of a period: nothing more happens in it, and the stream of each of its appraisals says so.

Closing is one act; that each appraisal's stream ends is written by the worker, a batch a transaction, from where it was.
A superseding version may still be issued: a stream of its own, closed as it begins.
"""

from datetime import datetime

from django.db import transaction

from appraisal import events, rules
from appraisal.models import Appraisal, Closing, Cycle
from appraisal.selectors.cycle import unfinished
from audit.acts import Act, write
from audit.models import Entry
from organization.models import SYSTEM

BATCH = 1_000  # appraisals a transaction
ZONE = "Asia/Jakarta"  # the last of the three in which a day ends


def close(cycle_id, *, letter_no, by, at):
    """Raises RuleBroken while a case is open, and where it is too early."""
    with transaction.atomic():
        cycle = hold(cycle_id)
        rules.check_closing(cycle, unfinished=unfinished(cycle).count(), today=rules.local_date(at, ZONE))
        total = Appraisal.objects.filter(cycle=cycle).count()
        act = Act(cycle, by=by, at=at)
        act.change(cycle, state=Cycle.State.CLOSED, closed_at=at, closed_by=by)
        act.record(events.CYCLE_CLOSED, count=total, letter_no=letter_no)
        write(act)
        Closing.objects.create(cycle=cycle, letter_no=letter_no, total=total)
    return cycle


def hold(cycle_id):
    """The row of the period is the lock of all that opens or closes in it."""
    return Cycle.objects.select_for_update(of=["self"]).select_related("policy").get(pk=cycle_id)


def end_with_cycle(act):
    """A version that supersedes another after the end of its period ends there, too."""
    if hold(act.subject.cycle_id).is_closed:
        act.record(events.CLOSED)


def end_streams(at: datetime) -> int:
    """What the worker calls: write the last entry of each appraisal of closed periods. Returns how many."""
    waiting = Closing.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(_end_all(cycle_id, at) for cycle_id in waiting)


def _end_all(cycle_id, at):
    ended = 0
    while (count := _end_batch(cycle_id, at)) is not None:
        ended += count
    return ended


@transaction.atomic
def _end_batch(cycle_id, at):
    """How many streams ended; None when there is none left, or another worker is at it."""
    closing = Closing.objects.select_for_update(skip_locked=True).filter(pk=cycle_id, finished_at=None).first()
    if closing is None:
        return None
    rest = Appraisal.objects.filter(cycle=cycle_id, pk__gt=closing.last).order_by("pk")
    batch = list(rest.select_for_update(no_key=True, of=["self"])[:BATCH])
    ended = _ended(batch)
    _end([appraisal for appraisal in batch if appraisal.pk not in ended], at)
    closing.done += len(batch)
    closing.last = batch[-1].pk if batch else closing.last
    closing.finished_at = None if batch else at
    closing.save()
    return len(batch) if batch else None


def _end(appraisals, at):
    acts = [Act(appraisal, by=SYSTEM, at=at) for appraisal in appraisals]
    for act in acts:
        act.record(events.CLOSED)
    write(*acts)


def _ended(batch):
    """Those that superseded another meanwhile have their end already."""
    streams = [f"appraisal:{appraisal.pk}" for appraisal in batch if appraisal.supersedes_id]
    found = Entry.objects.filter(stream__in=streams, event=events.CLOSED.name)
    return {int(stream.partition(":")[2]) for stream in found.values_list("stream", flat=True)}
