"""Who is who: finding people, and listing those whose line needs a hand."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils import timezone

from organization.models import SYSTEM, Assignment, Employee, Identifier, Post, ReportingOverride, Unit, User
from organization.roles import Role
from organization.selectors.line import Reason, ReportingLines

NIP_DIGITS = 18


def find_by_sign_in(text: str) -> User | None:
    """A person by username, e-mail, or NIP with or without spaces."""
    text = text.strip()
    digits = as_digits(text)
    if len(digits) == NIP_DIGITS:
        found = Identifier.objects.filter(number=digits, to_date=None).select_related("employee__user").first()
        return found and found.employee.user
    if "@" in text:
        return with_email(text)
    return User.objects.filter(username=text).first()


def with_email(text: str) -> User | None:
    """Whose address this is, in capitals or not; by the index that keeps addresses apart."""
    found = User.objects.alias(lowered=Lower("email")).filter(lowered=text.strip().lower())
    return found.exclude(email="").first()


def as_digits(text: str) -> str:
    """The digits of a number typed with or without spaces, or nothing if it is no number."""
    digits = "".join(text.split())
    return digits if digits.isascii() and digits.isdigit() else ""


def people(*, on, q="", unit="", acting=False, among=None):
    """People by name, with what they hold on a date; narrowed by words or NIP, by unit with its branches."""
    holding = Assignment.objects.on(on).select_related("post__unit").order_by("kind", "-from_date")
    found = User.objects.exclude(pk=SYSTEM.pk).filter(_named(q)).order_by("name", "pk")
    found = found.select_related("employee").prefetch_related(Prefetch("assignments", holding, to_attr="holding"))
    held = Assignment.objects.on(on).filter(holder=OuterRef("pk"))
    if unit:
        found = found.filter(Exists(held.filter(post__unit__in=units_called(unit))))
    if acting:
        found = found.filter(Exists(held.exclude(kind=Assignment.Kind.DEFINITIVE)))
    return found if among is None else found.filter(pk__in=among)


def office_zones(people, at) -> dict:
    """{id of a person: the zone of the unit in which he holds his definitive post}."""
    held = Assignment.objects.on(timezone.localdate(at)).filter(holder__in=people, kind=Assignment.Kind.DEFINITIVE)
    return dict(held.values_list("holder", "post__unit__zone"))


def hr_administrators() -> list[User]:
    """Everybody who runs the cycle and can sign in; nobody where the role is not granted yet. One statement."""
    return holders_of(Role.HR_ADMIN)


def holders_of(role) -> list[User]:
    """Everybody who was granted a role and can sign in; one statement."""
    with_roles = User.objects.filter(is_active=True).exclude(roles=[]).order_by("pk")
    return [person for person in with_roles if person.has_role(role)]


def with_pseudonym(text) -> User | None:
    """The person behind an address of ours; the system is nobody."""
    try:
        return User.objects.exclude(pk=SYSTEM.pk).select_related("employee").filter(pseudonym=UUID(str(text))).first()
    except ValueError:
        return None


def record_of(person: User, *, on) -> User:
    """The person with what he holds on a date, ever held, is numbered, and his overrides; four statements."""
    held = Assignment.objects.select_related("post__unit", "post__superior").order_by("-from_date", "-pk")
    overrides = ReportingOverride.objects.select_related("supervisor").order_by("-from_date")
    parts = [Prefetch("assignments", held, to_attr="held")]
    person.is_employee = hasattr(person, "employee")
    if person.is_employee:
        parts += [
            Prefetch("employee__overrides", overrides, to_attr="set_overrides"),
            Prefetch("employee__identifiers", Identifier.objects.order_by("-from_date"), to_attr="numbers"),
        ]
    prefetch_related_objects([person], *parts)
    person.holding = [row for row in person.held if in_force(row, on)]
    person.post_held = next((row.post for row in person.holding if row.kind == Assignment.Kind.DEFINITIVE), None)
    return person


def in_force(dated, on) -> bool:
    return dated.from_date <= on and (dated.to_date is None or dated.to_date >= on)


def after(found, last: User):
    """The people that follow one of them in the list."""
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))


def units_called(text: str):
    """The units whose name or code says so, and everything below them."""
    children, called = {}, []
    for pk, parent, code, name in Unit.objects.values_list("pk", "parent", "code", "name"):
        children.setdefault(parent, []).append(pk)
        if text.casefold() in name.casefold() or text.casefold() == code.casefold():
            called.append(pk)
    found = set()
    while called:
        unit = called.pop()
        if unit not in found:
            found.add(unit)
            called += children.get(unit, ())
    return found


def posts_called(text: str):
    """Posts in use whose title and unit contain every word."""
    found = Post.objects.filter(is_active=True).select_related("unit").order_by("title", "unit__name", "pk")
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(unit__name__icontains=word))
    return found


@dataclass
class Gap:
    """One cause, and the employees whom it leaves without a supervisor, or without anybody above him."""

    reason: Reason
    post: Post | None = None
    employees: list[int] = field(default_factory=list)
    is_second: bool = False  # they have a supervisor; the level above him is missing

    @property
    def key(self):
        return f"{'second-' if self.is_second else ''}{self.reason}-{self.post.pk if self.post else 0}"


def line_gaps(lines: ReportingLines) -> list[Gap]:
    """Why employees stay out of a period on the date of the lines; the cause that concerns most comes first."""
    gaps = {}
    for user_id in Employee.objects.filter(user__is_active=True).values_list("pk", flat=True):
        why, is_second = lines.why(user_id), False
        if why.superior:
            why, is_second = lines.why_second(user_id), True
        if why.is_gap or not (why.superior or is_second):
            gaps.setdefault((is_second, why.reason, why.post), []).append(user_id)
    posts = Post.objects.select_related("unit").in_bulk([post for *_, post in gaps if post])
    found = [Gap(reason, posts.get(post), ids, is_second) for (is_second, reason, post), ids in gaps.items()]
    return sorted(found, key=lambda gap: (-len(gap.employees), gap.key))


def _named(q):
    if digits := as_digits(q):
        numbered = Identifier.objects.filter(employee=OuterRef("pk"), number__startswith=digits)
        return Q(Exists(numbered))
    named = Q()
    for word in q.split():
        named &= Q(name__icontains=word)
    return named


def top_posts():
    """Posts of leaders to whom no post above is known; an official's post comes above them."""
    leaders = Post.objects.filter(superior=None, is_active=True, kind__in=Post.SINGLE_HOLDER)
    return leaders.exclude(kind=Post.Kind.OFFICIAL).select_related("unit").order_by("title", "pk")


def branch_of(unit_id):
    """The unit and everything below it."""
    children = {}
    for pk, parent in Unit.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found, left = set(), [unit_id]
    while left:
        unit = left.pop()
        if unit not in found:
            found.add(unit)
            left += children.get(unit, ())
    return found
