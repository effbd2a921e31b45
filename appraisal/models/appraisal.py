"""One employee, one cycle, one segment of service, and the facts that belong to it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.models import Unit

from .cycle import Cycle
from .plan import Indicator, Plan
from .words import Predicate, Rating, Stage, Value

User = settings.AUTH_USER_MODEL


class AppraisalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One question for page, API, export and websocket; everyone else gets 404 (design §3)."""
        from .committee import Seat
        from .conflict import Recusal

        if user.pk == 0 or user.is_hr_admin or user.is_inspector:  # 0: organization.models.SYSTEM
            return self
        seat = Seat.objects.filter(committee=OuterRef("committee"), member=user, is_active=True)
        kept_out = Recusal.objects.filter(appraisal=OuterRef("pk"), round=OuterRef("vote_round"), member=user)
        return self.filter(
            Q(employee=user)
            | Q(supervisor=user)
            | Q(second_level=user, released_at__isnull=False)
            # from committee on, whatever follows; whom the system keeps out of the vote is no member in this case
            | Q(Exists(seat), ~Exists(kept_out), ~Q(second_level=user), vote_round__gt=0)
        )

    def with_people(self):
        """What the door and the pages need of an appraisal, in one statement."""
        return self.select_related(
            "cycle__policy", "employee", "supervisor", "second_level", "committee", "unit", "plan"
        )


class Appraisal(models.Model):
    """Its row is the lock of everything that belongs to it. Once final it never changes (a trigger refuses)."""

    class Capacity(models.TextChoices):
        DEFINITIVE = "definitive", _("definitif")
        PLT = "plt", "Plt."
        PLH = "plh", "Plh."

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="appraisals")
    employee = models.ForeignKey(User, models.PROTECT, related_name="appraisals")
    segment = models.PositiveSmallIntegerField(default=1)
    edition = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    supersede_authority = models.CharField(max_length=200, blank=True)
    supersede_letter_no = models.CharField(max_length=80, blank=True)

    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    supervisor_capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.DEFINITIVE)
    second_level = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_level_capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.DEFINITIVE)
    committee = models.ForeignKey("Committee", models.PROTECT, null=True, related_name="appraisals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    zone = models.CharField(max_length=20, choices=Unit.Zone)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="appraisals")
    snapshot = models.JSONField(default=dict)  # role -> {name, post, unit, rank, number}

    stage = models.CharField(max_length=30, choices=Stage)
    version = models.PositiveIntegerField(default=0)
    vote_round = models.PositiveSmallIntegerField(default=0)
    is_contested = models.BooleanField(default=False)  # objected to or refused
    is_determined = models.BooleanField(default=False)
    is_returned_once = models.BooleanField(default=False)  # by the committee, after a determination

    statement = models.TextField(blank=True)
    results_rating = models.CharField(max_length=5, choices=Rating, blank=True)
    behaviour_rating = models.CharField(max_length=5, choices=Rating, blank=True)
    rating_reason = models.TextField(blank=True)
    predicate = models.CharField(max_length=20, choices=Predicate, blank=True)
    is_final = models.BooleanField(default=False)

    self_assessed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    response_due_on = models.DateField(null=True)  # last local day to respond
    reply_until = models.DateTimeField(null=True)  # until then `dismiss` waits for the employee's reply
    decision_due_on = models.DateField(null=True)  # kept while a question is out
    extended = models.JSONField(default=dict, blank=True)  # {step: the last day, by an extension}
    history = HistoricalRecords()
    objects = AppraisalQuerySet.as_manager()

    # within one act only, never stored: whom a question is put to, that the supervisor has had his say on an
    # objection, who votes, who recuses himself right now
    asked = ""
    is_answered = False
    voters = ()
    recused_now = frozenset()

    class Meta:
        indexes = [models.Index(fields=["cycle", "stage"], name="appraisal_progress")]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "employee", "segment", "edition"], name="appraisal_once_a_segment"
            ),
            models.CheckConstraint(name="appraisal_by_another", condition=~Q(employee=F("supervisor"))),
            models.CheckConstraint(
                name="appraisal_decided_by_another",
                condition=Q(second_level=None) | ~Q(second_level=F("employee")),
            ),
            models.CheckConstraint(
                name="appraisal_second_level_is_not_supervisor",
                condition=Q(second_level=None) | ~Q(second_level=F("supervisor")),
            ),
            models.CheckConstraint(
                name="appraisal_ratings_together",
                condition=Q(results_rating="", behaviour_rating="", predicate="")
                | (~Q(results_rating="") & ~Q(behaviour_rating="") & ~Q(predicate="")),
            ),
            models.CheckConstraint(
                name="appraisal_final_has_predicate",
                condition=Q(is_final=False) | (~Q(predicate="") & Q(stage=Stage.FINAL)),
            ),
            models.CheckConstraint(
                name="appraisal_received_after_release",
                condition=Q(received_at=None) | Q(released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="appraisal_edition_supersedes",
                condition=Q(edition=1, supersedes=None) | Q(edition__gt=1, supersedes__isnull=False),
            ),
            models.CheckConstraint(
                name="appraisal_supersedes_with_authority",
                condition=Q(supersedes=None)
                | (Q(edition__gt=1) & ~Q(supersede_authority="") & ~Q(supersede_letter_no="")),
            ),
        ]

    def __str__(self):
        return f"appraisal {self.pk}"

    @property
    def policy(self):
        return self.cycle.policy.document

    @property
    def code(self):
        """What a case is called where its name is closed."""
        return code_of(self.pk)

    @property
    def is_top_of_tree(self):
        """No second-level supervisor, or the supervisor himself: the case is flagged (design §3)."""
        return self.second_level_id is None

    @property
    def decider_id(self):
        return self.second_level_id or self.supervisor_id

    @property
    def is_released(self):
        return self.released_at is not None

    def party_ids(self):
        return {self.employee_id, self.supervisor_id, self.second_level_id} - {None}


def code_of(appraisal_id):
    """`K-017`: the same in every meeting, and no name."""
    return f"K-{appraisal_id:03d}"


class Fact(models.Model):
    """A row that belongs to one appraisal and keeps its history."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="%(class)ss")
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


class Result(Fact):
    """What the employee reached on one indicator, and how."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="results")
    actual = models.DecimalField(max_digits=14, decimal_places=2)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "indicator"], name="result_once_an_indicator")]

    def __str__(self):
        return f"result {self.pk}"


class Behaviour(Fact):
    """The employee's note on one of the seven values; no self-rating."""

    value = models.CharField(max_length=20, choices=Value)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "value"], name="behaviour_once_a_value")]

    def __str__(self):
        return f"behaviour {self.pk}"


class Feedback(Fact):
    """The supervisor's words on an indicator, a value or a rating."""

    subject = models.CharField(max_length=40)
    text = models.TextField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self):
        return f"feedback {self.pk}"


class Document(Fact):
    """The evaluation document: identity snapshot and outcome as they were when the predicate became final."""

    content = models.JSONField()

    def __str__(self):
        return f"document {self.pk}"
