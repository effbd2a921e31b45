"""Notices are stored with the change that caused them; delivery follows the commit."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(to=user)

    def unread(self):
        return self.filter(read_at=None)

    def unmailed(self):
        return self.filter(mailed_at=None, skipped_at=None)


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
    n = models.PositiveIntegerField(null=True, blank=True)  # the entry of the log that caused it, if any did
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_after = models.DateTimeField(null=True, blank=True)  # put off: night, or a letter went out a moment ago
    mailed_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)  # when it was decided that no letter tells of it
    pushed_at = models.DateTimeField(null=True, blank=True)  # when devices came to owe it, if there were any
    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_list"),
            models.Index(fields=["to"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["id"], name="notice_outbox", condition=Q(mailed_at=None, skipped_at=None)),
            models.Index(fields=["id"], name="notice_unpushed", condition=Q(pushed_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(  # nobody is told twice of one act
                fields=["to", "subject", "about", "n"], name="notice_once"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.about} {self.subject}"


class Preference(models.Model):
    """What a person wants no letter and no push message of, by the names of events and steps; none: all is sent."""

    class Digest(models.TextChoices):
        SOON = "soon", _("Segera, paling sering satu surat tiap jam")
        DAILY = "daily", _("Satu rangkuman tiap pagi")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    digest = models.CharField(max_length=5, choices=Digest, default=Digest.SOON)
    mail_off = models.JSONField(default=list, blank=True)
    push_off = models.JSONField(default=list, blank=True)
    history = HistoricalRecords()

    def __str__(self):
        return f"preference {self.pk}"


class Subscription(models.Model):
    """A browser that shows hints to a person: its address at a push service, and the keys it reads with. No record."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="subscriptions")
    endpoint = models.CharField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    owed_from = models.BigIntegerField(null=True, blank=True)  # the oldest notice that it has yet to be told of
    due_at = models.DateTimeField(null=True, blank=True)  # when it is told: at once, in the morning, or tried again
    tries = models.PositiveSmallIntegerField(default=0)  # one after another, that its push service did not take

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="subscription_due", condition=~Q(due_at=None))]

    def __str__(self):
        return f"subscription {self.pk}"

    @property
    def service(self):
        """Whose push service it is: all that we know of the device."""
        return urlsplit(self.endpoint).hostname
