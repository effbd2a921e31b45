"""Many cases at once, with the rows the engine itself would have written."""

from django.db import transaction
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from appraisal import events, notices
from audit.acts import Act, write
from audit.insert import insert_alike
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
    acts = [_opening(appraisal, stage=first.name, by=by, at=at) for appraisal in appraisals]
    with transaction.atomic():
        write(*acts, *also)
        processes = insert_alike(Process(flow_class=AppraisalFlow), count=len(acts))
        insert_alike(_started(at), process_id=processes)
        tasks = insert_alike(first.new_task(None), process_id=processes)
        cases = insert_alike(Case(), appraisal_id=[appraisal.pk for appraisal in appraisals], process_id=processes)
        owners = [owner for appraisal in appraisals for owner in first.who(appraisal)]  # one each
        due, lapse = zip(*(first.deadlines(appraisal, opened_at=at) for appraisal in appraisals), strict=True)
        insert_alike(
            Step(name=first.name, opened_at=at),
            case_id=cases, task_id=tasks, owner_id=owners, due_at=due, lapse_at=lapse,
        )  # fmt: skip
        post(_notices(acts, owners, first.name))
    return appraisals


def _opening(appraisal, *, stage, by, at):
    appraisal.stage = stage
    act = Act(appraisal, by=by, at=at)
    act.add(appraisal)
    act.record(events.OPENED)
    return act


def _started(at):
    start = AppraisalFlow.start
    return Task(
        flow_task=start, flow_task_type=start.task_type,
        status=STATUS.DONE, started=at, finished=at,
    )  # fmt: skip


def _notices(acts, owners, step):
    told = zip(acts, owners, strict=True)
    return [notice for act, owner in told for notice in notices.caused_by(act, tasks=[(owner, step)])]
