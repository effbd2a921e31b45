"""What the OpenAPI description says of the bodies that are not model rows."""

from rest_framework import serializers

from appraisal.models import Rating

from .serializers import Task


class Outcome(serializers.Serializer):
    label = serializers.CharField()
    input_schema = serializers.JSONField(help_text="JSON Schema of `data`")


class TaskDetail(Task):
    title = serializers.CharField()
    completed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    outcomes = serializers.DictField(child=Outcome())

    class Meta(Task.Meta):
        fields = [*Task.Meta.fields, "title", "completed_at", "outcome", "outcomes"]


class Completion(serializers.Serializer):
    outcome = serializers.CharField()
    data = serializers.JSONField(default=dict)
    version = serializers.IntegerField(required=False, help_text="refused with 409 when the appraisal moved on")
    on_behalf_of = serializers.IntegerField(
        required=False, help_text="the owner of the task, for whom the caller stands in today: `on_behalf_of.id` of it"
    )


class RevisedRatings(serializers.Serializer):
    results_rating = serializers.ChoiceField(choices=Rating.choices)
    behaviour_rating = serializers.ChoiceField(choices=Rating.choices)
    reason = serializers.CharField(help_text="takes the place of the reason of the former ratings")


class Revision(serializers.Serializer):
    data = RevisedRatings()
    version = serializers.IntegerField(required=False, help_text="refused with 409 when the appraisal moved on")


class ReceiptSlip(serializers.Serializer):
    number = serializers.CharField()
    at = serializers.DateTimeField()
    step = serializers.CharField()
    outcome = serializers.CharField()
    n = serializers.IntegerField(help_text="number of the log entry in the stream of this appraisal")
    leaf = serializers.CharField(help_text="RFC 6962 leaf hash, lowercase hex")


class Completed(serializers.Serializer):
    receipt = ReceiptSlip()


class Received(serializers.Serializer):
    received_at = serializers.DateTimeField()
    response_due_on = serializers.DateField(help_text="last local day to respond")


class IndicatorLine(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    target = serializers.DecimalField(max_digits=14, decimal_places=2)
    unit = serializers.CharField()


class FieldChange(serializers.Serializer):
    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class HistoryLine(serializers.Serializer):
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    changes = FieldChange(many=True)


class EventLine(serializers.Serializer):
    event = serializers.CharField()
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    capacity = serializers.CharField()
    sentence = serializers.CharField()


class AppraisalDetail(serializers.Serializer):
    id = serializers.IntegerField()
    cycle = serializers.CharField()
    stage = serializers.CharField()
    version = serializers.IntegerField()
    results_rating = serializers.CharField(allow_null=True)
    behaviour_rating = serializers.CharField(allow_null=True)
    predicate = serializers.CharField(allow_null=True)
    is_final = serializers.BooleanField()
    indicators = IndicatorLine(many=True)
    history = HistoryLine(many=True)
    events = EventLine(many=True)
