"""Exports of a search: asked for with a purpose, followed while they are written, fetched by whoever asked."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit import purposes
from audit.exports.asking import Refused, ask_export
from audit.exports.progress import State
from audit.forms import AskExport
from audit.models import Export
from audit.permissions import inspectors_only
from audit.search.filters import Filter
from audit.search.streams import Names
from audit.search.words import chips, named_in
from audit.views.files import archive
from audit.views.log import LOST, asked_in

SHOWN = 50


@inspectors_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request):
    form = AskExport(request.POST if request.method == "POST" else None)
    if form.is_valid() and (export := _asked(request, form)):
        return redirect("log-export", export.token)
    return _list(request, form, status=422 if form.is_bound else 200)


def _asked(request, form):
    asked, has_lost_texts = asked_in(request)
    if has_lost_texts:  # what is left would find more than was asked for
        return form.add_error(None, LOST)
    try:
        return ask_export(asked, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _list(request, form, *, status):
    at = timezone.now()
    asked, _lost = asked_in(request)
    mine = Export.objects.filter(by=request.user).order_by("-pk")[:SHOWN]
    names = Names(**dict(zip(("people", "streams", "units"), named_in(asked), strict=True)))
    facts = {
        "form": form,
        "rows": [(export, State.of(export, at=at)) for export in mine],
        "chips": list(chips(asked, names)),
        "query": request.GET.urlencode(),
        "last_purpose": purposes.latest(request.session),
        "at": at,
    }
    return render(request, "audit/exports.html", facts, status=status)


@inspectors_only
@never_cache
@require_safe
def export(request, token):
    """How far it is; whoever asked sees it, nobody else."""
    found = _own(request, token)
    state = State.of(found, at=timezone.now())
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(state.as_json())
    asked = Filter.of_document(found.filter)
    names = Names(**dict(zip(("people", "streams", "units"), named_in(asked), strict=True)))
    facts = {"export": found, "state": state, "chips": list(chips(asked, names)), "at": timezone.now()}
    return render(request, "audit/export.html", facts)


@inspectors_only
@never_cache
@require_safe
def export_file(request, token):
    found = _own(request, token)
    if found.state != Export.State.DONE or found.kept_until < timezone.now():
        raise Http404
    return archive(request, found.file, f"jejak-audit-{found.asked_at:%Y%m%d-%H%M}.zip")


def _own(request, token):
    found = Export.objects.filter(token=token, by=request.user).first()
    if found is None:
        raise Http404
    return found
