"""Periods and the rules they are held to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

User = settings.AUTH_USER_MODEL


class Policy(models.Model):
    """One version of the rules, canonical, with its SHA-256. Adopted once, then never changed."""

    slug = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()  # canonical JSON of appraisal.policies.PolicyDocument
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    letter_no = models.CharField(max_length=80, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="policy_version"),
            models.CheckConstraint(
                name="policy_adopted_at_with_adopted_by",
                condition=Q(adopted_at=None, adopted_by=None) | Q(adopted_at__isnull=False, adopted_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.slug} v{self.version}"

    @property
    def is_adopted(self):
        return self.adopted_at is not None

    @cached_property
    def document(self):
        from appraisal.policies import known

        return known(self.sha256, lambda: self.body)


class Cycle(models.Model):
    """A period with a policy, dates and participants. Dates end at local midnight of each unit's zone.

    Once closed it never changes again (a trigger refuses).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Disiapkan")
        OPEN = "open", _("Berjalan")
        CLOSED = "closed", _("Ditutup")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="cycles")
    starts_on = models.DateField()
    ends_on = models.DateField()
    self_assessment_on = models.DateField()
    review_on = models.DateField()
    release_on = models.DateField(null=True, blank=True)  # results released together, as this day begins
    meeting_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True, blank=True)
    launched_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    paused_at = models.DateTimeField(null=True, blank=True)  # since then its clocks stand still
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cycle_paused_while_open", condition=Q(paused_at=None) | Q(state="open")),
            models.CheckConstraint(name="cycle_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="cycle_dates_in_order",
                condition=Q(review_on__gte=F("self_assessment_on"), meeting_on__gte=F("review_on")),
            ),
            models.CheckConstraint(
                name="cycle_release_in_order",
                condition=Q(release_on=None)
                | Q(release_on__gt=F("self_assessment_on"), release_on__lte=F("meeting_on")),
            ),
            models.CheckConstraint(
                name="cycle_launched_at_with_launched_by",
                condition=Q(launched_at=None, launched_by=None)
                | Q(launched_at__isnull=False, launched_by__isnull=False),
            ),
            models.CheckConstraint(
                name="cycle_closed_at_with_closed_by",
                condition=(~Q(state="closed") & Q(closed_at=None, closed_by=None))
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def days_off(self):
        """Every day off since the period began, for deadlines that are counted in working days."""
        from .calendar import DayOff

        return frozenset(DayOff.objects.filter(is_off=True, day__gte=self.starts_on).values_list("day", flat=True))

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED


class Closing(models.Model):
    """By which letter a period was closed, and how far the worker is with the last entry of each of its appraisals."""

    cycle = models.OneToOneField(Cycle, models.PROTECT, primary_key=True, related_name="closing")
    letter_no = models.CharField(max_length=80)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0)  # key of the last appraisal that was looked at
    finished_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"closing of {self.cycle_id}"
