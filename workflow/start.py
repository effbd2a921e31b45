"""Many cases at once, with the rows the engine itself would have written."""

from django.db import transaction
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from appraisal import events, notices
from audit.acts import Act, write
from audit.insert import insert, insert_alike
from notifications.actions import post

from .flows import AppraisalFlow
from .models import Case, Step


def start_in_bulk(appraisals, *, by, at, also=()):
    """Open a case for each unsaved appraisal: a statement per table, whatever their number. Returns the appraisals.

    `also` are acts that are written with those of the cases.
    """
    if not appraisals:
        return []
    first = AppraisalFlow.self_assessment
    with transaction.atomic():
        acts = _openings(appraisals, stage=first.name, by=by, at=at)
        processes = insert_alike(Process(flow_class=AppraisalFlow), count=len(acts))
        tasks = _engine_rows(processes, first, at)
        held = zip(appraisals, processes, strict=True)
        cases = insert([Case(appraisal_id=appraisal.pk, process_id=process) for appraisal, process in held])
        steps = insert([_step(*facts, first, at) for facts in zip(appraisals, cases, tasks, strict=True)])
        for act, case, step in zip(acts, cases, steps, strict=True):
            act.keep("+", case, step)
        write(*acts, *also)
        post(_notices(acts, [step.owner_id for step in steps], first.name))
    return appraisals


def _openings(appraisals, *, stage, by, at):
    for appraisal in appraisals:
        appraisal.stage = stage
    acts = []
    for appraisal in insert(appraisals):
        acts.append(Act(appraisal, by=by, at=at))
        acts[-1].keep("+", appraisal)
        acts[-1].record(events.OPENED)
    return acts


def _step(appraisal, case, task_id, node, at):
    """The first step has one owner."""
    [owner] = node.who(appraisal)
    due_at, lapse_at = node.deadlines(appraisal, opened_at=at)
    return Step(
        case_id=case.pk, task_id=task_id, name=node.name, owner_id=owner, opened_at=at,
        due_at=due_at, lapse_at=lapse_at,
    )  # fmt: skip


def _engine_rows(processes, first, at):
    """What the engine keeps of the start, which is over, and of the first part; the keys of the latter."""
    count, start = len(processes), AppraisalFlow.start
    keys = insert_alike(
        Task(),
        process_id=processes * 2,
        flow_task=[start] * count + [first] * count,
        flow_task_type=[start.task_type] * count + [first.task_type] * count,
        status=[STATUS.DONE] * count + [STATUS.ASSIGNED] * count,
        started=[at] * count + [None] * count,
        finished=[at] * count + [None] * count,
    )
    return keys[count:]


def _notices(acts, owners, step):
    told = zip(acts, owners, strict=True)
    return [notice for act, owner in told for notice in notices.caused_by(act, tasks=[(owner, step)])]
