"""A period stands still, and goes on: no deadline fires meanwhile, and each moves by the days of the pause.

Days are whole and rounded up, in favour of whoever has the task. A deadline that the policy counts in working days moves
by the working days of the pause. People may go on working while the clocks stand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from appraisal import deadline_events, rules
from appraisal.models import Appraisal, Committee, Cycle
from audit.acts import Act, write
from notifications.actions import post
from notifications.models import Notice
from organization.models import SYSTEM

from .holding import transaction_or_busy
from .models import Step
from .moving import move_deadlines
from .permissions import refuse_all_but_hr
from .reading import read_text
from .refusals import Conflict

DATES = ("self_assessment_on", "review_on", "meeting_on")
OF_CASE = {"response_due_on": "response", "decision_due_on": "decision"}  # and as what the policy counts each
COUNTED = {
    "employee_response": "response",
    "refusal_period": "response",
    "supervisor_statement": "statement",
    "objection_decision": "decision",
    "clarification": "clarification",
}
OF_PERIOD = ("awaiting_release", "awaiting_date", "self_assessment", "committee_vote")  # lapse by a date of the period
SOMEWHERE = "Asia/Jakarta"  # whose calendar counts for the period itself


@dataclass(frozen=True)
class Stood:
    """How long the clocks stood for something, and how far that moves it."""

    cycle: Cycle
    since: datetime
    until: datetime
    zone: str

    @property
    def days(self):
        return days_between(self.since, self.until)

    def moved(self, day, setting=None):
        """Where a day comes to lie that the policy counts as `setting`."""
        if setting not in self.cycle.policy.document.deadlines.working:
            return day + self.days * rules.DAY
        off, first = self.cycle.days_off, rules.local_date(self.since, self.zone)
        working = sum(rules.is_working(first + n * rules.DAY, off) for n in range(self.days))
        return rules.day_after(day, working, off)


def pause(cycle_id, *, reason, by, at):
    """From now on nothing lapses, nobody is reminded and nobody is told of lateness."""
    refuse_all_but_hr(by)
    reason = read_text(reason=reason)
    with transaction_or_busy():
        cycle = _held(cycle_id)
        if cycle.state != Cycle.State.OPEN or cycle.paused_at:
            raise Conflict(_("Hanya periode yang sedang berjalan dapat dijeda."))
        act = Act(cycle, by=by, at=at, reason=reason)
        act.change(cycle, paused_at=at)
        act.record(deadline_events.PAUSED)
        write(act)
        post(_news(act, deadline_events.PAUSED, {}, _owners(cycle)))
        return act.entries[0]


def resume(cycle_id, *, reason, by, at):
    """The clocks go on; every deadline that had not passed moves by the days they stood."""
    refuse_all_but_hr(by)
    reason = read_text(reason=reason)
    with transaction_or_busy():
        cycle = _held(cycle_id)
        if cycle.paused_at is None:
            raise Conflict(_("Periode ini tidak sedang dijeda."))
        act, since = Act(cycle, by=by, at=at, reason=reason), cycle.paused_at
        days = days_between(since, at)
        steps = _running(cycle, since)
        cases = _held_cases(steps)
        _move_period(act, cycle, since, days)
        acts, moves = _resumed(act, cases, steps, since)
        act.record(deadline_events.RESUMED, days=days, count=len(acts))
        move_deadlines(moves)
        write(act, *acts)
        post(_news(act, deadline_events.RESUMED, {"days": days}, _owners(cycle)))
        return act.entries[0]


def days_between(since, until):
    """Whole days, a begun one counted in full."""
    return -((since - until) // timedelta(days=1))


def _stood_since(step, since):
    """A step of the pause itself stood since it was opened; one that waits for a date of the period moves with it."""
    return since if step.name in OF_PERIOD else max(since, step.opened_at)


def _held(cycle_id):
    return Cycle.objects.select_for_update(of=["self"], no_key=True).get(pk=cycle_id)


def _running(cycle, since):
    """Open steps whose time had not passed when the clocks stopped."""
    ahead = Q(due_at__gte=since) | Q(lapse_at__gte=since)
    return list(Step.objects.filter(ahead, completed_at=None, case__appraisal__cycle=cycle).select_related("case"))


def _held_cases(steps):
    """{key: the case, locked}, in the order of their keys."""
    keys = {step.case.appraisal_id for step in steps}
    cases = Appraisal.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=["self"], no_key=True)
    return {case.pk: case for case in cases}


def _move_period(act, cycle, since, days):
    """Its dates that had not passed, and those of its committees."""
    stopped_on, shift = rules.local_date(since, SOMEWHERE), days * rules.DAY
    dates = {name: getattr(cycle, name) for name in DATES}
    if cycle.release_on and cycle.release_on > stopped_on:  # it begins its day, the others end theirs
        dates["release_on"] = cycle.release_on
    act.change(cycle, paused_at=None, **{n: day + shift for n, day in dates.items() if day >= stopped_on})
    for committee in Committee.objects.filter(cycle=cycle, meeting_on__gte=stopped_on):
        act.change(committee, meeting_on=committee.meeting_on + shift)


def _resumed(cause, cases, steps, since):
    """([act on each case], [(step, its act, its moments)])."""
    acts, moves = {}, []
    for step in steps:
        case = cases[step.case.appraisal_id]
        stood = Stood(cause.subject, _stood_since(step, since), cause.at, case.zone)
        due_on = rules.local_date(step.due_at, case.zone)
        moved = stood.moved(due_on, COUNTED.get(step.name))
        days = (moved - due_on).days
        if case.pk not in acts:
            act = acts[case.pk] = Act(case, by=cause.by, at=cause.at, reason=cause.reason)
            _move_case(act, case, rules.local_date(since, case.zone), stood)
            act.record(deadline_events.CLOCK_RESUMED, days=days, until=moved.isoformat())
        shift = timedelta(days=days)
        moves.append((step, acts[case.pk], step.due_at + shift, step.lapse_at and step.lapse_at + shift))
    return list(acts.values()), moves


def _move_case(act, case, stopped_on, stood):
    """What had passed when the clocks stopped stays where it is."""
    for name, setting in OF_CASE.items():
        if (day := getattr(case, name)) and day >= stopped_on:
            act.change(case, **{name: stood.moved(day, setting)})
    if case.reply_until:
        day = rules.local_date(case.reply_until - rules.SECOND, case.zone)
        act.change(case, reply_until=rules.end_of(stood.moved(day, "reply"), case.zone))
    given = {step: rules.Date.fromisoformat(day) for step, day in case.extended.items()}
    later = {step: stood.moved(day, COUNTED.get(step)) if day >= stopped_on else day for step, day in given.items()}
    act.change(case, extended={step: day.isoformat() for step, day in later.items()})


def _owners(cycle):
    """Everybody with an open task of the period."""
    found = Step.objects.filter(case__appraisal__cycle=cycle, completed_at=None).exclude(owner=SYSTEM.pk)
    return sorted(set(found.values_list("owner", flat=True)))


def _news(cause, event, facts, people):
    return [
        Notice(
            to_id=person, kind=Notice.Kind.INFO, about=event.name, subject=cause.stream, facts=facts,
            created_at=cause.at,
        )
        for person in people
        if person != cause.by.pk
    ]  # fmt: skip
