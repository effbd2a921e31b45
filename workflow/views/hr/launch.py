"""Opening a cycle: a dry run to read, a number to type, then the worker's progress."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import timetable
from appraisal.permissions import hr_only
from appraisal.rules import RuleBroken
from appraisal.selectors.cycle import committees_of
from appraisal.views.cycles import held_cycle
from appraisal.views.paging import number_in
from organization.downloads import CSV, csv_of, download, grouped
from workflow import launch
from workflow.dry_run import WITHOUT_PLAN, DryRun
from workflow.hr_forms import Confirmation
from workflow.selectors import launches

PAGE = 50  # people on one page


@hr_only
@never_cache
@require_http_methods(["GET", "POST"])
def cycle_launch(request, slug):
    """Nobody is told of anything before the number of those who come in was typed."""
    cycle = held_cycle(slug)
    if launches.running(cycle):
        return redirect("cycle_progress", slug)
    found = DryRun(cycle, at=timezone.now())
    form = Confirmation(request.POST if request.method == "POST" else None, dry_run=found)
    if form.has_changed_since:
        return _page(request, found, form, status=409)
    if form.is_valid():
        try:
            launch.ask_launch(cycle, by=request.user, at=found.at)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("cycle_progress", slug)
    return _page(request, found, form, status=422 if form.is_bound else 200)


def _page(request, found, form, *, status):
    cycle, policy = found.cycle, found.cycle.policy.document
    facts = {
        "cycle": cycle,
        "found": found,
        "out": found.out(),
        "types": found.by_type(),
        "branches": found.by_branch(),
        "without_plan": len(found.ids_of(WITHOUT_PLAN)),
        "cautions": timetable.cautions(cycle, policy, today=found.on),
        "committees": committees_of(cycle),
        "policy": policy,
        "blocked": _why_not(cycle),
        "form": form if status != 409 else Confirmation(dry_run=found),
        "has_changed": status == 409,
        "undo_hours": settings.LAUNCH_UNDO_HOURS,
        "last": launches.latest(cycle),
    }
    return render(request, "workflow/hr_launch.html", facts, status=status)


def _why_not(cycle):
    try:
        launch.check(cycle)
    except RuleBroken as broken:
        return str(broken)
    return ""


@hr_only
@never_cache
@require_safe
def launch_people(request, slug, key):
    """Everybody of one list of the dry run, by key."""
    found = DryRun(held_cycle(slug), at=timezone.now())
    ids = found.ids_of(key)
    if ids is None:
        raise Http404
    after = number_in(request, "after") or 0
    rest = [pk for pk in ids if pk > after]
    facts = {
        "cycle": found.cycle,
        "key": key,
        "title": launch.REASONS.get(key) or _("Ikut tanpa SKP yang disepakati"),
        "rows": found.people(rest[:PAGE]),
        "total": len(ids),
        "more": rest[PAGE - 1] if len(rest) > PAGE else None,
        "is_first": not after,
    }
    return render(request, "workflow/hr_launch_people.html", facts)


@hr_only
@never_cache
@require_safe
def launch_download(request, slug):
    """Those who stay out, for a spreadsheet: numbers grouped so that none of their digits is lost."""
    found = DryRun(held_cycle(slug), at=timezone.now())
    ids = [pk for reason in launch.REASONS for pk in found.ids_of(reason)]
    launch.export_left_out(found.cycle, ids, by=request.user, at=found.at)
    header = [_("Nama"), "NIP", _("Jabatan"), _("Unit kerja"), _("Sebab"), _("Yang kurang")]
    lines = [
        [row["name"], grouped(row["number"]), row["post"], row["unit"], str(label), row["cause"]]
        for reason, label in launch.REASONS.items()
        for row in found.people(found.ids_of(reason))
    ]
    return download(csv_of([header, *lines]), CSV, f"{slugify(slug)}-tidak-ikut.csv")


@hr_only
@never_cache
@require_http_methods(["GET", "POST"])
def cycle_progress(request, slug):
    """How far the worker is; after a failure, the button that asks it again."""
    cycle = held_cycle(slug)
    latest = launches.latest(cycle)
    if latest is None:
        return redirect("cycle", slug)
    if request.method == "POST":
        return _again(request, cycle, latest)
    state = launches.State.of(latest, at=timezone.now())
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(state.as_json())
    return render(request, "workflow/hr_progress.html", {"cycle": cycle, "launch": latest, "state": state})


def _again(request, cycle, latest):
    try:
        launch.ask_launch(cycle, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        state = launches.State.of(latest, at=timezone.now())
        facts = {"cycle": cycle, "launch": latest, "state": state, "refusal": str(broken)}
        return render(request, "workflow/hr_progress.html", facts, status=422)
    return redirect(reverse("cycle_progress", args=[cycle.slug]))
