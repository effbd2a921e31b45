"""What became of it: what is lost, what there is twice, and what came before its time."""

from collections import Counter
from email import message_from_string
from pathlib import Path

from .world import COURTESY

AT_ONCE = 8  # devices that are noted together
BETWEEN = "-" * 79  # two letters in a file of Django's backend
LAPSED, SENT, REVIEW = "appraisal.self_assessment_lapsed", "appraisal.self_assessed", "supervisor_review"
LATE, RELEASED, RESPONSE = "appraisal.review_late", "appraisal.results_released", "employee_response"
VOTED, ENDORSED = "appraisal.vote_cast", "endorse"


def found(world, answers, place, mail_kills, push_kills):
    """How often a worker that sends was killed: each may have sent a letter, or to some devices, what nobody noted."""
    parts = {
        "deadlines": of_deadlines(world["due"], LAPSED, REVIEW),
        "released": of_deadlines(world["released"], RELEASED, RESPONSE, tells=False),
        "late": of_lateness(world["late"]),
        "votes": of_votes(world["votes"]),
        "requests": of_requests(world["asked"], answers["receipts"]),
        "letters": of_letters(world["letters"], world["mark"], place),
        "devices": of_devices(answers["devices"], place),
    }
    wrong = {name: sum(part.get(name, 0) for part in parts.values()) for name in ("lost", "doubled", "early", "twice")}
    sent, pushed = parts["letters"]["again"], parts["devices"]["again"]
    return wrong | {
        "done": {name: part["count"] for name, part in parts.items()},
        "broken": len(set(of_log()) - set(world["written_beside"])),
        "refused": len(answers["refused"]),
        "asked_again": answers["again"],
        "mail_kills": mail_kills,
        "sent_again": sent,
        "sent_again_too_often": max(0, sent - mail_kills),
        "renamed": parts["letters"]["renamed"],
        "push_kills": push_kills,
        "pushed_again": pushed,
        "pushed_again_too_often": max(0, pushed - AT_ONCE * push_kills),
    }


def of_deadlines(step_ids, event, opens, *, tells=True):
    """Each of them lapsed once, was recorded once, opened the next step once, and told whom it concerns once."""
    steps = _steps(step_ids)
    lapsed = [step for step in steps if step.outcome == "lapse"]
    recorded, opened, told, tasks = _caused_by(steps, event, opens)
    counts = (opened, told, tasks) if tells else (opened, tasks)
    return {
        "count": len(step_ids),
        "lost": len(step_ids) - len(lapsed) + sum(len(steps) - len(count) for count in (recorded, *counts)),
        "doubled": sum(_more_than_one(count) for count in counts),
        "twice": _more_than_one(recorded),
        "early": sum(step.completed_at < step.lapse_at + COURTESY for step in lapsed),
    }


def of_lateness(step_ids):
    """Each was told of once, to its owner and to the one above him, and stays open."""
    steps = _steps(step_ids)
    recorded, _opened, told, _tasks = _caused_by(steps, LATE, REVIEW)
    late = [step for step in steps if step.late_told_at and step.is_open]
    return {
        "count": len(step_ids),
        "lost": 2 * len(steps) - len(late) - len(recorded) + sum(max(0, 2 - told[key]) for key in _streams(steps)),
        "doubled": sum(count > 2 for count in told.values()),
        "twice": _more_than_one(recorded),
        "early": sum(step.late_told_at < step.due_at + COURTESY for step in late),
    }


def of_votes(step_ids):
    """Each run was finished, each of its votes cast and recorded once."""
    from workflow.models import Bulk, BulkItem

    steps = _steps(step_ids)
    recorded, *_rest = _caused_by(steps, VOTED, REVIEW)
    items = BulkItem.objects.filter(step__in=step_ids, state=BulkItem.State.DONE).count()
    cast = sum(step.outcome == ENDORSED for step in steps)
    return {
        "count": len(step_ids),
        "lost": 3 * len(steps) - items - cast - len(recorded) + Bulk.objects.filter(ended_at=None).count(),
        "twice": _more_than_one(recorded),
    }


def of_devices(paths, place):
    """Each was told; a copy is shown once, for its topic and tag are the same."""
    got = Counter(_read(Path(place, "pushed")).split()) if Path(place, "pushed").exists() else Counter()
    return {"count": len(paths), "lost": len(set(paths) - set(got)), "again": got.total() - len(got)}


def of_log():
    """What `audit_verify` finds, but for rows other than their versions: the benchmark moves deadlines by hand."""
    from django.utils import timezone

    from audit.key import signing_key
    from audit.verification import verify

    result = verify([signing_key().verifier], at=timezone.now())
    return [str(one) for one in result.findings if one.kind != "present"]


def of_requests(step_ids, receipts):
    """Whoever was answered has what is stored; each step was taken once, and told once."""
    steps = _steps(step_ids)
    kept = {str(step.pk): step.receipt for step in steps if step.outcome == "submit"}
    recorded, opened, _told, tasks = _caused_by(steps, SENT, REVIEW)
    counts = (recorded, opened, tasks)
    wrong = sum(kept.get(step) != receipt for step, receipt in receipts.items())
    return {
        "count": len(step_ids),
        "lost": wrong + len(step_ids) - len(kept) + sum(len(steps) - len(count) for count in counts),
        "doubled": sum(map(_more_than_one, counts)),
    }


def of_letters(count, mark, place):
    """Written once each. At the server one may arrive twice: whoever is killed between sending and noting it cannot know.

    The copy is no other letter: it has the Message-ID that was stored as the letter was written.
    """
    from post_office.models import Email

    letters = [letter for letter in Email.objects.all() if letter.to[0].startswith(mark)]
    written = Counter(letter.to[0] for letter in letters)
    arrived = _arrived(mark, place)
    sent = Counter(address for address, _id in arrived)
    named = {(letter.to[0], letter.message_id) for letter in letters}
    return {
        "count": count,
        "lost": 2 * count - len(written) - len(sent),
        "doubled": _more_than_one(written),
        "again": sum(sent.values()) - len(sent),
        "renamed": sum(one not in named for one in arrived),
    }


def _arrived(mark, place):
    """[(addressee, Message-ID)] of everything that a server would have got."""
    letters = [
        message_from_string(text.lstrip())
        for kept in Path(f"{place}/mail").glob("*")
        for text in _read(kept).split(BETWEEN)
    ]
    return [(letter["To"], letter["Message-ID"]) for letter in letters if str(letter["To"]).startswith(mark)]


def _read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def _steps(step_ids):
    from workflow.models import Step

    found = []
    for first in range(0, len(step_ids), 500):
        found += Step.objects.filter(pk__in=step_ids[first : first + 500]).select_related("case")
    return found


def _streams(steps):
    return {f"appraisal:{step.case.appraisal_id}" for step in steps}


def _caused_by(steps, event, opens):
    """How often, for each case: the entry, the next step, the news, and the task told."""
    from audit.models import Entry
    from notifications.models import Notice
    from workflow.models import Step

    streams = _streams(steps)
    cases = {step.case_id for step in steps}
    told = Notice.objects.values_list("subject", flat=True)
    found = (
        (Entry.objects.filter(event=event).values_list("stream", flat=True), streams),
        (Step.objects.filter(name=opens).values_list("case", flat=True), cases),
        (told.filter(about=event), streams),
        (told.filter(about=opens, kind="task"), streams),
    )
    return [Counter(key for key in rows if key in ours) for rows, ours in found]


def _more_than_one(counts):
    return sum(count > 1 for count in counts.values())
