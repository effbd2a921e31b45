"""One file on its way into the organization, and the work on it that the worker does."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .progress import Phase

User = settings.AUTH_USER_MODEL


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a city knows of its people, in one file: for whoever manages them."""
        return self if user.pk == 0 or user.is_hr_admin else self.none()  # 0: organization.models.SYSTEM

    def with_work(self):
        """Each with whether the worker is at it."""
        under_way = ImportJob.objects.filter(run=OuterRef("pk"), state__in=ImportJob.UNDER_WAY)
        return self.annotate(has_work=Exists(under_way))


class ImportRun(models.Model):
    """One file of the organization: checked first, then written whole or not at all, undone within a day."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("diunggah")
        UNMAPPED = "unmapped", _("menunggu pemetaan kolom")
        CHECKED = "checked", _("diperiksa")
        APPLIED = "applied", _("diterapkan")
        UNDONE = "undone", _("diurungkan")
        DISCARDED = "discarded", _("dibatalkan")

    OPEN = (State.UPLOADED, State.UNMAPPED, State.CHECKED)  # nothing is written yet

    file = models.FileField(upload_to="imports/", blank=True)  # "" once it and its report are gone
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    end_missing = models.BooleanField(default=False)
    header = models.CharField(max_length=64, blank=True)  # digest of the headings
    columns = models.JSONField(default=dict, blank=True)  # our column -> its place, if chosen by hand
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()
    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_applied_at_with_applied_by",
                condition=Q(applied_at=None, applied_by=None) | Q(applied_at__isnull=False, applied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="import_undone_at_with_undone_by",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"import {self.pk}"

    @property
    def is_open(self):
        return self.state in self.OPEN


class ImportJob(models.Model):
    """Background work on one file: rows are the truth, so a killed worker's job is taken up again."""

    class Kind(models.TextChoices):
        CHECK = "check", _("Memeriksa berkas")
        WRITE = "write", _("Menulis ke organisasi")
        UNDO = "undo", _("Mengurungkan impor")

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")

    UNDER_WAY = (State.WAITING, State.RUNNING)
    WRITING = (Kind.WRITE, Kind.UNDO)  # change the organization: one at a time

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=5, choices=Kind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    phase = models.CharField(max_length=10, choices=Phase, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "run", name="import_job_one_at_a_time", condition=Q(state__in=["waiting", "running"])
            )
        ]

    def __str__(self):
        return f"import job {self.pk}"
