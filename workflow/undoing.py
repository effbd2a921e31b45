"""A launch taken back within its window: cases that nobody has touched go, the others stay and are named by their number.

What went is kept in history and log, as all that ever was; whoever was told of a task is told that it is gone.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process, Task

from appraisal import events
from appraisal.models import Appraisal, Cycle, Stage
from audit.acts import Act, write
from notifications.actions import post
from notifications.models import Notice

from .holding import transaction_or_busy
from .models import Case, Draft, Launch, Snooze, Step
from .permissions import refuse_all_but_hr
from .reading import read_text
from .refusals import Conflict

MANY = 500  # keys in one statement


@dataclass(frozen=True)
class Undo:
    """What taking the launch back would do now; `until` is when its window ends, None where there is none."""

    until: object
    untouched: int
    touched: int

    @classmethod
    def of(cls, cycle, *, at):
        until = window_of(cycle)
        if until is None or at > until:
            return cls(None, 0, 0)
        cases = Appraisal.objects.filter(cycle=cycle)
        untouched = _untouched(cycle).count()
        return cls(until, untouched, cases.count() - untouched)


def window_of(cycle):
    """Until when the last launch of a period may be taken back."""
    if cycle.state != Cycle.State.OPEN or cycle.launched_at is None:
        return None
    last = Launch.objects.filter(cycle=cycle).order_by("-pk").first()
    if last and last.state in (Launch.State.WAITING, Launch.State.RUNNING):
        return None
    began = max(cycle.launched_at, last.finished_at) if last and last.finished_at else cycle.launched_at
    return began + timedelta(hours=settings.LAUNCH_UNDO_HOURS)


def undo_launch(cycle_id, *, reason, by, at):
    """All or nothing. Where nothing is left the period is being prepared again. Returns the entry in its stream."""
    refuse_all_but_hr(by)
    reason = read_text(reason=reason)
    with transaction_or_busy():
        cycle = Cycle.objects.select_for_update(of=["self"]).get(pk=cycle_id)
        until = window_of(cycle)
        if until is None or at > until:
            raise Conflict(_("Pembukaan periode ini tidak dapat dibatalkan lagi."))
        cases = list(_untouched(cycle).order_by("pk").select_for_update(of=["self"]))
        if not cases:
            raise Conflict(_("Semua berkas sudah dibuka orang; tidak ada yang dapat dibatalkan."))
        act = Act(cycle, by=by, at=at, reason=reason)
        left = Appraisal.objects.filter(cycle=cycle).count() - len(cases)
        if not left:
            act.change(cycle, state=Cycle.State.DRAFT, launched_at=None, launched_by=None)
        act.record(events.LAUNCH_UNDONE, count=len(cases), left=left)
        acts = [_gone(case, act) for case in cases]
        _forget_flow(acts)
        write(act, *acts)
        post(_news(act, cases))
        return act.entries[0]


def _untouched(cycle):
    """Opened, and since then neither seen nor written in by anybody."""
    step = Step.objects.filter(case__appraisal=OuterRef("pk"))
    busy = step.filter(Q(first_seen_at__isnull=False) | Q(completed_at__isnull=False))
    drafts = Draft.objects.filter(step__case__appraisal=OuterRef("pk"))
    snoozes = Snooze.objects.filter(step__case__appraisal=OuterRef("pk"))
    changed = Appraisal.history.filter(id=OuterRef("pk")).exclude(history_type="+")
    cases = Appraisal.objects.filter(cycle=cycle, stage=Stage.SELF_ASSESSMENT, version=0)
    return cases.exclude(Exists(busy) | Exists(drafts) | Exists(snoozes) | Exists(changed))


def _gone(case, cause):
    act = Act(case, by=cause.by, at=cause.at, reason=cause.reason)
    act.remove(case)
    act.record(events.OPENING_UNDONE)
    return act


def _forget_flow(acts):
    """The rows of the flow of cases that never began; what became of each step is told by the act on its case."""
    for first in range(0, len(acts), MANY):
        own = {act.subject.pk: act for act in acts[first : first + MANY]}
        steps = list(Step.objects.filter(case__appraisal__in=own).select_related("case"))
        for step in steps:
            own[step.case.appraisal_id].keep("-", step, step.case)
        found = {step.case_id: step.case.process_id for step in steps}
        for rows in (
            Step.objects.filter(pk__in=[step.pk for step in steps]),
            Case.objects.filter(pk__in=found),
            Task.objects.filter(process__in=found.values()),
            Process.objects.filter(pk__in=found.values()),
        ):
            rows._raw_delete(rows.db)


def _news(cause, cases):
    return [
        Notice(
            to_id=case.employee_id, kind=Notice.Kind.INFO, about=events.LAUNCH_UNDONE.name, subject=cause.stream,
            facts={}, created_at=cause.at,
        )
        for case in cases
    ]  # fmt: skip
