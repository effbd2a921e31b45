"""The legal case (PP 30/2019 art. 59): what is contested, what each side says, what is determined."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .appraisal import Fact
from .words import Rating

User = settings.AUTH_USER_MODEL


class Objection(Fact):
    """Filed by the employee within fourteen days of receipt; may be withdrawn before the determination."""

    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"objection {self.pk}"


class Ground(Fact):
    """One contested line: `results_rating`, `behaviour_rating` or `indicator:<id>`, and why."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="grounds")
    subject = models.CharField(max_length=40)
    reason = models.TextField()

    def __str__(self):
        return f"ground {self.pk}"


class Statement(Fact):
    """What one side says: the supervisor's answer, the employee's reply, a question or its answer."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("Penjelasan pejabat penilai")
        REPLY = "reply", _("Tanggapan pegawai")
        QUESTION = "question", _("Pertanyaan")
        ANSWER = "answer", _("Jawaban")

    class To(models.TextChoices):
        EMPLOYEE = "employee", _("Pegawai")
        SUPERVISOR = "supervisor", _("Pejabat penilai kinerja")

    kind = models.CharField(max_length=10, choices=Kind)
    to = models.CharField(max_length=10, choices=To, blank=True)  # whom a question is put to
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Determination(Fact):
    """The final decision on an objection or a refusal, by the named official."""

    class Decision(models.TextChoices):
        DISMISSED = "dismissed", _("Keberatan tidak diterima, rating tetap")
        CHANGED = "changed", _("Rating diubah")

    decision = models.CharField(max_length=10, choices=Decision)
    results_rating = models.CharField(max_length=5, choices=Rating)
    behaviour_rating = models.CharField(max_length=5, choices=Rating)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self):
        return f"determination {self.pk}"


class Delivery(Fact):
    """A paper handover recorded by HR; the employee may dispute it."""

    appraisal = models.ForeignKey("Appraisal", models.PROTECT, related_name="deliveries")
    handed_over_on = models.DateField()
    witness = models.CharField(max_length=150)
    letter_no = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.TextField(blank=True)

    def __str__(self):
        return f"delivery {self.pk}"
