"""HR's lists: everybody, those who have no supervisor today, and those whom no mail reaches."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organization import selectors
from organization.actions.export import export_people
from organization.downloads import CSV, download, unreachable_csv
from organization.models import User
from organization.permissions import people_managers_only

PAGE = 50  # people on one page
CAUSES = 25  # causes on one page
NAMED = 5  # names under one cause
SEARCH = "people_search"  # in the session: names and numbers stay out of addresses
FILTERS = ("only", "unit", "gap")
WITHOUT, ACTING = "without-supervisor", "acting"


@people_managers_only
def people(request):
    """Words to search come by POST and stay in the session; the filters are in the address."""
    filters = {name: value for name in FILTERS if (value := request.GET.get(name, "").strip())}
    if request.method == "POST":
        request.session[SEARCH] = request.POST.get("q", "").strip()[:100]
        return redirect(_address("people", request.POST))
    today = timezone.localdate()
    q, unit, only = request.session.get(SEARCH, ""), filters.get("unit", ""), filters.get("only", "")
    gaps = _gaps(today, filters.get("gap")) if only == WITHOUT else None
    among = gaps if gaps is None else list(gaps)
    found = selectors.people(on=today, q=q, unit=unit, acting=only == ACTING, among=among)
    rows, more = _page(found, request.GET.get("after"))
    facts = {
        "rows": [(person, gaps and gaps[person.pk]) for person in rows],
        "more": more and f"{_address('people', filters)}{'&' if filters else '?'}after={more}",
        "is_first": "after" not in request.GET,
        "q": q,
        "unit": unit,
        "only": only,
        "is_narrowed": bool(q or filters),
        "unreachable": selectors.count_unreachable(timezone.now()),
    }
    return render(request, "organization/people.html", facts)


def _address(name, values):
    chosen = {name: value for name in FILTERS if (value := values.get(name, "").strip())}
    return reverse(name) + (f"?{urlencode(chosen)}" if chosen else "")


def _gaps(today, key):
    """The cause for each employee whose line has a gap, or only those of one cause."""
    gaps = selectors.line_gaps(selectors.ReportingLines(today))
    return {pk: gap for gap in gaps for pk in gap.employees if key in (None, gap.key)}


def _page(found, after):
    """One page by key, and the pseudonym to go on from."""
    if after and (last := selectors.with_pseudonym(after)):
        found = selectors.after(found, last)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pseudonym if len(rows) > PAGE else None


@people_managers_only
def without_supervisor(request):
    """By cause, because one letter for a vacant post helps everybody below it."""
    lines = selectors.ReportingLines(timezone.localdate())
    gaps = selectors.line_gaps(lines)
    keys = [gap.key for gap in gaps]
    after = request.GET.get("after")
    start = keys.index(after) + 1 if after in keys else 0
    page = gaps[start : start + CAUSES]
    named = User.objects.in_bulk([pk for gap in page for pk in gap.employees[:NAMED]])
    facts = {
        "causes": [(gap, [named[pk] for pk in gap.employees[:NAMED]], len(gap.employees) - NAMED) for gap in page],
        "total": sum(len(gap.employees) for gap in gaps),
        "more": page[-1].key if start + CAUSES < len(gaps) else None,
    }
    return render(request, "organization/people_without_supervisor.html", facts)


@people_managers_only
def unreachable(request):
    """Each with the way in that is left: a link from HR."""
    unit = request.GET.get("unit", "").strip()
    if request.method == "POST":
        request.session[SEARCH] = request.POST.get("q", "").strip()[:100]
        return redirect(_address("people_unreachable", request.POST))
    now, q = timezone.now(), request.session.get(SEARCH, "")
    found = selectors.unreachable_people(now, on=timezone.localdate(), q=q, unit=unit)
    rows, more = _page(found, request.GET.get("after"))
    facts = {
        "rows": rows,
        "more": more,
        "is_first": "after" not in request.GET,
        "q": q,
        "unit": unit,
        "is_narrowed": bool(q or unit),
        "total": selectors.count_unreachable(now),
    }
    return render(request, "organization/people_unreachable.html", facts)


@people_managers_only
@require_safe
def unreachable_download(request):
    """All of them, for whoever goes from office to office with links on paper."""
    at = timezone.now()
    found = list(selectors.unreachable_people(at, on=timezone.localdate()).prefetch_related(selectors.CURRENT_NUMBERS))
    export_people(what="without_email", person_ids=[person.pk for person in found], by=request.user, at=at)
    return download(unreachable_csv(found), CSV, "tanpa-surel.csv")
