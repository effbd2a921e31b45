"""An act beside the steps: write, check, send, receipt. What was typed stays, whatever is refused."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from workflow.case_acts import ACTS
from workflow.reading import read_text
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound, Refused

from .case import page_of, status_of, told

SECOND_CLICK = timedelta(minutes=1)  # so long the button leads to the receipt of the first click


@require_http_methods(["GET", "POST"])
def case_act(request, pk, name):
    at = timezone.now()
    page, act = page_of(request, pk, at=at), ACTS[name]
    text, asked = request.POST.get("text", ""), request.POST.get("do", "")
    if asked == "send":
        return _send(request, page, act, text)
    if request.method == "GET" and name not in page.may:
        return redirect("appraisal", pk)
    if asked == "edit" or (act.label and request.method == "GET"):
        return _write(request, page, act, text)
    return _check(request, page, act, text)


def _write(request, page, act, text, *, error="", status=200):
    facts = {"page": page, "appraisal": page.appraisal, "act": act, "text": text, "error": error}
    return render(request, "workflow/appraisal_act.html", facts, status=status)


def _check(request, page, act, text, *, notice="", status=200):
    if act.label:
        try:
            text = read_text(**{act.field: text})
        except Invalid as invalid:
            return _write(request, page, act, text, error=told(invalid, act.field), status=422)
    facts = {"page": page, "appraisal": page.appraisal, "act": act, "text": text, "notice": notice}
    return render(request, "workflow/appraisal_act_check.html", facts, status=status)


def _send(request, page, act, text):
    pk = page.appraisal.pk
    try:
        act.door(pk, text, by=request.user, at=page.at)
    except Invalid as invalid:
        return _write(request, page, act, text, error=told(invalid, act.field), status=422)
    except NotFound as refused:
        raise Http404 from refused
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        done = page.own(act.event)
        if isinstance(refused, Conflict) and done and page.at - done.at < SECOND_CLICK:
            return redirect("appraisal-receipt", pk, done.n)
        return _check(request, page, act, text, notice=str(refused), status=status_of(refused))
    return redirect("appraisal-receipt", pk, page_of(request, pk, at=page.at).own(act.event).n)
