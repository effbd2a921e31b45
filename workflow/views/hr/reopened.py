"""What became of each case that an extension is to bring back: how far it is, and which stay with the reason."""

from django.db.models import Count, Q
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appraisal.models import Stage
from appraisal.permissions import hr_only
from appraisal.views.paging import Pages, number_in
from audit.models import Entry
from workflow import reopening
from workflow.models import BulkItem

from .cockpit import held_running, receipt_of

PAGE = 50  # cases
State = BulkItem.State
COUNTS = {state: Count("pk", Q(state=state)) for state in State.values}


def reopened_or_receipt(cycle):
    """Where an extension leads: to the cases it brings back, if there are any."""

    def then(entry):
        name = "cycle_reopened" if reopening.run_of(entry) else None
        return reverse(name, args=[cycle.slug, entry.n]) if name else receipt_of(cycle)(entry)

    return then


@hr_only
@never_cache
@require_safe
def cycle_reopened(request, slug, n):
    """Those that stay come first, then the others; while some still wait, how far it is."""
    cycle = held_running(request, slug)
    entry = Entry.objects.filter(stream=f"cycle:{cycle.pk}", n=n).first()
    run = entry and reopening.run_of(entry)
    if run is None:
        raise Http404
    standing = Standing(run)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(standing.as_json())
    after, (step, letter) = number_in(request, "after") or 0, reopening.told_by(run)
    rows = run.items.filter(pk__gt=after).select_related(
        "step__case__appraisal__employee", "step__case__appraisal__unit"
    )
    facts = {
        "cycle": cycle,
        "n": n,
        "standing": standing,
        "stage": Stage(step).label,
        "letter": letter,
        "pages": Pages.of(rows.order_by("pk")[: PAGE + 1], PAGE, first=not after),
    }
    return render(request, "workflow/hr_reopened.html", facts)


class Standing:
    """How far a run is, in numbers and in a sentence."""

    def __init__(self, run):
        counted = run.items.aggregate(**COUNTS)
        self.done, self.refused, self.waiting = (counted[state] for state in (State.DONE, State.REFUSED, State.WAITING))
        self.total = sum(counted.values())
        self.is_over = run.ended_at is not None

    @property
    def percent(self):
        return 100 * (self.total - self.waiting) // self.total

    @property
    def sentence(self):
        counts = {"done": self.done, "refused": self.refused, "waiting": self.waiting}
        if self.is_over:
            return _("%(done)s berkas dibuka kembali, %(refused)s tetap ditutup.") % counts
        return _("%(done)s berkas dibuka kembali, %(refused)s tetap ditutup, %(waiting)s menunggu.") % counts

    def as_json(self):
        return {"over": self.is_over, "percent": self.percent, "numbers": "", "sentence": self.sentence}
