"""What narrows an inbox, and what its counters say: groups by need, roles, filters. Nothing here asks the database."""

import datetime
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WEEK = 7  # days
FILTERS = ("jenis", "unit", "due", "role", "new", "asleep")  # as an address names them


class Due(TextChoices):
    """The groups of the inbox, most urgent first."""

    OVERDUE = "overdue", _("Terlambat")
    TODAY = "today", _("Hari ini")
    WEEK = "week", _("Minggu ini")
    LATER = "later", _("Nanti")
    NONE = "none", _("Tanpa tenggat")


class Role(TextChoices):
    """As what somebody has a step."""

    EMPLOYEE = "employee", _("Sebagai pegawai")
    SUPERVISOR = "supervisor", _("Sebagai penilai")
    DECIDER = "decider", _("Sebagai penetap keberatan")
    MEMBER = "member", _("Sebagai anggota komite")
    DELEGATE = "delegate", _("Atas nama orang lain")


FIRST = (Role.MEMBER, Role.DECIDER, Role.SUPERVISOR, Role.EMPLOYEE)  # whoever has tasks in several begins as the former
STEPS_OF = {
    Role.EMPLOYEE: ("self_assessment", "employee_response", "refusal_period"),
    Role.SUPERVISOR: ("supervisor_review", "supervisor_statement"),
    Role.DECIDER: ("objection_decision",),
    Role.MEMBER: ("committee_vote",),
}


@dataclass(frozen=True)
class Filters:
    """What an address asks of the inbox; nothing, and it is everything that is not put off."""

    kind: str = ""
    unit: int | None = None
    due: str = ""
    role: str = ""
    is_new: bool = False
    is_asleep: bool | None = False  # None: what is put off and what is not

    def __bool__(self):
        return bool(self.asked)

    @property
    def asked(self):
        """{name in an address: value}; they name nobody."""
        values = (self.kind, self.unit, self.due, self.role, self.is_new and 1, self.is_asleep and 1)
        return {name: value for name, value in zip(FILTERS, values, strict=True) if value}

    @property
    def query(self):
        """The filters as they stand in an address."""
        return urlencode(self.asked)


EVERYTHING = Filters()


@dataclass(frozen=True)
class Moments:
    """Where one group ends and the next begins, in the reader's zone."""

    now: datetime.datetime
    today_ends: datetime.datetime
    week_ends: datetime.datetime
    new_since: datetime.datetime | None = None  # the reader's last visit

    @classmethod
    def at(cls, now, new_since=None):
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(now, midnight + datetime.timedelta(days=1), midnight + datetime.timedelta(days=WEEK), new_since)

    def is_new(self, step):
        return bool(self.new_since and step.opened_at > self.new_since)

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


@dataclass(frozen=True)
class Waiting:
    """Steps that are alike in all that filters ask for, and how many they are."""

    name: str
    due_at: datetime.datetime | None
    unit: int
    is_asleep: bool
    is_new: bool
    is_own: bool
    asked_as: str  # of a clarification: whom it asks
    count: int

    def is_shown(self, filters, moments):
        """As `_filtered` says it to the database."""
        return (
            self.is_asleep == filters.is_asleep
            and filters.kind in ("", self.name)
            and filters.unit in (None, self.unit)
            and filters.due in ("", moments.group_of(self.due_at))
            and (not filters.role or self._is_for(filters.role))
            and (not filters.is_new or self.is_new)
        )

    def _is_for(self, role):
        if role == Role.DELEGATE:
            return not self.is_own
        return self.name in STEPS_OF[role] or (self.name == "clarification" and self.asked_as == role)


@dataclass
class Counters:
    """How much waits, by kind, group and unit; each says "99+" rather than be counted out."""

    waiting: list = field(default_factory=list)

    total: int = 0
    new: int = 0
    asleep: int = 0
    kinds: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)

    def add(self, waiting, unit_name, moments):
        self.waiting.append(waiting)
        count = waiting.count
        if waiting.is_asleep:
            self.asleep += count
            return
        self.total += count
        self.new += count if waiting.is_new else 0
        self.kinds[waiting.name] = self.kinds.get(waiting.name, 0) + count
        group = moments.group_of(waiting.due_at)
        self.groups[group] = self.groups.get(group, 0) + count
        self.units[waiting.unit] = unit_name

    def hidden_by(self, filters, moments):
        """How many of those that are not put off a list with these filters leaves out."""
        shown = sum(one.count for one in self.waiting if not one.is_asleep and one.is_shown(filters, moments))
        return self.total - shown

    @property
    def roles(self):
        return [role for role in STEPS_OF if self.kinds.keys() & set(STEPS_OF[role])]
