"""The committee moderates: it endorses or returns with reasons, and never re-rates."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from organization.models import Unit

from .appraisal import Fact
from .cycle import Cycle

User = settings.AUTH_USER_MODEL


class CommitteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its members, and those who see the process of every case."""
        if user.is_hr_admin or user.is_inspector:
            return self
        return self.filter(Exists(Seat.objects.filter(committee=OuterRef("pk"), member=user, is_active=True)))


class Committee(models.Model):
    """Appointed by letter for a cycle, and for one branch of units or (unit null) for all."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="committees")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    chair = models.ForeignKey(User, models.PROTECT, related_name="+")
    letter_no = models.CharField(max_length=80)
    meeting_on = models.DateField(null=True, blank=True)  # None: the date of the cycle
    history = HistoricalRecords()
    objects = CommitteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("cycle", name="committee_one_for_all", condition=Q(unit=None)),
            models.UniqueConstraint(fields=["cycle", "unit"], name="committee_once_a_unit"),
        ]

    def __str__(self):
        return self.name


class Seat(models.Model):
    """A member's place, frozen once the cycle is open; a substitute takes it over by letter."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    member = models.ForeignKey(User, models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField(default=0)
    letter_no = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "member"], name="seat_once", condition=Q(is_active=True))
        ]

    def __str__(self):
        return f"seat {self.pk}"


class Vote(Fact):
    """One member's vote in one round."""

    class Choice(models.TextChoices):
        ENDORSE = "endorse", pgettext_lazy("suara", "Sahkan")
        RETURN = "return", pgettext_lazy("suara", "Kembalikan")
        ABSTAIN = "abstain", pgettext_lazy("suara", "Abstain")
        RECUSE = "recuse", pgettext_lazy("suara", "Menarik diri")

    round = models.PositiveSmallIntegerField()
    member = models.ForeignKey(User, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.TextField(blank=True)
    procedure = models.CharField(max_length=30, blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "round", "member"], name="vote_once_a_round")]

    def __str__(self):
        return f"vote {self.pk}"
