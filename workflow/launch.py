"""Opening a cycle: who is in, who is not and why; then many cases at once, resumable after a kill.

A launch is idempotent: whoever is in the cycle already is passed over, so running it again only adds
those who were missing.
"""

import gc
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from appraisal import events, rules
from appraisal.actions.closing import hold
from appraisal.actions.cycle import launched
from appraisal.models import Appraisal, Committee, Cycle, Plan, Seat
from appraisal.selectors.calendar import kept_years, years_of
from audit.access.looking import look_at_many
from audit.acts import record
from audit.models import Access
from organization.models import Assignment, Employee, Unit
from organization.selectors import ReportingLines, identities

from .models import Launch
from .start import start_in_bulk

log = logging.getLogger(__name__)
BATCH, ATTEMPTS = 5_000, 5
NO_POST, NO_SUPERVISOR, NO_SECOND_LEVEL = "no_post", "no_supervisor", "no_second_level"
NO_PLAN, NO_FREE_MEMBER = "no_plan", "no_free_member"
REASONS = {
    NO_POST: _("Tidak memegang jabatan definitif"),
    NO_SUPERVISOR: _("Tidak ada pejabat penilai"),
    NO_SECOND_LEVEL: _("Tidak ada atasan pejabat penilai"),
    NO_PLAN: _("Belum punya SKP yang disepakati"),
    NO_FREE_MEMBER: _("Semua anggota komite menjadi pihak dalam berkasnya"),
}


@dataclass
class Participants:
    """The dry run: unsaved appraisals of those who come in, {reason: [user ids]} of those who do not."""

    cycle: Cycle
    appraisals: list[Appraisal] = field(default_factory=list)
    out: dict[str, list[int]] = field(default_factory=dict)
    already: int = 0
    without_plan: int = 0

    @property
    def count_out(self):
        return sum(map(len, self.out.values()))

    def leave_out(self, reason, user_id):
        self.out.setdefault(reason, []).append(user_id)


def participants(cycle, *, at, only=None):
    """Everybody the cycle concerns, worked out in bulk: the same number of statements for any city."""
    found = Participants(cycle)
    on = rules.local_date(at, "Asia/Jakarta")
    units = Unit.objects.in_bulk()
    lines, desks = ReportingLines(on), _desks(on, units)
    plans = {plan.employee_id: plan for plan in Plan.objects.filter(cycle=cycle)}
    taken = set(Appraisal.objects.filter(cycle=cycle).values_list("employee", flat=True))
    committees = _Committees(cycle, units)
    for user_id in _active_employees():
        if only is not None and user_id not in only:
            continue
        if user_id in taken:
            found.already += 1
            continue
        _place(found, user_id, lines, desks, plans.get(user_id), committees)
    return found


def _place(found, user_id, lines, desks, plan, committees):
    unit = desks.get(user_id)
    supervisor = lines.supervisor_of(user_id)
    agreed = plan if plan and plan.state == Plan.State.AGREED else None
    if unit is None:
        return found.leave_out(NO_POST, user_id)
    if supervisor is None:
        return found.leave_out(NO_SUPERVISOR, user_id)
    above = lines.why_second(user_id)
    if above.is_gap:  # else he would decide on objections against his own rating, as if he were the top of the tree
        return found.leave_out(NO_SECOND_LEVEL, user_id)
    if agreed is None and found.cycle.policy.document.plan_required:
        return found.leave_out(NO_PLAN, user_id)
    second = above.superior
    committee_id = committees.of(unit)
    appraisal = Appraisal(
        cycle=found.cycle, employee_id=user_id, unit_id=unit.pk, zone=unit.zone, plan_id=agreed and agreed.pk,
        supervisor_id=supervisor.user_id, supervisor_capacity=supervisor.capacity,
        second_level_id=second and second.user_id,
        second_level_capacity=second.capacity if second else "definitive",
        committee_id=committee_id,
    )  # fmt: skip
    if not committees.members_of(committee_id) - appraisal.party_ids():
        return found.leave_out(NO_FREE_MEMBER, user_id)
    found.without_plan += agreed is None
    found.appraisals.append(appraisal)


def _active_employees():
    active = Employee.objects.filter(user__is_active=True).order_by("user_id")
    return list(active.values_list("user_id", flat=True))


def _desks(on, units):
    """{user id: unit} of the definitive posts held on the day."""
    held = Assignment.objects.on(on).filter(kind=Assignment.Kind.DEFINITIVE)
    return {holder: units[unit] for holder, unit in held.values_list("holder", "post__unit")}


class _Committees:
    """The committee (its key) of the nearest unit above, or the one for the whole city."""

    def __init__(self, cycle, units):
        committees = list(Committee.objects.filter(cycle=cycle))
        self._by_unit = {committee.unit_id: committee.pk for committee in committees}
        self._units = units
        self._members = {committee.pk: set() for committee in committees}
        seats = Seat.objects.filter(committee__in=committees, is_active=True)
        for committee, member in seats.values_list("committee", "member"):
            self._members[committee].add(member)

    def of(self, unit):
        place = unit.pk
        while place is not None and place not in self._by_unit:
            place = self._units[place].parent_id
        return self._by_unit.get(place)

    def members_of(self, committee_id):
        return self._members.get(committee_id, set())


