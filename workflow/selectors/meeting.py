"""What the page of a meeting shows its viewer, in a fixed number of statements whatever the size of agenda and committee."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from appraisal import meeting_rules as rules
from appraisal.bars import chart_of
from appraisal.models import AgendaItem, Appraisal, Determination, Predicate, Recusal, Stage, Vote
from appraisal.permissions import seat_of, sight_of
from appraisal.selectors import meeting as meetings
from appraisal.selectors.calibration import distribution_of
from workflow.models import Case, Step

from . import facts

PAGE = 25  # cases of a consent list on one page
APART = 10  # cases of the same branch that are items of their own, named beside it


@dataclass
class Sitting:
    """A meeting as one viewer sees it: where it stands, what he looks at, and who is there."""

    meeting: Any
    viewer: Any
    items: list
    shown: Any  # the item that is looked at, if he may see it
    seats: list
    is_following: bool
    case: Any = None  # CaseOnTable, for a case
    consent: Any = None  # ConsentList, for a unit

    @cached_property
    def committee(self):
        return self.meeting.committee

    @property
    def leads(self):
        return self.viewer.pk == self.committee.chair_id

    @cached_property
    def own_seat(self):
        return next((seat for seat in self.seats if seat.member_id == self.viewer.pk), None)

    @property
    def is_here(self):
        return bool(self.own_seat and is_there(self.own_seat))

    @cached_property
    def called(self):
        """The item that the chair has called, if the viewer may see it."""
        return next((item for item in self.items if item.pk == self.meeting.current_id and not item.is_hidden), None)

    @property
    def is_withheld(self):
        """The chair has called an item in which the viewer has no part."""
        return self.is_following and self.meeting.current_id is not None and self.shown is None

    @cached_property
    def before(self):
        return next((item for item in reversed(self.items) if self.place and item.position < self.place), None)

    @cached_property
    def after(self):
        return next((item for item in self.items if item.position > (self.place or 0)), None)

    @property
    def place(self):
        """Where on the agenda the viewer is, also where that item is none of his."""
        if self.shown:
            return self.shown.position
        return self.meeting.current.position if self.meeting.current_id else None

    @cached_property
    def quorum(self):
        """For the item that is looked at: parties and recused members are not counted."""
        members = [seat.member_id for seat in self.seats]
        present = [seat.member_id for seat in self.seats if is_there(seat)]
        return rules.quorum(members, present, self.case.recused if self.case else ())


@dataclass
class CaseOnTable:
    """One case as a member discusses it: what is contested, what was said, who has voted, the viewer's own vote."""

    appraisal: Any
    sight: Any
    votes: list
    item: Any
    verdict: str = ""
    kept_out: set = frozenset()  # whom the system keeps out of the round
    step: Any = None  # the viewer's, while it is open
    facts: dict = field(default_factory=dict)

    @property
    def recused(self):
        willing = {vote.member_id for vote in self.votes if vote.choice == Vote.Choice.RECUSE}
        return willing | self.appraisal.party_ids() | self.kept_out

    @property
    def of_round(self):
        return [vote for vote in self.votes if vote.round == self.item.round]

    @property
    def cast(self):
        return [vote for vote in self.of_round if vote.choice != Vote.Choice.RECUSE]

    @property
    def voters(self):
        return {vote.member_id for vote in self.of_round}

    @property
    def own(self):
        return next((vote for vote in self.of_round if vote.member_id == self.sight.viewer.pk), None)

    @property
    def is_open(self):
        return self.appraisal.stage == Stage.COMMITTEE_VOTE and self.appraisal.vote_round == self.item.round


@dataclass
class ConsentList:
    """The uncontested cases of a branch that wait; `steps` are the viewer's open votes on this page."""

    rows: list
    more: int | None
    is_first: bool
    counts: list  # [(predicate, n)] of all that wait
    apart: list  # items of this meeting that are cases of the same branch
    share: Any = None  # UnitShare of the branch beside its guidance; for members, where it has anything

    @property
    def steps(self):
        return [row.step_id for row in self.rows if row.step_id]

    @cached_property
    def chart(self):
        return chart_of(self.share) if self.share and self.share.is_shown else None

    @property
    def size(self):
        return sum(n for _predicate, n in self.counts)


def sitting(meeting, viewer, *, place=None, after=0):
    """`place` is where somebody looks around; without it the page follows the chair. At most thirteen statements."""
    called = meeting.current.position if meeting.current_id else None
    middle = place or called or 1
    items = meetings.items_of(meeting, viewer, after=meetings.around(meeting, middle))
    wanted = place or called
    shown = next((item for item in items if item.position == wanted and not item.is_hidden), None)
    found = Sitting(meeting, viewer, items, shown, meetings.members_of(meeting, shown), is_following=place is None)
    if shown and shown.kind == AgendaItem.Kind.CASE:
        found.case = case_on_table(shown, found, viewer)
    elif shown:
        shown.meeting = meeting
        found.consent = consent_list(shown, viewer, has_seat=bool(found.own_seat), after=after)
    return found


