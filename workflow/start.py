"""Many cases at once, with the rows the engine itself would have written."""

from django.db import transaction
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from appraisal import events, notices
from audit.acts import Act, write
from audit.insert import insert, insert_alike

from .flows import AppraisalFlow
from .models import Case


def start_in_bulk(appraisals, *, by, at, also=()):
    """Open a case for each unsaved appraisal: a statement per table, whatever their number. Returns the cases.

    `also` are acts that are written with those of the cases.
    """
    first = AppraisalFlow.self_assessment
    acts = [_opening(appraisal, stage=first.name, by=by, at=at) for appraisal in appraisals]
    with transaction.atomic():
        write(*acts, *also)
        processes = insert_alike(Process(flow_class=AppraisalFlow), count=len(acts))
        insert_alike(_started(at), process_id=processes)
        tasks = insert_alike(first.new_task(None), process_id=processes)
        pairs = zip(appraisals, processes, strict=True)
        cases = insert([Case(appraisal=appraisal, process_id=process) for appraisal, process in pairs])
        openings = zip(tasks, cases, strict=True)
        steps = [step for task, case in openings for step in first.new_steps(task, case, at=at)]
        insert(steps)
        insert(_notices(acts, steps))
    return cases


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


def _notices(acts, steps):
    told = zip(acts, steps, strict=True)
    return [n for act, step in told for n in notices.caused_by(act, tasks=[(step.owner_id, step.name)])]
