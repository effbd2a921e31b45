"""Results typed in the self-assessment, where the policy asks for no agreed plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appraisal import rules
from appraisal.actions import plan as actions
from appraisal.page_forms.plan import PlanForm
from appraisal.rules import RuleBroken
from appraisal.selectors.plan import appraisal_to_declare
from organization.signin import safe_path

from .acts import status_of
from .plan import version_in


@require_http_methods(["GET", "POST"])
def declare_results(request, pk):
    """The same page as a plan's draft; what is saved belongs to the self-assessment."""
    appraisal, drafted = appraisal_to_declare(request.user, pk)
    if appraisal is None:
        raise Http404
    if appraisal.employee_id != request.user.pk:
        raise PermissionDenied(_("Hanya pegawai yang dinilai yang mengisi RHK dan targetnya di sini."))
    try:
        rules.check_may_declare(appraisal if appraisal.is_self_assessed_now else None, request.user, drafted)
    except RuleBroken as broken:
        return _page(request, appraisal, drafted, None, refusal=str(broken), status=409)
    if request.method == "POST":
        return _typed(request, appraisal, drafted)
    return _page(request, appraisal, drafted, PlanForm.of_plan(actions.plan_rows(drafted) if drafted else []))


def _typed(request, appraisal, drafted):
    form, command = PlanForm.typed_in(request.POST), request.POST.get("do", "")
    if command.startswith(("add_", "remove_")):
        form, focus = form.after(command)
        return _page(request, appraisal, drafted, form, focus=focus, status=422 if form.faults else 200)
    sent = form.sent()
    if not sent.is_valid():
        return _page(request, appraisal, drafted, sent, status=422)
    try:
        actions.declare(
            appraisal.pk,
            results=sent.texts(),
            version=version_in(request) if drafted else None,
            by=request.user,
            at=timezone.now(),
        )
    except RuleBroken as broken:
        sent.refuse(str(broken))
        return _page(request, *appraisal_to_declare(request.user, appraisal.pk), sent, status=status_of(broken))
    messages.success(request, _("RHK dan target tersimpan. Isi capaiannya dalam penilaian mandiri."))
    return redirect(_back(request) or reverse("appraisal", args=[appraisal.pk]))


def _back(request):
    """The self-assessment that led here, where it said so."""
    return safe_path(request, request.POST.get("next") or request.GET.get("next") or "")


def _page(request, appraisal, drafted, form, *, focus="", status=200, refusal=""):
    facts = {
        "appraisal": appraisal,
        "plan": drafted,
        "form": form,
        "focus": focus,
        "refusal": refusal,
        "next": _back(request),
        "saved": actions.plan_rows(drafted) if drafted and form and status == 409 else None,
    }
    return render(request, "appraisal/declare_results.html", facts, status=status)
