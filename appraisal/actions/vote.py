"""The committee's votes and what its verdict does. It never re-rates."""

from collections import Counter

from appraisal import events, forms, rules
from appraisal.models import Dissent, Recusal, Stage, Vote
from appraisal.selectors import kept_committee, roster_of
from appraisal.selectors.conflict import named_in
from organization.models import SYSTEM


def open_round(act):
    """A new round with its seats; who may not vote is recused by the system, each with the reason.

    Whoever changes the committee locks the cases that are before it; one that only comes keeps it unchanged.
    """
    appraisal = act.subject
    if appraisal.committee_id and appraisal.stage != Stage.COMMITTEE_VOTE:
        appraisal.committee = kept_committee(appraisal.committee_id)
    roster = roster_of(appraisal, day=rules.local_date(act.at, appraisal.zone))
    appraisal.voters = roster.voters
    act.change(appraisal, vote_round=appraisal.vote_round + 1)
    act.record(events.COMMITTEE_OPENED, seats=len(set(appraisal.voters) - {SYSTEM.pk}))
    recuse_members(act, roster.recused)
    if roster.nobody_is_free:
        act.record(events.NOBODY_FREE)


def recuse_members(act, recused):
    """What the system does by itself: {member id: kind}. The log counts them; who it was is in the case's records."""
    appraisal = act.subject
    act.add(
        *(
            Recusal(appraisal=appraisal, round=appraisal.vote_round, member_id=member, kind=kind)
            for member, kind in recused.items()
        )
    )
    for kind, count in sorted(Counter(recused.values()).items()):
        if kind == Recusal.Kind.PARTY:
            act.record(events.MEMBERS_RECUSED, count=count)
        else:
            act.record(events.MEMBERS_CONFLICTED, count=count, kind=str(kind))


def endorse(act, data: forms.Endorsement):
    _cast(act, Vote.Choice.ENDORSE, data.note, no_relation=data.no_relation)


def send_back(act, data: forms.CommitteeReturn):
    appraisal = act.subject
    rules.check_committee_return(
        is_determined=appraisal.is_determined,
        is_returned_once=appraisal.is_returned_once,
        procedure=data.procedure,
    )
    _cast(act, Vote.Choice.RETURN, data.reason, procedure=data.procedure or "", no_relation=data.no_relation)


def abstain(act, data: forms.Abstention):
    _cast(act, Vote.Choice.ABSTAIN, data.reason, no_relation=data.no_relation)


def recuse(act, data: forms.Reason):
    act.subject.recused_now = {(act.on_behalf_of or act.by).pk}
    _cast(act, Vote.Choice.RECUSE, data.reason)


def close_meeting(act, data: forms.Nothing):
    """The meeting day is over; the tally of what was cast decides."""


def endorsed(act):
    act.record(events.COMMITTEE_ENDORSED)


def returned(act):
    """A new release, a new receipt and a new fourteen days follow."""
    act.change(
        act.subject, released_at=None, received_at=None, response_due_on=None, reply_until=None,
        decision_due_on=None, is_contested=False,
    )  # fmt: skip
    act.record(events.COMMITTEE_RETURNED)


def determination_returned(act):
    """Once only, naming the missing procedure; the official decides anew on the rating that was contested."""
    appraisal = act.subject
    votes = appraisal.votes.filter(round=appraisal.vote_round, choice=Vote.Choice.RETURN)
    cast_now = [row.procedure for row in act.added if isinstance(row, Vote) and row.procedure]
    procedure = (cast_now or list(votes.exclude(procedure="").values_list("procedure", flat=True)[:1]))[0]
    act.change(appraisal, is_returned_once=True, decision_due_on=None, **_as_released(appraisal))
    act.record(events.DETERMINATION_RETURNED, procedure=procedure)


def _as_released(appraisal):
    """The ratings as the supervisor released them: the first version that knows this release."""
    versions = appraisal.history.filter(released_at=appraisal.released_at).order_by("history_id")
    return versions.values("results_rating", "behaviour_rating", "predicate")[0]


def recommended_endorse(act):
    act.record(events.COMMITTEE_RECOMMENDED, choice=Vote.Choice.ENDORSE)


def recommended_return(act):
    act.record(events.COMMITTEE_RECOMMENDED, choice=Vote.Choice.RETURN)


def undecided(act):
    act.record(events.COMMITTEE_UNDECIDED)


def no_quorum(act):
    act.record(events.NO_QUORUM)


def _cast(act, choice, reason, procedure="", *, no_relation=None):
    """Whose name stands in the case is asked before he votes; nobody asks who recuses himself."""
    voter = act.on_behalf_of or act.by
    is_asked = no_relation is not None and bool(named_in(act.subject, [voter]))
    rules.check_is_asked(is_named=is_asked, no_relation=no_relation)
    act.add(
        Vote(
            appraisal=act.subject, round=act.subject.vote_round, member=voter, choice=choice,
            reason=reason, procedure=procedure, cast_at=act.at,
        )
    )  # fmt: skip
    act.record(events.VOTE_CAST, choice=str(choice.value))
    if is_asked:
        act.record(events.RELATION_DENIED)


def dissent(act, *, text):
    appraisal = act.subject
    act.add(Dissent(appraisal=appraisal, round=appraisal.vote_round, member=act.by, text=text, attached_at=act.at))
    act.record(events.DISSENTED)
