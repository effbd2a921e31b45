"""What a party attaches to an appraisal: whose file it is, what it is about, what became of it. The bytes lie apart."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from audit.models import Entry

from .appraisal import Appraisal, Fact

User = settings.AUTH_USER_MODEL


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; of the other side what was sent with the part of the case that it was attached in (design §3).

        Offices see the content of a case with a stated purpose only: who asks for them has asked `permissions.sight_of`.
        """
        return self.filter(Q(added_by=user) | Q(_sent_to(user), appraisal__in=Appraisal.objects.visible_to(user)))

    def not_in_a_draft(self):
        """All but what belongs to a part that is open and was not sent since."""
        return self.exclude(~_told_as_sent(), given_with=F("appraisal__stage"))

    def standing(self):
        return self.filter(withdrawn_at=None)


class Evidence(Fact):
    """The bytes are named by their SHA-256 (audit.stored); a name that is blank was erased by order, and they with it."""

    class Part(models.TextChoices):
        """With which part of the case it is sent: the name of the step, or the reply."""

        SELF_ASSESSMENT = "self_assessment", _("Penilaian mandiri")
        REVIEW = "supervisor_review", _("Penilaian atasan")
        RESPONSE = "employee_response", _("Tanggapan pegawai")
        REFUSAL = "refusal_period", _("Masa keberatan setelah menolak")
        STATEMENT = "supervisor_statement", _("Penjelasan pejabat penilai")
        CLARIFICATION = "clarification", _("Jawaban atas pertanyaan")
        REPLY = "reply", _("Tanggapan atas penjelasan")

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        ACCEPTED = "accepted", _("Diterima")
        REJECTED = "rejected", _("Ditolak")

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="evidence")
    given_with = models.CharField(max_length=20, choices=Part)
    about = models.JSONField(default=list)  # subjects as grounds name them; none: in general
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()  # bytes
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    examined_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    examined_at = models.DateTimeField(null=True, blank=True)
    examination = models.TextField(blank=True)  # why it was rejected
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="evidence_bytes")]
        constraints = [
            models.CheckConstraint(name="evidence_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="evidence_examined_by_somebody",
                condition=Q(state="waiting", examined_by=None, examined_at=None)
                | (~Q(state="waiting") & Q(examined_by__isnull=False, examined_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="evidence_withdrawn_after_added",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("added_at")),
            ),
        ]

    def __str__(self):
        return f"evidence {self.pk}"

    @property
    def is_erased(self):
        return not self.name


SENDS = {  # the events by which a part is sent; REFUSAL: silence sends on what was refused
    Evidence.Part.SELF_ASSESSMENT: ["self_assessed"],
    Evidence.Part.REVIEW: ["review_released", "review_submitted"],
    Evidence.Part.RESPONSE: ["acknowledged", "objected", "refused"],
    Evidence.Part.REFUSAL: ["objected", "refusal_stands"],
    Evidence.Part.STATEMENT: ["statement_made"],
    Evidence.Part.CLARIFICATION: ["clarification_given"],
}


def _sent_to(user):
    """As the ratings are, a file of the review is seen from the release on; a recall takes back what was sent."""
    part, released = Evidence.Part, Q(appraisal__released_at__isnull=False)
    received = ~Q(appraisal__employee=user) | Q(appraisal__received_at__isnull=False)
    withheld = (
        Q(given_with=part.SELF_ASSESSMENT, appraisal__self_assessed_at=None)
        | Q(~Q(released & received), given_with=part.REVIEW)
        | Q(given_with=part.STATEMENT, appraisal__stage=part.STATEMENT)
    )
    return (Q(given_with=part.REPLY) | _told_as_sent()) & ~withheld


def _told_as_sent():
    """Whether the log tells, after the file was attached and before it was withdrawn, that its part was sent.

    What a later supervisor sends does not carry the files of the one before him.
    """
    stream = Concat(models.Value("appraisal:"), Cast(OuterRef("appraisal_id"), models.CharField()))
    by_another = Q(actor=OuterRef("appraisal__supervisor__pseudonym")) & ~Q(actor=OuterRef("added_by__pseudonym"))
    told = Entry.objects.filter(
        ~by_another, stream=stream, at__gte=OuterRef("added_at"), at__lte=Coalesce(OuterRef("withdrawn_at"), F("at"))
    )
    found = Q()
    for part, names in SENDS.items():
        found |= Q(Exists(told.filter(event__in=[f"appraisal.{name}" for name in names])), given_with=part)
    return found
