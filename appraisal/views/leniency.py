"""How supervisors rate beside each other, for HR alone; each look is kept where the supervisor can read it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from appraisal.leniency import LEAST, POINTS
from appraisal.permissions import hr_only
from appraisal.selectors.leniency import leniency_of
from audit.access.looking import look_at_many
from audit.models import Access

from .calibration import held
from .paging import Pages, number_in

PAGE = 25  # supervisors on one page
PURPOSE = "Statistik penilai"  # kept as it is in whatever language the page was read


@hr_only
@require_safe
def leniency(request, slug):
    cycle, _reach = held(request, slug)
    found = leniency_of(cycle)
    rows = found.rows
    begin = next((n + 1 for n, row in enumerate(rows) if row.rater.pk == number_in(request, "after")), 0)
    shown = rows[begin : begin + PAGE]
    more = shown[-1].rater.pk if len(rows) > begin + PAGE else None
    subjects = [(f"user:{row.rater.pk}", row.rater.pk) for row in shown]
    look_at_many(subjects, viewer=request.user, at=timezone.now(), kind=Access.Kind.LOG, part="hr", purpose=PURPOSE)
    facts = {
        "cycle": cycle,
        "found": found,
        "pages": Pages(shown, more, is_first=not begin),
        "least": LEAST,
        "points": [(predicate, points) for predicate, points in POINTS.items()][::-1],
    }
    return render(request, "appraisal/leniency.html", facts)
