"""A copy of one's own data as background work: rows are the truth, so a killed worker's copy is begun again."""

import secrets
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

make_token = partial(secrets.token_urlsafe, 16)


class PersonalCopy(models.Model):
    """Who asked for his data, how far it is, and the file, for himself alone."""

    KEPT = timedelta(days=7)

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        RUNNING = "running", _("Berjalan")
        DONE = "done", _("Selesai")
        FAILED = "failed", _("Gagal")
        GONE = "gone", _("Sudah dihapus")

    UNDER_WAY = (State.WAITING, State.RUNNING)

    token = models.CharField(max_length=22, unique=True, default=make_token)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    receipt = models.CharField(max_length=60)  # the entry that says that it was asked for, such as user:12/4
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done_parts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)  # when the worker last said that it is at it
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)
    file = models.FileField(upload_to="personal/", blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="personal_copy_of_person")]
        constraints = [
            models.UniqueConstraint(
                "person", name="personal_copy_one_at_a_time", condition=Q(state__in=["waiting", "running"])
            )
        ]

    def __str__(self):
        return f"personal copy {self.pk}"

    @property
    def is_over(self):
        return self.state not in self.UNDER_WAY

    @property
    def kept_until(self):
        return self.finished_at and self.finished_at + self.KEPT

    def is_ready(self, at):
        return self.state == self.State.DONE and at < self.kept_until
