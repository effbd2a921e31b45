"""Signing in: who it is, how often one may try, where one comes back to."""

import logging
import time
from contextlib import suppress
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from organization.models import User
from organization.selectors import find_by_sign_in

log = logging.getLogger(__name__)
UNUSABLE = "!"
WINDOW = 15 * 60  # seconds in which attempts are counted
LIMITS = {"account": 5, "address": 100}  # an office shares one address


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
        with suppress(User.DoesNotExist):
            return User.objects.get(pk=user_id, is_active=True)


# Neither says anything about what was done, so neither makes a version: the columns are not in the history.
def _keep_stronger_hash(person, raw):
    User.objects.filter(pk=person.pk).update(password=make_password(raw))


def keep_last_login(sender, user, **kwargs):
    """In place of Django's own receiver, which would write a version without an author at each sign-in."""
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    log.info("signed in: %s", user.pseudonym)


def note_failure(sender, credentials, **kwargs):
    """The digest tells apart one attacked account from many, and tells no more."""
    log.info("sign-in failed (%s)", _digest("account", _plain(credentials.get("username", ""))))


# ── How often one may try ───────────────────────────────────────────────────────────────────────
def seconds_to_wait(request, account) -> int:
    """Counts an attempt first, so that parallel ones are counted too; 0 if it may go on."""
    for scope, key in _counters(request, account).items():
        cache.add(key, 0, WINDOW)
        if cache.incr(key) > LIMITS[scope]:
            log.warning("sign-in refused: too many attempts by %s (%s)", scope, key.rpartition(":")[2])
            return WINDOW - int(time.time()) % WINDOW
    return 0


def forgive(request, account):
    """The attempt was a sign-in: the account starts anew, the address gets its one back."""
    counters = _counters(request, account)
    cache.delete(counters["account"])
    with suppress(ValueError):  # a new window has begun meanwhile
        cache.decr(counters["address"])


def _counters(request, account):
    """Keys that hold for this window of time and tell neither the account nor the address."""
    window = int(time.time()) // WINDOW
    values = {"account": _plain(account), "address": _address(request)}
    return {scope: f"sign-in:{scope}:{window}:{_digest(scope, value)}" for scope, value in values.items()}


def _plain(account):
    return "".join(account.split()).casefold()


def _digest(scope, value):
    return salted_hmac(__name__, f"{scope}:{value}").hexdigest()[:16]


def _address(request):
    """Behind a trusted proxy, the address that the proxy itself saw and appended."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


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


class UserLanguage(MiddlewareMixin):
    """Pages in the language that the person chose; LocaleMiddleware has decided for guests."""

    def process_request(self, request):
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
