"""Working order of one person. No business facts: it has no history and is nobody else's concern."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

User = settings.AUTH_USER_MODEL


class Desk(models.Model):
    """A person's saved views, the one he begins with, and when he was here: a row, so that no page pays a statement."""

    owner = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="desk")
    views = models.JSONField(default=list)  # [{"name": text, "query": text of an address}]
    first_view = models.CharField(max_length=40, blank=True)  # the name of the view he begins with
    begins_with_all = models.BooleanField(
        default=False
    )  # he chose to see everything first, whatever his role begins with
    visited_at = models.DateTimeField(null=True)
    seen_until = models.DateTimeField(null=True)  # the visit before: what was opened since is new

    def __str__(self):
        return f"desk {self.pk}"


class RoleView(models.Model):
    """What those begin with who have tasks in a role and chose nothing themselves. HR's; each change is an entry."""

    role = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=200)  # filters, as an address has them

    def __str__(self):
        return f"{self.role}: {self.name}"


class Snooze(models.Model):
    """A step that its reader wants to see again on a day. Its deadline stays, and it comes back before that."""

    step = models.ForeignKey("workflow.Step", models.CASCADE, related_name="snoozes")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="snooze_once_a_step")]

    def __str__(self):
        return f"snooze {self.pk}"


class Bulk(models.Model):
    """One act for many steps, confirmed by a person. Rows are the truth: a run that is cut off goes on."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    act = models.CharField(max_length=20)  # a name in `desk.acts`
    day = models.DateField(null=True)  # until which the tasks are put off
    key = models.CharField(max_length=40)  # of the confirmation: the same click twice is one run
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="bulk_once_a_click")]
        indexes = [models.Index(fields=["id"], name="bulk_running", condition=Q(ended_at=None))]

    def __str__(self):
        return f"bulk {self.pk}"


class BulkItem(models.Model):
    """What became of one of the steps. Each is an act of its own, with its own entry in the log."""

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        DONE = "done", _("berhasil")
        REFUSED = "refused", _("tidak dapat")

    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="items")
    step = models.ForeignKey("workflow.Step", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()  # of the appraisal, as the check page showed it
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    sentence = models.TextField(blank=True)  # why it was refused

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "step"], name="bulk_item_once")]

    def __str__(self):
        return f"item {self.pk}"


class Claim(models.Model):
    """Who of several is at a step, its owner or one of his delegates; it ends by itself."""

    step = models.OneToOneField("workflow.Step", models.CASCADE, related_name="claim")
    holder = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    def __str__(self):
        return f"claim {self.pk}"
