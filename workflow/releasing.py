"""The day on which the results of a period are released together: another one, or today.

The period's row is locked first, then by key every case that waits for the day or may come to wait for it; a case
that is rated meanwhile reads the day under the same lock.
"""

from django.utils.translation import gettext as _

from appraisal import events, forms, rules
from appraisal.models import Appraisal, Cycle, Stage
from appraisal.rules import RuleBroken
from audit.acts import Act, write
from notifications.actions import post
from notifications.models import Notice
from organization.models import Unit

from .holding import transaction_or_busy
from .models import Step
from .moving import move_deadlines
from .permissions import refuse_all_but_hr
from .reading import invalid, read
from .refusals import Conflict

SOMEWHERE = "Asia/Jakarta"  # where a day begins last: what is today there is today everywhere
UNRATED = (Stage.SELF_ASSESSMENT, Stage.SUPERVISOR_REVIEW)


def move_release(cycle_id, *, release_on, reason, by, at):
    """Another day, earlier or later. Returns the entry in the period's stream."""
    told = read(forms.ReleaseDay, {"release_on": release_on, "reason": reason})
    refuse_all_but_hr(by)
    with transaction_or_busy():
        cycle = _held(cycle_id, at)
        cases = _held_cases(cycle)
        try:
            rules.check_release_move(
                cycle, told.release_on, today=rules.local_date(at, SOMEWHERE), unrated=unrated(cycle)
            )
        except RuleBroken as broken:
            raise invalid(broken) from broken
        facts = {"before": cycle.release_on.isoformat(), "on": told.release_on.isoformat()}
        act = Act(cycle, by=by, at=at, reason=told.reason)
        act.change(cycle, release_on=told.release_on)
        act.record(events.CYCLE_RELEASE_MOVED, **facts, count=len(cases))
        acts = [_moved(case, act, facts) for case in cases]
        move_deadlines(_moved_steps(cycle, acts))
        write(act, *acts)
        post(_news(act, cases, facts))
        return act.entries[0]


def release_now(cycle_id, *, reason, by, at):
    """Today has begun everywhere: what waits is released by the next sweep."""
    return move_release(cycle_id, release_on=rules.local_date(at, SOMEWHERE), reason=reason, by=by, at=at)


def unrated(cycle):
    """How many cases nobody has rated yet."""
    return Appraisal.objects.filter(cycle=cycle, stage__in=UNRATED).count()


def waiting(cycle):
    """The cases that wait for the day."""
    return Appraisal.objects.filter(cycle=cycle, stage=Stage.AWAITING_RELEASE)


def is_over(cycle, at):
    """Whether the day has begun anywhere."""
    return any(rules.release_moment(cycle, zone) <= at for zone in Unit.Zone.values)


def _held(cycle_id, at):
    cycle = Cycle.objects.select_for_update(of=["self"], no_key=True).get(pk=cycle_id)
    if cycle.state != Cycle.State.OPEN or cycle.paused_at:
        raise Conflict(_("Tanggal rilis dipindahkan selama periode berjalan dan tidak dijeda."))
    if cycle.release_on is None:
        raise Conflict(_("Periode ini merilis hasil langsung; tidak ada tanggal rilis bersama."))
    if is_over(cycle, at):
        raise Conflict(_("Hasil periode ini sudah dirilis. Tanggalnya tidak dapat dipindahkan lagi."))
    return cycle


def _held_cases(cycle):
    """Those that wait; whoever may come to wait is held with them."""
    near = Appraisal.objects.filter(cycle=cycle, stage__in=[Stage.SUPERVISOR_REVIEW, Stage.AWAITING_RELEASE])
    cases = near.order_by("pk").select_for_update(of=["self"], no_key=True)
    return [case for case in cases if case.stage == Stage.AWAITING_RELEASE]


def _moved(case, cause, facts):
    act = Act(case, by=cause.by, at=cause.at, reason=cause.reason)
    act.record(events.RELEASE_MOVED, **facts)
    return act


def _moved_steps(cycle, acts):
    """[(step, the act on its case, its new moments)] of those that wait for the day."""
    own = {act.subject.pk: act for act in acts}
    steps = Step.objects.filter(case__appraisal__cycle=cycle, name=Stage.AWAITING_RELEASE, completed_at=None)
    for step in steps.select_related("case").order_by("pk"):
        act = own[step.case.appraisal_id]
        moment = rules.release_moment(cycle, act.subject.zone)
        yield step, act, moment - rules.SECOND, moment


def _news(cause, cases, facts):
    """Whoever waits for a result, and whoever may revise until then, once each."""
    people = {person for case in cases for person in (case.employee_id, case.supervisor_id)} - {cause.by.pk}
    return [
        Notice(
            to_id=person, kind=Notice.Kind.INFO, about=events.CYCLE_RELEASE_MOVED.name, subject=cause.stream,
            facts=facts, created_at=cause.at,
        )
        for person in sorted(people)
    ]  # fmt: skip
