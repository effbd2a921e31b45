"""Everything about me: what it holds, asking for it, how far it is, fetching it."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit import personal
from audit.erasure.own import proposals_about
from audit.models import PersonalCopy
from audit.personal.asking import ask_copy, fetch_copy
from audit.personal.progress import State
from audit.views.files import archive

SHOWN = 5  # earlier copies; proposals to erase


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request):
    """What the copy holds, before anything is asked for; a second click finds the copy of the first."""
    at = timezone.now()
    if request.method == "POST":
        return redirect("personal_copy", ask_copy(by=request.user, at=at).token)
    mine = PersonalCopy.objects.filter(person=request.user).order_by("-pk")[:SHOWN]
    facts = {
        "parts": personal.parts.values(),
        "has_attachments": bool(personal.attachments),
        "rows": [(copy, State.of(copy, at=at)) for copy in mine],
        "days": PersonalCopy.KEPT.days,
        "erasures": proposals_about(request.user)[:SHOWN],
    }
    return render(request, "audit/personal.html", facts)


@never_cache
@require_safe
def personal_copy(request, token):
    """How far it is; its receipt once it is made."""
    copy, at = _own(request, token), timezone.now()
    state = State.of(copy, at=at)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(state.as_json())
    return render(request, "audit/personal_copy.html", {"copy": copy, "state": state, "is_ready": copy.is_ready(at)})


@never_cache
@require_safe
def personal_file(request, token):
    copy, at = _own(request, token), timezone.now()
    if not copy.is_ready(at):
        raise Http404
    if request.method == "GET":
        fetch_copy(copy, by=request.user, at=at)
    name = f"data-saya-{timezone.localtime(copy.asked_at):%Y%m%d-%H%M}.zip"
    return archive(request, copy.file, name)


def _own(request, token):
    copy = PersonalCopy.objects.filter(token=token, person=request.user).first()
    if copy is None:
        raise Http404
    return copy
