"""One's own working order: views with names, tasks put off. Each is a POST that leads back to the list."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from appraisal.rules import RuleBroken
from workflow.desk import keeping, snoozing
from workflow.desk.rules import CHOICES
from workflow.selectors import inbox

from .inbox import address, filters_in, query_of

MOST = 100  # tasks chosen at once


@require_POST
def view_keep(request):
    """The filters of the address under a name."""
    name = request.POST.get("name", "").strip()
    query = query_of(filters_in(request.GET))
    try:
        keeping.keep_view(request.user, name=name, query=query, is_first=bool(request.POST.get("first")))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Tampilan “%(name)s” tersimpan.") % {"name": name})
    return redirect(address(request.GET))


@require_POST
def view_begin(request):
    """Which view comes first from now on."""
    if "role" in request.POST:
        keeping.begin_as_others(request.user)
    else:
        keeping.begin_with(request.user, name=request.POST.get("name", ""))
    messages.success(request, _("Pilihan tampilan awal tersimpan."))
    return redirect(reverse("inbox"))


@require_POST
def view_forget(request):
    keeping.forget_view(request.user, name=request.POST.get("name", ""))
    messages.success(request, _("Tampilan dihapus."))
    return redirect(address(QueryDict(), view="all"))


@require_POST
def snooze(request):
    """What can be put off is; the rest is named with the reason why not."""
    at, days = timezone.now(), request.POST.get("days", "")
    days = int(days) if days in map(str, CHOICES) else 0
    asked = {"by": request.user, "owner_ids": inbox.owners_for(request.user, at=at), "at": at}
    answered = snoozing.snooze(chosen(request), days=days, **asked)
    if not answered:
        messages.error(request, _("Pilih dahulu tugas yang ditunda."))
    for step, sentence in answered:
        if sentence:
            messages.error(request, f"{step.case.appraisal.employee.full_name}: {sentence}")
    if done := sum(not sentence for _step, sentence in answered):
        told = ngettext(
            "%(n)s tugas ditunda. Batas waktunya tetap.", "%(n)s tugas ditunda. Batas waktunya tetap.", done
        )
        messages.success(request, told % {"n": done})
    return redirect(address(request.GET))


@require_POST
def wake(request):
    count = snoozing.wake(chosen(request), by=request.user)
    if count:
        told = ngettext("%(n)s tugas kembali ke daftar.", "%(n)s tugas kembali ke daftar.", count)
        messages.success(request, told % {"n": count})
    return redirect(address(request.GET))


def chosen(request):
    """The numbers of the tasks that were ticked, or of the one whose button was pressed."""
    told = request.POST.getlist("only") or request.POST.getlist("id")
    return [int(pk) for pk in told[:MOST] if pk.isascii() and pk.isdigit() and len(pk) < 19]
