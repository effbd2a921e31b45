"""Whether silence is really over. `audit_verify` finds a deadline that somebody moved beside the log, but only later:
nothing lapses before other recorded rows allow it, whatever `workflow_step.lapse_at` says.

Each day here is at most the one that the flow sets: counted in calendar days, and without what a policy's working days
or a pause add. What only a step knows (when it was opened) is asked beside the receipt.
"""

from appraisal import rules


class TooEarly(Exception):
    """Somebody moved a deadline behind the product's back; the sweep logs it and passes the case."""


def refuse_early(step, at):
    """Raises TooEarly where the guarded rows do not allow the silence of this step at this moment yet."""
    appraisal = step.case.appraisal
    if step.name not in LAST_DAYS:  # `assessment.release_together` asks the period itself
        return
    day = LAST_DAYS[step.name](appraisal, step)
    if day is None:
        raise TooEarly(f"Step {step.pk} ({step.name}) has a deadline, but nothing was received from which it runs.")
    if at < rules.end_of(day, appraisal.zone):
        raise TooEarly(f"Step {step.pk} ({step.name}) would lapse at {at}, but its last day is {day}.")


def _self_assessment(appraisal, step):
    day = max([appraisal.cycle.self_assessment_on, *rules.extended_days(appraisal, "self_assessment")])
    return rules.day_after(day, appraisal.policy.deadlines.self_assessment_grace)


def _response(appraisal, step):
    """As its receipt fixed it, or an extension moved it."""
    return appraisal.response_due_on


def _statement(appraisal, step):
    """Counted from the receipt: a step that came back after a recall keeps its deadline and says a later opening."""
    if appraisal.received_at is None:
        return None
    received_on = rules.local_date(appraisal.received_at, appraisal.zone)
    return _or_extended(appraisal, step, rules.day_after(received_on, appraisal.policy.deadlines.statement))


def _clarification(appraisal, step):
    if appraisal.received_at is None:
        return None
    begun_on = rules.local_date(max(appraisal.received_at, step.opened_at), appraisal.zone)
    return _or_extended(appraisal, step, rules.day_after(begun_on, appraisal.policy.deadlines.clarification))


def _or_extended(appraisal, step, day):
    return max([day, *rules.extended_days(appraisal, step.name)])


def _meeting(appraisal, step):
    """The tally needs the committee anyway."""
    committee = appraisal.committee
    return (committee and committee.meeting_on) or appraisal.cycle.meeting_on


def _date(appraisal, step):
    return appraisal.cycle.meeting_on


LAST_DAYS = {
    "self_assessment": _self_assessment,
    "employee_response": _response,
    "refusal_period": _response,
    "supervisor_statement": _statement,
    "clarification": _clarification,
    "committee_vote": _meeting,
    "awaiting_date": _date,
}
