"""Check before sending: everything that is sent, what it means, and one button that does it.

The page carries what it shows, so that this and nothing else is sent, whatever a draft says by then.
"""

import json
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from workflow.flows import AppraisalFlow
from workflow.refusals import Busy, Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.silence import silence_of
from workflow.steps import take_step
from workflow.wording import outcome_label, task_of

from .access import held_step, may_open_result
from .step import address_of, changes_of, done, form_of, show


@require_http_methods(["GET", "POST"])
def check(request, pk, outcome):
    at = timezone.now()
    if request.method == "POST" and _is_complete(request.POST):
        return _send(request, pk, outcome, at)
    return look(request, pk, outcome, at)


def look(request, pk, outcome, at, **said):
    """The page, or what is in its place: a step that is done, a form that is not yet whole."""
    held = held_step(request, pk, at=at)
    if outcome not in getattr(AppraisalFlow, held.name).human_outcomes:
        raise Http404
    form = form_of(request, held, at)
    if held.completed_at:
        return done(request, held, typed=form.typed if said else None)
    if may_open_result(held) or not _is_whole(held, outcome, form.read(outcome).data):
        return redirect("step", pk)
    if said.get("status") == Conflict.status:
        said["changes"] = changes_of(request, held)
    if request.method == "POST" and not said:
        said = {"status": 422, "error": _("Centang pernyataan ini untuk melanjutkan.")}
    return _page(request, held, form, outcome, **said)


def _is_complete(post):
    return bool(post.get("data")) and (post.get("declared") or not post.get("declares"))


def _send(request, pk, outcome, at):
    """Straight to the door, which knows whose step it is; a second click finds the first one's receipt."""
    try:
        take_step(pk, outcome=outcome, by=request.user, at=at, **_request(request, pk, at))
    except Invalid as invalid:
        return _put_right(request, pk, outcome, at, invalid)
    except NotFound:
        raise Http404 from None
    except Forbidden as forbidden:
        raise PermissionDenied(str(forbidden)) from None
    except Refused as refused:
        return look(request, pk, outcome, at, status=refused.status, notice=str(refused))
    return redirect("step-receipt", pk)


def _request(request, pk, at):
    version = request.POST.get("version", "")
    return {
        "data": _data(request.POST["data"]),
        "version": int(version) if version.isdecimal() else None,
        "idempotency_key": request.POST.get("key", "")[:80] or None,
        "on_behalf_of": held_step(request, pk, at=at).acting_for if "acting" in request.POST else None,
    }


def _data(text):
    """What the page carried; the door says what is wrong with anything else."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _put_right(request, pk, outcome, at, invalid):
    """A rule that held when it was checked holds no more: back to the form, with what was typed."""
    held = held_step(request, pk, at=at)
    form = form_of(request, held, at)
    form.refuse(outcome, invalid)
    return show(request, held, form, outcome=outcome, status=422)


def _page(request, held, form, outcome, *, status=200, notice="", error="", changes=()):
    facts = {
        "step": held,
        "appraisal": held.case.appraisal,
        "outcome": outcome,
        "title": outcome_label(held.name, outcome),
        "task": task_of(held.name),
        "answers": [*form.answers(outcome), *form.evidence_answers()],
        "warnings": form.warnings(outcome),
        "consequences": form.consequences(outcome),
        "ways": form.next_steps(outcome),
        "declaration": form.declarations.get(outcome),
        "declared": request.POST.get("declared"),
        "silence": silence_of(held, at=form.at),
        "back": address_of(held, outcome),
        "key": (status == Busy.status and request.POST.get("key")) or uuid4().hex,
        "data": json.dumps(form.read(outcome).data, ensure_ascii=False),
        "notice": notice,
        "changes": changes,
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
