"""My plans by period, and those that wait for my agreement."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal.actions import plan as actions
from appraisal.models import Plan
from appraisal.selectors import plan as selectors

from .paging import Pages, number_in

OWN, TO_AGREE = 6, 25  # rows on one page


@require_safe
def plans(request):
    own = selectors.own_plans(request.user, after=number_in(request, "before"), limit=OWN)
    state = Plan.State.AGREED if request.GET.get("list") == "agreed" else Plan.State.PROPOSED
    theirs = selectors.plans_to_agree(request.user, state=state, after=number_in(request, "after"))
    facts = {
        "own": Pages.of(own, OWN, first="before" not in request.GET),
        "theirs": Pages.of(theirs[: TO_AGREE + 1], TO_AGREE, first="after" not in request.GET),
        "shows_agreed": state == Plan.State.AGREED,
        "is_employee": hasattr(request.user, "employee"),
    }
    return render(request, "appraisal/plans.html", facts)


@require_POST
def plan_start(request):
    """The first draft of a period; whoever has one already goes on with it."""
    if not hasattr(request.user, "employee"):
        raise PermissionDenied(_("SKP disusun oleh pegawai yang dinilai."))
    cycle = selectors.cycle_to_plan(request.user, number_in(request.POST, "cycle"))
    if cycle is None:
        raise Http404
    at = timezone.now()
    supervisor = selectors.supervisor_today(request.user, timezone.localdate(at))
    made = actions.start(cycle=cycle, employee=request.user, supervisor=supervisor, by=request.user, at=at)
    return redirect("plan", made.pk)
