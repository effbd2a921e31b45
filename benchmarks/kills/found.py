"""What became of it: what is lost, what there is twice, and what came before its time."""

from collections import Counter
from email import message_from_string
from pathlib import Path

from .world import COURTESY

BETWEEN = "-" * 79  # two letters in a file of Django's backend
LAPSED, SENT, REVIEW = "appraisal.self_assessment_lapsed", "appraisal.self_assessed", "supervisor_review"


def found(world, answers, place, mail_kills):
    """`mail_kills` is how often a worker that sends was killed: each may have sent one letter that nobody noted."""
    deadlines = of_deadlines(world["due"])
    requests = of_requests(world["asked"], answers["receipts"])
    letters = of_letters(world["letters"], world["mark"], place)
    parts = (deadlines, requests, letters)
    return {
        "lost": sum(part["lost"] for part in parts),
        "doubled": sum(part["doubled"] for part in parts),
        "early": deadlines["early"],
        "twice": deadlines["twice"],
        "deadlines": len(world["due"]),
        "requests": len(world["asked"]),
        "refused": len(answers["refused"]),
        "asked_again": answers["again"],
        "letters": world["letters"],
        "mail_kills": mail_kills,
        "sent_again": letters["again"],
        "sent_again_too_often": max(0, letters["again"] - mail_kills),
        "renamed": letters["renamed"],
    }


def of_deadlines(step_ids):
    """Each of them lapsed once, was recorded once, opened the next step once, and told whom it concerns once."""
    steps = _steps(step_ids)
    lapsed = [step for step in steps if step.outcome == "lapse"]
    recorded, opened, told, tasks = _caused_by(steps, LAPSED)
    counts = (recorded, opened, told, tasks)
    return {
        "lost": len(step_ids) - len(lapsed) + sum(len(steps) - len(count) for count in counts),
        "doubled": sum(_more_than_one(count) for count in (opened, told, tasks)),
        "twice": _more_than_one(recorded),
        "early": sum(step.completed_at < step.lapse_at + COURTESY for step in lapsed),
    }


def of_requests(step_ids, receipts):
    """Whoever was answered has what is stored; each step was taken once, and told once."""
    steps = _steps(step_ids)
    kept = {str(step.pk): step.receipt for step in steps if step.outcome == "submit"}
    recorded, opened, _told, tasks = _caused_by(steps, SENT)
    counts = (recorded, opened, tasks)
    wrong = sum(kept.get(step) != receipt for step, receipt in receipts.items())
    return {
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


def _caused_by(steps, event):
    """How often, for each case: the entry, the next step, the news, and the task told."""
    from audit.models import Entry
    from notifications.models import Notice
    from workflow.models import Step

    streams = {f"appraisal:{step.case.appraisal_id}" for step in steps}
    cases = {step.case_id for step in steps}
    told = Notice.objects.values_list("subject", flat=True)
    found = (
        (Entry.objects.filter(event=event).values_list("stream", flat=True), streams),
        (Step.objects.filter(name=REVIEW).values_list("case", flat=True), cases),
        (told.filter(about=event), streams),
        (told.filter(about=REVIEW, kind="task"), streams),
    )
    return [Counter(key for key in rows if key in ours) for rows, ours in found]


def _more_than_one(counts):
    return sum(count > 1 for count in counts.values())
