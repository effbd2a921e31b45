"""What waits for a person. Reads Step, never the engine's rows; pages by key, never counts exactly."""

from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone

from appraisal.models import Stage
from organization.models import Delegation, Identifier, User
from workflow.models import Desk, RoleView, Snooze, Step

from .narrowing import EVERYTHING, FILTERS, FIRST, STEPS_OF, Counters, Due, Filters, Moments, Role, Waiting

__all__ = ["FILTERS", "FIRST", "STEPS_OF", "Counters", "Due", "Filters", "Moments", "Role", "Waiting"]  # read along

PAGE = 25
CAP = 99  # a counter says "99+" above it
COUNTED = f"SELECT COUNT(*) FROM (SELECT 1 FROM {{rows}} LIMIT {CAP + 1}) capped"  # noqa: S608 - a number
UNREAD = "notifications_notice WHERE to_id = %s AND read_at IS NULL"
AWAITING = f"""appraisal_appraisal a JOIN appraisal_cycle c ON c.id = a.cycle_id
    WHERE a.supervisor_id = %s AND a.stage = '{Stage.AWAITING_RELEASE}'"""
TOLD = {  # name: what it is, and how it is asked about one person
    "unread": (IntegerField, COUNTED.format(rows=UNREAD)),
    "newest": (IntegerField, "SELECT id FROM notifications_notice WHERE to_id = %s ORDER BY id DESC LIMIT 1"),
    "is_member": (BooleanField, "EXISTS (SELECT 1 FROM appraisal_seat WHERE member_id = %s AND is_active)"),
}
WAITING = {
    "waiting": (IntegerField, COUNTED.format(rows=AWAITING)),
    "release_on": (DateField, f"SELECT c.release_on FROM {AWAITING} ORDER BY c.release_on LIMIT 1"),  # noqa: S608
}
LOOKED_AT = 1000  # the most urgent steps that the counters of the inbox look at
NAMED = ("name", "title_prefix", "title_suffix")
KEPT = ("views", "first_view", "begins_with_all", "visited_at", "seen_until")
PARTIES = ("supervisor", "supervisor_capacity", "second_level", "second_level_capacity")
PEOPLE = ("owner", "case__appraisal__employee", "case__appraisal__unit", "case__appraisal__cycle")
SHOWN = [  # columns of a row and of the preview; texts and ratings stay in the database
    *("name", "opened_at", "due_at", "lapse_at", "first_seen_at", "late_told_at", "case__id"),
    *(f"owner__{column}" for column in NAMED),
    *(f"case__appraisal__{column}" for column in ("zone", "plan", "snapshot", "unit__name", *PARTIES)),
    *(f"case__appraisal__{column}" for column in ("received_at", "is_contested", "is_determined")),
    *(f"case__appraisal__employee__{column}" for column in NAMED),
    *(
        f"case__appraisal__cycle__{column}"
        for column in ("name", "paused_at", "self_assessment_on", "review_on", "release_on", "meeting_on")
    ),
]


@dataclass(frozen=True)
class Reader:
    """Whoever reads the inbox: in whose place he may act today, who may act in his, what he was told, what he keeps."""

    principals: dict
    is_shared: bool
    told: dict
    desk: Desk


