"""What people ask of HR: more time for a step."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .appraisal import Fact
from .words import Stage

User = settings.AUTH_USER_MODEL


class ExtensionRequest(Fact):
    """Asked by whoever has the step, until a day; granted with an extension, or declined with a reason."""

    step = models.CharField(max_length=40, choices=Stage)
    until = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "step", "asked_by"], name="extension_asked_once", condition=Q(answered_at=None)
            )
        ]

    def __str__(self):
        return f"extension request {self.pk}"
