"""The evaluation document on paper. Looking is a preview; a printed copy has a number in the log."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import events
from audit.models import Access
from workflow.beside.opening import record_print
from workflow.evaluation import evaluation_of
from workflow.journal import note_look
from workflow.refusals import Forbidden, Refused

from .case import page_of

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, pk):
    at = timezone.now()
    page = _page(request, pk, at)
    if request.method == "POST":
        return _print(request, page)
    return _document(request, page)


@require_safe
def copy(request, pk, n):
    """One's own numbered copy; the browser may print it as often as paper jams."""
    page = _page(request, pk, timezone.now())
    line = next((line for line in page.story if line.n == n and line.is_own and line.event is events.PRINTED), None)
    if line is None:
        raise Http404
    return _document(request, page, line)


def _page(request, pk, at):
    page = page_of(request, pk, at=at)
    if not page.appraisal.is_final:
        raise Http404
    if not page.sight.may_print:
        raise PermissionDenied(
            _("Dokumen dibuka oleh para pihak setelah hasil diterima, atau dengan tujuan yang dicatat.")
        )
    return page


def _print(request, page):
    pk = page.appraisal.pk
    try:
        stated = page.stated
        entry = record_print(pk, purpose=stated.purpose, by=request.user, at=page.at, inspection=stated.inspection)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        return _document(request, page, notice=str(refused), status=refused.status)
    return redirect("appraisal_copy", pk, entry.n)


def _document(request, page, line=None, *, notice="", status=200):
    evaluation = evaluation_of(page.appraisal)
    if evaluation is None and page.erased:
        return render(request, "workflow/print_erased.html", {"page": page, "appraisal": page.appraisal}, status=GONE)
    if evaluation is None:
        raise Http404
    kind = Access.Kind.PRINT if line else Access.Kind.CONTENT
    note_look(page.appraisal, page.sight, at=page.at, kind=kind, inspection=page.stated.inspection)
    facts = {"page": page, "appraisal": page.appraisal, "evaluation": evaluation, "copy": line, "notice": notice}
    return render(request, "workflow/print.html", facts, status=status)
