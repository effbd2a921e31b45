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
    WHERE a.id = {which} {lock}"""
OF_STEP = "(SELECT c.appraisal_id FROM workflow_case c JOIN workflow_step s ON s.case_id = c.id WHERE s.id = %s)"
PART = Rows(
    s=Step,
    t=(Task, ("id", "flow_task", "flow_task_type", "token", "status", "process_id")),
    p=(Process, ("id", "flow_class", "status")),
)
SEATS = """
    SELECT {columns} FROM workflow_step s
    JOIN viewflow_task t ON t.id = s.task_id JOIN viewflow_process p ON p.id = t.process_id
    WHERE {which} ORDER BY s.id {lock}"""


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
    appraisal = _locked(OF_STEP, step_id, wait=wait)
    seats = _seats("s.task_id = (SELECT task_id FROM workflow_step WHERE id = %s)", step_id, appraisal)
    step = next(seat for seat in seats if seat.pk == step_id)
    if not (step.is_open and step.owner_id == person.pk):  # the owner of an open step sees its case
        _refuse_unless_seen(appraisal, person)
    return step, seats


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
    seats = _seats("s.case_id = %s AND s.completed_at IS NULL", case.pk, case.appraisal)
    for seat in seats:
        seat.case = seat.task.process.case = case
    return seats


def hold_appraisal(appraisal_id, person):
    """The appraisal alone, locked: for what is done to one that has ended."""
    appraisal = _locked("%s", appraisal_id, wait=True)
    _refuse_unless_seen(appraisal, person)
    return appraisal


def begin(case, *, by, at, on_behalf_of=None, capacity="definitive", reason=""):
    """The act of this transaction, where the nodes find it."""
    case.act = Act(case.appraisal, by=by, at=at, on_behalf_of=on_behalf_of, capacity=capacity, reason=reason)
    case.opened = []
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


def _locked(which, key, *, wait):
    """The appraisal's row, locked. Its cycle and policy are joined: it never gets others."""
    lock = _for_update("a", skip_locked=not wait)
    try:
        [[appraisal, cycle, policy]] = HELD.fetch(APPRAISAL, [key], which=which, lock=lock)
    except (ValueError, OverflowError):  # there is none; SQLite refuses keys beyond 64 bits
        raise _unknown() from None
    appraisal.cycle, cycle.policy = cycle, policy
    return appraisal


def _seats(which, key, appraisal):
    """The steps of one part, which share case, engine task and process; the process is locked."""
    found = PART.fetch(SEATS, [key], which=which, lock=_for_update("p"))
    for step, task, process in found[:1]:
        case = Case(pk=step.case_id, appraisal=appraisal, process_id=process.pk)
        task.process, process.case = process, case
    for step, *_rest in found:
        step.case, step.task = case, found[0][1]
    return [step for step, *_rest in found]


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
