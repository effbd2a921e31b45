"""One form open in two windows: what each page carries to be told apart, and what follows when they meet."""

import json
from uuid import uuid4

from django.utils.dateparse import parse_datetime

from workflow.drafts import PAGE
from workflow.merging import mark_of, marks_in, marks_of
from workflow.step_forms.form import APART

CHOOSE = "choose"  # the button of the comparison
TAKE = "take-"  # begins the name of a choice; its value is one of
MINE, THEIRS = "mine", "theirs"


def window_of(form):
    """What a page carries: its own name, and the marks of what its fields held."""
    return {"page": uuid4().hex, "began": json.dumps(form.marks)}


def opened_at(post):
    """When the page was made, by its own word."""
    try:
        return parse_datetime(post.get("opened", ""))
    except ValueError:
        return None


def met(post, form, mine):
    """(fields, names): what was typed here and in other windows, in one, and the names that both changed.

    `form` holds what the server knows. A window that wrote last meets itself: then nobody else changed anything.
    """
    began, stored = marks_in(post.get("began", "")), form.step.draft_body or {}
    if began is None or not (stored or is_behind(post, form)):
        return mine, []
    typed, both = form.meet(mine, began, only=[name for name in APART if name in post])
    return typed, [] if post.get(PAGE) and post.get(PAGE) == stored.get(PAGE) else both


def is_behind(post, form):
    """Whether the case went on since the page was made."""
    return post.get("version", "") != str(form.appraisal.version)


def carried(post, form, mine):
    """What the comparison carries: this window's fields, what both began with, and what it showed of the other."""
    return {
        "mine": json.dumps(mine, ensure_ascii=False),
        "began": post.get("began", ""),
        "seen": json.dumps(marks_of(form.typed)),
    }


def chosen_in(post):
    """{field: side} of what is chosen so far."""
    return {name.removeprefix(TAKE): side for name, side in post.items() if name.startswith(TAKE)}


def chosen(post, form):
    """(fields, names): both windows in one by the choices, and the names for which a choice is still missing."""
    mine, began, seen = (marks_in(post.get(name, "")) or {} for name in ("mine", "began", "seen"))
    mine = {name: text for name, text in mine.items() if isinstance(text, str)}
    typed, both = form.meet(mine, began)
    choices, missing = chosen_in(post), []
    for name in both:
        shown = seen.get(name, "") == mark_of(form.text(name))  # the other window may have gone on meanwhile
        if not shown or choices.get(name) not in (MINE, THEIRS):
            missing.append(name)
        elif choices[name] == THEIRS:
            typed[name] = form.text(name)
    return typed, missing
