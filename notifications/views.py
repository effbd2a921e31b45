"""The list of notices and marking them read. A notice leads straight to what it is about."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from .actions import mark_all_read, mark_read
from .selectors import PAGE, Shown, notices_of
from .wording import tell


@require_safe
def notices(request):
    asked, before = request.GET.get("show", ""), request.GET.get("before", "")
    shown = Shown(asked) if asked in Shown.values else Shown.ALL
    found = notices_of(request.user, shown=shown, before=int(before) if before.isdecimal() else None)
    facts = {
        "rows": tell(found[:PAGE]),
        "newest": found[0].pk if found else None,
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "shown": shown,
        "choices": [(one, one == shown) for one in Shown],
        "has_unread": any(row.read_at is None for row in found[:PAGE]),
    }
    return render(request, "notifications/notices.html", facts)


@require_POST
def read(request, pk):
    """By the button, or by the module when the notice's link is followed (then nobody waits for a page)."""
    mark_read(request.user, pk, at=timezone.now())
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect(_list(request))


@require_POST
def read_all(request):
    newest = request.POST.get("newest", "")
    if newest.isdecimal():
        mark_all_read(request.user, up_to=int(newest), at=timezone.now())
    return redirect(_list(request))


def _list(request):
    shown = request.POST.get("show", "")
    return reverse("notices") + (f"?show={shown}" if shown in Shown.values and shown != Shown.ALL else "")
