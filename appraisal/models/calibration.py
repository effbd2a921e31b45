"""What a unit reached as a whole, and why the predicates in it are right although guidance says otherwise."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.models import Post, Unit

from .cycle import Cycle

User = settings.AUTH_USER_MODEL
DEPTH = 6  # of the tree of units


class UnitRatingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """HR and inspectors; whoever set it; the committee of the unit; its people, once their own result is open."""
        from .appraisal import Appraisal
        from .committee import Seat

        if user.is_hr_admin or user.is_inspector:
            return self
        above = [OuterRef("unit" + "__parent" * steps) for steps in range(DEPTH)]
        seats = Seat.objects.filter(member=user, is_active=True, committee__cycle=OuterRef("cycle"))
        received = Appraisal.objects.filter(
            cycle=OuterRef("cycle"), unit=OuterRef("unit"), employee=user, received_at__isnull=False
        )
        of_unit = Q(committee__unit=None)
        for unit in above:
            of_unit |= Q(committee__unit=unit)
        return self.filter(Q(set_by=user) | Exists(seats.filter(of_unit)) | Exists(received))


class UnitRating(models.Model):
    """Set by the leader above, or recorded by HR from his letter; each change keeps its reason in the history.

    Its row is the lock of what is said about the unit's distribution, and its stream tells it.
    """

    class Word(models.TextChoices):
        """Capaian kinerja organisasi, best first (SE MenPANRB 3/2023)."""

        EXCELLENT = "excellent", _("Istimewa")
        GOOD = "good", _("Baik")
        NEEDS_IMPROVEMENT = "needs_improvement", _("Butuh perbaikan")
        POOR = "poor", _("Kurang")
        VERY_POOR = "very_poor", _("Sangat kurang")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="unit_ratings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rating = models.CharField(max_length=20, choices=Word)
    reason = models.TextField()
    letter_no = models.CharField(max_length=80, blank=True)
    head_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")  # of the unit, as it was set
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: the post above is vacant
    capacity = models.CharField(max_length=10, default="definitive")  # in which he leads
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # HR, from the letter
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()
    objects = UnitRatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="unit_rating_once_a_cycle"),
            models.CheckConstraint(
                name="unit_rating_recorded_by_letter", condition=Q(recorded_by=None) | ~Q(letter_no="")
            ),
            models.CheckConstraint(
                name="unit_rating_set_by_somebody", condition=Q(set_by__isnull=False) | Q(recorded_by__isnull=False)
            ),
        ]

    def __str__(self):
        return f"unit rating {self.pk}"


class Justification(models.Model):
    """Why the distribution of a unit is right; the committee reads it and the minutes quote it.

    One for each rated unit; what it said before is in its history.
    """

    rating = models.OneToOneField(UnitRating, models.PROTECT, related_name="justification")
    text = models.TextField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, default="definitive")
    sent_at = models.DateTimeField()
    history = HistoricalRecords()

    def __str__(self):
        return f"justification {self.pk}"


class JustificationDraft(models.Model):
    """What somebody typed and has not sent; nobody else sees it, so it is no act and has no history."""

    rating = models.ForeignKey(UnitRating, models.PROTECT, related_name="drafts")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "author"], name="justification_draft_once")]

    def __str__(self):
        return f"justification draft {self.pk}"
