"""The inbox: what waits for me, most urgent first, with its filters in the address."""

from datetime import datetime
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from workflow.journal import note_look_at_step
from workflow.selectors import facts, inbox
from workflow.silence import silence_of
from workflow.wording import TASKS

SEARCH = "inbox_search"  # in the session: names and numbers stay out of addresses
PREVIEWED = 8  # indicators in the preview
FILTERS = ("jenis", "unit", "due")


@require_safe
def inbox_page(request):
    at = timezone.now()
    moments = inbox.Moments.at(at)
    principals, counts = inbox.desk_of(request.user, on=timezone.localdate(at))
    owners = [request.user.pk, *principals]
    chosen, words = _chosen(request), _words(request)
    found = list(inbox.rows(owners, viewer=request.user, moments=moments, words=words, after=_after(request), **chosen))
    rows, more = found[: inbox.PAGE], found[inbox.PAGE :]
    previewed = _previewed(request, rows)
    if previewed:
        note_look_at_step(previewed, request.user, at=at)
    facts_shown = {
        "groups": _groups(rows, moments),
        "counts": counts,
        "principals": principals.values(),
        "counters": inbox.counters(owners, moments),
        "dues": inbox.Due.choices,
        "chosen": chosen,
        "words": words,
        "is_narrowed": bool(words or any(chosen.values())),
        "more": more and _address(request, after=_key(rows[-1])),
        "is_first": "after" not in request.GET,
        "preview": previewed and _preview(previewed, at),
        "cycle": rows[0].case.appraisal.cycle if rows else None,
        "at": at,
    }
    return render(request, "workflow/inbox.html", facts_shown)


@require_POST
def search(request):
    """Words by POST, so that no name or number is ever part of an address."""
    request.session[SEARCH] = request.POST.get("q", "").strip()[:100]
    return redirect(_address(request, q=""))


def _chosen(request):
    """Filters that name something; what does not is as if it were not there."""
    kind, unit, due = (request.GET.get(name, "") for name in FILTERS)
    return {
        "kind": kind if kind in TASKS else "",
        "unit": int(unit) if unit.isdecimal() else None,
        "due": due if due in inbox.Due.values else "",
    }


def _words(request):
    return request.GET.get("q", "").strip()[:100] or request.session.get(SEARCH, "")


def _address(request, **changed):
    kept = {name: request.GET.get(name, "") for name in (*FILTERS, "q")} | changed
    query = urlencode({name: value for name, value in kept.items() if value})
    return reverse("inbox") + (f"?{query}" if query else "")


def _key(step):
    """Where the next page begins: the due moment and the number of the last row."""
    return f"{step.due_at.isoformat() if step.due_at else ''}~{step.pk}"


def _after(request):
    due_at, _tilde, pk = request.GET.get("after", "").rpartition("~")
    if not pk.isdecimal():
        return None
    try:
        return (datetime.fromisoformat(due_at) if due_at else None), int(pk)
    except ValueError:
        return None


def _groups(rows, moments):
    """[(group, rows)], most urgent first, without the empty ones."""
    groups = {}
    for row in rows:
        groups.setdefault(moments.group_of(row.due_at), []).append(row)
    return [(group, groups[group]) for group in inbox.Due if group in groups]


def _previewed(request, rows):
    asked = request.GET.get("preview", "")
    return next((row for row in rows if str(row.pk) == asked), None)


def _preview(step, at):
    """Beside the list: what it is about. Looking here is neither opening the step nor receiving a result."""
    return {
        "step": step,
        "indicators": facts.indicators(step.case.appraisal)[:PREVIEWED],
        "silence": silence_of(step, at=at),
    }
