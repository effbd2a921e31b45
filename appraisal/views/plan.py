"""One plan: drafted by the employee, agreed or returned by the supervisor, then held to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from appraisal import rules
from appraisal.actions import plan as actions
from appraisal.models import Plan
from appraisal.page_forms.plan import PlanForm
from appraisal.rules import RuleBroken, Stale
from appraisal.selectors import plan as selectors
from organization.forms.people import Reason

from .acts import Page, Version, act, posted

DRAFT, PROPOSED = Plan.State.DRAFT, Plan.State.PROPOSED


def held_plan(request, pk):
    found = selectors.visible_plan(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def plan(request, pk):
    """The draft to its employee; to everybody else who may see it, what it says and how it came."""
    found = held_plan(request, pk)
    if request.method == "POST":
        return _typed(request, found)
    if found.state == DRAFT and found.employee_id == request.user.pk:
        return _draft(request, found, PlanForm.of_plan(actions.plan_rows(found)))
    return render(request, "appraisal/plan.html", _facts(request, found))


def _facts(request, found):
    """HR sees that a plan exists, and its people; what it says is between the two of them."""
    is_party = request.user.pk in (found.employee_id, found.supervisor_id)
    return {
        "plan": found,
        "is_party": is_party,
        "rows": actions.plan_rows(found) if is_party else None,
        "story": selectors.story_of(found),
        "may_agree": found.state == PROPOSED and found.supervisor_id == request.user.pk,
    }


def _typed(request, found):
    """Rows more or less change the page only; saving writes them."""
    if found.employee_id != request.user.pk:
        raise PermissionDenied(_("Hanya pegawai yang bersangkutan dapat mengubah SKP."))
    form, command = PlanForm.typed_in(request.POST), request.POST.get("do", "")
    if command.startswith(("add_", "remove_")):
        form, focus = form.after(command)
        return _draft(request, found, form, focus=focus, status=422 if form.faults else 200)
    sent = form.sent()
    if not sent.is_valid():
        return _draft(request, found, sent, status=422)
    return _save(request, found, sent, propose=command == "propose")


def _save(request, found, form, *, propose):
    try:
        actions.save(found.pk, results=form.texts(), version=version_in(request), by=request.user, at=timezone.now())
    except Stale as stale:
        form.refuse(str(stale))
        return _draft(request, held_plan(request, found.pk), form, status=409)
    except RuleBroken as broken:
        form.refuse(str(broken))
        return _draft(request, found, form, status=422)
    if propose:
        return redirect("plan_propose", found.pk)
    messages.success(request, _("Draf SKP tersimpan."))
    return redirect("plan", found.pk)


def version_in(request):
    """The version that the page was made from; what is no number never fits."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _draft(request, found, form, *, focus="", status=200):
    """On a conflict the saved text stands beside the typed one, and saving again replaces it."""
    facts = {"plan": found, "form": form, "focus": focus, "story": selectors.story_of(found)}
    if status == 409:
        facts["saved"] = actions.plan_rows(found)
    return render(request, "appraisal/plan_draft.html", facts, status=status)


class Return(Version, Reason):
    field_order = ("reason", "version")


@dataclass(frozen=True)
class Move:
    """One step of a plan: whose it is, from which state, its form, its call and its words."""

    who: str  # the field of the plan that names its person
    before: str
    form: type
    action: Callable
    not_yours: Any
    words: dict


MOVES = {
    "propose": Move(
        "employee_id",
        DRAFT,
        Version,
        actions.propose,
        gettext_lazy("Hanya pegawai yang bersangkutan dapat mengajukan SKP."),
        {
            "title": gettext_lazy("Periksa sebelum mengajukan SKP"),
            "lead": gettext_lazy("Pejabat penilai Anda diberi tahu dan dapat menyepakati atau mengembalikannya."),
            "submit": gettext_lazy("Ajukan SKP"),
            "done": gettext_lazy("SKP diajukan kepada pejabat penilai."),
            "consequences": (
                gettext_lazy("Selama diajukan, SKP tidak dapat diubah kecuali dikembalikan kepada Anda."),
            ),
        },
    ),
    "agree": Move(
        "supervisor_id",
        PROPOSED,
        Version,
        actions.agree,
        gettext_lazy("Hanya pejabat penilai kinerja yang dapat menyepakati SKP ini."),
        {
            "title": gettext_lazy("Periksa sebelum menyepakati SKP"),
            "lead": gettext_lazy("Anda menyepakati rencana hasil kerja dan target di bawah ini."),
            "submit": gettext_lazy("Sepakati SKP"),
            "done": gettext_lazy("SKP disepakati."),
            "consequences": (
                gettext_lazy("SKP yang disepakati tidak dapat diubah lagi, juga tidak oleh Anda."),
                gettext_lazy("Capaian pegawai pada periode ini dibandingkan dengan target di dalamnya."),
            ),
        },
    ),
    "return": Move(
        "supervisor_id",
        PROPOSED,
        Return,
        actions.send_back,
        gettext_lazy("Hanya pejabat penilai kinerja yang dapat mengembalikan SKP ini."),
        {
            "title": gettext_lazy("Kembalikan SKP"),
            "lead": gettext_lazy(
                "Tulis apa yang perlu diperbaiki. Pegawai membaca alasan ini dan dapat mengajukan lagi."
            ),
            "submit": gettext_lazy("Kembalikan SKP"),
            "done": gettext_lazy("SKP dikembalikan kepada pegawai."),
        },
    ),
}


@require_http_methods(["GET", "POST"])
def plan_move(request, pk, name):
    """What is proposed, agreed or sent back, once more before the other side is told."""
    found, move = held_plan(request, pk), MOVES[name]
    if request.user.pk != getattr(found, move.who):
        raise PermissionDenied(move.not_yours)
    facts = _facts(request, found)
    if request.method == "GET" and (found.state != move.before or _is_unready(request, facts, name)):
        return redirect("plan", pk)
    page = Page(about="appraisal/plan_about.html", back=reverse("plan", args=[pk]), context=facts, **move.words)
    form = move.form(posted(request), initial={"version": found.version})
    return act(request, page, form, move.action, plan_id=pk)


def _is_unready(request, facts, name):
    """A plan that nobody could agree to is not shown for proposal; its own page says what it lacks."""
    if name != "propose":
        return False
    try:
        rules.check_plan_rows(facts["rows"])
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return True
    return False
