"""An export as background work: rows are the truth, so a killed worker's export is begun again."""

import secrets
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

make_token = partial(secrets.token_urlsafe, 16)


class Export(models.Model):
    """What was asked for, how far it is, and the file, for whoever asked alone."""

    KEPT = timedelta(days=7)

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        JSON = "json", "JSON"

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")
        GONE = "gone", _("Sudah dihapus")

    UNDER_WAY = (State.WAITING, State.RUNNING)

    token = models.CharField(max_length=22, unique=True, default=make_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    purpose = models.CharField(max_length=300)
    format = models.CharField(max_length=4, choices=Format)
    language = models.CharField(max_length=5)
    with_content = models.BooleanField(default=False)  # reasons and facts, too
    filter = models.JSONField()  # audit.search.Filter.as_document
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    reached = models.DateTimeField(null=True)  # how far back it has come
    beat_at = models.DateTimeField(null=True)  # when the worker last said that it is at it
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)
    file = models.FileField(upload_to="exports/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-id"], name="export_of_person")]

    def __str__(self):
        return f"export {self.pk}"

    @property
    def is_over(self):
        return self.state not in self.UNDER_WAY

    @property
    def kept_until(self):
        return self.finished_at and self.finished_at + self.KEPT
