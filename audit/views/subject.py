"""Everything recorded of one thing from the beginning, and the purpose that opens its content."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit import purposes
from audit.forms import Purpose
from audit.opening import open_stream
from audit.permissions import inspectors_only
from audit.registry import subjects
from audit.search.filters import Filter
from audit.search.streams import key_of, kind_of
from audit.search.subject import exists, streams_with, timeline
from audit.status import Status
from audit.views import entry
from audit.views.opened import may_defer, note_look, open_to

NARROWING = ("stream", "actor", "event")


@inspectors_only
@never_cache
@require_safe
def subject(request, kind, key):
    return _show(request, known(kind, key))


@inspectors_only
@require_POST
def subject_purpose(request, kind, key):
    """Logged before anything is shown; kept for an hour of this session."""
    at, stream = timezone.now(), known(kind, key)
    form = Purpose(request.POST)
    if form.is_valid() and _opened(request, stream, form, at=at):
        return redirect(_way_back(request, kind, key))
    if request.POST.get("entry", "").isdecimal():
        return entry.show(request, int(request.POST["entry"]), purpose_form=form, status=422)
    return _show(request, stream, purpose_form=form, status=422)


def _opened(request, stream, form, *, at):
    purpose, is_deferred = form.cleaned_data["purpose"], "deferred" in request.POST
    try:
        inspection = open_stream(stream, purpose=purpose, is_deferred=is_deferred, by=request.user, at=at)
    except ValidationError as refused:
        form.add_error("purpose", refused)
        return False
    purposes.keep(request.session, stream, purpose, at=at, inspection=inspection)
    return True


def _way_back(request, kind, key):
    if request.POST.get("entry", "").isdecimal():
        return reverse("log-entry", args=[request.POST["entry"]])
    return reverse("log-subject", args=[kind, key])


def known(kind, key):
    stream = f"{kind}:{key}"
    if not exists(stream):
        raise Http404
    return stream


def _show(request, stream, *, purpose_form=None, status=200):
    at = timezone.now()
    sight = open_to(request, stream, at=at)
    stated = {one: purposes.stated(request.session, one, at=at).purpose for one in streams_with(stream)}
    told = timeline(stream, request.user, status=Status.read(at), purposes=stated)
    note_look(request, stream, sight, told.streams[0], at=at)
    chosen = {name: request.GET.get(name, "") for name in NARROWING}
    facts = {
        "told": told,
        "kind": kind_of(stream),
        "key": key_of(stream),
        "about": told.streams[0],
        "shown": told.narrowed(**chosen),
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "sight": sight,
        "purpose": stated[stream],
        "purpose_form": purpose_form,
        "may_defer": may_defer(stream),
        "last_purpose": purposes.latest(request.session),
        "page_url": _own_page(stream),
        "zone": Filter().time_zone,
        "at": at,
    }
    return render(request, "audit/subject.html", facts, status=status)


def _own_page(stream):
    """Where the room shows it, if inspectors may go there."""
    kind, _colon, key = stream.partition(":")
    known = subjects.get(kind)
    return reverse(known.url_name, args=[key]) if known and known.url_name and known.sights else ""
