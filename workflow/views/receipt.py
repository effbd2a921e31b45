"""The receipt of a completed step, and taking one's submit back while nobody has opened it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal.models import Appraisal, Stage
from appraisal.permissions import sight_of
from audit.acts import stream_of
from audit.sentences import story
from workflow import beside
from workflow.refusals import NotFound, Refused
from workflow.selectors.steps import open_seats
from workflow.step_forms import FORMS
from workflow.wording import outcome_label, role_of, task_of

from .access import held_step

ACTING = {code: label for code, label in Appraisal.Capacity.choices if code != Appraisal.Capacity.DEFINITIVE}


@require_safe
def receipt(request, pk):
    """For whoever took the step, and for whom it was taken; others see that it is done."""
    at = timezone.now()
    held = held_step(request, pk, at=at)
    if not held.receipt or request.user.pk not in (held.by_id, held.on_behalf_of_id):
        return redirect("step", pk)
    appraisal = held.case.appraisal
    seats = open_seats(held.case_id)
    facts = {
        "step": held,
        "appraisal": appraisal,
        "title": outcome_label(held.name, held.outcome),
        "task": task_of(held.name),
        "receipt": held.receipt,
        "role": role_of(held.name),
        "capacity": ACTING.get(held.capacity, ""),
        "is_in_time": held.due_at is None or held.completed_at <= held.due_at,
        "seats": seats if held.is_in_sight else [],
        "line": _line_of(held, request.user) if held.is_in_sight else None,
        "ways": FORMS[held.name](held, viewer=request.user, at=at, typed={}).next_steps(held.outcome),
        "may_recall": beside.may_recall(held, seats, by=request.user, at=at),
    }
    return render(request, "workflow/receipt.html", facts)


def _line_of(held, viewer):
    """The entry of the log that the receipt names, in words."""
    appraisal = held.case.appraisal
    sight = sight_of(appraisal, viewer, has_seat=held.name == Stage.COMMITTEE_VOTE)
    lines = story(stream_of(appraisal), sight)
    return next((line for line in lines if line.n == held.receipt["n"]), None)


@require_POST
def recall(request, pk):
    """The step comes back to the sender as a new one, with what he had sent."""
    at = timezone.now()
    try:
        beside.recall(pk, by=request.user, at=at)
    except NotFound:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("step-receipt", pk)
    messages.success(request, _("Kiriman Anda ditarik kembali. Isinya masih ada di bawah ini."))
    again = open_seats(held_step(request, pk, at=at).case_id)
    return redirect("step", again[0].pk)
