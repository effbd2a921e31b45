"""The minutes of a meeting (berita acara): generated from facts, signed by the members in order, then sealed."""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from .committee import Committee
from .meeting import Meeting

User = settings.AUTH_USER_MODEL


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the committee, and whoever signed; the parties to its cases see nothing of it."""
        seen = Committee.objects.visible_to(user).filter(pk=OuterRef("meeting__committee"))
        signed = Signature.objects.filter(minutes=OuterRef("pk"), member=user)
        return self.filter(Q(Exists(seen)) | Q(Exists(signed)))


class Minutes(models.Model):
    """What a meeting decided. `body` is canonical JSON: while nobody signs it may be drawn up anew, sealed it stands."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    number = models.CharField(max_length=80)  # of the city's own register
    place = models.CharField(max_length=200)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)  # of the body: what each member signs
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)  # by the chair; from then on it may be signed
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True)  # of the file that is given out
    history = HistoricalRecords()
    objects = MinutesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="minutes_sealed_after_check", condition=Q(sealed_at=None) | Q(checked_at__isnull=False)
            ),
            models.CheckConstraint(
                name="minutes_sealed_with_digest",
                condition=Q(sealed_at=None, sealed_sha256="") | (Q(sealed_at__isnull=False) & ~Q(sealed_sha256="")),
            ),
        ]

    def __str__(self):
        return f"minutes {self.pk}"

    @cached_property
    def content(self):
        return json.loads(self.body)

    @property
    def is_draft(self):
        return self.checked_at is None

    @property
    def is_sealed(self):
        return self.sealed_at is not None


class Signature(models.Model):
    """One member's word under the minutes: signed, refused for a reason, or unable, as HR noted."""

    class Kind(models.TextChoices):
        SIGNED = "signed", pgettext_lazy("tanda tangan", "menandatangani")
        REFUSED = "refused", pgettext_lazy("tanda tangan", "menolak menandatangani")
        UNABLE = "unable", pgettext_lazy("tanda tangan", "berhalangan menandatangani")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="signatures")
    member = models.ForeignKey(User, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()  # in the order of signing, from 1
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)  # what stood before him
    at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "member"], name="signature_once_a_member"),
            models.UniqueConstraint(fields=["minutes", "position"], name="signature_once_a_place"),
            models.CheckConstraint(name="signature_without_reason", condition=~Q(kind="signed") | Q(reason="")),
        ]

    def __str__(self):
        return f"signature {self.pk}"

    @property
    def has_reason(self):
        """Or had one that an order erased."""
        return self.kind != self.Kind.SIGNED
