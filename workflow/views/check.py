"""Check before sending: everything that is sent, what it means, and one button that does it."""

from hashlib import sha256
from uuid import uuid4

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from audit.canonical import canonical
from workflow import drafts
from workflow.flows import AppraisalFlow
from workflow.refusals import Busy, Conflict, Invalid, Refused
from workflow.silence import silence_of
from workflow.steps import take_step
from workflow.wording import outcome_label, task_of

from .access import held_step, may_open_result
from .step import address_of, done, form_of, show


@require_http_methods(["GET", "POST"])
def check(request, pk, outcome):
    at = timezone.now()
    held = held_step(request, pk, at=at)
    if outcome not in getattr(AppraisalFlow, held.name).human_outcomes:
        raise Http404
    if held.completed_at:
        return _after(request, held)
    form = form_of(request, held, at)
    data = form.read(outcome).data
    if may_open_result(held) or not _is_whole(held, outcome, data):
        return redirect("step", pk)
    if request.method == "POST":
        return _send(request, held, form, outcome, data, at)
    return _page(request, held, form, outcome, data)


def _after(request, held):
    """A second click on the button finds the receipt of the first."""
    key = request.POST.get("key")
    if key and (held.by_id, held.idempotency_key) == (request.user.pk, key):
        return redirect("step-receipt", held.pk)
    return done(request, held)


def _send(request, held, form, outcome, data, at):
    if form.declarations.get(outcome) and not request.POST.get("declared"):
        error = _("Centang pernyataan ini untuk melanjutkan.")
        return _page(request, held, form, outcome, data, status=422, error=error)
    if request.POST.get("digest") != _digest(data):
        notice = _("Isian berubah sejak halaman ini dibuka. Yang tampil sekarang adalah isian terbaru.")
        return _page(request, held, form, outcome, data, status=Conflict.status, notice=notice)
    try:
        take_step(held.pk, outcome=outcome, data=data, by=request.user, at=at, **_request(request, held))
    except Invalid as invalid:
        form.refuse(outcome, invalid)
        return show(request, held, form, outcome=outcome, status=422)
    except Refused as refused:
        return _refused(request, held.pk, form, outcome, data, refused)
    drafts.drop(held.pk)
    return redirect("step-receipt", held.pk)


def _request(request, held):
    version = request.POST.get("version", "")
    return {
        "version": int(version) if version.isdecimal() else None,
        "idempotency_key": request.POST.get("key", "")[:80] or None,
        "on_behalf_of": held.acting_for,
    }


def _refused(request, pk, form, outcome, data, refused):
    """Done or changed meanwhile, or held by somebody: look again, and say which."""
    held = held_step(request, pk, at=form.at)
    if held.completed_at:
        return done(request, held, typed=form.typed)
    return _page(request, held, form, outcome, data, status=refused.status, notice=str(refused))


def _page(request, held, form, outcome, data, *, status=200, notice="", error=""):
    facts = {
        "step": held,
        "appraisal": held.case.appraisal,
        "outcome": outcome,
        "title": outcome_label(held.name, outcome),
        "task": task_of(held.name),
        "answers": form.answers(outcome),
        "warnings": form.warnings(outcome),
        "consequences": form.consequences(outcome),
        "ways": form.next_steps(outcome),
        "declaration": form.declarations.get(outcome),
        "declared": request.POST.get("declared"),
        "silence": silence_of(held, at=form.at),
        "back": address_of(held, outcome),
        "key": (status == Busy.status and request.POST.get("key")) or uuid4().hex,
        "digest": _digest(data),
        "notice": notice,
        "error": error,
        "at": form.at,
    }
    response = render(request, "workflow/check.html", facts, status=status)
    if status == Busy.status:
        response["Retry-After"] = Busy.retry_after
    return response


def _is_whole(held, outcome, data):
    """The draft has the shape of the outcome; rules are asked by the door."""
    try:
        getattr(AppraisalFlow, held.name).outcomes[outcome].form.model_validate(data)
    except ValidationError:
        return False
    return True


def _digest(data):
    return sha256(canonical(data)).hexdigest()
