"""Who reports to whom on a date, and why."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q

from organization.models import Assignment, Employee, Post, ReportingOverride, User

STANDS_FIRST = {"plh": 0, "definitive": 1, "plt": 2}  # plh stands in for whoever holds the post


@dataclass(frozen=True)
class Superior:
    """The person above, and in which capacity he holds the post."""

    user_id: int
    capacity: str = "definitive"


class Reason(StrEnum):
    """By what a person has this superior, or has none."""

    LINE = "line"  # holds the post above
    OVERRIDE = "override"  # set by HR for a time
    OVERRIDE_INACTIVE = "override_inactive"  # set by HR, but his account is deactivated
    NO_POST = "no_post"  # holds no definitive post, so no post is above
    VACANT = "vacant"  # nobody holds the post above: HR decides
    TOP = "top"  # no post is above
    UNPLACED = "unplaced"  # nobody knows what is above a post made for somebody unknown, so this is no top
    NO_SUPERVISOR = "no_supervisor"  # no second level without a first


@dataclass(frozen=True)
class Why:
    """The superior and the facts that lead to him; keys of rows, for the page to put in words."""

    superior: Superior | None
    reason: Reason
    post: int | None = None  # the post above: held by the superior, or vacant
    passed: tuple[int, ...] = ()  # posts passed over because a party of the case holds them himself
    override: int | None = None

    @property
    def is_gap(self):
        """Somebody belongs here and is missing: HR puts it right. At the top there is nobody, and that is right."""
        return self.superior is None and self.reason != Reason.TOP


class Override(NamedTuple):
    pk: int
    supervisor: int
    is_active: bool


class ReportingLines:
    """The whole reporting line on one date, read in three statements however many people there are.

    A person's superior is the holder of the post above his definitive post. A post is passed over only
    when he holds it himself (a plt head does not rate himself): a true vacancy gives no superior, and HR
    decides. An absent holder (plh) is replaced for the time being. The second level of someone rated by
    an acting holder is above the post acted in, not above the acting person's own post.
    """

    def __init__(self, on: Date):
        posts = list(Post.objects.values_list("pk", "superior", "title"))
        self._superior_of = {pk: superior for pk, superior, _title in posts}
        self._unplaced = {pk for pk, superior, title in posts if superior is None and title == Post.OF_UNKNOWN}
        self._holders: dict[int, list[Superior]] = {}
        self._post_of: dict[int, int] = {}
        rows = Assignment.objects.on(on).order_by("-from_date", "-pk")  # the latest letter stands
        for holder, post, kind, active in rows.values_list("holder", "post", "kind", "holder__is_active"):
            if kind == "definitive":
                self._post_of.setdefault(holder, post)
            if active:
                self._holders.setdefault(post, []).append(Superior(holder, kind))
        overrides = ReportingOverride.objects.on(on).order_by("from_date", "pk")
        rows = overrides.values_list("employee", "pk", "supervisor", "supervisor__is_active")
        self._overrides = {employee: Override(*facts) for employee, *facts in rows}

    def supervisor_of(self, user_id) -> Superior | None:
        return self.why(user_id).superior

    def second_level_of(self, user_id) -> Superior | None:
        """The supervisor's superior; never the person himself."""
        return self.why_second(user_id).superior

    def post_of(self, user_id):
        """The definitive post."""
        return self._post_of.get(user_id)

    def why(self, user_id) -> Why:
        if user_id in self._overrides:
            return self._overridden(user_id)
        if user_id not in self._post_of:
            return Why(None, Reason.NO_POST)
        return self._above(self._post_of[user_id], {user_id})

    def why_second(self, user_id) -> Why:
        first = self.why(user_id)
        if first.superior is None:
            return Why(None, Reason.NO_SUPERVISOR)
        return self._above_supervisor(first.superior, first.post, user_id)

    def why_above(self, supervisor_id, user_id) -> Why:
        """The second level of a case in which this person rates, whoever the line would let rate it today."""
        first = self.why(user_id)
        if first.superior and first.superior.user_id == supervisor_id:
            return self.why_second(user_id)
        return self._above_supervisor(Superior(supervisor_id), None, user_id)

    def supervised_by(self, user_id):
        """Everybody whose supervisor is this person."""
        known = self._post_of.keys() | self._overrides.keys()
        return [one for one in known if (found := self.supervisor_of(one)) and found.user_id == user_id]

    def reaches(self, start_id, goal_id):
        """Whether going up from `start`, supervisor by supervisor, one arrives at `goal`."""
        return start_id == goal_id or goal_id in self.way_up(start_id)

    def way_up(self, user_id) -> list[int]:
        """Everybody above, supervisor by supervisor, to the end of the line; in a circle each one once."""
        way = []
        while (above := self.supervisor_of(user_id)) and above.user_id not in way:
            user_id = above.user_id
            way.append(user_id)
        return way

    def posts_on(self, way) -> set[int]:
        """The posts by which these people hang together: who comes to hold one of them may change the way."""
        found = set()
        for user_id in way:
            why = self.why(user_id)
            found |= {self.post_of(user_id), why.post, *why.passed} - {None}
        return found

    def holder_of(self, post) -> Superior | None:
        """Who stands for a post: whoever acts for its absent holder, its holder, or whoever acts while it is vacant."""
        return self._holder(post)

    def definitive_holder_of(self, post) -> Superior | None:
        return next((held for held in self._holders.get(post, ()) if held.capacity == "definitive"), None)

    def above(self, post, parties) -> Superior | None:
        """The first above a post who is none of these people; None where that post is vacant or there is none."""
        return self._above(post, parties).superior

    def with_holder(self, post, superior: Superior):
        """The same lines if somebody held this post, too, by the latest letter."""
        self._holders.setdefault(post, []).insert(0, superior)
        return self

    def _above_supervisor(self, supervisor: Superior, post, user_id):
        """Above the post in which he rates, else above his own; or whom HR set above him."""
        override = self._overrides.get(supervisor.user_id)
        if override and supervisor.capacity == "definitive" and override.supervisor != user_id:
            return self._overridden(supervisor.user_id)
        post = post or self._post_of.get(supervisor.user_id)
        if post is None:
            return Why(None, Reason.NO_POST)
        return self._above(post, {supervisor.user_id, user_id})

    def _overridden(self, user_id):
        override = self._overrides[user_id]
        if not override.is_active:
            return Why(None, Reason.OVERRIDE_INACTIVE, override=override.pk)
        return Why(Superior(override.supervisor), Reason.OVERRIDE, override=override.pk)

    def _above(self, post, parties):
        """Climb from a post to the first one that is vacant or held by somebody else than the parties."""
        passed, below = [], post
        while (post := self._superior_of.get(below)) is not None and post not in passed:
            holder = self._holder(post)
            if holder is None:
                return Why(None, Reason.VACANT, post, tuple(passed))
            if holder.user_id not in parties:
                return Why(holder, Reason.LINE, post, tuple(passed))
            passed.append(post)
            below = post
        return Why(None, Reason.UNPLACED if below in self._unplaced else Reason.TOP, passed=tuple(passed))

    def _holder(self, post):
        return min(self._holders.get(post, ()), key=lambda held: STANDS_FIRST[held.capacity], default=None)


