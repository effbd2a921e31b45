"""The inbox: what waits for me, most urgent first, with its filters in the address."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workflow.desk.acts import Asked
from workflow.desk.bulk import bar
from workflow.desk.keeping import note_visit
from workflow.desk.rules import days_allowed
from workflow.journal import note_look_at_step
from workflow.models import Step
from workflow.selectors import facts, inbox
from workflow.silence import silence_of
from workflow.wording import TASKS

SEARCH = "inbox_search"  # in the session: names and numbers stay out of addresses
PREVIEWED = 8  # indicators in the preview
LAST = "inbox"  # a cookie with the last filters, by which a step's page knows what comes next
PREVIEW = "preview"
EVERYTHING = "view"  # `?view=all`: no filter, whatever view somebody begins with


@require_safe
def inbox_page(request):
    at = timezone.now()
    reader = inbox.reader_of(request.user, at=at)
    is_preview = PREVIEW in request.GET  # a look within a visit
    new_since = reader.desk.seen_until if is_preview else note_visit(request.user, reader.desk, at=at)
    moments = inbox.Moments.at(at, new_since)
    owners = [request.user.pk, *reader.principals]
    counters = inbox.counters(owners, moments, reader=request.user)
    filters, view, role_view = _asked(request, reader.desk, counters.roles)
    narrowed = {"reader": request.user, "moments": moments, "filters": filters, "words": _words(request)}
    found = list(inbox.rows(owners, **narrowed, after=_after(request)))
    rows, more = found[: inbox.PAGE], found[inbox.PAGE :]
    previewed = _previewed(request, rows)
    if previewed:
        note_look_at_step(previewed, request.user, at=at)
    shown = {
        **narrowed,
        "bar": bar(rows, Asked(request.user, at, is_shared=reader.is_shared)),
        "groups": _groups(rows, moments),
        "counts": inbox.shell_counts(counters.total, reader.told),
        "principals": list(reader.principals.values()),
        "counters": counters,
        "dues": inbox.Due.choices,
        "desk": reader.desk,
        "waiting": reader.told,
        "view": view,
        "role_view": role_view,
        "hidden": counters.hidden_by(filters, moments) if filters else 0,
        "is_narrowed": bool(narrowed["words"] or filters),
        "more": more and address(filters.asked, after=_key(rows[-1])),
        "is_first": "after" not in request.GET,
        "preview": previewed and _preview(previewed, at),
        "cycle": rows[0].case.appraisal.cycle if rows else None,
        "at": at,
    }
    response = render(request, "workflow/inbox.html", shown)
    response.set_cookie(LAST, query_of(filters), httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
def search(request):
    """Words by POST, so that no name or number is ever part of an address."""
    request.session[SEARCH] = request.POST.get("q", "").strip()[:100]
    return redirect(address(request.GET))


@require_safe
def neighbour(request, pk, way):
    """The task before or after this one, in the list as it was filtered last."""
    at = timezone.now()
    reader = inbox.reader_of(request.user, at=at)
    owners = [request.user.pk, *reader.principals]
    step = Step.objects.filter(pk=pk, owner__in=owners).first()
    if step is None:
        raise Http404
    found = inbox.neighbour(
        owners,
        step,
        forward=way == "next",
        reader=request.user,
        moments=inbox.Moments.at(at, reader.desk.seen_until),
        filters=filters_in(_last(request)),
        words=request.session.get(SEARCH, ""),
    )
    if found:
        return redirect("step", found)
    at_end = _("Itu tugas terakhir dalam daftar ini.") if way == "next" else _("Itu tugas pertama dalam daftar ini.")
    messages.info(request, at_end)
    return redirect(address(_last(request)))


def filters_in(query):
    """Filters that name something; what does not is as if it were not there."""
    kind, unit, due, role, new, asleep = (query.get(name, "") for name in inbox.FILTERS)
    return inbox.Filters(
        kind=kind if kind in TASKS else "",
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        due=due if due in inbox.Due.values else "",
        role=role if role in inbox.Role.values else "",
        is_new=new == "1",
        is_asleep=asleep == "1",
    )


def query_of(filters):
    """The filters as they stand in an address."""
    return filters.query


def address(query, **changed):
    kept = {name: query.get(name, "") for name in (*inbox.FILTERS, EVERYTHING, "q")} | changed
    asked = urlencode({name: value for name, value in kept.items() if value})
    return reverse("inbox") + (f"?{asked}" if asked else "")


def _asked(request, desk, roles):
    """(the filters, the name of the view that they are, the view of a role where it is one).

    Who asks for nothing gets the view he begins with: his own, else that of a role he has tasks in.
    """
    known = {query_of(filters_in(QueryDict(view["query"]))): view["name"] for view in desk.views}
    is_look = PREVIEW in request.GET and not request.GET.keys() & set(inbox.FILTERS)
    filters = filters_in(_last(request) if is_look else request.GET)
    asks_nothing = not (filters or _words(request) or request.GET)
    if asks_nothing and (first := next((view for view in desk.views if view["name"] == desk.first_view), None)):
        filters = filters_in(QueryDict(first["query"]))
    elif asks_nothing and not desk.begins_with_all and (first := inbox.role_view(roles)):
        return filters_in(QueryDict(first.query)), first.name, first
    return filters, known.get(query_of(filters), "") if filters else "", None


def _last(request):
    """The filters of the list that was looked at last: a preview is a look within it."""
    return QueryDict(request.COOKIES.get(LAST, ""))


def _words(request):
    return request.GET.get("q", "").strip()[:100] or request.session.get(SEARCH, "")


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
        row.is_new = moments.is_new(row)
        groups.setdefault(moments.group_of(row.due_at), []).append(row)
    return [(group, groups[group]) for group in inbox.Due if group in groups]


def _previewed(request, rows):
    asked = request.GET.get(PREVIEW, "")
    return next((row for row in rows if str(row.pk) == asked), None)


def _preview(step, at):
    """Beside the list: what it is about. Looking here is neither opening the step nor receiving a result."""
    return {
        "step": step,
        "indicators": facts.indicators(step.case.appraisal)[:PREVIEWED],
        "silence": silence_of(step, at=at),
        "days": days_allowed(step, at=at),
    }