def ask_launch(cycle, *, by, at):
    """Queue the launch for the worker; one at a time. Raises RuleBroken for a draft policy and the like."""
    check(cycle)
    try:
        with transaction.atomic():
            hold(cycle.pk)
            launch = Launch.objects.create(cycle=cycle, by=by, asked_at=at)
            record(events.LAUNCH_ASKED, subject=cycle, by=by, at=at)
            return launch
    except IntegrityError:
        return Launch.objects.get(cycle=cycle, state__in=[Launch.State.WAITING, Launch.State.RUNNING])


@transaction.atomic
def export_left_out(cycle, person_ids, *, by, at):
    """That a list of those who stay out was downloaded; each of them may read it."""
    hold(cycle.pk)
    record(events.LEFT_OUT_EXPORTED, subject=cycle, by=by, at=at, count=len(person_ids))
    subjects = [(f"user:{pk}", pk) for pk in person_ids]
    look_at_many(subjects, viewer=by, at=at, kind=Access.Kind.EXPORT, part="hr")


def check(cycle):
    whole_city = Committee.objects.filter(cycle=cycle, unit=None).exists()
    rules.check_launch(cycle, has_committee=whole_city)
    document = cycle.policy.document
    if document.deadlines.working:
        rules.check_calendars(document, years_of(cycle), kept_years())


def run_launches(at):
    """What the worker calls: carry on with every launch that waits or was cut off. Returns how many ended."""
    waiting = Launch.objects.filter(state__in=[Launch.State.WAITING, Launch.State.RUNNING]).order_by("pk")
    return sum(_run(launch, at) for launch in waiting.select_related("cycle__policy", "by"))


def _run(launch, at):
    try:
        launch_cycle(launch.cycle, by=launch.by, at=at, launch=launch)
    except Exception as error:
        log.exception("Launch %s stopped; the worker tries again.", launch.pk)
        launch.attempts += 1
        if launch.attempts >= ATTEMPTS:
            launch.state, launch.finished_at = Launch.State.FAILED, at
        launch.error = type(error).__name__
        launch.save(update_fields=["attempts", "state", "finished_at", "error"])
        return False
    return True


def launch_cycle(cycle, *, by, at, launch=None, only=None, on_progress=None):
    """Open the cycle for everybody who can come in (or `only` these user ids), a batch a transaction."""
    check(cycle)
    with uncollected():
        found = participants(cycle, at=at, only=only)
    total = len(found.appraisals)
    _note(launch, total=(launch.done if launch else 0) + total, state=Launch.State.RUNNING)
    for first in range(0, total, BATCH):
        with uncollected():
            count = _launch_batch(cycle, found.appraisals[first : first + BATCH], by=by, at=at, launch=launch)
        if on_progress:
            on_progress(count)
    if cycle.launched_at is None and total == 0 and not found.already:
        _note(launch, state=Launch.State.FAILED, error="nobody", finished_at=at)
        return found
    _note(launch, state=Launch.State.DONE, finished_at=at)
    return found


def _launch_batch(cycle, appraisals, *, by, at, launch=None):
    """One batch and how far the launch has come, all or nothing; the cycle's row is the lock of its launch."""
    with transaction.atomic():
        cycle = hold(cycle.pk)
        rules.check_cycle_is_not_closed(cycle)
        employees = [appraisal.employee_id for appraisal in appraisals]
        taken = set(Appraisal.objects.filter(cycle=cycle, employee__in=employees).values_list("employee", flat=True))
        fresh = [appraisal for appraisal in appraisals if appraisal.employee_id not in taken]
        if fresh:
            _keep_identities(fresh, rules.local_date(at, fresh[0].zone))
            start_in_bulk(fresh, by=by, at=at, also=[launched(cycle, count=len(fresh), by=by, at=at)])
            _note(launch, done=(launch.done if launch else 0) + len(fresh))
    return len(fresh)


@contextmanager
def uncollected():
    """The garbage collector pauses: the rows of a batch live until they are written, and looking through all of
    them for garbage, again and again, took a fifth of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _keep_identities(appraisals, on):
    """Names, posts, units, ranks and numbers as they are today, kept with each appraisal."""
    people = set().union(*(appraisal.party_ids() for appraisal in appraisals))
    known = identities(people, on)
    for appraisal in appraisals:
        roles = {
            "employee": appraisal.employee_id,
            "supervisor": appraisal.supervisor_id,
            "second_level": appraisal.second_level_id,
        }
        appraisal.snapshot = {role: known[person] for role, person in roles.items() if person}


def _note(launch, **values):
    if launch is None:
        return
    for name, value in values.items():
        setattr(launch, name, value)
    launch.save(update_fields=list(values))
