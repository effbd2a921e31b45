"""Meetings: what waits for a committee, what is on an agenda, and what became of it."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from appraisal import rules
from appraisal.models import AgendaItem, Appraisal, Attendance, Committee, Cycle, Meeting, Recusal, Stage, Vote
from organization.models import Unit

Verdict = AgendaItem.Verdict
ALONE = Q(is_contested=True) | Q(is_determined=True) | Q(second_level=None)  # discussed each by itself (design §3)
OF_MEETING = ("committee__cycle__policy", "committee__unit", "committee__chair", "opened_by", "closed_by", "current")
STRIP = 9  # items shown beside each other


class Branches:
    """Every unit with the branch it belongs to: the unit right below the top, or the top itself."""

    def __init__(self):
        self.parents = dict(Unit.objects.values_list("pk", "parent"))
        roots = [pk for pk, parent in self.parents.items() if parent is None]
        self.tops = {None} if len(roots) > 1 else {None, *roots}

    def of(self, unit):
        while self.parents[unit] not in self.tops:
            unit = self.parents[unit]
        return unit

    def inside(self, branch):
        return [unit for unit in self.parents if self.of(unit) == branch]


class Waiting(NamedTuple):
    """Cases that are before a committee: those to be discussed, [(key, round)], and the branches of the others."""

    cases: list
    units: list


def meetings(user, *, after=None):
    """Those of the viewer's committees, newest first; the items of each are counted in the same statement."""
    found = Meeting.objects.visible_to(user).select_related("committee__cycle", "committee__chair")
    found = found.annotate(size=Count("items")).order_by("-pk")
    return found.filter(pk__lt=after) if after else found


def meeting_of(user, committee_id, number):
    """With its committee, period and where it stands; None outside the viewer's sight."""
    found = Meeting.objects.visible_to(user).filter(committee=committee_id, number=number)
    return found.select_related(*OF_MEETING).annotate(size=Count("items")).first()


def running_meeting(committee):
    """The meeting that is prepared or open, if there is one."""
    return committee.meetings.filter(closed_at=None).first()


def items_of(meeting, user, *, after=0, limit=STRIP):
    """Items from a place on, each with `is_hidden`: only who leads is told that there is one he may not see."""
    seen = AgendaItem.objects.visible_to(user).filter(pk=OuterRef("pk"))
    found = meeting.items.filter(position__gt=after).annotate(is_hidden=~Exists(seen)).order_by("position", "pk")
    items = list(found.select_related("unit", "appraisal")[:limit])
    leads = user.pk == meeting.committee.chair_id
    return [item for item in items if leads or not item.is_hidden]


def around(meeting, place):
    """After which place the strip begins so that this one is in its middle."""
    return max(0, min(place - 1 - STRIP // 2, meeting.size - STRIP))


def members_of(meeting, item=None):
    """The seats in their order: the member, his attendance, and whether the system keeps him out of the item's case."""
    known = Attendance.objects.filter(meeting=meeting, member=OuterRef("member"))
    facts = ("present_at", "left_at", "absent_reason")
    told = {f"member_{name}": Subquery(known.values(name)) for name in facts}
    if item and item.appraisal_id:
        kept_out = Recusal.objects.filter(appraisal=item.appraisal_id, round=item.round, member=OuterRef("member"))
        told["is_kept_out"] = Exists(kept_out)
    return list(
        meeting.committee.seats.filter(is_active=True)
        .select_related("member")
        .annotate(**told)
        .order_by("position", "pk")
    )


def led_by(user, *, limit):
    """Committees of periods that run which have no meeting in preparation; HR prepares for every chair."""
    running = Committee.objects.filter(cycle__state=Cycle.State.OPEN)
    mine = running if user.is_hr_admin else running.filter(chair=user)
    busy = Meeting.objects.filter(committee=OuterRef("pk"), closed_at=None)
    return list(mine.filter(~Exists(busy)).select_related("cycle", "chair").order_by("-pk")[:limit])


def before(committee):
    """The appraisals that wait for the committee's vote."""
    return Appraisal.objects.filter(committee=committee, stage=Stage.COMMITTEE_VOTE)


def waiting_for(committee):
    """What an agenda is proposed from."""
    alone = list(before(committee).filter(ALONE).order_by("pk").values_list("pk", "vote_round"))
    units = before(committee).exclude(ALONE).order_by("unit__code").values_list("unit", "unit__code").distinct()
    branches = Branches()
    return Waiting(alone, list(dict.fromkeys(branches.of(unit) for unit, _code in units)))


def consent_list(item, branch):
    """The uncontested cases of the item's branch, given as its units, that still wait and are no item of their own."""
    own = AgendaItem.objects.filter(meeting=item.meeting_id, appraisal__isnull=False).values("appraisal")
    found = before(item.meeting.committee_id).exclude(ALONE).exclude(pk__in=own)
    return found.filter(unit__in=branch)


def apart_from(item, user):
    """The cases of the item's branch that are items of their own, as far as the viewer may see them."""
    cases = AgendaItem.objects.visible_to(user).filter(meeting=item.meeting_id, appraisal__unit__in=item.branch)
    return cases.select_related("appraisal").order_by("position")


def verdicts_of(items, committee):
    """{item: what has become of it}: a case by the votes of its round, a consent list by whether any case is left."""
    cases = [item for item in items if item.kind == AgendaItem.Kind.CASE]
    units = [item for item in items if item.kind == AgendaItem.Kind.UNIT]
    branches = Branches() if units else None
    left = {item: consent_list(item, branches.inside(item.unit_id)).exists() for item in units}
    found = {item: Verdict.LEFT_OPEN if left[item] else Verdict.ENDORSED for item in units}
    return found | _verdicts_of_cases(cases, committee)


def _verdicts_of_cases(items, committee):
    if not items:
        return {}
    members = list(committee.seats.filter(is_active=True).values_list("member", flat=True))
    appraisals = Appraisal.objects.in_bulk([item.appraisal_id for item in items])
    votes = {}
    for vote in Vote.objects.filter(appraisal__in=appraisals).order_by("pk"):
        votes.setdefault(vote.appraisal_id, []).append(vote)
    kept_out = {}
    for row in Recusal.objects.filter(appraisal__in=appraisals):
        kept_out.setdefault((row.appraisal_id, row.round), set()).add(row.member_id)
    return {
        item: verdict_of(
            item, appraisals[item.appraisal_id], votes.get(item.appraisal_id, []), members, committee,
            kept_out.get((item.appraisal_id, item.round), set()),
        )
        for item in items
    }  # fmt: skip


def verdict_of(item, appraisal, votes, members, committee, kept_out=frozenset()):
    """What the votes of the item's round have decided; also where the round ended without a decision it is left open."""
    if appraisal.stage == Stage.COMMITTEE_VOTE and appraisal.vote_round == item.round:
        return Verdict.LEFT_OPEN
    out = (
        appraisal.party_ids() | set(kept_out) | {vote.member_id for vote in votes if vote.choice == Vote.Choice.RECUSE}
    )
    seats = dict.fromkeys(set(members) - out)
    cast = {vote.member_id: vote.choice for vote in votes if vote.round == item.round}
    answer = rules.verdict(seats | cast, committee.chair_id, closing=True)
    return Verdict(answer) if answer in Verdict.values else Verdict.LEFT_OPEN
