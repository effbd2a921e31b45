"""What the API tells of one appraisal: the same sight as the page, in the words of design §7."""

from itertools import groupby

from appraisal.models import Appraisal, Indicator, Result
from appraisal.permissions import seat_of
from audit.acts import stream_of
from audit.canonical import columns
from audit.sentences import story

RATED = {"results_rating", "behaviour_rating", "predicate", "rating_reason"}
TELLS_RELEASE = {*RATED, "released_at"}
SELF_ASSESSED = {"statement", "actual", "note"}
UNTOLD = {  # bookkeeping, and names that the parties of the case already are
    "id", "version", "snapshot", "zone", "cycle_id", "segment", "edition", "history_id", "history_date",
    "history_change_reason", "history_type", "history_user_id", "appraisal_id", "indicator_id",
}  # fmt: skip


def visible(user):
    """The appraisals that a person may see, with all that `content_of` asks of them."""
    return Appraisal.objects.visible_to(user).with_people().annotate(has_seat=seat_of(user))


def content_of(appraisal, sight):
    """One appraisal for one viewer. What he may not see is null or left out, never merely unlabelled."""
    seen = {name: getattr(appraisal, name) or None if sight.sees_ratings else None for name in sorted(RATED)}
    return {
        "id": appraisal.pk,
        "cycle": appraisal.cycle.slug,
        "stage": appraisal.stage,
        "version": appraisal.version,
        "results_rating": seen["results_rating"],
        "behaviour_rating": seen["behaviour_rating"],
        "predicate": seen["predicate"],
        "is_final": appraisal.is_final,
        "response_due_on": appraisal.response_due_on,
        "indicators": _indicators(appraisal) if sight.has_content else [],
        "history": _history(appraisal, sight),
        "events": [_event(line) for line in story(stream_of(appraisal), sight)[::-1]],
    }


def _indicators(appraisal):
    if appraisal.plan_id is None:
        return []
    kept = Indicator.objects.filter(
        planned_result__plan=appraisal.plan_id, is_dropped=False, planned_result__is_dropped=False
    ).order_by("planned_result__position", "position", "pk")
    return [{"id": row.pk, "name": row.name, "target": str(row.target), "unit": row.unit} for row in kept]


def _event(line):
    return {
        "event": line.event.name,
        "at": line.at,
        "actor": line.actor,
        "capacity": line.capacity,
        "sentence": f"{line.plain} {line.detail}".strip(),
    }


def _history(appraisal, sight):
    """What changed when, by whom and why, oldest first: of the appraisal and of its results."""
    versions = list(appraisal.history.select_related("history_user").order_by("history_id"))
    results = Result.history.filter(appraisal=appraisal).select_related("history_user")
    lines = _lines(versions, sight, "")
    for _id, group in groupby(results.order_by("id", "history_id"), lambda version: version.id):
        group = list(group)
        lines += _lines(group, sight, f"indicator:{group[0].indicator_id}.")
    return sorted(lines, key=lambda line: line["at"])


def _lines(versions, sight, prefix):
    lines, before = [], {}
    for version in versions:
        after = columns(version)
        # a first version tells what was filled in, not what was left empty
        changes = [n for n in after if n not in UNTOLD and before.get(n) != after[n] and (before or after[n])]
        told = [name for name in changes if _may_see(name, sight)]
        if told:
            reason = version.history_change_reason or ""
            hides = not sight.has_content or (TELLS_RELEASE & set(changes) and not sight.sees_ratings)
            lines.append(
                {
                    "at": version.history_date,
                    "actor": version.history_user.full_name if version.history_user else "",
                    "reason": "" if hides else reason,
                    "changes": [
                        {"field": f"{prefix}{name}", "old": before.get(name), "new": after[name]} for name in told
                    ],
                }
            )
        before = after
    return lines


def _may_see(name, sight):
    if name in RATED:
        return sight.sees_ratings
    return sight.sees_self_assessment if name in SELF_ASSESSED else True
