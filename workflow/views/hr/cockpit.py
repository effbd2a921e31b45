"""A running period before HR: who is late, when it will be done, and what to do about it."""

import json

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appraisal.models import Stage
from appraisal.permissions import hr_only
from appraisal.selectors.cycle import WITH
from appraisal.views.paging import Pages, number_in
from audit.models import Entry
from audit.registry import events
from audit.sentences import sentence_of
from organization.selectors import with_pseudonym
from workflow import releasing, undoing
from workflow.chart import Chart
from workflow.reopening import run_of
from workflow.selectors import cockpit as selectors
from workflow.selectors import problems

UNITS = 10  # on one page


@hr_only
@require_safe
def cockpit(request, slug=None):
    """Without a name: the period that was opened last."""
    at, cycle, request.menu = timezone.now(), selectors.running_cycle(slug), "cockpit"
    if cycle is None:
        return _nothing(request, slug)
    found = selectors.cockpit_of(cycle, at=at, unit=number_in(request, "unit"))
    facts = {
        "cycle": cycle,
        "at": at,
        "found": found,
        "whole": found.whole,
        "forecast": found.whole.forecast,
        "units": _page(found.branches, number_in(request, "after")),
        "legend": _legend(cycle),
        "chart": Chart.of(found, at=at),
        "may_release": cycle.release_on is not None and not releasing.is_over(cycle, at),
        "may_undo": (until := undoing.window_of(cycle)) is not None and at <= until,
    }
    return render(request, "workflow/hr_cockpit.html", facts)


def _legend(cycle):
    """Nothing waits for a release where every result is released at once."""
    parts = [part for part in WITH if cycle.release_on or part[2] != (Stage.AWAITING_RELEASE,)]
    return [(kind, words) for kind, words, _stages in parts]


def _nothing(request, slug):
    if slug:
        raise Http404
    return render(request, "workflow/hr_cockpit.html", {"cycle": None})


def _page(branches, after):
    begin = next((n + 1 for n, branch in enumerate(branches) if branch.pk == after), 0)
    return Pages.of(branches[begin : begin + UNITS + 1], UNITS, first=not begin)


@hr_only
@require_safe
def cockpit_problems(request, slug):
    """What holds cases up, who puts it right; questions that wait; reminders that went out."""
    cycle = held_running(request, slug)
    at = timezone.now()
    facts = {
        "cycle": cycle,
        "at": at,
        "problems": problems.of_cycle(cycle, at),
        "requests": problems.requests_of(cycle),
        "rounds": selectors.rounds_of(cycle),
        "rungs": cycle.policy.document.reminders,
    }
    page = "workflow/hr_problems.html" if "X-Part" in request.headers else "workflow/hr_problems_page.html"
    return render(request, page, facts)


@hr_only
@require_safe
def cycle_receipt(request, slug, n):
    """What was recorded of an act on the whole period: number, time, sentence."""
    cycle = held_running(request, slug)
    stream = f"cycle:{cycle.pk}"
    entry = Entry.objects.filter(stream=stream, n=n).select_related("payload").first()
    if entry is None:
        raise Http404
    told = json.loads(entry.payload.data)
    actor = with_pseudonym(entry.actor)
    sentence = sentence_of(events[entry.event], told["facts"], actor=actor.full_name, markup=False)
    facts = {"cycle": cycle, "entry": entry, "sentence": sentence, "reason": told["reason"], "run": run_of(entry)}
    return render(request, "workflow/hr_receipt.html", facts | {"leaf": bytes(entry.leaf_hash).hex()})


def held_running(request, slug):
    """A period that runs or ran; one that is being prepared has no clocks."""
    cycle, request.menu = selectors.running_cycle(slug), "cockpit"
    if cycle is None:
        raise Http404
    return cycle


def receipt_of(cycle):
    """Where an act on the period leads once it is recorded."""
    return lambda entry: reverse("cycle_receipt", args=[cycle.slug, entry.n])