class CountOf(Subquery):
    """How many rows a sliced queryset has: the slice is the cap."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def counts_for(user):
    """Tasks that the inbox shows and unread notices of a person, for the shell: "99+" at most; one statement."""
    at = timezone.now()
    own, others = (awake(open_steps(owners), user, at) for owners in ([user.pk], principals_of(user, at)))
    found = _told(user).annotate(own=_count(own), others=_count(others)).values("own", "others", *TOLD).first()
    return shell_counts(found["own"] + found["others"], found) if found else {}


def owners_for(user, *, at):
    """Whose tasks this person may take today: his own, and those of whom he stands in for."""
    return [user.pk, *principals_of(user, at).values_list("principal", flat=True)]


def principals_of(user, at):
    """Those in whose place this person may act today."""
    return Delegation.objects.on(timezone.localdate(at)).filter(delegate=user).values("principal")


def shell_counts(tasks, told):
    counts = {"tasks": tasks, "unread": told["unread"]}
    capped = {name: f"{CAP}+" if count > CAP else count for name, count in counts.items()}
    return capped | {"newest": told["newest"] or 0, "is_member": told["is_member"]}


def reader_of(user, *, at):
    """What the inbox has to know of its reader; one statement. It counts the tasks itself.

    `told` says, too, how many of his own ratings wait for the release, and for which day the first of them.
    """
    day = timezone.localdate(at)
    in_force = Q(
        delegations_held__from_date__lte=day, delegations_held__to_date__gte=day, delegations_held__ended_at=None
    )
    held = FilteredRelation("delegations_held", condition=in_force)
    named = {f"of_{name}": F(f"held__principal__{name}") for name in ("id", *NAMED)}
    kept = [f"desk__{name}" for name in KEPT]
    shared = Exists(Delegation.objects.on(day).filter(principal=user))
    told = _told(user).annotate(held=held, is_shared=shared, **_by_hand(WAITING, user), **named)
    rows = list(told.values("is_shared", *TOLD, *WAITING, *named, *kept))
    principals = [User(**{name: row[f"of_{name}"] for name in ("id", *NAMED)}) for row in rows if row["of_id"]]
    desk = Desk(**{name: rows[0][f"desk__{name}"] for name in KEPT if rows[0][f"desk__{name}"] is not None})
    return Reader({person.pk: person for person in principals}, rows[0]["is_shared"], rows[0], desk)


def _told(user):
    """The person's row with his unread notices and the newest of all, and whether he sits on a committee."""
    return User.objects.filter(pk=user.pk).annotate(**_by_hand(TOLD, user))


def _by_hand(questions, user):
    """Written out: the ORM would take longer to put them into words than the database to answer."""
    return {name: RawSQL(statement, [user.pk], field()) for name, (field, statement) in questions.items()}  # noqa: S611 - constants


def _count(rows):
    return CountOf(rows.values("pk")[: CAP + 1])


def open_steps(owner_ids):
    """What waits for these people: the one question behind list, counters, home, API and bulk actions."""
    return Step.objects.filter(owner__in=owner_ids, completed_at=None)


def one_of(person, step_id, *, at):
    """A step that is, or was, this person's to do today, with its case; None where there is none."""
    steps = Step.objects.filter(pk=step_id, owner__in=owners_for(person, at=at))
    return steps.select_related("by", "case__appraisal").first()


def awake(steps, reader, at):
    """Without what the reader put off."""
    return steps.filter(~Exists(_asleep(reader, at)))


def by_need(steps):
    """Most urgent first; what has no deadline comes last."""
    return steps.order_by(F("due_at").asc(nulls_last=True), "pk")


def counters(owner_ids, moments, *, reader):
    urgent = by_need(open_steps(owner_ids))[:LOOKED_AT]
    unit = "case__appraisal__unit"
    rows = Step.objects.filter(pk__in=urgent.values("pk")).annotate(
        is_asleep=Exists(_asleep(reader, moments.now)),
        is_new=_is_new(moments),
        is_own=_is_own(reader),
        asked_as=_asked_as(),
    )
    alike = ("name", "due_at", unit, "is_asleep", "is_new", "is_own", "asked_as")
    found = Counters()
    for unit_name, *facts in rows.values_list(f"{unit}__name", *alike).annotate(Count("pk")):
        found.add(Waiting(*facts), unit_name, moments)
    return found


def role_view(roles) -> RoleView | None:
    """What whoever has tasks in these roles begins with, as HR set it."""
    found = RoleView.objects.in_bulk([role.value for role in roles]) if roles else {}
    return next((found[role] for role in FIRST if role in found), None)


def found(owner_ids, *, reader, moments, filters=EVERYTHING, words=""):
    """The steps that a list shows, in no order yet: of the inbox and of the API."""
    steps = _filtered(_kept(owner_ids, reader, moments, filters), reader, moments, filters)
    return steps.filter(_about(words)) if words else steps


