"""How often one may try: rows that every process of every machine counts in, whatever the deployment.

Limits are by account and address together, by address, and by account from everywhere. What is refused for its
address no longer counts against the account, so nobody at one address keeps an account's owner out elsewhere;
and a browser in which the account has signed in before is counted for itself, whatever others try.
"""

import ipaddress
import logging
import time
from secrets import token_urlsafe

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, Value, When
from django.utils.crypto import salted_hmac

from organization.models import Attempts

log = logging.getLogger(__name__)
MINUTE = 60  # seconds
WINDOW = {
    "sign-in": 15 * MINUTE,
    "reset": 60 * MINUTE,
    "token": 15 * MINUTE,
    "verify": 15 * MINUTE,
}  # in which attempts are counted, from the first one on
LIMITS = {  # an office shares one address
    "sign-in": {"browser": 10, "pair": 5, "address": 100, "account": 50},
    "reset": {"browser": 5, "pair": 5, "address": 50, "account": 5},
    "token": {"address": 100},  # refused ones alone: whoever has a token is never counted
    "verify": {"address": 200},  # asked without an account
}
COOKIE, KNOWN, AGE = "timbang_known", 5, 180 * 24 * 60 * MINUTE  # how many accounts a browser is known to, how long
COUNT = """
    INSERT INTO organization_attempts (key, n, until) VALUES {rows}
    ON CONFLICT (key) DO UPDATE SET
      n = CASE WHEN organization_attempts.until <= %s THEN 1 ELSE organization_attempts.n + 1 END,
      until = CASE WHEN organization_attempts.until <= %s THEN excluded.until ELSE organization_attempts.until END
    RETURNING key, n, until"""


def seconds_to_wait(request, account, purpose="sign-in") -> int:
    """Counts an attempt first, so that parallel ones are counted too; 0 if it may go on."""
    keys = _keys(request, account, purpose)
    for scopes in (["browser"],) if "browser" in keys else (["pair", "address"], ["account"]):
        if wait := _count({scope: keys[scope] for scope in scopes}, purpose):
            return wait
    return 0


def seconds_to_wait_here(request, purpose) -> int:
    """For what needs no account: the same, by address alone."""
    return _count({"address": _key(purpose, "address", _network(request))}, purpose)


def forgive(request, account, purpose="sign-in"):
    """The attempt was a sign-in: here the account starts anew, elsewhere it gets its one back."""
    keys = _keys(request, account, purpose)
    anew = [keys[scope] for scope in ("browser", "pair") if scope in keys]
    less = Case(When(key__in=anew, then=Value(0)), default=F("n") - 1)
    Attempts.objects.filter(key__in=keys.values(), n__gt=0).update(n=less)


def remember(response, request, account):
    """From now on this browser is known to the account: guesses made elsewhere do not keep it out."""
    nonce, known = _known(request)
    mark = digest("account", plain(account))
    kept = [mark, *(other for other in known if other != mark)][:KNOWN]
    response.set_signed_cookie(
        COOKIE, ".".join([nonce or token_urlsafe(12), *kept]), salt=COOKIE, max_age=AGE,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def plain(account):
    """An account is the same however it is spaced and written."""
    return "".join(account.split()).casefold()


def digest(scope, value):
    """16 hex digits that tell neither account nor address, and tell apart one from another."""
    return salted_hmac(__name__, f"{scope}:{value}").hexdigest()[:16]


def _count(keys, purpose) -> int:
    """One statement, atomic on both databases; the row of an account is never waited for while holding another's."""
    now = int(time.time())
    rows = [(key, 1, now + WINDOW[purpose]) for key in keys.values()]
    with connection.cursor() as cursor:
        values = [value for row in rows for value in row]
        cursor.execute(COUNT.format(rows=", ".join(["(%s, %s, %s)"] * len(rows))), [*values, now, now])
        counted = {key: (n, until) for key, n, until in cursor.fetchall()}
    waits = [0]
    for scope, key in keys.items():
        n, until = counted[key]
        if n > LIMITS[purpose][scope]:
            log.warning("%s refused: too many attempts by %s (%s)", purpose, scope, key.rpartition(":")[2])
            waits.append(until - now)
    return max(waits)


def _keys(request, account, purpose):
    account, address = plain(account), _network(request)
    nonce, known = _known(request)
    values = {"pair": f"{account} {address}", "address": address, "account": account}
    if digest("account", account) in known:
        values = {"browser": f"{account} {nonce}"}
    return {scope: _key(purpose, scope, value) for scope, value in values.items()}


def _key(purpose, scope, value):
    return f"{purpose}:{scope}:{digest(scope, value)}"


def _known(request):
    """(what tells this browser from others, digests of the accounts that have signed in from it)."""
    nonce, *known = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=AGE).split(".")
    return nonce, known


def _network(request):
    """Behind a trusted proxy the address that the proxy itself saw; of IPv6 the part that a household shares."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
