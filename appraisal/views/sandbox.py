"""Trying other ratings for one's own people: nothing is written, whatever is chosen."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.models import Cycle, Rating
from appraisal.page_forms.calibration import Trial
from appraisal.selectors import sandbox as selectors

from .acts import posted
from .calibration import held


@require_http_methods(["GET", "POST"])
def calibration_own(request, slug):
    """One's own ratings that are not released yet; a POST tries what was chosen and keeps nothing."""
    cycle, reach = held(request, slug)
    rows = selectors.own_ratings(request.user, cycle)
    form = Trial(posted(request) or {}, rows=rows)
    facts = {
        "cycle": cycle,
        "reach": reach,
        "units": selectors.try_out(cycle, rows, form),
        "is_tried": request.method == "POST",
        "ratings": Rating,
        "is_running": cycle.state == Cycle.State.OPEN,
    }
    return render(request, "appraisal/calibration_own.html", facts)
