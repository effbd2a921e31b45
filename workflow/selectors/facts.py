"""What the screens of a case show; a statement each, whatever the number of rows."""

from django.db.models import F, FilteredRelation, Q, Value

from appraisal import events
from appraisal.models import Behaviour, Determination, Feedback, Ground, Indicator, Seat, Statement, Vote
from appraisal.permissions import sight_of
from audit.acts import stream_of
from audit.sentences import story
from workflow.derivation import derive

from .evidence import FILES, as_documents, from_document


def derivation(appraisal):
    """The plan with what the employee told of it, and the suggestion that follows."""
    return derive(indicators(appraisal), appraisal.policy.suggestion)


def indicators(appraisal):
    """The indicators that an appraisal is held to, each with the `actual` and `note` told of it."""
    if not appraisal.plan_id:
        return []
    kept = Indicator.objects.filter(
        planned_result__plan=appraisal.plan_id, is_dropped=False, planned_result__is_dropped=False
    )
    told = FilteredRelation("results", condition=Q(results__appraisal=appraisal))
    kept = kept.annotate(told=told, actual=F("told__actual"), note=F("told__note"))
    return kept.select_related("planned_result").order_by(
        "-planned_result__kind", "planned_result__position", "planned_result", "position", "pk"
    )


def behaviours(appraisal):
    """{value: note}; an empty note says that there is none."""
    return dict(Behaviour.objects.filter(appraisal=appraisal).values_list("value", "note"))


def feedback(appraisal):
    """{subject: the latest text}."""
    return dict(Feedback.objects.filter(appraisal=appraisal).order_by("pk").values_list("subject", "text"))


def words(appraisal, *, notes, texts, files_for=None):
    """(what `behaviours`, what `feedback` tells, the files that somebody may see), each only if it is asked for.

    One statement for all of them.
    """
    asked = []
    if notes:
        asked.append(_as_words(Behaviour, "value", "note", appraisal))
    if texts:
        asked.append(_as_words(Feedback, "subject", "text", appraisal))
    if files_for:
        asked.append(as_documents(appraisal, files_for))
    rows = sorted(asked[0].union(*asked[1:], all=True)) if asked else []
    told, files = {"Behaviour": {}, "Feedback": {}}, []
    for model, pk, about, text in rows:  # the latest counts
        if model == FILES:
            files.append(from_document(pk, text))
        else:
            told[model][about] = text
    return told["Behaviour"], told["Feedback"], files


def _as_words(model, about, text, appraisal):
    named = model.objects.filter(appraisal=appraisal).annotate(told_in=Value(model.__name__))
    return named.values_list("told_in", "pk", about, text)


def revisions(appraisal):
    """The entries of the log that say how ratings changed before the release, oldest first; none where none may."""
    if not (appraisal.cycle.release_on and appraisal.is_released):
        return []
    lines = story(stream_of(appraisal), sight_of(appraisal, appraisal.supervisor))
    return [line for line in lines[::-1] if line.event is events.RATING_REVISED]


def grounds(appraisal):
    """What is contested now, in the order it was filed."""
    standing = Ground.objects.filter(appraisal=appraisal, objection__withdrawn_at=None)
    return list(standing.select_related("objection").order_by("pk"))


def statements(appraisal):
    """What both sides said, and what was asked and answered, as it came."""
    return list(Statement.objects.filter(appraisal=appraisal).select_related("author").order_by("pk"))


def determination(appraisal):
    """The latest decision on the objection, if there is one."""
    decided = Determination.objects.filter(appraisal=appraisal).select_related("decided_by")
    return decided.order_by("-pk").first() if appraisal.is_determined else None


def votes(appraisal):
    """Every vote so far, the present round last."""
    return list(Vote.objects.filter(appraisal=appraisal).select_related("member").order_by("pk"))


def members(appraisal):
    """Who sits in the committee now."""
    held = Seat.objects.filter(committee=appraisal.committee_id, is_active=True).select_related("member")
    return [seat.member for seat in held.order_by("position", "pk")]


def seats(appraisal):
    return Seat.objects.filter(committee=appraisal.committee_id, is_active=True).count()
