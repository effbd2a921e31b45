"""How a case moves within an act: seats close, the next node opens, those concerned are told."""

from django.utils.translation import gettext as _

from appraisal import notices, rules
from audit.insert import insert
from audit.update import update_all
from notifications.actions import post

from .refusals import Conflict

CLOSED = "closed"  # the outcome of a seat that the verdict made needless


LEFT = ("status", "started", "finished")  # what changes in the engine's row of a part that is over


def move_on(step, seats, act):
    """Ask the node where the outcome leads; close the seats it made needless; move the engine."""
    lead_on(step, seats, act)
    settle(step.case)


def lead_on(step, seats, act):
    """What `move_on` does, but for the rows that wait for `settle`."""
    node = step.task.flow_task
    leads_to = node.next_node(step, seats, act)
    if leads_to is None:
        return
    close(seats, CLOSED, act, but=step)
    act.change(act.subject, version=act.subject.version + 1)
    node.activation_class(step.task).leave(leads_to)


def jump(case, seats, target, how, act):
    """Close what is open and open another node, as a flow edge would."""
    if not seats:
        raise Conflict(_("Berkas ini sudah berakhir."))
    close(seats, how, act)
    act.change(case.appraisal, version=case.appraisal.version + 1)
    seats[0].task.flow_task.activation_class(seats[0].task).leave(target)
    settle(case)


def settle(*cases):
    """Write which part each case left, and which one it came to: a statement a table, whatever their number."""
    update_all([case.left for case in cases if case.left], LEFT)
    insert([case.came_to for case in cases if case.came_to])
    insert([step for case in cases for step in case.opened])
    for case in cases:
        case.act.keep("+", *case.opened)


def close(seats, outcome, act, *, but=None):
    """End the seats that are still open, in one statement."""
    needless = [seat for seat in seats if seat.completed_at is None and seat is not but]
    for seat in needless:
        seat.outcome, seat.completed_at = outcome, act.at
    update_all(needless, ["outcome", "completed_at"])
    act.keep("~", *needless)


def tell(case, act, opened=None):
    """Store the notices of the act: tasks for the owners of opened steps, news for the rest."""
    post(_told(case, act, case.opened if opened is None else opened))


def tell_of(cases):
    """The same of each case's own act, in one statement."""
    post([notice for case in cases for notice in _told(case, case.act, case.opened)])


def _told(case, act, opened):
    return notices.caused_by(act, tasks=[(new.owner_id, new.name) for new in opened])


def set_deadline(step, act, like=None):
    """The dates that the node gives the step now, or those of an earlier one, moved as those of all others were since."""
    begun = like or step
    due_at, lapse_at = step.task.flow_task.deadlines(step.case.appraisal, opened_at=begun.opened_at)
    if like:
        due_at, lapse_at = _later(due_at, like.due_at), _later(lapse_at, like.lapse_at)
    move_deadlines([(step, act, due_at, lapse_at)])


def move_deadlines(moves):
    """Other deadlines for open steps: [(step, the act on its case, due_at, lapse_at)]; one statement."""
    steps = []
    for step, act, due_at, lapse_at in moves:
        step.due_at, step.lapse_at = due_at, lapse_at
        act.keep("~", step)
        steps.append(step)
    update_all(steps, ["due_at", "lapse_at", "late_told_at"])


def set_last_day(step, day, act):
    """The dates of a step that is open until this day, whatever its node would give it."""
    appraisal, node = step.case.appraisal, step.task.flow_task
    lapse_at = rules.end_of(node.grace(appraisal, day), appraisal.zone)
    move_deadlines([(step, act, rules.last_second_of(day, appraisal.zone), lapse_at)])


def _later(*moments):
    return max((moment for moment in moments if moment), default=None)
