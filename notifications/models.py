"""Notices are stored with the change that caused them; delivery follows the commit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(to=user)

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """A message that an event caused: something to do, or something to know."""

    class Kind(models.TextChoices):
        TASK = "task", _("Perlu tindakan")
        INFO = "info", _("Kabar")

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=4, choices=Kind)
    about = models.CharField(max_length=80)  # an event or a step, named
    subject = models.CharField(max_length=60)  # a stream, such as "appraisal:12"
    facts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_list"),
            models.Index(fields=["to"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["id"], name="notice_outbox", condition=Q(mailed_at=None)),
        ]

    def __str__(self):
        return f"{self.kind} {self.about} {self.subject}"
