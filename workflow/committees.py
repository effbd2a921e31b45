"""A committee whose votes are open: another date, another member, a member's kin. Each case has its recorded act.

The committee's row is locked first, then its cases by key; the door holds one case at a time.
"""

from django.utils.translation import gettext as _

from appraisal import committee_events, events, forms, notices, rules
from appraisal.actions import committee as actions
from appraisal.actions import kin, vote
from appraisal.models import Appraisal, Committee, Cycle, KinDeclaration, Recusal, Seat, Stage, Vote
from appraisal.permissions import Part
from appraisal.rules import RuleBroken
from appraisal.selectors.conflict import conflicts_of
from audit.access.looking import look
from audit.acts import Act, record, stream_of, write
from audit.models import Access
from audit.update import update, update_all
from notifications.actions import post
from organization.models import SYSTEM

from .beside.opening import Purpose
from .holding import begin, hold_step, transaction_or_busy
from .models import Step
from .moving import move_deadlines, move_on, tell
from .permissions import refuse_all_but_hr
from .reading import invalid, read
from .refusals import Conflict, Forbidden, NotFound

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
        move_deadlines(_moved_votes(committee, acts, told.meeting_on))
        write(act, *acts)
        members = committee.seats.filter(is_active=True).exclude(member=by).values_list("member", flat=True)
        news = [notice for case_act in acts for notice in notices.caused_by(case_act)]
        post([*notices.told_of_meeting(act, members), *news])


def appoint_substitute(seat_id, to, letter_no, reason, by, at):
    """Another person takes a seat by letter, with its open votes; where he may not vote the seat is recused."""
    told = read(forms.Substitute, {"letter_no": letter_no, "reason": reason})
    refuse_all_but_hr(by)
    with transaction_or_busy():
        committee = _held_committee(seats=seat_id)
        seat = Seat.objects.get(pk=seat_id)
        if not seat.is_active:
            raise Conflict(_("Kursi ini sudah digantikan."))
        left = _open_votes(committee).filter(owner__in=[seat.member_id, SYSTEM.pk])
        cases = _held_cases(committee)
        theirs = {step.case.appraisal_id: step for step in left.select_related("case")}
        act = Act(committee, by=by, at=at, reason=told.reason)
        _do(actions.substitute, act, seat, to, told)
        conflicts = conflicts_of(to, [case for case in cases if case.pk in theirs], day=rules.local_date(at, SOMEWHERE))
        passed = [case for case in cases if case.pk in theirs and case.pk not in conflicts]
        acts = [_told(case, act, events.SUBSTITUTE_APPOINTED, letter_no=told.letter_no) for case in passed]
        _pass_on([theirs[case.pk] for case in passed], to, acts)
        write(act, *acts)
        tasks = [notice for act in acts for notice in notices.caused_by(act, tasks=[(to.pk, VOTE)])]
        post(tasks)
        for step_id, case in left.filter(owner=seat.member).values_list("pk", "case__appraisal"):
            _recuse(step_id, member=to, kind=conflicts[case], reason=told.reason, at=at)


def declare_kin(relative, relation, by, at):
    """A member says who is his kin: where that person is a party, his open votes end at once.

    Whoever brings a case to a committee keeps its row, so it finds either the declaration or its case here.
    """
    told = read(forms.Kinship, {"relation": relation})
    with transaction_or_busy():
        committees = _committees_of(by)
        cases = [case for committee in committees for case in _held_cases(committee)]
        if KinDeclaration.objects.standing().filter(member=by, relative=relative).exists():
            raise Conflict(_("Hubungan dengan orang ini sudah Anda nyatakan."))
        declaration = KinDeclaration(member=by, relative=relative, relation=told.relation, declared_at=at)
        act = Act(declaration, by=by, at=at)
        _do(kin.declare, act)
        write(act)
        for case in cases:
            if relative.pk in case.party_ids() and "kin" in case.policy.committee.conflicts:
                _recuse_from(case, by, at=at)
        return declaration


def _moved_votes(committee, acts, day):
    """[(step, the act on its case, its new days)] of the votes that are open."""
    own = {act.subject.pk: act for act in acts}
    for step in _open_votes(committee).select_related("case").order_by("pk"):
        act = own[step.case.appraisal_id]
        zone = act.subject.zone
        yield step, act, rules.last_second_of(day, zone), rules.end_of(day, zone)


def _pass_on(steps, to, acts):
    """Open votes to another member, each within the act on its case; he has seen none of them."""
    for step, act in zip(steps, acts, strict=True):
        step.owner, step.first_seen_at = to, None
        act.keep("~", step)
    update_all(steps, ["owner", "first_seen_at"])


def _recuse_from(case, member, *, at):
    open_votes = Step.objects.filter(case__appraisal=case, name=VOTE, completed_at=None, owner=member)
    for step_id in open_votes.values_list("pk", flat=True):
        _recuse(step_id, member=member, kind=Recusal.Kind.KIN, reason="", at=at)


def _committees_of(member):
    """Where he sits, locked in the order of their keys; those whose period is over have no votes to end."""
    rows = Committee.objects.select_for_update(of=["self"], no_key=True).order_by("pk")
    return list(rows.filter(seats__member=member, seats__is_active=True, cycle__state=Cycle.State.OPEN))


def withdraw_kin(declaration_id, by, at):
    """What was declared in error, or is no longer so; rounds that open from now on ask him again."""
    with transaction_or_busy():
        rows = KinDeclaration.objects.select_for_update(of=["self"], no_key=True)
        declaration = rows.filter(pk=declaration_id, member=by).first()
        if declaration is None:
            raise NotFound(_("Pernyataan ini tidak ada."))
        if declaration.withdrawn_at:
            raise Conflict(_("Pernyataan ini sudah dicabut."))
        act = Act(declaration, by=by, at=at)
        kin.withdraw(act)
        write(act)


def open_kin(committee_id, member, *, purpose, by, at):
    """HR or an inspector states what for, and reads what one member declared; the log says so, and the journal."""
    purpose = read(Purpose, {"purpose": purpose}).purpose
    with transaction_or_busy():
        committee = _held_committee(pk=committee_id)
        if not (by.is_hr_admin or by.is_inspector):
            raise Forbidden(_("Hanya pengelola kinerja dan inspektorat yang membaca pernyataan anggota."))
        record(
            committee_events.KIN_OPENED, subject=committee, by=by, at=at, purpose=purpose, member=str(member.pseudonym)
        )
        facts = {"kind": Access.Kind.CONTENT, "part": Part.HR if by.is_hr_admin else Part.INSPECTOR, "purpose": purpose}
        look(viewer=by, at=at, stream=stream_of(committee), person=member.pk, **facts)
        return list(member.kin_declarations.select_related("relative").order_by("-pk"))


def _recuse(step_id, *, member, kind, reason, at):
    """Nobody is left who may cast this vote; the others' votes may already decide."""
    step, seats = hold_step(step_id, SYSTEM)
    act = begin(step.case, by=SYSTEM, at=at, reason=reason)
    vote.recuse_members(act, {member.pk: kind})
    step.outcome, step.completed_at, step.by = Vote.Choice.RECUSE.value, at, SYSTEM
    act.keep("~", step)
    move_on(step, seats, act)
    write(act)
    update(step, ["outcome", "completed_at", "by"])
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
    return list(before.select_related("cycle__policy").select_for_update(of=["self"], no_key=True))


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
