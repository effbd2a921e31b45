"""Meetings: what waits for a committee, what is on an agenda, and what became of it."""

from typing import NamedTuple

from django.db.models import Count, Q

from appraisal import rules
from appraisal.models import AgendaItem, Appraisal, Meeting, Stage, Vote
from organization.models import Unit

Verdict = AgendaItem.Verdict
ALONE = Q(is_contested=True) | Q(is_determined=True) | Q(second_level=None)  # discussed each by itself (design §3)
OF_MEETING = ("committee__cycle__policy", "committee__unit", "committee__chair", "opened_by", "closed_by", "current")


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
    return found.select_related(*OF_MEETING).first()


def before(committee):
    """The appraisals that wait for the committee's vote."""
    return Appraisal.objects.filter(committee=committee, stage=Stage.COMMITTEE_VOTE)


def waiting_for(committee):
    """What an agenda is proposed from."""
    alone = list(before(committee).filter(ALONE).order_by("pk").values_list("pk", "vote_round"))
    units = before(committee).exclude(ALONE).order_by("unit__code").values_list("unit", "unit__code").distinct()
    branches = Branches()
    return Waiting(alone, list(dict.fromkeys(branches.of(unit) for unit, _code in units)))


def consent_list(item, branches=None):
    """The uncontested cases of the item's branch that still wait and are no item of their own."""
    own = AgendaItem.objects.filter(meeting=item.meeting_id, appraisal__isnull=False).values("appraisal")
    found = before(item.meeting.committee_id).exclude(ALONE).exclude(pk__in=own)
    return found.filter(unit__in=(branches or Branches()).inside(item.unit_id))


def verdicts_of(items, committee):
    """{item: what has become of it}: a case by the votes of its round, a consent list by whether any case is left."""
    cases = [item for item in items if item.kind == AgendaItem.Kind.CASE]
    units = [item for item in items if item.kind == AgendaItem.Kind.UNIT]
    branches = Branches() if units else None
    left = {item: consent_list(item, branches).exists() for item in units}
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
    return {
        item: _verdict(item, appraisals[item.appraisal_id], votes.get(item.appraisal_id, []), members, committee)
        for item in items
    }


def _verdict(item, appraisal, votes, members, committee):
    if appraisal.stage == Stage.COMMITTEE_VOTE and appraisal.vote_round == item.round:
        return Verdict.LEFT_OPEN
    out = appraisal.party_ids() | {vote.member_id for vote in votes if vote.choice == Vote.Choice.RECUSE}
    seats = dict.fromkeys(set(members) - out)
    cast = {vote.member_id: vote.choice for vote in votes if vote.round == item.round}
    answer = rules.verdict(seats | cast, committee.chair_id, closing=True)
    return Verdict(answer) if answer in Verdict.values else Verdict.LEFT_OPEN
