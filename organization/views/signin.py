"""Signing in and out, and how the pages look."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from notifications.live.hints import SESSION, hint
from organization import actions, attempts, personas
from organization.forms.signin import Preferences, SignIn
from organization.signin import safe_path

YEAR = 365 * 24 * 3600  # seconds


@login_not_required
@sensitive_post_parameters("password")
@never_cache
def login(request):
    """Open to whoever is signed in already only in demo mode, where one person plays everybody."""
    back = _next(request)
    if request.user.is_authenticated and (back or not settings.DEMO):
        return redirect(back or settings.LOGIN_REDIRECT_URL)
    form = SignIn(request, request.POST or None)
    if form.is_valid():
        response = _enter(request, form.get_user())
        attempts.remember(response, request, form.cleaned_data["username"])
        return response
    facts = {
        "form": form,
        "next": back,
        "expired": "expired" in request.GET,
        "personas": personas.offered(),
    }
    return render(request, "organization/login.html", facts, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def persona(request):
    """One click into a demo account; outside demo mode there is no such page."""
    person = personas.person_behind(request.POST.get("persona"))
    if person is None:
        raise Http404
    return _enter(request, person)


def _enter(request, person):
    auth.login(request, person)
    return redirect(_next(request) or settings.LOGIN_REDIRECT_URL)


def _next(request):
    """Where the person wanted to go; signing in does not lead back to itself."""
    path = safe_path(request, request.POST.get("next") or request.GET.get("next") or "")
    return "" if path.startswith((reverse("login"), reverse("logout"))) else path


@login_not_required
@require_POST
def logout(request):
    person = request.user.pk
    auth.logout(request)
    hint(SESSION, people=[person] if person else [])  # open pages elsewhere in this browser
    messages.info(request, _("Anda sudah keluar."))
    response = redirect("login")
    response["Clear-Site-Data"] = '"cache"'  # nobody reads the last page with the back button of a shared computer
    return response


@login_not_required
@require_POST
def preferences(request):
    """Kept with the account; for guests in two cookies."""
    form = Preferences(request.POST)
    if not form.is_valid():
        raise BadRequest
    back = safe_path(request, request.POST.get("next") or request.headers.get("Referer", ""))
    response = redirect(back or settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        actions.set_preferences(person=request.user, at=timezone.now(), **form.chosen())
        return response
    for name, value in form.chosen().items():
        cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
        response.set_cookie(cookie, value, YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response
