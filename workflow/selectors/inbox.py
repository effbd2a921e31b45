"""What waits for a person. Reads Step, never the engine's rows; pages by key, never counts exactly."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models import Notice
from organization.models import Identifier, User
from workflow.models import Step

PAGE = 25
CAP = 99  # a counter says "99+" above it
LOOKED_AT = 1000  # the most urgent steps that the counters of the inbox look at
WEEK = 7  # days
NAMED = ("name", "title_prefix", "title_suffix")
PARTIES = ("supervisor", "supervisor_capacity", "second_level", "second_level_capacity")
PEOPLE = ("owner", "case__appraisal__employee", "case__appraisal__unit", "case__appraisal__cycle")
SHOWN = [  # columns of a row and of the preview; texts and ratings stay in the database
    *("name", "due_at", "lapse_at", "first_seen_at", "late_told_at", "case__id"),
    *(f"owner__{column}" for column in NAMED),
    *(f"case__appraisal__{column}" for column in ("zone", "plan", "snapshot", "unit__name", *PARTIES)),
    *(f"case__appraisal__employee__{column}" for column in NAMED),
    *(f"case__appraisal__cycle__{column}" for column in ("name", "self_assessment_on", "review_on", "meeting_on")),
]


class Due(TextChoices):
    """The groups of the inbox, most urgent first."""

    OVERDUE = "overdue", _("Terlambat")
    TODAY = "today", _("Hari ini")
    WEEK = "week", _("Minggu ini")
    LATER = "later", _("Nanti")
    NONE = "none", _("Tanpa tenggat")


@dataclass(frozen=True)
class Moments:
    """Where one group ends and the next begins, in the reader's zone."""

    now: datetime.datetime
    today_ends: datetime.datetime
    week_ends: datetime.datetime

    @classmethod
    def at(cls, now):
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(now, midnight + datetime.timedelta(days=1), midnight + datetime.timedelta(days=WEEK))

    def group_of(self, due_at):
        if due_at is None:
            return Due.NONE
        if due_at < self.now:
            return Due.OVERDUE
        if due_at < self.today_ends:
            return Due.TODAY
        return Due.WEEK if due_at < self.week_ends else Due.LATER

    def in_group(self, group):
        return {
            Due.OVERDUE: Q(due_at__lt=self.now),
            Due.TODAY: Q(due_at__gte=self.now, due_at__lt=self.today_ends),
            Due.WEEK: Q(due_at__gte=self.today_ends, due_at__lt=self.week_ends),
            Due.LATER: Q(due_at__gte=self.week_ends),
            Due.NONE: Q(due_at=None),
        }[group]


@dataclass
class Counters:
    """How much waits, by kind, group and unit; each says "99+" rather than be counted out."""

    total: int = 0
    kinds: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)


class CountOf(Subquery):
    """How many rows a sliced queryset has: the slice is the cap."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def counts_for(user):
    """Open tasks and unread notices of a person, for the shell: "99+" at most; one statement."""
    return _capped(_counted(user).values("tasks", "unread").first() or {})


def desk_of(user, *, on):
    """({id: who delegated his steps to this person, in force on the day}, the counts of `counts_for`); one statement."""
    in_force = Q(
        delegations_held__from_date__lte=on, delegations_held__to_date__gte=on, delegations_held__ended_at=None
    )
    held = FilteredRelation("delegations_held", condition=in_force)
    named = {f"of_{name}": F(f"held__principal__{name}") for name in ("id", *NAMED)}
    rows = list(_counted(user).annotate(held=held, **named).values("tasks", "unread", *named))
    principals = [User(**{name: row[f"of_{name}"] for name in ("id", *NAMED)}) for row in rows if row["of_id"]]
    return {person.pk: person for person in principals}, _capped(rows[0])


def _counted(user):
    mine = Step.objects.filter(owner=user, completed_at=None).values("pk")[: CAP + 1]
    unread = Notice.objects.filter(to=user).unread().values("pk")[: CAP + 1]
    return User.objects.filter(pk=user.pk).annotate(tasks=CountOf(mine), unread=CountOf(unread))


def _capped(found):
    return {name: f"{CAP}+" if found[name] > CAP else found[name] for name in ("tasks", "unread") if name in found}


def open_steps(owner_ids):
    return Step.objects.filter(owner__in=owner_ids, completed_at=None)


def counters(owner_ids, moments):
    urgent = open_steps(owner_ids).order_by(F("due_at").asc(nulls_last=True), "pk")[:LOOKED_AT]
    unit = "case__appraisal__unit"
    rows = Step.objects.filter(pk__in=urgent.values("pk")).values_list("name", "due_at", unit, f"{unit}__name")
    found = Counters()
    for name, due_at, unit_id, unit_name, count in rows.annotate(Count("pk")):
        found.total += count
        found.kinds[name] = found.kinds.get(name, 0) + count
        group = moments.group_of(due_at)
        found.groups[group] = found.groups.get(group, 0) + count
        found.units[unit_id] = unit_name
    return found


def rows(owner_ids, *, viewer, moments, kind="", unit=None, due="", words="", after=None):
    """The steps in the order of their need, most urgent first; one more than a page tells that more follow."""
    found = open_steps(owner_ids).order_by(F("due_at").asc(nulls_last=True), "pk")
    if kind:
        found = found.filter(name=kind)
    if unit:
        found = found.filter(case__appraisal__unit=unit)
    if due:
        found = found.filter(moments.in_group(due))
    if after:
        found = found.filter(_following(*after))
    return _with_people(found.filter(_about(words)), viewer)[: PAGE + 1]


def _about(words):
    """The employee by every word of the name, or by the beginning of a number."""
    digits = "".join(words.split())
    if digits.isascii() and digits.isdigit():
        numbers = Identifier.objects.filter(number__startswith=digits)
        return Exists(numbers.filter(employee=OuterRef("case__appraisal__employee")))
    about = Q()
    for word in words.split():
        about &= Q(case__appraisal__employee__name__icontains=word)
    return about


def _following(due_at, pk):
    if due_at is None:
        return Q(due_at=None, pk__gt=pk)
    return Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk) | Q(due_at=None)


def _with_people(steps, viewer):
    return (
        steps.select_related(*PEOPLE)
        .only(*SHOWN)
        .annotate(
            draft=FilteredRelation("drafts", condition=Q(drafts__author=viewer)), draft_saved_at=F("draft__saved_at")
        )
    )
