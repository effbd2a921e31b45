"""Cases and steps: what an inbox lists, a deadline closes and a process map counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from viewflow.workflow.models import Process, Task

from appraisal.models import Appraisal, Cycle
from organization.models import Unit

User = settings.AUTH_USER_MODEL


class Case(models.Model):
    """The flow's hold on one appraisal."""

    appraisal = models.OneToOneField(Appraisal, models.PROTECT, related_name="case")
    process = models.OneToOneField(Process, models.PROTECT, related_name="case")
    history = HistoricalRecords(no_db_index=["appraisal", "process"])

    end = None  # while it is held: (number, leaf hash) of the last entry in its stream

    def __str__(self):
        return f"case {self.pk}"


class Step(models.Model):
    """One person's part in a case, from opened to completed with an outcome. The API calls it a task."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    name = models.CharField(max_length=40)
    owner = models.ForeignKey(User, models.PROTECT, related_name="steps")
    opened_at = models.DateTimeField()
    first_seen_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    lapse_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True)  # the local day of the owner's last reminder
    late_told_at = models.DateTimeField(null=True)  # when those above the owner were told that it is late
    outcome = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=12, blank=True)
    completed_at = models.DateTimeField(null=True)
    receipt = models.JSONField(null=True)
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null stays out of the constraint
    request_digest = models.CharField(max_length=64, blank=True)
    # Not what was done to deliver it; the receipt names the entry that tells of the version, so it comes after.
    history = HistoricalRecords(
        excluded_fields=["first_seen_at", "reminded_on", "late_told_at", "receipt"],
        no_db_index=["case", "task", "owner", "by", "on_behalf_of"],  # versions are found by their step
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "idempotency_key"], name="step_idempotency_key"),
            models.CheckConstraint(
                name="step_completed_with_outcome",
                condition=Q(completed_at=None, outcome="") | (Q(completed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], name="step_inbox", condition=Q(completed_at=None)),
            models.Index(fields=["due_at"], name="step_due", condition=Q(completed_at=None)),
            models.Index(fields=["lapse_at"], name="step_lapse", condition=Q(completed_at=None)),
            models.Index(
                fields=["due_at"],
                name="step_late",
                condition=Q(completed_at=None, lapse_at=None, late_told_at=None),
            ),
        ]

    def __str__(self):
        return f"step {self.pk} {self.name}"

    @property
    def is_open(self):
        return self.completed_at is None


class Draft(models.Model):
    """What somebody typed and has not sent: his alone, until the step is completed."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=20)
    body = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "author"], name="draft_once_a_step")]

    def __str__(self):
        return f"draft {self.pk}"


class Launch(models.Model):
    """The opening of a cycle as background work: rows are the truth, so a killed worker resumes it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="launches")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("cycle", name="launch_one_at_a_time", condition=Q(state__in=["waiting", "running"]))
        ]

    def __str__(self):
        return f"launch {self.pk}"


class Round(models.Model):
    """One round of reminders: the ladder's for one zone and day, or one that HR asked for.

    Its row is the lock of the round; how many were reminded is counted by rung (days after the deadline).
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="rounds")
    zone = models.CharField(max_length=20, blank=True)  # empty where HR asked
    day = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # none: the ladder
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "zone", "day"], name="round_once_a_day", condition=Q(by=None))
        ]

    def __str__(self):
        return f"round {self.pk}"

    @property
    def count(self):
        return sum(self.counts.values())


from .desk.models import Bulk, BulkItem, Claim, Desk, RoleView, Snooze  # noqa: E402, F401 - they point at Step
