"""Looks, what they were sealed with, and the inspections that defer telling of them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

User = settings.AUTH_USER_MODEL
HOUR = 3600  # seconds


class Inspection(models.Model):
    """An inspector's purpose under which the person concerned is told later: when it closes, or when it ends by itself."""

    LASTS = timedelta(days=90)  # at most (design: who sees what)

    inspector = models.ForeignKey(User, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            # the same purpose again would be a way around the ninety days
            models.UniqueConstraint(fields=["inspector", "purpose"], name="inspection_once_a_purpose"),
        ]
        indexes = [models.Index(fields=["until"], name="inspection_open", condition=Q(closed_at=None))]

    def __str__(self):
        return f"inspection {self.pk}"


class AccessQuerySet(models.QuerySet):
    def told_at(self, at):
        """Those that no inspection defers any more."""
        closed = Q(inspection__closed_at__isnull=False)
        return self.filter(Q(deferred_until=None) | Q(deferred_until__lte=at) | closed)

    def visible_to(self, user, *, at):
        """Everybody sees who looked at what concerns him, once it may be told; inspectors see all other looks too."""
        own = self.filter(person=user).told_at(at)
        if not user.is_inspector:
            return own
        return self.filter(Q(person=None) | ~Q(person=user) | Q(pk__in=own.values("pk")))


class Access(models.Model):
    """Somebody looked at what concerns another. Never changed, never deleted; at most one an hour for the same thing."""

    class Kind(models.TextChoices):
        CONTENT = "content", _("Isi berkas")
        EVIDENCE = "evidence", _("Bukti")
        LOG = "log", _("Catatan dan jalannya berkas")
        EXPORT = "export", _("Unduhan")
        PRINT = "print", _("Cetakan")

    viewer = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(  # whom it concerns; none: everybody
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )
    stream = models.CharField(max_length=60)  # what was looked at, as the log names it
    kind = models.CharField(max_length=8, choices=Kind)
    part = models.CharField(max_length=20, blank=True)  # as what, a code of `registry.parts`
    capacity = models.CharField(max_length=12, default="definitive")  # definitive, plt, plh, delegate
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=300, blank=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="accesses")
    deferred_until = models.DateTimeField(null=True)
    at = models.DateTimeField()
    hour = models.PositiveIntegerField()  # since 1970, UTC
    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["viewer", "stream", "kind", "purpose", "hour"], name="access_once_an_hour"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="access_of_person"),
            models.Index(fields=["stream", "-id"], name="access_of_stream"),
            models.Index(fields=["viewer", "-id"], name="access_of_viewer"),
            models.Index(fields=["hour"], name="access_hour"),
        ]

    def __str__(self):
        return f"access {self.pk}"


class AccessBatch(models.Model):
    """Looks that were sealed together: the entry `access.batch` commits to them."""

    entry = models.OneToOneField("audit.Entry", models.PROTECT, primary_key=True)

    def __str__(self):
        return f"accesses of entry {self.entry_id}"


class BatchedAccess(models.Model):
    """Which batch a look is in; its own row, because a look never changes."""

    access = models.OneToOneField(Access, models.PROTECT, primary_key=True, related_name="batched")
    batch = models.ForeignKey(AccessBatch, models.PROTECT, related_name="batched")

    def __str__(self):
        return f"access {self.access_id} in {self.batch_id}"


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who asked; whoever it was put to, but not about his own look."""
        put = Q(to__in=user.roles) & ~Q(access__viewer=user)
        return self.filter(Q(access__person=user) | put)


class Question(models.Model):
    """The person concerned asks why somebody looked, or reports it."""

    class To(models.TextChoices):
        """Which role it is put to; the codes are those of roles."""

        HR = "hr_admin", _("Pengelola kinerja")
        INSPECTORATE = "inspector", _("Inspektorat")

    access = models.ForeignKey(Access, models.PROTECT, related_name="questions")
    to = models.CharField(max_length=10, choices=To)
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()
    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access", "to"], name="access_question_once"),
            models.CheckConstraint(
                name="access_question_answered_by",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),  # an order may have erased the words
            ),
        ]

    def __str__(self):
        return f"question {self.pk}"
