"""A part of a case that had ended in silence is open again, by a letter of HR."""

from appraisal import deadline_events
from appraisal.models import ExtensionRequest, Statement

from .objection import NOT_HEARD

RESPONSES = ("employee_response", "refusal_period")  # whose last day the case itself keeps
BEFORE_DECISION = ("refusal_period", "supervisor_statement")  # the decision opens anew, with its own fourteen days


def reopen(act, *, step, until, before, letter_no):
    """The new day is kept where the old one was; what the lapse began has not begun."""
    appraisal = act.subject
    act.change(appraisal, extended=appraisal.extended | {step: until.isoformat()})
    if step in RESPONSES:
        act.change(appraisal, response_due_on=until)
    if step in BEFORE_DECISION:
        act.change(appraisal, **NOT_HEARD)
    if step == "clarification":
        asked = appraisal.statements.filter(kind=Statement.Kind.QUESTION).order_by("-pk")
        appraisal.asked = asked.values_list("to", flat=True)[0]
    _grant(act, step)
    act.record(
        deadline_events.STEP_REOPENED,
        step=step,
        until=until.isoformat(),
        before=before.isoformat(),
        letter_no=letter_no,
    )


def _grant(act, step):
    """Whoever asked in time, and was not answered in time, has what he asked for."""
    for asked in ExtensionRequest.objects.filter(appraisal=act.subject, step=step, answered_at=None):
        act.change(asked, answered_at=act.at, answered_by=act.by, is_granted=True, answer=act.reason)
