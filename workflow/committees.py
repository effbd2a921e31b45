"""A committee whose votes are open: another date, another member. Any number of cases, each with its recorded act.

The committee's row is locked first, then its cases by key; the door holds one case at a time.
"""

from django.utils.translation import gettext as _

from appraisal import events, forms, notices, rules
from appraisal.actions import committee as actions
from appraisal.models import Appraisal, Committee, Seat, Stage, Vote
from appraisal.rules import RuleBroken
from audit.acts import Act, write
from notifications.actions import post
from organization.models import SYSTEM

from .holding import begin, hold_step, transaction_or_busy
from .models import Step
from .moving import move_on, tell
from .permissions import refuse_all_but_hr
from .reading import invalid, read
from .refusals import Conflict, NotFound

VOTE = "committee_vote"
SOMEWHERE = "Asia/Jakarta"  # whose calendar counts while no case says so


def move_meeting(committee_id, meeting_on, reason, by, at):
    """Another date for the meeting; the votes that are open are due then."""
    told = read(forms.Meeting, {"meeting_on": meeting_on, "reason": reason})
    refuse_all_but_hr(by)
    with transaction_or_busy():
        committee = _held_committee(pk=committee_id)
        cases = _held_cases(committee)
        zones = {appraisal.zone for appraisal in cases} or {SOMEWHERE}
        act = Act(committee, by=by, at=at, reason=told.reason)
        _do(actions.move_meeting, act, told, today=max(rules.local_date(at, zone) for zone in zones))
        acts = [_told(case, act, events.MEETING_MOVED, date=told.meeting_on.isoformat()) for case in cases]
        write(act, *acts)
        for zone in zones:
            days = {
                "due_at": rules.last_second_of(told.meeting_on, zone),
                "lapse_at": rules.end_of(told.meeting_on, zone),
            }
            _open_votes(committee).filter(case__appraisal__zone=zone).update(**days)
        members = committee.seats.filter(is_active=True).exclude(member=by).values_list("member", flat=True)
        news = [notice for case_act in acts for notice in notices.caused_by(case_act)]
        post([*notices.told_of_meeting(act, members), *news])


def appoint_substitute(seat_id, to, letter_no, reason, by, at):
    """Another person takes a seat by letter, with its open votes; where he is a party the seat is recused."""
    told = read(forms.Substitute, {"letter_no": letter_no, "reason": reason})
    refuse_all_but_hr(by)
    with transaction_or_busy():
        committee = _held_committee(seats=seat_id)
        seat = Seat.objects.get(pk=seat_id)
        if not seat.is_active:
            raise Conflict(_("Kursi ini sudah digantikan."))
        left = _open_votes(committee).filter(owner__in=[seat.member_id, SYSTEM.pk])
        cases = _held_cases(committee)
        theirs = dict(left.values_list("case__appraisal", "pk"))
        act = Act(committee, by=by, at=at, reason=told.reason)
        _do(actions.substitute, act, seat, to, told)
        passed = [case for case in cases if case.pk in theirs and to.pk not in case.party_ids()]
        acts = [_told(case, act, events.SUBSTITUTE_APPOINTED, letter_no=told.letter_no) for case in passed]
        write(act, *acts)
        Step.objects.filter(pk__in=[theirs[case.pk] for case in passed]).update(owner=to, first_seen_at=None)
        tasks = [notice for act in acts for notice in notices.caused_by(act, tasks=[(to.pk, VOTE)])]
        post(tasks)
        for step_id in left.filter(owner=seat.member).values_list("pk", flat=True):
            _recuse(step_id, reason=told.reason, at=at)


def _recuse(step_id, *, reason, at):
    """Nobody is left who may cast this vote; the others' votes may already decide."""
    step, seats = hold_step(step_id, SYSTEM)
    act = begin(step.case, by=SYSTEM, at=at, reason=reason)
    act.record(events.MEMBERS_RECUSED, count=1)
    step.outcome, step.completed_at, step.by = Vote.Choice.RECUSE.value, at, SYSTEM
    move_on(step, seats, act)
    write(act)
    step.save(update_fields=["outcome", "completed_at", "by"])
    tell(step.case, act)


def _held_committee(**which):
    rows = Committee.objects.select_for_update(of=["self"], no_key=True)
    committee = rows.filter(**which).first()
    if committee is None:
        raise NotFound(_("Komite ini tidak ada."))
    return committee


def _held_cases(committee):
    """The appraisals that are before the committee, locked."""
    before = Appraisal.objects.filter(committee=committee, stage=Stage.COMMITTEE_VOTE).order_by("pk")
    return list(before.select_for_update(of=["self"], no_key=True))


def _open_votes(committee):
    return Step.objects.filter(case__appraisal__committee=committee, name=VOTE, completed_at=None)


def _told(appraisal, cause, event, **facts):
    act = Act(appraisal, by=cause.by, at=cause.at, reason=cause.reason)
    act.record(event, **facts)
    return act


def _do(action, act, *data, **more):
    try:
        action(act, *data, **more)
    except RuleBroken as broken:
        raise invalid(broken) from broken