def next_change(after: Date, people, posts) -> Date | None:
    """The next day on which somebody else may hold one of these posts or rate one of these people."""
    held = Assignment.objects.filter(Q(post__in=posts) | Q(holder__in=people))
    days = set()
    for dated in (held, ReportingOverride.objects.filter(employee__in=people)):
        for begins, ends in dated.exclude(to_date__lt=after).values_list("from_date", "to_date"):
            days |= {begins, ends + timedelta(days=1)} if ends else {begins}
    return min((day for day in days if day > after), default=None)


def supervisor_of(employee: Employee, on: Date) -> Superior | None:
    """The supervisor on a date, or None where the line ends or the post is vacant."""
    return ReportingLines(on).supervisor_of(employee.pk)


@dataclass(frozen=True)
class Level:
    """A `Why` with its rows, for a page to put in words."""

    why: Why
    person: User | None
    post: Post | None
    passed: list[Post]
    override: ReportingOverride | None


def superiors(lines: ReportingLines, user_id) -> tuple[Level, Level]:
    """The supervisor and the second level of one person, each with what leads to him; three statements."""
    both = (lines.why(user_id), lines.why_second(user_id))
    people = User.objects.in_bulk([why.superior.user_id for why in both if why.superior])
    posts = Post.objects.select_related("unit").in_bulk([pk for why in both for pk in (why.post, *why.passed) if pk])
    overrides = ReportingOverride.objects.in_bulk([why.override for why in both if why.override])
    return tuple(
        Level(
            why,
            people.get(why.superior and why.superior.user_id),
            posts.get(why.post),
            [posts[pk] for pk in why.passed],
            overrides.get(why.override),
        )
        for why in both
    )
