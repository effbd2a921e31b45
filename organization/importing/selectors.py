"""One picture of the organization: plain facts, read in six statements however large the city is."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from organization.importing.headers import Header
from organization.models import Assignment, Employee, Identifier, ImportRun, Post, ReportingOverride, Unit, User


@dataclass(frozen=True, slots=True)
class UnitFact:
    pk: int
    code: str
    name: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class PostFact:
    pk: int
    unit_code: str
    title: str
    kind: str
    superior_pk: int | None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """An assignment."""

    pk: int
    post_pk: int
    from_date: datetime.date
    to_date: datetime.date | None


@dataclass(slots=True)
class PersonFact:
    pk: int
    type: str
    rank: str
    name: str
    title_prefix: str
    title_suffix: str
    email: str
    is_active: bool
    held: list[Held] = field(default_factory=list)  # definitive, oldest first
    acting: list[Held] = field(default_factory=list)  # by letters that hold today or later
    identifiers: dict = field(default_factory=dict)  # number -> (pk, kind)
    former: set = field(default_factory=set)  # those of his numbers that have ended

    @property
    def open(self) -> Held | None:
        return next((held for held in reversed(self.held) if held.to_date is None), None)

    @property
    def was_undone(self):
        """An import made the account and was undone: nobody else's account is inactive without ever a post."""
        return not self.is_active and not self.held

    @property
    def full_name(self):
        named = f"{self.title_prefix} {self.name}".strip()
        return f"{named}, {self.title_suffix}" if self.title_suffix else named


@dataclass
class Organization:
    """`numbers` find a person, `holders` a post's definitive holders, `emails` whose an address is.

    `acted_in` are the posts in which somebody acts by letter, today or later.
    """

    units: dict[str, UnitFact] = field(default_factory=dict)
    posts: dict[int, PostFact] = field(default_factory=dict)
    people: dict[int, PersonFact] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    holders: dict[int, set] = field(default_factory=lambda: defaultdict(set))
    acted_in: set[int] = field(default_factory=set)
    emails: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # also of officials

    @property
    def official_post(self) -> int | None:
        """The city's one official post, to whom a blank superior reports."""
        found = [post.pk for post in self.posts.values() if post.kind == Post.Kind.OFFICIAL]
        return found[0] if len(found) == 1 else None

    def person(self, nip) -> PersonFact | None:
        return self.people.get(self.numbers.get(nip))


def organization_now() -> Organization:
    found = Organization()
    for pk, code, name, parent in Unit.objects.values_list("pk", "code", "name", "parent__code"):
        found.units[code] = UnitFact(pk, code, name, parent or "")
    columns = ("pk", "unit__code", "title", "kind", "superior", "is_active")
    found.posts = {post[0]: PostFact(*post) for post in Post.objects.order_by("pk").values_list(*columns)}
    _read_people(found)
    _read_assignments(found)
    return found


def _read_people(found):
    of_user = ("name", "title_prefix", "title_suffix", "email", "is_active")
    columns = ("user", "type", "rank", *(f"user__{column}" for column in of_user))
    found.people = {person[0]: PersonFact(*person) for person in Employee.objects.values_list(*columns)}
    of_number = ("pk", "employee", "kind", "number", "to_date")
    for pk, employee, kind, number, ended in Identifier.objects.values_list(*of_number):
        found.numbers[number] = employee
        found.people[employee].identifiers[number] = (pk, kind)
        if ended:
            found.people[employee].former.add(number)
    for pk, name, email in User.objects.values_list("pk", "name", "email"):
        found.names[pk] = name
        if email:
            found.emails[email.lower()] = pk


def _read_assignments(found):
    definitive = Assignment.Kind.DEFINITIVE
    wanted = Q(kind=definitive) | Q(to_date=None) | Q(to_date__gte=timezone.localdate())  # letters that hold
    columns = ("kind", "holder", "pk", "post", "from_date", "to_date")
    for kind, holder, *held in Assignment.objects.filter(wanted).order_by("from_date", "pk").values_list(*columns):
        assignment = Held(*held)
        if kind != definitive:
            found.acted_in.add(assignment.post_pk)
            person = found.people.get(holder)
            if person and assignment.to_date != assignment.from_date:  # of a single day nothing can be ended
                person.acting.append(assignment)
            continue
        if person := found.people.get(holder):
            person.held.append(assignment)
        if assignment.to_date is None:
            found.holders[assignment.post_pk].add(holder)


def remembered_columns(header: Header) -> dict[str, int]:
    """What somebody chose by hand for the last file with the same headings."""
    runs = ImportRun.objects.filter(header=header.digest).exclude(columns={})
    return runs.order_by("-pk").values_list("columns", flat=True).first() or {}


def overrides_naming(supervisors) -> dict[int, list[str]]:
    """{supervisor: the employees whom HR put under him, today or later}; no statement where nobody is asked about."""
    found = defaultdict(list)
    if supervisors:
        rows = ReportingOverride.objects.filter(supervisor__in=supervisors).exclude(to_date__lt=timezone.localdate())
        for supervisor, name in rows.order_by("employee__user__name").values_list("supervisor", "employee__user__name"):
            found[supervisor].append(name)
    return found
