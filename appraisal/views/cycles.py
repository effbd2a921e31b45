"""Periods: prepared while nobody has been told, watched once they run."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import timetable
from appraisal.actions import cycle as actions
from appraisal.models import Cycle
from appraisal.page_forms.cycle import DATES, CycleForm, NewCycleForm
from appraisal.permissions import hr_only
from appraisal.rules import RuleBroken
from appraisal.selectors import cycle as selectors

from .acts import place, posted, status_of
from .paging import Pages, number_in

PAGE, UNOPENED = 20, 25  # rows on one page
UNITS, MORE_UNITS = 10, 50  # units beside everything else, and on the pages that follow


@hr_only
@require_safe
def cycles(request):
    found = selectors.cycles(after=number_in(request, "after"))[: PAGE + 1]
    pages = Pages.of(found, PAGE, first="after" not in request.GET)
    selectors.count_cases(pages.rows)
    return render(request, "appraisal/cycles.html", {"pages": pages})


def held_cycle(slug):
    found = selectors.cycle_called(slug)
    if found is None:
        raise Http404
    return found


@hr_only
@require_safe
def cycle(request, slug):
    """While it runs: where the cases are. Before: what will happen, and what is still missing."""
    found, at = held_cycle(slug), timezone.now()
    policy = found.policy.document
    facts = {
        "cycle": found,
        "is_draft": found.state == Cycle.State.DRAFT,
        "timetable": timetable.timetable(found, policy),
        "committees": selectors.committees_of(found),
        "at": at,
    }
    if facts["is_draft"]:
        facts["cautions"] = timetable.cautions(found, policy, today=timezone.localdate(at))
    else:
        facts |= _watched(request, found, at)
    return render(request, "appraisal/cycle.html", facts)


def _watched(request, found, at):
    waiting = selectors.never_opened(found, at=at, after=number_in(request, "after"))[: UNOPENED + 1]
    progress = selectors.progress_of(found)
    return {
        "progress": progress,
        "units": _units(progress.units, number_in(request, "unit")),
        "legend": [(kind, words) for kind, words, _stages in selectors.WITH],
        "unopened": Pages.of(waiting, UNOPENED, first="after" not in request.GET),
        "grace": found.policy.document.deadlines.receipt_grace,
    }


def _units(units, after):
    """One page of units after the one in the address."""
    begin = next((n + 1 for n, unit in enumerate(units) if unit.pk == after), 0)
    size = MORE_UNITS if begin else UNITS
    return Pages.of(units[begin : begin + size + 1], size, first=not begin)


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_new(request):
    form = NewCycleForm(posted(request))
    if form.is_valid() and (made := _written(request, form, actions.create)):
        messages.success(request, _("Periode disiapkan. Belum ada yang diberi tahu."))
        return redirect("cycle", made.slug)
    return _form(request, form, None)


@hr_only
@require_http_methods(["GET", "POST"])
def cycle_change(request, slug):
    """Only while it is being prepared; the page of an open period says why not."""
    found = held_cycle(slug)
    if found.state != Cycle.State.DRAFT and request.method == "GET":
        return redirect("cycle", slug)
    known = {name: getattr(found, name) for name in ("name", "policy", "release_on", *DATES)}
    form = CycleForm(posted(request), initial=known)
    if form.is_valid() and _written(request, form, actions.change, cycle_id=found.pk):
        messages.success(request, _("Perubahan periode tersimpan."))
        return redirect("cycle", slug)
    return _form(request, form, found)


def _written(request, form, action, **fixed):
    """What the action made, or None with the refusal at its field."""
    try:
        return action(**form.cleaned_data, **fixed, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        place(form, broken)
        form.status = status_of(broken)
    return None


def _form(request, form, found):
    facts = {"form": form, "cycle": found, "has_policy": form.fields["policy"].queryset.exists()}
    status = getattr(form, "status", 422) if form.is_bound else 200
    return render(request, "appraisal/cycle_form.html", facts, status=status)
