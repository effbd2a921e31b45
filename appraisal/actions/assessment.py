"""What the employee says of his own work, and how the supervisor rates it."""

from django.db import connection
from django.utils.translation import gettext as _

from appraisal import events, forms, rules
from appraisal.models import Behaviour, Feedback, Result
from appraisal.rules import RuleBroken
from appraisal.selectors.unit_rating import bound_by, unit_rating_of_head

from .unit_rating import check_head

INDICATORS = """
    SELECT i.id FROM appraisal_indicator i JOIN appraisal_plannedresult r ON r.id = i.planned_result_id
    WHERE r.plan_id = %s AND NOT i.is_dropped AND NOT r.is_dropped"""


def submit(act, data: forms.SelfAssessment):
    appraisal = act.subject
    results, behaviours = _told_before(appraisal)
    rules.check_results(data.results, indicator_ids(appraisal))
    rules.check_values(data.behaviours)
    for row in data.results:
        _tell(
            act,
            results.get(row.indicator),
            Result,
            indicator_id=row.indicator,
            actual=row.actual,
            note=row.note,
        )
    for row in data.behaviours:
        _tell(act, behaviours.get(row.value), Behaviour, value=row.value, note=row.note)
    act.change(appraisal, statement=data.statement, self_assessed_at=act.at)
    act.record(events.SELF_ASSESSED)


def lapse(act, data: forms.Nothing):
    act.record(events.SELF_ASSESSMENT_LAPSED)


def recall(act):
    act.change(act.subject, self_assessed_at=None)
    act.record(events.SUBMIT_RECALLED)


def review(act, data: forms.Review):
    """The supervisor rates in words; the matrix gives the predicate, provisional until the end.

    The result is released at once, or waits for the day on which all of the cycle are.
    """
    appraisal = act.subject
    if data.feedback:
        subjects = [row.subject for row in data.feedback]
        rules.check_subjects(subjects, indicator_ids(appraisal), values=True, where="feedback")
    check_head(appraisal, data.results_rating.value, bound_by(appraisal))
    act.add(
        *(
            Feedback(appraisal=appraisal, subject=row.subject, text=row.text, author=act.by, given_at=act.at)
            for row in data.feedback
        )
    )
    rate(act, data)
    act.change(appraisal, rating_reason=data.reason)
    if rules.awaits_release(appraisal.cycle, appraisal.zone, act.at):
        act.record(events.REVIEW_SUBMITTED, **rated(appraisal), on=appraisal.cycle.release_on.isoformat())
    else:
        _release(act, events.REVIEW_RELEASED)


def release_together(act, data: forms.Nothing):
    """The day has come: from here on everything is as where results are released at once.

    A step that was opened as the day moved may have kept the earlier one.
    """
    if rules.awaits_release(act.subject.cycle, act.subject.zone, act.at):
        raise RuleBroken(_("Tanggal rilis bersama belum tiba."))
    _release(act, events.RESULTS_RELEASED)


def _release(act, event):
    act.change(act.subject, released_at=act.at, received_at=None, response_due_on=None)
    act.record(event, **rated(act.subject))


def revise(act, data: forms.Revision, **asked):
    """Before the release its supervisor rates anew, with a reason that takes the place of the former one.

    `asked` are facts by which a repeated request is known.
    """
    appraisal = act.subject
    rules.check_revision(appraisal, data)
    check_head(appraisal, data.results_rating.value, unit_rating_of_head(appraisal))
    was = {f"{name}_before": value for name, value in rated(appraisal).items()}
    rate(act, data)
    act.change(appraisal, rating_reason=data.reason)
    act.record(events.RATING_REVISED, **was, **rated(appraisal), **asked)


def send_back(act, data: forms.Reason):
    act.record(events.REVIEW_RETURNED)


def recall_release(act):
    """Taken back before the employee opened it: nothing was received."""
    act.change(act.subject, released_at=None)
    act.record(events.SUBMIT_RECALLED)


def rate(act, data):
    appraisal = act.subject
    cells = appraisal.policy.cells
    act.change(
        appraisal,
        results_rating=data.results_rating.value,
        behaviour_rating=data.behaviour_rating.value,
        predicate=rules.predicate(cells, data.results_rating.value, data.behaviour_rating.value),
    )


def rated(appraisal):
    """The two ratings and the predicate, as facts of an event."""
    return {
        "results_rating": appraisal.results_rating,
        "behaviour_rating": appraisal.behaviour_rating,
        "predicate": appraisal.predicate,
    }


def indicator_ids(appraisal):
    """The indicators of the plan that this appraisal is held to."""
    if not appraisal.plan_id:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(INDICATORS, [appraisal.plan_id])
        return {key for [key] in cursor.fetchall()}


def _told_before(appraisal):
    """({indicator: result}, {value: behaviour}) of an earlier submit; a case that has not moved yet has none."""
    if appraisal.version == 0:
        return {}, {}
    results = {result.indicator_id: result for result in appraisal.results.all()}
    return results, {behaviour.value: behaviour for behaviour in appraisal.behaviours.all()}


def _tell(act, earlier, model, **values):
    if earlier:
        act.change(earlier, **values)
    else:
        act.add(model(appraisal=act.subject, **values))
