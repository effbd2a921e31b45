"""What it takes before anything is erased: a proposal by one role, the word of another, and no hold."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

User = settings.AUTH_USER_MODEL


class ErasureProposal(models.Model):
    """HR proposes to erase what some entries of a stream told; an inspector agrees or opposes; the worker carries it out."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Menunggu inspektorat")
        AGREED = "agreed", _("Disetujui, menunggu dijalankan")
        OPPOSED = "opposed", _("Ditolak inspektorat")
        WITHDRAWN = "withdrawn", _("Dicabut")
        DONE = "done", _("Sudah dihapus")

    OPEN = (State.PROPOSED, State.AGREED)

    stream = models.CharField(max_length=60)
    numbers = models.JSONField()  # of the entries
    basis = models.CharField(max_length=500)
    letter_no = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint("stream", name="erasure_one_at_a_time", condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="erasure_ended_with_state",
                condition=Q(state__in=["proposed", "agreed"], ended_at=None)
                | Q(state__in=["opposed", "withdrawn", "done"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_answered_by_another",
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")),
            ),
        ]

    def __str__(self):
        return f"erasure {self.pk}"

    @property
    def is_open(self):
        return self.ended_at is None

    @property
    def is_waiting(self):
        """For an inspector."""
        return self.state == self.State.PROPOSED


class LegalHold(models.Model):
    """While it stands, nothing of the stream is erased, whoever agreed; on an account, nothing of the person."""

    stream = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    letter_no = models.CharField(max_length=80)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lift_reason = models.CharField(max_length=500, blank=True)
    lift_letter_no = models.CharField(max_length=80, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint("stream", name="hold_one_at_a_time", condition=Q(lifted_at=None)),
        ]

    def __str__(self):
        return f"hold {self.pk}"

    @property
    def stands(self):
        return self.lifted_at is None
