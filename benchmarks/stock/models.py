"""The same facts as ours, where viewflow's documentation puts them: on the process itself."""

from django.db import models
from viewflow.workflow.models import Process

INDICATORS, VALUES = 3, 7
TOLD = [
    *(f"{name}_{n}" for n in range(1, INDICATORS + 1) for name in ("actual", "note")),
    *(f"value_{n}" for n in range(1, VALUES + 1)),
    "statement",
]  # the fields of a self-assessment
RATED = ["results_rating", "behaviour_rating", "reason"]


class Appraisal(Process):
    employee_name = models.CharField(max_length=150)
    actual_1 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    actual_2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    actual_3 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note_1 = models.TextField(blank=True)
    note_2 = models.TextField(blank=True)
    note_3 = models.TextField(blank=True)
    value_1 = models.TextField(blank=True)
    value_2 = models.TextField(blank=True)
    value_3 = models.TextField(blank=True)
    value_4 = models.TextField(blank=True)
    value_5 = models.TextField(blank=True)
    value_6 = models.TextField(blank=True)
    value_7 = models.TextField(blank=True)
    statement = models.TextField(blank=True)
    results_rating = models.CharField(max_length=5, blank=True)
    behaviour_rating = models.CharField(max_length=5, blank=True)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)
