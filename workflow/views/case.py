"""The page of one appraisal, and the purpose that opens its content to HR and inspectors."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit import purposes
from workflow.beside import mark_seen
from workflow.beside.inspecting import inspect_content
from workflow.beside.opening import open_content
from workflow.case_page import find_case
from workflow.journal import note_look
from workflow.refusals import Forbidden, Invalid, Refused


def page_of(request, pk, *, at):
    """The case as the viewer may see it now; 404 outside his sight."""
    told = purposes.stated(request.session, f"appraisal:{pk}", at=at)
    page = find_case(request.user, pk, purpose=told.purpose, at=at)
    if page is None:
        raise Http404
    page.stated = told
    request.menu = menu_of(page.appraisal, request.user)
    return page


def menu_of(appraisal, viewer):
    """Where the menu says one is: HR and inspectors are among all cases, the parties among their own."""
    return "all" if (viewer.is_hr_admin or viewer.is_inspector) and viewer.pk not in appraisal.party_ids() else "own"


@require_safe
def appraisal(request, pk):
    at = timezone.now()
    page = page_of(request, pk, at=at)
    if page.turn and page.turn.first_seen_at is None and not page.is_unopened:
        mark_seen(page.turn.pk, by=request.user, at=at)  # what was sent to him is on this page
    return _show(request, page)


@require_POST
def state_purpose(request, pk):
    """Logged before anything is shown; kept for an hour of this session."""
    at = timezone.now()
    page = page_of(request, pk, at=at)
    typed, is_deferred = request.POST.get("purpose", ""), "deferred" in request.POST
    door = inspect_content if is_deferred else open_content
    try:
        opened = door(pk, purpose=typed, by=request.user, at=at)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        facts = {"purpose": typed, "is_deferred": is_deferred, "purpose_error": told(refused, "purpose")}
        return _show(request, page, status=status_of(refused), **facts)
    inspection = opened if is_deferred else None
    purposes.keep(request.session, f"appraisal:{pk}", typed.strip(), at=at, inspection=inspection)
    return redirect("appraisal", pk)


@require_safe
def receipt(request, pk, n):
    """That one's own act beside the steps was recorded; for whoever did it."""
    page = page_of(request, pk, at=timezone.now())
    line = next((line for line in page.story if line.n == n and line.is_own), None)
    if line is None:
        raise Http404
    return render(request, "workflow/appraisal_receipt.html", {"page": page, "appraisal": page.appraisal, "line": line})


def status_of(refused):
    """Pages answer a broken rule with 422; the typed text is on the page again."""
    return 422 if isinstance(refused, Invalid) else refused.status


def told(refused, field):
    """What to say at a field, or above the form if the refusal is about something else."""
    return getattr(refused, "fields", {}).get(field, str(refused))


def _show(request, page, *, status=200, **facts):
    note_look(page.appraisal, page.sight, at=page.at, inspection=page.stated.inspection)
    facts |= {"page": page, "appraisal": page.appraisal, "sight": page.sight, "at": page.at}
    return render(request, "workflow/appraisal.html", facts, status=status)
