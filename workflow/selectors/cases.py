"""Lists of appraisals: one's own, those one rates, decides or votes on, and for HR and inspectors all."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from appraisal.models import Appraisal, Cycle, Seat, Stage
from appraisal.permissions import seat_of
from organization.models import Identifier, User
from organization.selectors.people import as_digits, units_called
from workflow.models import Step

PAGE = 25
CAP = 100  # a count says "99+" from here on


class Tab(TextChoices):
    """As what somebody looks at appraisals."""

    OWN = "own", _("Penilaian saya")
    RATED = "rated", _("Saya nilai")
    DECIDED = "decided", _("Saya tetapkan")
    VOTED = "voted", _("Komite")
    ALL = "all", _("Semua")


class Attention(TextChoices):
    """What HR looks after."""

    UNOPENED = "unopened", _("Hasil lama tidak dibuka")
    LATE = "late", _("Langkah terlambat")


def tabs_of(user):
    """The tabs that hold something for this person; one statement."""
    found = User.objects.filter(pk=user.pk).annotate(**{tab: Exists(_held(tab, user)) for tab in _personal()})
    held = found.values(*_personal()).first() or {}
    tabs = [tab for tab in _personal() if held.get(tab)]
    return [*tabs, Tab.ALL] if user.is_hr_admin or user.is_inspector else tabs or [Tab.OWN]


def cases(tab, user, *, at, before=None, words="", unit="", stage="", attention=""):
    """A page of appraisals, newest first; one more than a page tells that older ones follow."""
    open_steps = Step.objects.filter(case__appraisal=OuterRef("pk"), completed_at=None)
    found = Appraisal.objects.visible_to(user) if tab == Tab.ALL else _held(tab, user)
    found = found.filter(_about(words))
    if unit:
        found = found.filter(unit__in=units_called(unit))
    if stage:
        found = found.filter(stage=stage)
    if attention:
        found = found.filter(needs_attention(attention, at))
    if before:
        found = found.filter(pk__lt=before)
    found = found.annotate(due_at=Subquery(open_steps.order_by("-due_at").values("due_at")[:1]), has_seat=seat_of(user))
    return list(found.select_related("employee", "supervisor", "unit", "cycle").order_by("-pk")[: PAGE + 1])


def needs_attention(attention, at):
    if attention == Attention.LATE:
        late = Step.objects.filter(case__appraisal=OuterRef("pk"), completed_at=None, due_at__lt=at)
        return Q(Exists(late))
    waiting = Q(pk__in=[])
    for cycle in Cycle.objects.exclude(state=Cycle.State.DRAFT).select_related("policy"):
        grace = timedelta(days=cycle.policy.document.deadlines.receipt_grace)
        waiting |= Q(cycle=cycle, released_at__lt=at - grace)
    return waiting & Q(stage=Stage.EMPLOYEE_RESPONSE, received_at=None)


def count_of(attention, at):
    """How many appraisals need it, counted to 100 at most."""
    return Appraisal.objects.filter(needs_attention(attention, at))[:CAP].count()


def _personal():
    return [tab for tab in Tab if tab != Tab.ALL]


def _held(tab, user):
    """The appraisals of a tab, within what the person may see."""
    visible = Appraisal.objects.visible_to(user)
    if tab == Tab.VOTED:
        seats = Seat.objects.filter(committee=OuterRef("committee"), member=user, is_active=True)
        return visible.filter(Exists(seats), vote_round__gt=0)
    if tab == Tab.DECIDED:
        return visible.filter(second_level=user, released_at__isnull=False)
    return visible.filter(**{"employee" if tab == Tab.OWN else "supervisor": user})


def _about(words):
    """The employee by every word of the name, or by the beginning of a number."""
    if digits := as_digits(words):
        numbers = Identifier.objects.filter(number__startswith=digits, employee=OuterRef("employee"))
        return Q(Exists(numbers))
    about = Q()
    for word in words.split():
        about &= Q(employee__name__icontains=word)
    return about
