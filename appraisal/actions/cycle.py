"""Periods: prepared, then opened. What runs is changed only by deadlines' own actions."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appraisal import events, rules
from appraisal.models import Committee, Cycle, Seat
from appraisal.rules import RuleBroken
from audit.acts import Act, write

DATES = ("starts_on", "ends_on", "self_assessment_on", "review_on", "meeting_on")


def create(*, slug, name, policy, by, at, release_on=None, **dates):
    """Under a short name of its own, also when two are prepared at one moment."""
    _check_dates(policy, release_on, dates)
    try:
        cycle = Cycle(slug=slug, name=name, policy=policy, created_at=at, release_on=release_on, **dates)
        return _create(cycle, by=by, at=at)
    except IntegrityError:
        raise RuleBroken(_("Nama pendek ini sudah dipakai periode lain. Tulis yang lain."), field="slug") from None


@transaction.atomic
def _create(cycle, *, by, at):
    act = Act(cycle, by=by, at=at)
    act.add(cycle)
    act.record(events.CYCLE_CREATED)
    write(act)
    return cycle


@transaction.atomic
def change(cycle_id, *, name, policy, by, at, release_on=None, **dates):
    """Only while it is being prepared: an open cycle keeps what people were told."""
    cycle = Cycle.objects.select_for_update(of=["self"]).get(pk=cycle_id)
    rules.check_cycle_is_draft(cycle)
    _check_dates(policy, release_on, dates)
    act = Act(cycle, by=by, at=at)
    act.change(cycle, name=name, policy=policy, release_on=release_on, **dates)
    act.record(events.CYCLE_CHANGED)
    write(act)
    return cycle


def _check_dates(policy, release_on, dates):
    rules.check_cycle_dates(**dates)
    rules.check_release(policy.document, release_on, review_on=dates["review_on"], meeting_on=dates["meeting_on"])


def launched(cycle, *, count, by, at):
    """The cycle's act when a batch of people came in: the launch writes it with theirs, under the cycle's lock."""
    act = Act(cycle, by=by, at=at)
    if cycle.launched_at is None:
        act.change(cycle, state=Cycle.State.OPEN, launched_at=at, launched_by=by)
    act.record(events.CYCLE_LAUNCHED, count=count)
    return act


@transaction.atomic
def appoint_committee(*, cycle, name, member_ids, chair_id, letter_no, by, at, unit=None, meeting_on=None):
    """By letter, for the whole city (unit None) or one branch of it. Replaces an earlier roster while in draft.

    The same roster again, as after a second click, leaves no trace.
    """
    rules.check_roster(member_ids, chair_id, letter_no)
    cycle = Cycle.objects.select_for_update(of=["self"]).get(pk=cycle.pk)
    rules.check_cycle_is_not_closed(cycle)
    committee = Committee.objects.filter(cycle=cycle, unit=unit).first()
    if committee:
        rules.check_cycle_is_draft(cycle)
    act = Act(committee or Committee(cycle=cycle, unit=unit), by=by, at=at)
    facts = {"name": name, "chair_id": chair_id, "letter_no": letter_no.strip(), "meeting_on": meeting_on}
    if committee:
        act.change(committee, **facts)
    else:
        committee = act.subject
        for field, value in facts.items():
            setattr(committee, field, value)
        act.add(committee)
    _seat(act, committee, member_ids)
    if not (act.added or act.changed):
        return committee
    act.record(events.COMMITTEE_APPOINTED, letter_no=letter_no.strip())
    write(act)
    return committee


def _seat(act, committee, member_ids):
    seated = {seat.member_id: seat for seat in committee.seats.filter(is_active=True)} if committee.pk else {}
    for position, member in enumerate(member_ids):
        if seat := seated.pop(member, None):
            act.change(seat, position=position)
        else:
            act.add(Seat(committee=committee, member_id=member, position=position, letter_no=committee.letter_no))
    for gone in seated.values():
        act.change(gone, is_active=False)
