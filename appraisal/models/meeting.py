"""The committee meets: what is on its agenda, who is there, and where it stands. Votes are cast on the cases themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from organization.models import Unit

from .appraisal import Appraisal, code_of
from .committee import Committee, Vote
from .conflict import Recusal

User = settings.AUTH_USER_MODEL


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the committee."""
        seen = Committee.objects.visible_to(user).filter(pk=OuterRef("committee"))
        return self.filter(Exists(seen))


class Meeting(models.Model):
    """Prepared, then opened and led by the chair, then closed; a committee has one at a time.

    `version` rises with each act of whoever leads: a page that shows an older one is told so. It does not rise
    when a member comes or goes.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()  # of this committee, from 1
    held_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    current = models.ForeignKey("AgendaItem", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_number"),
            models.UniqueConstraint("committee", name="meeting_one_at_a_time", condition=Q(closed_at=None)),
            models.CheckConstraint(
                name="meeting_opened_at_with_opened_by",
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_closed_after_it_opened",
                condition=Q(closed_at=None, closed_by=None)
                | Q(opened_at__isnull=False, closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"meeting {self.committee_id}/{self.number}"

    @property
    def day(self):
        """When it took place; until then when it is planned. The chair may open it earlier."""
        return timezone.localdate(self.opened_at) if self.opened_at else self.held_on

    @property
    def is_prepared(self):
        """Not opened yet: its agenda may still change."""
        return self.opened_at is None

    @property
    def is_open(self):
        return self.opened_at is not None and self.closed_at is None


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the meeting; a case neither its parties nor who is recused from it, by himself or the system."""
        party = Q(appraisal__employee=user) | Q(appraisal__supervisor=user) | Q(appraisal__second_level=user)
        recused = Vote.objects.filter(appraisal=OuterRef("appraisal"), member=user, choice=Vote.Choice.RECUSE)
        seen = Meeting.objects.visible_to(user).filter(pk=OuterRef("meeting"))
        kept_out = Recusal.objects.filter(
            appraisal=OuterRef("appraisal"), round=OuterRef("appraisal__vote_round"), member=user
        )
        return self.filter(Exists(seen)).exclude(party).exclude(Exists(recused)).exclude(Exists(kept_out))


class AgendaItem(models.Model):
    """One matter of a meeting: the uncontested cases of a branch of units together, or one case by itself."""

    class Kind(models.TextChoices):
        UNIT = "unit", pgettext_lazy("butir acara", "Daftar pengesahan unit")
        CASE = "case", pgettext_lazy("butir acara", "Kasus")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("butir acara", "menunggu")
        DISCUSSED = "discussed", pgettext_lazy("butir acara", "dibahas")
        DONE = "done", pgettext_lazy("butir acara", "selesai")

    class Verdict(models.TextChoices):
        """What had become of it when the chair closed it. A case left open keeps its date."""

        ENDORSED = "endorsed", pgettext_lazy("butir acara", "disahkan")
        RETURNED = "returned", pgettext_lazy("butir acara", "dikembalikan")
        LEFT_OPEN = "left_open", pgettext_lazy("butir acara", "belum diputus")

    DECIDED = (Verdict.ENDORSED, Verdict.RETURNED)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    round = models.PositiveSmallIntegerField(default=0)  # of the case's vote, when it was put on the agenda
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    history = HistoricalRecords()
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="agenda_unit_once"),
            models.UniqueConstraint(fields=["meeting", "appraisal"], name="agenda_case_once"),
            models.CheckConstraint(
                name="agenda_unit_or_case",
                condition=Q(kind="unit", unit__isnull=False, appraisal=None)
                | Q(kind="case", unit=None, appraisal__isnull=False),
            ),
            models.CheckConstraint(
                name="agenda_done_with_verdict",
                condition=(~Q(state="done") & Q(verdict="")) | (Q(state="done") & ~Q(verdict="")),
            ),
        ]

    def __str__(self):
        return f"agenda item {self.pk}"

    @property
    def title(self):
        """Its unit, or the code of its case."""
        return self.unit.name if self.unit_id else self.code

    @property
    def code(self):
        """What a case is called while its name is closed; nothing for a consent list."""
        return code_of(self.appraisal_id) if self.appraisal_id else ""


class Attendance(models.Model):
    """A member at a meeting: there since, gone since, or absent for a reason."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(User, models.PROTECT, related_name="+")
    present_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    absent_reason = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once_a_meeting"),
            models.CheckConstraint(
                name="attendance_present_or_absent",
                condition=Q(present_at=None) | Q(absent_reason=""),  # an order may have erased why he was absent
            ),
            models.CheckConstraint(
                name="attendance_left_after_present", condition=Q(left_at=None) | Q(present_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"attendance {self.pk}"

    @property
    def is_present(self):
        return self.present_at is not None and self.left_at is None
