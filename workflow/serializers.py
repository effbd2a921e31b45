"""Steps and appraisals as the API shows them."""

from rest_framework import serializers

from appraisal.models import Appraisal
from audit.models import Access

from .models import Step
from .wording import outcome_label, task_of


class Task(serializers.ModelSerializer):
    """An open task of the caller."""

    step = serializers.CharField(source="name")
    appraisal = serializers.IntegerField(source="case.appraisal_id")
    version = serializers.IntegerField(source="case.appraisal.version")

    class Meta:
        model = Step
        fields = ["id", "step", "appraisal", "opened_at", "due_at", "lapse_at", "version"]


class AppraisalLine(serializers.ModelSerializer):
    """An appraisal in a list; what it says is on its own page."""

    cycle = serializers.CharField(source="cycle.slug")

    class Meta:
        model = Appraisal
        fields = ["id", "cycle", "stage", "is_final", "version"]


class AccessLine(serializers.ModelSerializer):
    """One look: who, as what, at what, for which purpose."""

    viewer = serializers.CharField(source="viewer.full_name")
    on_behalf_of = serializers.CharField(source="on_behalf_of.full_name", default=None)

    class Meta:
        model = Access
        fields = ["id", "at", "viewer", "part", "capacity", "on_behalf_of", "kind", "purpose"]


def task_detail(step, user):
    """A task with its outcomes; only the owner of an open task is offered any."""
    offered = step.is_open and step.owner_id == user.pk
    node = step.task.flow_task
    return {
        **Task(step).data,
        "title": str(task_of(step.name)),
        "completed_at": step.completed_at,
        "outcome": step.outcome or None,
        "outcomes": {
            name: {"label": str(outcome_label(step.name, name)), "input_schema": outcome.form.model_json_schema()}
            for name, outcome in node.human_outcomes.items()
        }
        if offered
        else {},
    }
