"""One's own working order: views with names, tasks put off. Each is a POST that leads back to the list."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appraisal.rules import DAY, RuleBroken
from workflow.desk import keeping, snoozing
from workflow.desk.rules import CHOICES
from workflow.refusals import NotFound, Refused

from .inbox import address, filters_in, query_of


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
def snooze(request, pk):
    """One task, from its preview; several at once have a check page."""
    at, days = timezone.now(), request.POST.get("days", "")
    days = int(days) if days in map(str, CHOICES) else 0
    try:
        snoozing.snooze(pk, day=timezone.localdate(at) + days * DAY, by=request.user, at=at)
    except NotFound as refused:
        raise Http404 from refused
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Tugas ditunda. Batas waktunya tetap."))
    return redirect(address(request.GET))


@require_POST
def wake(request, pk):
    try:
        if snoozing.wake(pk, by=request.user, at=timezone.now()):
            messages.success(request, _("Tugas kembali ke daftar."))
    except NotFound as refused:
        raise Http404 from refused
    return redirect(address(request.GET))
