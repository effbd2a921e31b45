"""That somebody else than the employee reads a case: page, step, print, preview and API say so here, one insert each."""

from appraisal.models import Stage
from appraisal.permissions import Part
from audit.access.looking import look, look_at_many
from audit.acts import stream_of
from audit.models import Access

CAPACITIES = {Part.SUPERVISOR: "supervisor_capacity", Part.SECOND_LEVEL: "second_level_capacity"}


def note_look(appraisal, sight, *, at, kind="", inspection=None):
    """Whoever sees no content has read where the case is and what is recorded of it."""
    part = next((part for part in Part if sight.has(part)), "")  # where he is several, the nearest to the case
    kind = kind or (Access.Kind.CONTENT if sight.has_content else Access.Kind.LOG)
    _look(appraisal, sight.viewer, part, at=at, kind=kind, purpose=sight.purpose, inspection=inspection)


def note_look_at_step(step, viewer, *, at, kind=Access.Kind.CONTENT):
    """Whoever has the step reads what it is about; anybody else does so in the owner's place."""
    part = _part_of_owner(step)
    if step.owner_id == viewer.pk:
        return _look(step.case.appraisal, viewer, part, at=at, kind=kind)
    facts = {"kind": kind, "capacity": "delegate", "on_behalf_of": step.owner}
    return _look(step.case.appraisal, viewer, part, at=at, **facts)


def note_looks_at_votes(steps, viewer, *, at):
    """The ratings of many cases on one page: an insert for each member in whose place they are read."""
    for owner in {step.owner_id for step in steps}:
        facts = {} if owner == viewer.pk else {"capacity": "delegate", "on_behalf_of_id": owner}
        cases = [step.case.appraisal for step in steps if step.owner_id == owner]
        subjects = [(stream_of(case), case.employee_id) for case in cases]
        look_at_many(subjects, viewer=viewer, at=at, kind=Access.Kind.CONTENT, part=Part.MEMBER, **facts)


def note_look_at_rating(appraisal, viewer, *, at, on_behalf_of=None):
    """The supervisor, or whoever stands in for him, reads a rating that waits for the release."""
    if on_behalf_of is None:
        return _look(appraisal, viewer, Part.SUPERVISOR, at=at)
    return _look(appraisal, viewer, Part.SUPERVISOR, at=at, capacity="delegate", on_behalf_of=on_behalf_of)


def _look(appraisal, viewer, part, *, at, kind=Access.Kind.CONTENT, capacity="", **facts):
    capacity = capacity or (getattr(appraisal, CAPACITIES[part]) if part in CAPACITIES else "definitive")
    stream, person = stream_of(appraisal), appraisal.employee_id
    look(viewer=viewer, at=at, kind=kind, stream=stream, person=person, part=part, capacity=capacity, **facts)


def _part_of_owner(step):
    appraisal = step.case.appraisal
    if step.name == Stage.COMMITTEE_VOTE:
        return Part.MEMBER
    if step.owner_id == appraisal.employee_id:
        return Part.EMPLOYEE
    return Part.SUPERVISOR if step.owner_id == appraisal.supervisor_id else Part.SECOND_LEVEL
