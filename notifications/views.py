"""The list of notices and marking them read. A notice leads straight to what it is about."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .actions import RefusedDevice, add_device, choose, mark_all_read, mark_read, remove_device
from .choices import SENT_BY, choices
from .models import Preference
from .push import identity
from .selectors import PAGE, Shown, devices_of, news_of, notices_of, preference_of
from .wording import tell, wordings


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


@require_safe
@never_cache
def new(request):
    """For an open page: what came since it was made (`after`), and the latest that its reader was not told of (`told`)."""
    after, told = (_number(request.GET.get(name, "")) for name in ("after", "told"))
    fresh = news_of(request.user, after=after)
    latest = [notice for notice in fresh[:1] if notice.pk > told]
    facts = {
        "fresh": len(fresh),
        "newest": max([told, *(notice.pk for notice in fresh[:1])]),
        "told": tell(latest)[0] if latest else None,
    }
    return render(request, "notifications/new.html", facts)


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 19 else 0


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


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request):
    if request.method == "POST":
        return _choose(request)
    preference = preference_of(request.user)
    facts = {
        "push_key": identity.public_key() if identity.is_on() else "",
        "devices": devices_of(request.user),
        "preference": preference,
        "topics": choices(preference),
        "digests": Preference.Digest.choices,
        "quiet": settings.MAIL_QUIET,
    }
    return render(request, "notifications/settings.html", facts)


def _choose(request):
    digest = request.POST.get("digest", "")
    if digest not in Preference.Digest.values:
        raise BadRequest
    wanted = {way: set(" ".join(request.POST.getlist(way)).split()) for way in SENT_BY}
    if not identity.is_on():  # then the page does not ask
        wanted["push"] = set(wordings) - set(preference_of(request.user).push_off)
    choose(request.user, digest=digest, **wanted, at=timezone.now())
    messages.success(request, _("Pilihan Anda tersimpan."))
    return redirect("notices-settings")


@require_POST
def device_add(request):
    """By the module; a browser that has none cannot show hints."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    try:
        add_device(request.user, **given, at=timezone.now())
    except RefusedDevice as refused:
        raise BadRequest from refused
    return HttpResponse(status=204)


@require_POST
def device_remove(request):
    """By the button of the list, or by the module that knows its address."""
    number, endpoint = request.POST.get("device", ""), request.POST.get("endpoint", "")
    which = {"pk": _number(number)} if number.isdecimal() else {"endpoint": endpoint}
    if remove_device(request.user, at=timezone.now(), **which):
        messages.success(request, _("Perangkat itu tidak lagi diberi tahu."))
    return redirect("notices-settings")


@login_not_required
@require_safe
def push_worker(request):
    """At the root, for it belongs to every page; it holds nothing of anybody."""
    return render(request, "notifications/push_worker.js", content_type="text/javascript")


def _list(request):
    shown = request.POST.get("show", "")
    return reverse("notices") + (f"?show={shown}" if shown in Shown.values and shown != Shown.ALL else "")
