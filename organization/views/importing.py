"""HR's import: upload, name the columns, look at what it would do, agree by number, receipt, undo.

What takes long is asked of the worker, and the page of the file tells how far it is. What is heavy is loaded when used.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from audit.sentences import story
from organization import downloads, selectors
from organization.actions.export import export_import_errors
from organization.downloads import CSV, download
from organization.forms.people import Reason
from organization.importing import files, jobs
from organization.importing.columns import COLUMNS
from organization.importing.forms import Agreement, Mapping, Upload
from organization.importing.lock import Busy
from organization.importing.models import ImportJob, ImportRun
from organization.importing.pages import lists_of
from organization.importing.progress import OVER, Standing
from organization.importing.rules import check_worth_writing
from organization.permissions import FullSight, people_managers_only
from organization.rules import RuleBroken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 10
State = ImportRun.State


@people_managers_only
@never_cache
def upload(request):
    form = Upload(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = jobs.upload(
                name=file.name,
                content=file.read(),
                end_missing=form.cleaned_data["end_missing"],
                by=request.user,
                at=timezone.now(),
            )
        except RuleBroken as broken:
            form.add_error("file", str(broken))
        else:
            return redirect("import_run", run.pk)
    recent = ImportRun.objects.visible_to(request.user).with_work().select_related("checked_by").order_by("-pk")
    facts = {"form": form, "columns": COLUMNS, "recent": recent[:RECENT]}
    return render(request, "organization/import.html", facts, status=422 if form.is_bound else 200)


@people_managers_only
@never_cache
@require_safe
def run(request, pk):
    """The file in whatever state it is; asked for JSON, how far the worker is."""
    run = _get(request, pk)
    if "application/json" in request.headers.get("Accept", ""):
        job = jobs.under_way(run)
        return JsonResponse(Standing.of(job, at=timezone.now()).as_json() if job else OVER)
    return _show(request, run)


@people_managers_only
@require_POST
def columns(request, pk):
    """Which columns are ours; without any, the same ones are looked at once more."""
    run = _get(request, pk)
    report = files.report_of(run) if run.is_open else None
    form = None
    if report and any(name.startswith("column-") for name in request.POST):
        form = Mapping(request.POST, columns=report["columns"])
        if not form.is_valid():
            return _show(request, run, mapping=form, status=422)
    chosen = form.cleaned_data["columns"] if form else None
    try:
        jobs.check_again(run=run, columns=chosen, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        return _refuse(request, pk, broken)
    return redirect("import_run", pk)


@people_managers_only
@require_POST
def write(request, pk):
    run = _get(request, pk)
    report = files.report_of(run)
    if run.state != State.CHECKED or report is None:
        return _show(request, run, status=409)
    form = Agreement(request.POST, size=report["size"])
    try:
        check_worth_writing(errors=len(report["problems"]), size=report["size"])
        if not form.is_valid():
            return _show(request, run, form=form, status=422)
        jobs.ask(run, ImportJob.Kind.WRITE, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        return _refuse(request, pk, broken)
    return redirect("import_run", pk)


@people_managers_only
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request, pk):
    """A page to look at what would come back, and at what stands in the way."""
    from organization.importing import undoing

    run, now = _get(request, pk), timezone.now()
    try:
        undoing.check_may_undo(run, now)
    except RuleBroken as broken:
        return _refuse(request, pk, broken)
    form = Reason(request.POST or None)
    if form.is_valid():
        try:
            jobs.ask(run, ImportJob.Kind.UNDO, by=request.user, at=now, reason=form.cleaned_data["reason"])
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            return redirect("import_run", pk)
    found = undoing.Undoing(run)
    facts = {"run": run, "form": form, "counts": found.counts, "obstacles": found.obstacles()}
    facts |= {"most": undoing.MOST_LISTED, "until": run.applied_at + undoing.WINDOW}
    return render(request, "organization/import_undo.html", facts, status=422 if form.is_bound else 200)


@people_managers_only
@require_POST
def discard(request, pk):
    from organization.importing import actions

    try:
        actions.discard(run=_get(request, pk), by=request.user, at=timezone.now())
    except RuleBroken as broken:
        return _refuse(request, pk, broken)
    messages.success(request, _("Impor dibatalkan dan berkasnya dihapus. Tidak ada yang ditulis."))
    return redirect("import_organization")


@people_managers_only
@never_cache
@require_GET
def errors(request, pk):
    run = _get(request, pk, state=State.CHECKED)
    problems = (files.report_of(run) or {"problems": []})["problems"]
    export_import_errors(run=run, count=len(problems), by=request.user, at=timezone.now())
    return download(downloads.errors_csv(problems), CSV, f"galat-impor-{pk}.csv")


@people_managers_only
@require_GET
def template_csv(request):
    return download(downloads.template_csv(), CSV, "templat-pegawai.csv")


@people_managers_only
@require_GET
def template_xlsx(request):
    return download(downloads.template_xlsx(), XLSX, "templat-pegawai.xlsx")


def _get(request, pk, **facts):
    runs = ImportRun.objects.visible_to(request.user).select_related("checked_by", "applied_by", "undone_by")
    return get_object_or_404(runs, pk=pk, **facts)


def _refuse(request, pk, broken):
    """The page with the reason above it; 503 where another try is worth while."""
    response = _show(request, _get(request, pk), refusal=str(broken), status=503 if isinstance(broken, Busy) else 409)
    if isinstance(broken, Busy):
        response["Retry-After"] = "60"
    return response


def _show(request, run, *, form=None, mapping=None, refusal="", status=200):
    job = jobs.latest(run)
    facts = {"run": run, "refusal": refusal, "job": job, "form": form}
    if job and job.state in job.UNDER_WAY:
        facts["standing"] = Standing.of(job, at=timezone.now())
    elif report := files.report_of(run):
        facts |= _facts_of_report(request, run, report, form, mapping)
    if run.state in (State.APPLIED, State.UNDONE):
        facts |= _facts_of_receipt(request, run)
    if job and job.state == job.State.FAILED and not refusal and status == 200:
        facts["refusal"] = job.error
    return render(request, "organization/import_run.html", facts, status=status)


def _facts_of_report(request, run, report, form, mapping):
    facts = {"report": report, "mapping": mapping or Mapping(columns=report["columns"])}
    if run.state != State.UNMAPPED:
        facts |= {"form": form or Agreement(size=report["size"]), "lists": lists_of(report, request.GET)}
    return facts


def _facts_of_receipt(request, run):
    from organization.importing.undoing import WINDOW

    until = run.applied_at + WINDOW
    return {
        "lines": story(f"importrun:{run.pk}", FullSight(request.user), people=[request.user]),
        "undo_until": until if run.state == State.APPLIED and timezone.now() <= until else None,
        "unreachable": selectors.count_unreachable(timezone.now()),
    }
