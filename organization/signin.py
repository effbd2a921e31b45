"""Signing in: who it is, where one comes back to."""

import logging
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from audit.fetch import Rows
from organization.actions.signin import fail_to_sign_in, sign_in, sign_out
from organization.attempts import digest, plain
from organization.models import User
from organization.selectors import find_by_sign_in

log = logging.getLogger(__name__)
UNUSABLE = "!"
USERS = Rows(u=User)
SIGNED_IN = "SELECT {columns} FROM organization_user u WHERE u.id = %s AND u.is_active"


class IdentifierBackend(BaseBackend):
    """NIP, e-mail or username, and a password. An unknown name costs as much work as a wrong password."""

    def authenticate(self, request, username=None, password=None):
        if username is None or password is None:
            return None
        person = find_by_sign_in(username)
        encoded = person.password if person else UNUSABLE
        matches = check_password(password, encoded, lambda raw: _keep_stronger_hash(person, raw))
        return person if person and matches and person.is_active else None

    def get_user(self, user_id):
        """Asked by every page."""
        return next((user for (user,) in USERS.fetch(SIGNED_IN, [user_id])), None)


# It says nothing about what was done, so it makes no version: the column is not in the history.
def _keep_stronger_hash(person, raw):
    User.objects.filter(pk=person.pk).update(password=make_password(raw))


def note_sign_in(sender, user, **kwargs):
    """In place of Django's own receiver, which would write a version without an author at each sign-in."""
    sign_in(person=user, at=timezone.now())
    log.info("signed in: %s", user.pseudonym)


def note_failure(sender, credentials, **kwargs):
    """The digest tells apart one attacked account from many, and tells no more."""
    account = credentials.get("username", "")
    fail_to_sign_in(account=account, at=timezone.now())
    log.info("sign-in failed (%s)", digest("account", plain(account)))


def note_sign_out(sender, user, **kwargs):
    """Nobody is told of where the session had ended already."""
    if user is not None:
        sign_out(person=user, at=timezone.now())


# ── Where one comes back to ─────────────────────────────────────────────────────────────────────
def safe_path(request, url) -> str:
    """The path and query of an address of ours, else nothing."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return urlunsplit(("", "", *urlsplit(url)[2:])) if ours else ""


class SignInRequired(LoginRequiredMiddleware):
    """Guests sign in and come back to where they were; whose session ended is told so."""

    def handle_no_permission(self, request, view_func):
        if "application/json" in request.headers.get("Accept", ""):
            title, detail = (
                _("Sesi Anda berakhir"),
                _("Masuk lagi, lalu coba lagi. Isian Anda tetap di halaman."),
            )
            return JsonResponse({"title": title, "detail": detail, "fields": {}}, status=401)
        back = request.get_full_path()
        if request.method not in ("GET", "HEAD"):  # a form cannot be sent again by a link: back to its page
            back = safe_path(request, request.headers.get("Referer", ""))
        query = {"next": back} if back else {}
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            query["expired"] = 1
        return redirect(f"{reverse('login')}?{urlencode(query, safe='/')}")

    def process_response(self, request, response):
        """What one person reads is kept for nobody else, by whatever stands between."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True)
        return response


class UserLanguage(MiddlewareMixin):
    """Pages in the language that the person chose; LocaleMiddleware has decided for guests."""

    def process_request(self, request):
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
