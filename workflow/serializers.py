"""Steps and appraisals as the API shows them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from appraisal.models import Appraisal
from audit.models import Access

from .models import Step
from .wording import outcome_label, task_of


class Person(serializers.Serializer):
    """Somebody in whose place the caller may act today."""

    id = serializers.IntegerField(help_text="what `on_behalf_of` of a completion names")
    name = serializers.CharField(source="full_name")


class Task(serializers.ModelSerializer):
    """An open task of the caller, or of somebody for whom he stands in."""

    step = serializers.CharField(source="name")
    appraisal = serializers.IntegerField(source="case.appraisal_id")
    version = serializers.IntegerField(source="case.appraisal.version")
    on_behalf_of = serializers.SerializerMethodField()

    class Meta:
        model = Step
        fields = ["id", "step", "appraisal", "opened_at", "due_at", "lapse_at", "version", "on_behalf_of"]

    @extend_schema_field(Person(allow_null=True))
    def get_on_behalf_of(self, step):
        """Its owner, where the caller would act in his place; nothing of a task that is his own, or not his to do."""
        principals = self.context.get("principals", ())
        return Person(step.owner).data if step.owner_id in principals else None


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


def task_detail(step, user, principals):
    """A task with its outcomes; the owner of an open task is offered them, and whoever stands in for him."""
    offered = step.is_open and step.owner_id in {user.pk, *principals}
    node = step.task.flow_task
    return {
        **Task(step, context={"principals": principals if step.is_open else ()}).data,
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
