"""That the system works under other settings than before: told by the worker as it starts, in `book:settings`.

Of secrets and addresses of databases only what is no secret: the kind of database, whether a proxy is trusted.
"""

import json
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.canonical import canonical
from audit.events import SYSTEM_CONFIGURED
from audit.models import Entry

TOLD = (  # each says who gets in, what is shown or kept, or how the log is made
    "ALLOWED_HOSTS", "AUDIT_MAIL_TO", "AUDIT_ORIGIN", "AUDIT_VERIFIER_KEYS", "AUDIT_WITNESSES", "CITY_NAME", "CSRF_TRUSTED_ORIGINS", "DEBUG", "DEMO", "HTTPS",
    "LANGUAGE_CODE", "MAIL_KEEP_DAYS", "PASSWORD_RESET_TIMEOUT", "SESSION_COOKIE_AGE", "SITE_URL", "TIME_ZONE",
)  # fmt: skip


def note_settings(at: datetime) -> bool:
    """Record the settings if they are not those of the last entry; whether they were recorded."""
    now = told()
    with transaction.atomic():
        book = hold("settings")
        before = _last()
        changed = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
        if changed:
            facts = {"changed": ", ".join(changed), "settings": now, "digest": sha256(canonical(now)).hexdigest()}
            record(SYSTEM_CONFIGURED, subject=book, by=SYSTEM, at=at, **facts)
    return bool(changed)


def told() -> dict:
    """The settings that matter, as they are now, in a form that can be told."""
    named = {name.lower(): _plain(getattr(settings, name)) for name in TOLD}
    database = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return named | {
        "database": database,
        "mail": settings.MAIL["EMAIL_BACKEND"],
        "token_days": settings.REST_KNOX["TOKEN_TTL"].days,
        "trust_proxy": bool(settings.SECURE_PROXY_SSL_HEADER),
    }


def _plain(value):
    if isinstance(value, float):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _last() -> dict:
    last = Entry.objects.filter(stream="book:settings", event=SYSTEM_CONFIGURED.name).select_related("payload")
    last = last.order_by("-n").first()
    return json.loads(last.payload.data)["facts"]["settings"] if last else {}
