"""Locks: the appraisal row first, then the engine's process; everything is read after that.

The statement that waits for a lock judges its subqueries by the moment before the wait, so owners,
outcomes and the end of the stream are read by later statements.
"""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process, Task

from appraisal.models import Appraisal, Cycle, Policy
from audit.acts import Act
from audit.fetch import Rows
from audit.models import Entry
from organization.models import SYSTEM

from .models import Case, Step
from .refusals import Busy, Full, NotFound

SUPERVISORS = ("supervisor_review", "supervisor_statement")
DISK_FULL = "53100"
LOCK_TIMEOUTS = ("55P03", "57014")  # PostgreSQL: lock_not_available, query_canceled

# Every act waits for these two.
OF_CYCLE = (
    "id", "policy_id", "name", "starts_on", "ends_on", "self_assessment_on", "review_on", "release_on",
    "meeting_on", "paused_at",
)  # fmt: skip
HELD = Rows(a=Appraisal, c=(Cycle, OF_CYCLE), p=(Policy, ("id", "slug", "version", "sha256")))
APPRAISAL = """
    SELECT {columns} FROM appraisal_appraisal a
    JOIN appraisal_cycle c ON c.id = a.cycle_id JOIN appraisal_policy p ON p.id = c.policy_id
    WHERE a.id {which} {lock}"""
OF_STEP = "= (SELECT c.appraisal_id FROM workflow_case c JOIN workflow_step s ON s.case_id = c.id WHERE s.id = %s)"
OF_OPEN_STEPS = """
    IN (SELECT c.appraisal_id FROM workflow_case c JOIN workflow_step s ON s.case_id = c.id
        WHERE s.id IN ({steps}) AND s.completed_at IS NULL)"""
PARTS_OF_STEPS = """
    c.appraisal_id IN ({cases}) AND s.task_id IN (SELECT task_id FROM workflow_step WHERE id IN ({steps}))"""
PART = Rows(
    s=Step,
    c=(Case, ("id", "appraisal_id", "process_id")),
    t=(Task, ("id", "flow_task", "flow_task_type", "token", "status", "process_id")),
    p=(Process, ("id", "flow_class", "status")),
    e=(Entry, ("id", "n", "leaf_hash")),  # the last of the stream: nobody else can add one now
)
SEATS = """
    SELECT {columns} FROM workflow_step s JOIN workflow_case c ON c.id = s.case_id
    JOIN viewflow_task t ON t.id = s.task_id JOIN viewflow_process p ON p.id = t.process_id
    LEFT JOIN audit_entry e ON e.id = (
        SELECT id FROM audit_entry WHERE stream = {stream} ORDER BY n DESC LIMIT 1)
    WHERE {which} ORDER BY s.id {lock}"""
STREAM = "'appraisal:' || c.appraisal_id"


@contextmanager
def transaction_or_busy():
    """One durable transaction; a lock that takes too long, or a full disk, becomes a plain refusal."""
    try:
        with transaction.atomic(durable=True):
            yield
    except OperationalError as error:
        code = getattr(error.__cause__, "sqlstate", "")
        if code in LOCK_TIMEOUTS or "locked" in str(error):
            raise Busy(
                _("Berkas ini sedang dikerjakan orang lain. Tidak ada yang tersimpan. Coba lagi sebentar lagi.")
            ) from error
        if code == DISK_FULL or "disk is full" in str(error):
            raise Full(
                _("Penyimpanan sistem penuh. Tidak ada yang tersimpan. Beri tahu pengelola sistem, lalu coba lagi.")
            ) from error
        raise


def hold_step(step_id, person, *, wait=True):
    """The step and its fellow seats, with their appraisal and process locked; NotFound outside sight."""
    appraisal = _locked_one(OF_STEP, step_id, wait=wait)
    seats = _seats("s.task_id = (SELECT task_id FROM workflow_step WHERE id = %s)", [step_id], [appraisal])
    step = next(seat for seat in seats if seat.pk == step_id)
    if not (step.is_open and step.owner_id == person.pk):  # the owner of an open step sees its case
        _refuse_unless_seen(appraisal, person)
    return step, seats


