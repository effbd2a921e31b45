"""Why a member may not vote on a case, and what he declares about himself (UU 30/2014, articles not verified)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .appraisal import Fact

User = settings.AUTH_USER_MODEL


class KinQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The member himself, and whoever has an office; these read it only with a stated purpose."""
        if user.is_hr_admin or user.is_inspector:
            return self
        return self.filter(member=user)

    def standing(self):
        return self.filter(withdrawn_at=None)


class KinDeclaration(models.Model):
    """A member says that somebody is his kin: from then on he does not vote where that person is a party."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", _("Suami atau istri")
        PARENT = "parent", _("Orang tua")
        CHILD = "child", _("Anak")
        SIBLING = "sibling", _("Saudara kandung")
        IN_LAW = "in_law", _("Mertua, menantu, atau ipar")
        OTHER = "other", _("Keluarga lain")

    member = models.ForeignKey(User, models.PROTECT, related_name="kin_declarations")
    relative = models.ForeignKey(User, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10, choices=Relation)
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()
    objects = KinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="kin_is_another", condition=~Q(member=F("relative"))),
            models.UniqueConstraint(
                fields=["member", "relative"], name="kin_declared_once", condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self):
        return f"kin declaration {self.pk}"


class Recusal(Fact):
    """A member whom the system keeps out of one round, and why. Who recuses himself casts a vote that says so."""

    class Kind(models.TextChoices):
        PARTY = "party", _("pihak dalam berkas ini")
        KIN = "kin", _("menyatakan hubungan keluarga")
        OWN_UNIT = "own_unit", _("memimpin atau menilai di unit kerja pegawai")
        NAMED = "named", _("disebut dalam berkas")

    round = models.PositiveSmallIntegerField()
    member = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "round", "member"], name="recusal_once_a_round")]

    def __str__(self):
        return f"recusal {self.pk}"


class Dissent(Fact):
    """What a member attaches to a decision that he voted against."""

    round = models.PositiveSmallIntegerField()
    member = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField()
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "round", "member"], name="dissent_once_a_round")]

    def __str__(self):
        return f"dissent {self.pk}"
