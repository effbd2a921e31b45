"""The page of one step: read, type, keep as a draft, go on to check. Nothing is completed here."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from appraisal.models import Stage
from appraisal.permissions import sight_of
from audit.acts import stream_of
from audit.sentences import story
from workflow import drafts
from workflow.beside import mark_seen, receive_result
from workflow.flows import AppraisalFlow
from workflow.refusals import Busy, Conflict, Refused
from workflow.silence import silence_of
from workflow.step_forms import FORMS, typed_in
from workflow.steps import done_sentence
from workflow.wording import clock, outcome_label, role_of, task_of

from .access import held_step, may_open_result

CHANGES = 2  # entries of the log
CHOOSE = "outcome"  # the field that carries the decision where a page offers several


@require_http_methods(["GET", "POST"])
def step(request, pk):
    at = timezone.now()
    held = held_step(request, pk, at=at)
    if request.method == "POST":
        return _go_on(request, held, at)
    if held.completed_at:
        return done(request, held)
    if held.is_own and held.first_seen_at is None:
        mark_seen(pk, by=request.user, at=at)
    return show(request, held, form_of(request, held, at), outcome=request.GET.get("outcome", ""))


@require_POST
def draft(request, pk):
    """Keep what is typed while it is typed; answers JSON only."""
    at = timezone.now()
    held = held_step(request, pk, at=at)
    if held.completed_at:
        return JsonResponse({"title": task_of(held.name), "detail": done_sentence(held), "fields": {}}, status=409)
    drafts.keep(held, author=request.user, typed=typed_in(request.POST, held.draft_body), at=at)
    return JsonResponse({"saved_at": at.isoformat(), "text": _saved(held, at)})


@require_POST
def receive(request, pk):
    """Open the result: the proven receipt, from which the fourteen days run. Twice is once."""
    held = held_step(request, pk, at=timezone.now())
    try:
        receive_result(held.pk, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("step", pk)


def form_of(request, held, at, typed=None):
    typed = held.draft_body if typed is None else typed
    return FORMS[held.name](held, viewer=request.user, at=at, typed=typed)


def show(request, held, form, *, outcome="", status=200, notice="", changes=()):
    """The screen of the step, or of one outcome that has a page of its own."""
    appraisal, silence = held.case.appraisal, silence_of(held, at=form.at)
    is_unopened = may_open_result(held)
    own_page = None if is_unopened else form.forms.get(outcome)
    template = "workflow/step_unopened.html" if is_unopened else own_page or form.template
    facts = {
        "step": held,
        "appraisal": appraisal,
        "form": form,
        "derivation": None if is_unopened else form.derivation,
        "title": outcome_label(held.name, outcome) if own_page else task_of(held.name),
        "role": role_of(held.name),
        "outcome": outcome,
        "silence": silence,
        "is_closed": silence.is_over,
        "notice": notice,
        "changes": changes,
        "at": form.at,
        **form.context(),
    }
    response = render(request, template, facts, status=status)
    if status == Busy.status:
        response["Retry-After"] = Busy.retry_after
    return response


def changes_of(request, held):
    """What was recorded last, where a form is older than its case."""
    appraisal = held.case.appraisal
    sight = sight_of(appraisal, request.user, has_seat=held.name == Stage.COMMITTEE_VOTE)
    return story(stream_of(appraisal), sight)[:CHANGES]


def done(request, held, *, typed=None):
    """Who did it and when; what was typed in vain stays on the page to be copied."""
    texts = [value for name, value in (typed or {}).items() if value.strip() and name != CHOOSE]
    mine = request.user.pk in (held.owner_id, held.by_id)
    facts = {
        "step": held,
        "appraisal": held.case.appraisal,
        "sentence": done_sentence(held),
        "outcome": outcome_label(held.name, held.outcome) if mine else "",
        "title": task_of(held.name),
        "texts": texts,
    }
    return render(request, "workflow/step_done.html", facts, status=Conflict.status)


def _go_on(request, held, at):
    """Whatever follows, what was typed is kept first."""
    typed, outcome = typed_in(request.POST, held.draft_body), request.POST.get(CHOOSE, "")
    if held.completed_at:
        return done(request, held, typed=typed)
    drafts.keep(held, author=request.user, typed=typed, at=at)
    if (page := request.POST.get("do")) in FORMS[held.name].forms:
        return redirect(address_of(held, page))
    if request.POST.get("do") == "save":
        messages.success(request, _("Draf tersimpan %(when)s.") % {"when": _saved(held, at)})
        return redirect(address_of(held, outcome))
    if may_open_result(held):
        return redirect("step", held.pk)
    return _check(request, held, form_of(request, held, at, typed), outcome, at)


def _check(request, held, form, outcome, at):
    node = getattr(AppraisalFlow, held.name)
    if outcome not in node.human_outcomes:
        form.ask_for(CHOOSE, _("Pilih salah satu keputusan."))
        return show(request, held, form, status=422)
    version = request.POST.get("version", "")
    asked = {"by": request.user, "at": at, "on_behalf_of": held.acting_for}
    try:
        if form.check(outcome, version=int(version) if version.isdecimal() else None, **asked):
            return redirect("step-check", held.pk, outcome)
    except Refused as refused:  # nothing was written; what was typed is on the page again
        changes = changes_of(request, held) if refused.status == Conflict.status else ()
        facts = {"status": refused.status, "notice": str(refused), "changes": changes}
        return show(request, held, form, outcome=outcome, **facts)
    return show(request, held, form, outcome=outcome, status=422)


def address_of(held, outcome):
    """The page on which the outcome is filled in."""
    page = outcome if outcome in FORMS[held.name].forms else ""
    return reverse("step", args=[held.pk]) + (f"?outcome={page}" if page else "")


def _saved(held, at):
    return clock(at, held.case.appraisal.zone)
