"""Working order of one person. No business facts: it has no history and is nobody else's concern."""

from django.conf import settings
from django.db import models

User = settings.AUTH_USER_MODEL


class Desk(models.Model):
    """A person's saved views, the one he begins with, and when he was here: a row, so that no page pays a statement."""

    owner = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="desk")
    views = models.JSONField(default=list)  # [{"name": text, "query": text of an address}]
    first_view = models.CharField(max_length=40, blank=True)  # the name of the view he begins with
    visited_at = models.DateTimeField(null=True)
    seen_until = models.DateTimeField(null=True)  # the visit before: what was opened since is new

    def __str__(self):
        return f"desk {self.pk}"


class Snooze(models.Model):
    """A step that its reader wants to see again on a day. Its deadline stays, and it comes back before that."""

    step = models.ForeignKey("workflow.Step", models.CASCADE, related_name="snoozes")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="snooze_once_a_step")]

    def __str__(self):
        return f"snooze {self.pk}"
