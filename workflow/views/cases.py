"""Lists of appraisals, as tabs; words that were searched for stay out of the address."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from appraisal.models import Stage
from appraisal.permissions import sight_of
from workflow.selectors.cases import PAGE, Attention, Tab, cases, tabs_of

SEARCH = "appraisals_search"  # in the session


@require_safe
def appraisals(request):
    at = timezone.now()
    tabs = tabs_of(request.user)
    asked = request.GET.get("tab", "")
    tab = Tab(asked) if asked in tabs else tabs[0]
    words = request.session.get(SEARCH, "") if tab != Tab.OWN else ""
    narrowed = _narrowed(request) if tab == Tab.ALL else {}
    before = request.GET.get("before", "")
    found = cases(tab, request.user, at=at, words=words, before=int(before) if before.isdecimal() else None, **narrowed)
    request.menu = "all" if tab == Tab.ALL else "own"
    facts = {
        "tabs": [(one, one == tab) for one in tabs],
        "tab": tab,
        "rows": [(row, sight_of(row, request.user, has_seat=row.has_seat)) for row in found[:PAGE]],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "words": words,
        "narrowed": narrowed,
        "is_narrowed": bool(words or any(narrowed.values())),
        "stages": Stage.choices,
        "attentions": Attention.choices,
        "at": at,
    }
    return render(request, "workflow/appraisals.html", facts)


@require_POST
def search(request):
    """Names and numbers come by POST and are kept in the session, never in an address."""
    request.session[SEARCH] = request.POST.get("q", "").strip()[:100]
    tab = request.POST.get("tab", "")
    return redirect(reverse("appraisals") + (f"?tab={tab}" if tab in Tab.values else ""))


def _narrowed(request):
    """Filters that name something; what does not is as if it were not there."""
    stage, attention = request.GET.get("stage", ""), request.GET.get("attention", "")
    return {
        "stage": stage if stage in Stage.values else "",
        "unit": request.GET.get("unit", "").strip()[:100],
        "attention": attention if attention in Attention.values else "",
    }
