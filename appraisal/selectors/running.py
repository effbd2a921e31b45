"""Appraisals that a change of the organization leaves where they are."""

from django.urls import reverse

from appraisal.models import Appraisal, Stage
from organization.importing import Running


def running_appraisals(user_ids):
    """Of these employees, in one statement; told to HR when an import gives them another superior."""
    wanted = set(user_ids)
    running = Appraisal.objects.exclude(stage__in=[Stage.FINAL, Stage.CANCELLED]).order_by("pk")
    columns = ("pk", "employee", "cycle__name", "stage")
    return [
        Running(employee, f"{cycle}: {Stage(stage).label}", reverse("appraisal", args=[pk]))
        for pk, employee, cycle, stage in running.values_list(*columns)
        if employee in wanted
    ]
