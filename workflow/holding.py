"""Locks: the appraisal row first, then the engine's process; everything is read after that.

The statement that waits for a lock judges its subqueries by the moment before the wait, so owners,
outcomes and the end of the stream are read by later statements.
"""

from contextlib import contextmanager

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from appraisal.models import Appraisal
from audit.acts import Act
from organization.models import SYSTEM

from .models import Case, Step
from .refusals import Busy, NotFound

SUPERVISORS = ("supervisor_review", "supervisor_statement")
LOCK_TIMEOUTS = ("55P03", "57014")  # PostgreSQL: lock_not_available, query_canceled


@contextmanager
def transaction_or_busy():
    """One durable transaction; a lock that takes too long becomes a plain refusal."""
    try:
        with transaction.atomic(durable=True):
            yield
    except OperationalError as error:
        code = getattr(error.__cause__, "sqlstate", "")
        if code in LOCK_TIMEOUTS or "locked" in str(error):
            raise Busy(
                _("Berkas ini sedang dikerjakan orang lain. Tidak ada yang tersimpan. Coba lagi sebentar lagi.")
            ) from error
        raise


def hold_step(step_id, person, *, wait=True):
    """The step and its fellow seats, with their appraisal and process locked; NotFound outside sight."""
    appraisal = _locked(person, wait=wait, case__steps=step_id)
    seats = list(
        Step.objects.filter(task__steps=step_id)
        .select_related("case", "task__process")  # names are looked up only where a refusal needs them
        .select_for_update(of=["task__process"], no_key=True)
        .order_by("pk")
    )
    for seat in seats:
        seat.case, seat.task = seats[0].case, seats[0].task
    step = next(seat for seat in seats if seat.pk == step_id)
    step.case.appraisal, step.task.process.case = appraisal, step.case
    return step, seats


def hold_case(appraisal_id, person):
    """The case with its open seats, locked as `hold_step` does; seats is empty once the case ended."""
    appraisal = _locked(person, wait=True, pk=appraisal_id)
    case = Case.objects.select_related("process").filter(appraisal=appraisal).first()
    if case is None:
        raise NotFound(_("Berkas ini belum berjalan."))
    case.appraisal = appraisal
    return case, open_seats(case)


def open_seats(case):
    """The open steps of a case, which share one engine row; its process is locked."""
    seats = list(
        Step.objects.filter(case=case, completed_at=None)
        .select_related("task__process")
        .select_for_update(of=["task__process"], no_key=True)
        .order_by("pk")
    )
    for seat in seats:
        seat.case, seat.task = case, seats[0].task
        seat.task.process.case = case
    return seats


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


def hold_appraisal(appraisal_id, person):
    """The appraisal alone, locked: for what is done to one that has ended."""
    return _locked(person, wait=True, pk=appraisal_id)


def _locked(person, *, wait, **which):
    """Joined with what never changes only: a row that another act exchanged meanwhile would be lost."""
    rows = Appraisal.objects.visible_to(person).select_related("cycle__policy", "employee")
    try:
        return rows.select_for_update(of=["self"], no_key=True, skip_locked=not wait).get(**which)
    except (Appraisal.DoesNotExist, OverflowError):  # SQLite refuses keys beyond 64 bits
        raise NotFound(_("Tugas atau berkas ini tidak ada.")) from None


def is_system(person):
    return person.pk == SYSTEM.pk
