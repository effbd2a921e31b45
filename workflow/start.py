"""Many cases at once, with the rows the engine itself would have written."""

from django.db import transaction
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from appraisal import events, notices
from audit.acts import BATCH, Act, write
from notifications.models import Notice

from .flows import AppraisalFlow
from .models import Case, Step


def start_in_bulk(appraisals, *, by, at):
    """Open a case for each unsaved appraisal: a statement per table and batch, whatever their number."""
    first = AppraisalFlow.self_assessment
    acts = [_opening(appraisal, stage=first.name, by=by, at=at) for appraisal in appraisals]
    with transaction.atomic():
        write(*acts)
        processes = Process.objects.bulk_create([Process(flow_class=AppraisalFlow) for _ in appraisals], BATCH)
        pairs = zip(appraisals, processes, strict=True)
        cases = Case.objects.bulk_create([Case(appraisal=a, process=p) for a, p in pairs], BATCH)
        Task.objects.bulk_create([_started(process, at) for process in processes], BATCH)
        tasks = Task.objects.bulk_create([first.new_task(process) for process in processes], BATCH)
        openings = zip(tasks, cases, strict=True)
        steps = [step for task, case in openings for step in first.new_steps(task, case, at=at)]
        Step.objects.bulk_create(steps, BATCH)
        Notice.objects.bulk_create(_notices(acts, steps), BATCH)
    return cases


def _opening(appraisal, *, stage, by, at):
    appraisal.stage = stage
    act = Act(appraisal, by=by, at=at)
    act.add(appraisal)
    act.record(events.OPENED)
    return act


def _started(process, at):
    start = AppraisalFlow.start
    return Task(
        process=process, flow_task=start, flow_task_type=start.task_type,
        status=STATUS.DONE, started=at, finished=at,
    )  # fmt: skip


def _notices(acts, steps):
    told = zip(acts, steps, strict=True)
    return [n for act, step in told for n in notices.caused_by(act, tasks=[(step.owner_id, step.name)])]
