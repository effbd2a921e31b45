"""What holds of every appraisal at every moment: stage, steps and engine agree, and the end is whole."""

from viewflow.workflow.models import Task

from appraisal import rules
from appraisal.models import Appraisal, Document
from workflow.models import Case, Step

ENDS = {"final": "DONE", "cancelled": "CANCELED"}  # stage -> status of the engine's process


def agree(appraisal):
    appraisal = Appraisal.objects.select_related("cycle__policy").get(pk=appraisal.pk)
    case = Case.objects.select_related("process").get(appraisal=appraisal)
    steps = list(Step.objects.filter(case=case))
    waiting = [step for step in steps if step.is_open]
    engine = list(Task.objects.filter(process=case.process, finished=None))
    if appraisal.stage in ENDS:
        assert (waiting, engine, case.process.status) == ([], [], ENDS[appraisal.stage])
        assert case.process.finished is not None
    else:
        assert {step.name for step in waiting} == {task.flow_task.name for task in engine} == {appraisal.stage}
        assert {step.task_id for step in waiting} == {task.pk for task in engine}
        assert len(engine) == 1
        assert case.process.status == "NEW"
    _check_end(appraisal)
    for step in steps:
        _check_step(step, appraisal)


def _check_end(appraisal):
    assert appraisal.is_final == (appraisal.stage == "final")
    documents = list(Document.objects.filter(appraisal=appraisal))
    assert len(documents) == appraisal.is_final
    if appraisal.results_rating:
        cells = appraisal.policy.cells
        ratings = appraisal.results_rating, appraisal.behaviour_rating
        assert appraisal.predicate == rules.predicate(cells, *ratings)
    if appraisal.is_final:
        assert appraisal.predicate
        assert documents[0].content["predicate"] == appraisal.predicate


def _check_step(step, appraisal):
    """Whoever completed it owned it or acted for the owner; what was closed names nobody."""
    if step.is_open:
        assert (step.by, step.receipt, step.outcome) == (None, None, "")
    elif step.receipt is None:
        assert step.outcome in ("closed", "cancelled", "recalled", "withdrawn", "reopened", "more_time", "recuse")
    else:
        assert step.by_id in (step.owner_id, 0) or step.on_behalf_of_id == step.owner_id
        assert (step.by_id == 0) == (step.outcome == "lapse")
        assert step.receipt["number"].startswith(f"appraisal:{appraisal.pk}/")
    if step.lapse_at and step.due_at:
        assert step.due_at < step.lapse_at
