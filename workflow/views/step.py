"""The page of one step: read, type, keep as a draft, go on to check. Nothing is completed here."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from appraisal.models import Stage
from appraisal.permissions import sight_of
from audit.acts import stream_of
from audit.sentences import story
from workflow import beside, drafts
from workflow.beside import mark_seen, receive_result
from workflow.desk.claims import renew
from workflow.extending import may_ask
from workflow.flows import AppraisalFlow
from workflow.journal import note_look_at_step
from workflow.merging import marks_of
from workflow.refusals import Busy, Conflict, Refused
from workflow.selectors.steps import open_seats
from workflow.silence import silence_of
from workflow.step_forms import FORMS, typed_in
from workflow.steps import done_sentence
from workflow.wording import clock, outcome_label, role_of, task_of

from . import windows
from .access import held_step, may_open_result
from .evidence import asked_in_step

SHARING = {
    "claim": (
        beside.claim,
        gettext_lazy("Tugas ini Anda pegang selama 30 menit, dan lebih lama selama Anda mengetik."),
    ),
    "release": (beside.release, gettext_lazy("Tugas ini Anda lepaskan.")),
    "ask": (beside.ask_for, gettext_lazy("Pemegang tugas ini diberi tahu bahwa Anda memintanya.")),
}
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
    mine = typed_in(request.POST, held.draft_body)
    typed, both = windows.met(request.POST, form_of(request, held, at), mine)
    if both:
        detail = _("Isian ini juga berubah di jendela lain. Tekan “Simpan draf” untuk membandingkan.")
        return JsonResponse({"title": task_of(held.name), "detail": detail, "fields": {}}, status=Conflict.status)
    drafts.keep(held, author=request.user, typed=typed, at=at, page=request.POST.get(drafts.PAGE, ""))
    if held.live_claim:
        renew(held, request.user, at=at)
    return JsonResponse({"saved_at": at.isoformat(), "text": _saved(held, at), "began": marks_of(mine)})


@require_POST
def receive(request, pk):
    """Open the result: the proven receipt, from which the fourteen days run. Twice is once."""
    held = held_step(request, pk, at=timezone.now())
    try:
        receive_result(held.pk, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("step", pk)


@require_POST
def share(request, pk, how):
    """Take a step that several may do, leave it, or ask whoever has it."""
    at = timezone.now()
    held = held_step(request, pk, at=at)
    verb, done = SHARING[how]
    try:
        verb(held.pk, by=request.user, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("step", pk)


def form_of(request, held, at, typed=None):
    typed = held.draft_body if typed is None else typed
    return FORMS[held.name](held, viewer=request.user, at=at, typed=typed)


def show(request, held, form, *, outcome="", status=200, notice="", changes=()):
    """The screen of the step, or of one outcome that has a page of its own."""
    appraisal, silence = held.case.appraisal, silence_of(held, at=form.at)
    is_unopened = may_open_result(held)
    if not is_unopened:
        note_look_at_step(held, request.user, at=form.at)
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
        "may_ask_time": held.is_own and may_ask(held, form.at),
        "notice": notice,
        "changes": changes,
        "at": form.at,
        "window": windows.window_of(form),
        **form.context(),
    }
    response = render(request, template, facts, status=status)
    if status == Busy.status:
        response["Retry-After"] = Busy.retry_after
    return response


def changes_of(request, held):
    """What was recorded since the page was made; without its word, what was recorded last."""
    appraisal, opened = held.case.appraisal, windows.opened_at(request.POST)
    sight = sight_of(appraisal, request.user, has_seat=held.name == Stage.COMMITTEE_VOTE)
    lines = story(stream_of(appraisal), sight)
    return [line for line in lines if opened and line.at > opened] or lines[:CHANGES]


def done(request, held, *, typed=None):
    """Who did it and when; what was typed in vain stays on the page, beside what was recorded instead."""
    mine = request.user.pk in (held.owner_id, held.by_id)
    shows_record = mine and held.is_in_sight
    if shows_record:
        note_look_at_step(held, request.user, at=timezone.now())
    typed_in_vain = _lost(request, held, typed, shows_record=shows_record) if typed else []
    facts = {
        "step": held,
        "appraisal": held.case.appraisal,
        "sentence": done_sentence(held),
        "outcome": outcome_label(held.name, held.outcome) if mine else "",
        "title": task_of(held.name),
        "seats": open_seats(held.case_id) if held.is_in_sight else [],
        "lost": [row for row in typed_in_vain if not row.is_same],
        "same": sum(row.is_same for row in typed_in_vain),
        "shows_record": shows_record,
    }
    return render(request, "workflow/step_done.html", facts, status=Conflict.status)


def _lost(request, held, typed, *, shows_record):
    form = form_of(request, held, timezone.now(), typed)
    recorded = form.recorded() if shows_record else {}
    names = [name for name, text in form.typed.items() if text.strip() and name in typed]
    return form.differences(form.typed, recorded, names, typed.get(CHOOSE, ""))


def _go_on(request, held, at):
    """Whatever follows, what was typed is kept first."""
    typed, outcome = typed_in(request.POST, held.draft_body), request.POST.get(CHOOSE, "")
    if held.completed_at:
        return done(request, held, typed=typed)
    if request.POST.get("do") == windows.CHOOSE:
        return _choose(request, held, at)
    typed, both = windows.met(request.POST, form_of(request, held, at), typed)
    if both:
        return _compare(request, held, form_of(request, held, at), typed, both)
    drafts.keep(held, author=request.user, typed=typed, at=at, page=request.POST.get(drafts.PAGE, ""))
    if answer := asked_in_step(request, held, address_of(held, outcome)):
        return answer
    if (page := request.POST.get("do")) in FORMS[held.name].forms:
        return redirect(address_of(held, page))
    if request.POST.get("do") == "save":
        messages.success(request, _("Draf tersimpan %(when)s.") % {"when": _saved(held, at)})
        return redirect(address_of(held, outcome))
    if may_open_result(held):
        return redirect("step", held.pk)
    return _check(request, held, form_of(request, held, at, typed), outcome, at)


def _compare(request, held, form, mine, both, *, status=Conflict.status):
    """Field by field what this window and the other one say, where both changed; nothing is chosen beforehand."""
    facts = {
        "step": held,
        "appraisal": held.case.appraisal,
        "form": form,
        "title": task_of(held.name),
        "silence": silence_of(held, at=form.at),
        "at": form.at,
        "rows": form.differences(mine, form.typed, both, mine.get(CHOOSE, "")),
        "chosen": windows.chosen_in(request.POST),
        "is_asked_again": status != Conflict.status,
        "carried": windows.carried(request.POST, form, mine),
    }
    return render(request, "workflow/step_compare.html", facts, status=status)


def _choose(request, held, at):
    """The choices of the comparison; what is not chosen, or has changed once more, is asked again."""
    form = form_of(request, held, at)
    typed, open_names = windows.chosen(request.POST, form)
    if open_names:
        return _compare(request, held, form, typed, open_names, status=422)
    drafts.keep(held, author=request.user, typed=typed, at=at)
    messages.success(request, _("Isian dari kedua jendela digabungkan dan tersimpan."))
    return redirect(address_of(held, typed.get(CHOOSE, "")))


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
