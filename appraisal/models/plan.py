"""The plan (SKP) of one employee: planned results (RHK) and their indicators (IKI)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .cycle import Cycle

User = settings.AUTH_USER_MODEL


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The employee and the person who agrees; HR sees that a plan exists."""
        if user.is_hr_admin:
            return self
        return self.filter(Q(employee=user) | Q(supervisor=user))


class Plan(models.Model):
    """What an employee and his supervisor agreed for a cycle. `declared`: typed in the self-assessment."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draf")
        PROPOSED = "proposed", _("Diajukan")
        AGREED = "agreed", _("Disepakati")
        DECLARED = "declared", _("Diisi dalam penilaian mandiri")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="plans")
    employee = models.ForeignKey(User, models.PROTECT, related_name="plans")
    supervisor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()
    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "employee"], name="plan_once_a_cycle"),
            models.CheckConstraint(
                name="plan_agreed_at_with_agreed_by",
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"plan {self.pk}"


class PlannedResult(models.Model):
    """Rencana hasil kerja: main (utama, obligatory) or additional (tambahan)."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Utama")
        ADDITIONAL = "additional", _("Tambahan")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="planned_results")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MAIN)
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)
    history = HistoricalRecords()

    def __str__(self):
        return f"planned result {self.pk}"


class Indicator(models.Model):
    """Indikator kinerja individu. `target` in `unit`; decimals keep two places."""

    class Aspect(models.TextChoices):
        QUANTITY = "quantity", _("Kuantitas")
        QUALITY = "quality", _("Kualitas")
        TIME = "time", _("Waktu")
        COST = "cost", _("Biaya")

    class Direction(models.TextChoices):
        HIGHER = "higher", _("Makin tinggi makin baik")
        LOWER = "lower", _("Makin rendah makin baik")

    planned_result = models.ForeignKey(PlannedResult, models.PROTECT, related_name="indicators")
    aspect = models.CharField(max_length=10, choices=Aspect, default=Aspect.QUANTITY)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=40)
    target = models.DecimalField(max_digits=14, decimal_places=2)
    direction = models.CharField(max_length=6, choices=Direction, default=Direction.HIGHER)
    source = models.CharField(max_length=200, blank=True)  # where the figure comes from
    position = models.PositiveSmallIntegerField(default=0)
    is_dropped = models.BooleanField(default=False)
    history = HistoricalRecords()

    def __str__(self):
        return f"indicator {self.pk}"