def hold_steps(step_ids):
    """[(step, its fellow seats)] of those that are open and whose case nobody holds, for the system; locked as above."""
    holes = ", ".join(["%s"] * len(step_ids))
    appraisals = _locked(OF_OPEN_STEPS.format(steps=holes), step_ids, wait=False)
    if not appraisals:
        return []
    cases = ", ".join(["%s"] * len(appraisals))
    which = PARTS_OF_STEPS.format(cases=cases, steps=holes)
    found = _seats(which, [*(one.pk for one in appraisals), *step_ids], appraisals)
    asked, parts = set(step_ids), {}
    for seat in found:
        parts.setdefault(seat.task_id, []).append(seat)
    return [(seat, parts[seat.task_id]) for seat in found if seat.pk in asked]


def hold_case(appraisal_id, person):
    """The case with its open seats, locked as `hold_step` does; seats is empty once the case ended."""
    appraisal = hold_appraisal(appraisal_id, person)
    case = Case.objects.filter(appraisal=appraisal).first()
    if case is None:
        raise NotFound(_("Berkas ini belum berjalan."))
    case.appraisal = appraisal
    return case, open_seats(case)


def open_seats(case):
    """The open steps of a case, which share one engine row; its process is locked."""
    seats = _seats("s.case_id = %s AND s.completed_at IS NULL", [case.pk], [case.appraisal])
    for seat in seats:
        case.end = seat.case.end or case.end
        seat.case = seat.task.process.case = case
    return seats


def hold_appraisal(appraisal_id, person):
    """The appraisal alone, locked: for what is done to one that has ended."""
    appraisal = _locked_one("= %s", appraisal_id, wait=True)
    _refuse_unless_seen(appraisal, person)
    return appraisal


def begin(case, *, by, at, on_behalf_of=None, capacity="definitive", reason=""):
    """The act of this transaction, where the nodes find it."""
    case.act = Act(case.appraisal, by=by, at=at, on_behalf_of=on_behalf_of, capacity=capacity, reason=reason)
    case.act.end, case.end = case.end, None  # as it was read; true for one act
    case.left, case.came_to, case.opened = None, None, []
    return case.act


def capacity_in(step, *, on_behalf_of=None):
    """In which capacity the step's owner acts: fixed with the snapshot (definitive, plt, plh)."""
    if on_behalf_of:
        return "delegate"
    appraisal = step.case.appraisal
    if step.owner_id == appraisal.supervisor_id and step.name in (*SUPERVISORS, "clarification"):
        return appraisal.supervisor_capacity
    if step.name == "objection_decision":
        return appraisal.supervisor_capacity if appraisal.is_top_of_tree else appraisal.second_level_capacity
    return "definitive"


def _locked_one(which, key, *, wait):
    try:
        [appraisal] = _locked(which, [key], wait=wait)
    except (ValueError, OverflowError):  # there is none; SQLite refuses keys beyond 64 bits
        raise _unknown() from None
    return appraisal


def _locked(which, keys, *, wait):
    """Rows of appraisals, locked. Cycle and policy are joined: an appraisal never gets others."""
    lock, found = _for_update("a", skip_locked=not wait), []
    for appraisal, cycle, policy in HELD.fetch(APPRAISAL, keys, which=which, lock=lock):
        appraisal.cycle, cycle.policy = cycle, policy
        found.append(appraisal)
    return found


def _seats(which, keys, appraisals):
    """The steps of a part of each case, which share case, engine task and process; the process is locked."""
    held, parts, found = {appraisal.pk: appraisal for appraisal in appraisals}, {}, []
    for step, case, task, process, end in PART.fetch(SEATS, keys, which=which, stream=STREAM, lock=_for_update("p")):
        if task.pk not in parts:
            case.end = end.pk and (end.n, bytes(end.leaf_hash))
            case.appraisal, task.process, process.case = held[case.appraisal_id], process, case
            parts[task.pk] = task
        step.task = parts[task.pk]
        step.case = step.task.process.case
        found.append(step)
    return found


def _for_update(*tables, skip_locked=False):
    if not connection.features.has_select_for_update:  # SQLite locks the whole file as the transaction begins
        return ""
    return connection.ops.for_update_sql(skip_locked=skip_locked, of=tables, no_key=True)


def _refuse_unless_seen(appraisal, person):
    if not (is_system(person) or Appraisal.objects.visible_to(person).filter(pk=appraisal.pk).exists()):
        raise _unknown()


def _unknown():
    return NotFound(_("Tugas atau berkas ini tidak ada."))


def is_system(person):
    return person.pk == SYSTEM.pk
