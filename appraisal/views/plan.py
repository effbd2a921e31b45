"""One plan: drafted by the employee, agreed or returned by the supervisor, then held to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

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


def _act(request, found, form, action, **words):
    page = Page(
        about="appraisal/plan_about.html",
        back=reverse("plan", args=[found.pk]),
        context=_facts(request, found),
        **words,
    )
    return act(request, page, form, action, plan_id=found.pk)


def _only(request, found, person_id, sentence):
    if request.user.pk != person_id:
        raise PermissionDenied(sentence)


@require_http_methods(["GET", "POST"])
def propose(request, pk):
    """What is asked of the supervisor, once more before he is told."""
    found = held_plan(request, pk)
    _only(request, found, found.employee_id, _("Hanya pegawai yang bersangkutan dapat mengajukan SKP."))
    if found.state != DRAFT and request.method == "GET":
        return redirect("plan", pk)
    return _act(
        request,
        found,
        Version(posted(request), initial={"version": found.version}),
        actions.propose,
        title=gettext_lazy("Periksa sebelum mengajukan SKP"),
        lead=gettext_lazy("Pejabat penilai Anda diberi tahu dan dapat menyepakati atau mengembalikannya."),
        submit=gettext_lazy("Ajukan SKP"),
        done=gettext_lazy("SKP diajukan kepada pejabat penilai."),
        consequences=(gettext_lazy("Selama diajukan, SKP tidak dapat diubah kecuali dikembalikan kepada Anda."),),
    )


@require_http_methods(["GET", "POST"])
def agree(request, pk):
    """From here both are held to it."""
    found = held_plan(request, pk)
    _only(request, found, found.supervisor_id, _("Hanya pejabat penilai kinerja yang dapat menyepakati SKP ini."))
    if found.state != PROPOSED and request.method == "GET":
        return redirect("plan", pk)
    return _act(
        request,
        found,
        Version(posted(request), initial={"version": found.version}),
        actions.agree,
        title=gettext_lazy("Periksa sebelum menyepakati SKP"),
        lead=gettext_lazy("Anda menyepakati rencana hasil kerja dan target di bawah ini."),
        submit=gettext_lazy("Sepakati SKP"),
        done=gettext_lazy("SKP disepakati."),
        consequences=(
            gettext_lazy("SKP yang disepakati tidak dapat diubah lagi, juga tidak oleh Anda."),
            gettext_lazy("Capaian pegawai pada periode ini dibandingkan dengan target di dalamnya."),
        ),
    )


class Return(Version, Reason):
    field_order = ("reason", "version")


@require_http_methods(["GET", "POST"])
def send_back(request, pk):
    """The employee reads the reason and drafts again."""
    found = held_plan(request, pk)
    _only(request, found, found.supervisor_id, _("Hanya pejabat penilai kinerja yang dapat mengembalikan SKP ini."))
    if found.state != PROPOSED and request.method == "GET":
        return redirect("plan", pk)
    return _act(
        request,
        found,
        Return(posted(request), initial={"version": found.version}),
        actions.send_back,
        title=gettext_lazy("Kembalikan SKP"),
        lead=gettext_lazy("Tulis apa yang perlu diperbaiki. Pegawai membaca alasan ini dan dapat mengajukan lagi."),
        submit=gettext_lazy("Kembalikan SKP"),
        done=gettext_lazy("SKP dikembalikan kepada pegawai."),
    )