def rows(owner_ids, *, reader, moments, filters=EVERYTHING, words="", after=None):
    """The steps in the order of their need, most urgent first; one more than a page tells that more follow."""
    steps = by_need(found(owner_ids, reader=reader, moments=moments, filters=filters, words=words))
    if after:
        steps = steps.filter(_following(*after))
    return _with_people(steps, reader, moments).only(*SHOWN)[: PAGE + 1]


def chosen(step_ids, owner_ids, *, reader, at):
    """Those of these steps that are, or were, theirs to do, as the list has them; whole, most urgent first."""
    moments = Moments.at(at)
    steps = _noted(Step.objects.filter(pk__in=step_ids, owner__in=owner_ids), reader, moments)
    return list(_with_people(by_need(steps), reader, moments).select_related("by", *PEOPLE))


def neighbour(owner_ids, step, *, forward, reader, moments, filters, words=""):
    """The key of the step that stands after, or before, another in the same list; None at its end."""
    others = found(owner_ids, reader=reader, moments=moments, filters=filters, words=words)
    if forward:
        others = by_need(others.filter(_following(step.due_at, step.pk)))
    else:
        others = others.filter(_preceding(step.due_at, step.pk)).order_by(F("due_at").desc(nulls_first=True), "-pk")
    return others.values_list("pk", flat=True).first()


def _kept(owner_ids, reader, moments, filters):
    """What is put off, what is not, or both."""
    steps = _noted(open_steps(owner_ids), reader, moments)
    return steps if filters.is_asleep is None else steps.filter(asleep_until__isnull=not filters.is_asleep)


def _noted(steps, reader, moments):
    """With the moment at which what the reader put off comes back."""
    asleep = Q(snoozes__person=reader, snoozes__until__gt=moments.now)
    noted = steps.annotate(snooze=FilteredRelation("snoozes", condition=asleep))
    return noted.annotate(asleep_until=F("snooze__until"))


def _filtered(steps, reader, moments, filters):
    if filters.kind:
        steps = steps.filter(name=filters.kind)
    if filters.unit:
        steps = steps.filter(case__appraisal__unit=filters.unit)
    if filters.due:
        steps = steps.filter(moments.in_group(filters.due))
    if filters.role:
        steps = steps.filter(_as(filters.role, reader))
    if filters.is_new:
        steps = steps.filter(opened_at__gt=moments.new_since or moments.now)
    return steps


def _as(role, reader):
    """A clarification is asked of the employee or of the supervisor."""
    if role == Role.DELEGATE:
        return ~Q(owner=reader)
    asked = Q(name="clarification", owner=F(f"case__appraisal__{role}")) if role in ("employee", "supervisor") else Q()
    return Q(name__in=STEPS_OF[role]) | asked


def _asleep(reader, at):
    return Snooze.objects.filter(step=OuterRef("pk"), person=reader, until__gt=at)


def _is_new(moments):
    since = moments.new_since or moments.now
    return Case(When(opened_at__gt=since, then=Value(True)), default=Value(False), output_field=BooleanField())


def _is_own(reader):
    return Case(When(owner=reader, then=Value(True)), default=Value(False), output_field=BooleanField())


def _asked_as():
    """Of a clarification: "employee" or "supervisor"."""
    asked = [
        When(Q(name="clarification", owner=F(f"case__appraisal__{role}")), then=Value(role))
        for role in ("employee", "supervisor")
    ]
    return Case(*asked, default=Value(""))


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


def _preceding(due_at, pk):
    if due_at is None:
        return Q(due_at=None, pk__lt=pk) | Q(due_at__isnull=False)
    return Q(due_at__lt=due_at) | Q(due_at=due_at, pk__lt=pk)


def _with_people(steps, reader, moments):
    return steps.select_related(*PEOPLE).annotate(
        draft=FilteredRelation("drafts", condition=Q(drafts__author=reader)),
        draft_saved_at=F("draft__saved_at"),
        claimed=FilteredRelation("claim", condition=Q(claim__until__gt=moments.now)),
        claimed_id=F("claimed__holder"),
        claimed_by=F("claimed__holder__name"),
        claimed_since=F("claimed__since"),
        claimed_until=F("claimed__until"),
    )