def is_there(seat):
    return seat.member_present_at is not None and seat.member_left_at is None


def case_on_table(item, found, viewer):
    """What is said in it only to those who see the content; a statement for each kind of it that the case has."""
    own = Step.objects.filter(
        case__appraisal=OuterRef("pk"), owner=viewer, completed_at=None, name=Stage.COMMITTEE_VOTE
    )
    rows = Appraisal.objects.with_people().filter(pk=item.appraisal_id)
    rows = rows.annotate(**_last_determination())
    rows = rows.annotate(has_seat=seat_of(viewer), case_id=Subquery(_case_of()), step_id=Subquery(own.values("pk")[:1]))
    appraisal = rows.get()
    appraisal.committee = found.committee
    sight = sight_of(appraisal, viewer, has_seat=appraisal.has_seat)
    votes = facts.votes(appraisal)
    members = [seat.member_id for seat in found.seats]
    kept_out = {seat.member_id for seat in found.seats if seat.is_kept_out}
    case = CaseOnTable(appraisal, sight, votes, item, kept_out=kept_out)
    if not case.is_open:
        case.verdict = meetings.verdict_of(item, appraisal, votes, members, found.committee, case.kept_out)
    if appraisal.step_id and case.is_open:
        case.step = own_step(appraisal, viewer)
    if sight.has_content:
        case.facts = said_in(appraisal)
    return case


def own_step(appraisal, viewer):
    """The viewer's open vote as its form needs it, made of what is known already."""
    step = Step(pk=appraisal.step_id, name=Stage.COMMITTEE_VOTE.value, owner=viewer)
    step.case = Case(pk=appraisal.case_id, appraisal=appraisal)
    return step


def said_in(appraisal):
    return {
        "derivation": facts.derivation(appraisal),
        "grounds": facts.grounds(appraisal) if appraisal.is_contested else [],
        "said": facts.statements(appraisal) if appraisal.is_contested else [],
        "determination": _determination(appraisal),
    }


def consent_list(item, viewer, *, has_seat, after=0):
    """A page of it by key, how many of each predicate wait in all, and the unit beside its guidance; seven statements."""
    item.branch = meetings.Branches().inside(item.unit_id)
    waiting = meetings.consent_list(item, item.branch).exclude(_is_party(viewer))
    own = Step.objects.filter(
        case__appraisal=OuterRef("pk"), owner=viewer, completed_at=None, name=Stage.COMMITTEE_VOTE
    )
    voted = Vote.objects.filter(appraisal=OuterRef("pk"), round=OuterRef("vote_round"), member=viewer)
    rows = waiting.filter(pk__gt=after).annotate(step_id=Subquery(own.values("pk")[:1]), has_voted=Exists(voted))
    rows = list(rows.select_related("unit").order_by("pk")[: PAGE + 1])
    for row in rows:
        row.cycle = item.meeting.committee.cycle  # theirs is the same; its policy is asked for each
        row.sight = sight_of(row, viewer, has_seat=has_seat)
    tally = dict(waiting.order_by().values_list("predicate").annotate(n=Count("pk")))
    counts = [(predicate, tally[predicate]) for predicate in Predicate if predicate in tally]
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    apart = list(meetings.apart_from(item, viewer)[:APART])
    share = distribution_of(item.meeting.committee.cycle, item.unit_id) if has_seat else None
    return ConsentList(rows[:PAGE], more, after == 0, counts, apart, share)


def _last_determination():
    """Its decision and reason with the row of the appraisal: a statement less."""
    last = Determination.objects.filter(appraisal=OuterRef("pk")).order_by("-pk")
    return {f"determined_{name}": Subquery(last.values(name)[:1]) for name in ("decision", "reason")}


def _determination(appraisal):
    if not appraisal.is_determined:
        return None
    return Determination(decision=appraisal.determined_decision, reason=appraisal.determined_reason)


def _case_of():
    return Case.objects.filter(appraisal=OuterRef("pk")).values("pk")


def _is_party(viewer):
    """Or kept out of the vote: what he has no part in he is not shown either."""
    kept_out = Recusal.objects.filter(appraisal=OuterRef("pk"), round=OuterRef("vote_round"), member=viewer)
    return Q(employee=viewer) | Q(supervisor=viewer) | Q(second_level=viewer) | Q(Exists(kept_out))
