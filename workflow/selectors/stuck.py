"""Cases that wait for nobody, or for too long: each with what is wrong and what HR can do about it.

Nothing here should ever be found; what is, is found before its employee asks.
"""

from datetime import timedelta

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from appraisal.models import Appraisal, Stage
from organization.models import User
from workflow.models import Step

from .inbox import CountOf

PAGE = 25
CAP = 100  # a count says "99+" from here on
OVERDUE, UNMOVED = timedelta(days=14), timedelta(days=45)  # later than this, a step is said to be stuck
ENDED = (Stage.FINAL, Stage.CANCELLED)
OF_NOBODY = ("awaiting_release", "awaiting_date")  # the system has these


class Stuck(TextChoices):
    """Why a case does not go on."""

    LONG = "long", _("Menunggu terlalu lama")
    INACTIVE = "inactive", _("Pemilik tugas nonaktif")
    PARTY = "party", _("Penilai atau atasannya nonaktif")
    DISAGREES = "disagrees", _("Tahap dan tugas tidak cocok")


def stuck(why, *, at, after=None):
    """A page of appraisals, by key; one more than a page tells that more follow."""
    found = _stuck(why, at)
    if after:
        found = found.filter(pk__gt=after)
    people = ("employee", "supervisor", "unit", "cycle")
    return list(found.select_related(*people).order_by("pk")[: PAGE + 1])


def open_steps_of(appraisals, *, at):
    """{appraisal id: its open steps, each with who holds it now}; one statement."""
    steps = Step.objects.filter(case__appraisal__in=[row.pk for row in appraisals], completed_at=None)
    found = {}
    held = steps.annotate(
        of=F("case__appraisal"),
        claimed=FilteredRelation("claim", condition=Q(claim__until__gt=at)),
        claimed_by=F("claimed__holder__name"),
        claimed_since=F("claimed__since"),
    )
    for step in held.select_related("owner").order_by("pk"):
        found.setdefault(step.of, []).append(step)
    return found


def counts(at, *, reader):
    """{why: how many, to 100 at most}; one statement."""
    asked = {why.value: CountOf(_stuck(why, at).values("pk")[:CAP]) for why in Stuck}
    found = User.objects.filter(pk=reader.pk).annotate(**asked).values(*asked).get()
    return {why: found[why.value] for why in Stuck}


def _stuck(why, at):
    step = Step.objects.filter(case__appraisal=OuterRef("pk"), completed_at=None)
    if why == Stuck.INACTIVE:
        return Appraisal.objects.filter(Exists(step.filter(owner__is_active=False).exclude(name__in=OF_NOBODY)))
    if why == Stuck.PARTY:
        idle = Q(supervisor__is_active=False) | Q(second_level__is_active=False)
        return Appraisal.objects.filter(idle).exclude(stage__in=ENDED)
    if why == Stuck.LONG:
        late = Q(due_at__lt=at - OVERDUE) | Q(due_at=None, opened_at__lt=at - UNMOVED)
        return Appraisal.objects.filter(Exists(step.filter(late)), cycle__paused_at=None)  # a pause stops the clocks
    ended = Q(stage__in=ENDED)
    strange = (ended & Exists(step)) | (~ended & ~Exists(step.filter(name=OuterRef("stage"))))
    return Appraisal.objects.filter(strange | Exists(step.exclude(name=OuterRef("stage"))), case__isnull=False)
