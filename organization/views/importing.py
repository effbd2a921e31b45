"""HR's import: upload, look at what it would do, agree by number, receipt. What is heavy is loaded when used."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from organization.importing.columns import COLUMNS
from organization.importing.downloads import errors_csv
from organization.importing.downloads import template_csv as csv_template
from organization.importing.downloads import template_xlsx as xlsx_template
from organization.importing.forms import Agreement, Upload
from organization.importing.lock import Busy
from organization.importing.pages import lists_of
from organization.models import ImportRun
from organization.permissions import people_managers_only
from organization.rules import RuleBroken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 10


@people_managers_only
@never_cache
def upload(request):
    from organization.importing import actions

    form = Upload(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.check_file(
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
    recent = ImportRun.objects.select_related("checked_by").order_by("-pk")[:RECENT]
    facts = {"form": form, "columns": COLUMNS, "recent": recent}
    return render(request, "organization/import.html", facts, status=422 if form.is_bound else 200)


@people_managers_only
@never_cache
@require_safe
def run(request, pk):
    return _show(request, _get(pk))


@people_managers_only
@require_POST
def write(request, pk):
    from organization.importing import actions

    run = _get(pk)
    if run.state != ImportRun.State.CHECKED:
        return _show(request, run, status=409)
    form = Agreement(request.POST, size=actions.report(run)["size"])
    if not form.is_valid():
        return _show(request, run, form=form, status=422)
    try:
        actions.apply_run(run=run, by=request.user, at=timezone.now())
    except Busy as busy:
        return _show(request, run, refusal=str(busy), status=503)
    except RuleBroken as broken:
        return _show(request, _get(pk), refusal=str(broken), status=409)
    return redirect("import_run", pk)


@people_managers_only
@require_POST
def discard(request, pk):
    from organization.importing import actions

    try:
        actions.discard(run=_get(pk), by=request.user, at=timezone.now())
    except RuleBroken as broken:
        return _show(request, _get(pk), refusal=str(broken), status=409)
    messages.success(request, _("Impor dibatalkan dan berkasnya dihapus. Tidak ada yang ditulis."))
    return redirect("import_organization")


@people_managers_only
@never_cache
@require_GET
def errors(request, pk):
    from organization.importing import actions

    run = _get(pk, state=ImportRun.State.CHECKED)
    return _download(errors_csv(actions.report(run)["problems"]), "text/csv; charset=utf-8", f"galat-impor-{pk}.csv")


@people_managers_only
@require_GET
def template_csv(request):
    return _download(csv_template(), "text/csv; charset=utf-8", "templat-pegawai.csv")


@people_managers_only
@require_GET
def template_xlsx(request):
    return _download(xlsx_template(), XLSX, "templat-pegawai.xlsx")


def _get(pk, **facts):
    return get_object_or_404(ImportRun.objects.select_related("checked_by", "applied_by"), pk=pk, **facts)


def _show(request, run, *, form=None, refusal="", status=200):
    """The page of a run in whatever state it is; a discarded one has no file to tell of."""
    facts = {"run": run, "refusal": refusal}
    if run.state != ImportRun.State.DISCARDED:
        from organization.importing import actions

        report = actions.report(run)
        facts |= {"report": report, "form": form or Agreement(size=report["size"])}
        facts["lists"] = lists_of(report, request.GET)
    response = render(request, "organization/import_run.html", facts, status=status)
    if status == 503:
        response["Retry-After"] = "60"
    return response


def _download(content, content_type, name):
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
