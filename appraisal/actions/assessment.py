"""What the employee says of his own work, and how the supervisor rates it."""

from appraisal import events, forms, rules
from appraisal.models import Behaviour, Feedback, Indicator, Result


def submit(act, data: forms.SelfAssessment):
    appraisal = act.subject
    results = {result.indicator_id: result for result in appraisal.results.all()}
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
    behaviours = {behaviour.value: behaviour for behaviour in appraisal.behaviours.all()}
    for row in data.behaviours:
        _tell(act, behaviours.get(row.value), Behaviour, value=row.value, note=row.note)
    act.change(appraisal, statement=data.statement, self_assessed_at=act.at)
    act.record(events.SELF_ASSESSED)


def lapse(act, data: forms.Nothing):
    act.record(events.SELF_ASSESSMENT_LAPSED)


def recall(act):
    act.change(act.subject, self_assessed_at=None)
    act.record(events.SUBMIT_RECALLED)


def release(act, data: forms.Review):
    """The supervisor rates in words; the matrix gives the predicate, provisional until the end."""
    appraisal = act.subject
    if data.feedback:
        subjects = [row.subject for row in data.feedback]
        rules.check_subjects(subjects, indicator_ids(appraisal), values=True, where="feedback")
    act.add(
        *(
            Feedback(appraisal=appraisal, subject=row.subject, text=row.text, author=act.by, given_at=act.at)
            for row in data.feedback
        )
    )
    rate(act, data)
    act.change(appraisal, rating_reason=data.reason, released_at=act.at, received_at=None, response_due_on=None)
    act.record(events.REVIEW_RELEASED, **rated(appraisal))


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
    kept = Indicator.objects.filter(
        planned_result__plan=appraisal.plan_id, is_dropped=False, planned_result__is_dropped=False
    )
    return set(kept.values_list("pk", flat=True)) if appraisal.plan_id else set()


def _tell(act, earlier, model, **values):
    if earlier:
        act.change(earlier, **values)
    else:
        act.add(model(appraisal=act.subject, **values))
