"""The same facts as ours, where viewflow's documentation puts them: on the process itself."""

from django.db import models
from viewflow.workflow.models import Process


class Appraisal(Process):
    employee_name = models.CharField(max_length=150)
    statement = models.TextField(blank=True)
    results_rating = models.CharField(max_length=5, blank=True)
    behaviour_rating = models.CharField(max_length=5, blank=True)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)
