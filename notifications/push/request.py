"""One message to one device, by the push service of its browser."""

import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from . import identity

PATIENCE = 10  # seconds
KEPT = 24 * 3600  # seconds that a push service keeps it for a device that is off
LONGEST = timedelta(hours=6)  # that we wait because a service asks for it
GONE = (404, 410)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a push service said: its status, 0 for none, and how long it asks us to wait."""

    status: int = 0
    wait: timedelta = timedelta()

    @property
    def is_taken(self):
        return 200 <= self.status < 300

    @property
    def is_gone(self):
        return self.status in GONE

    @property
    def may_be_taken_later(self):
        """Too many at once, trouble at the service, or no answer; anything else it will say again."""
        return self.status in (0, 429) or self.status >= 500


class Stay(HTTPRedirectHandler):
    """A push service answers itself; where it would send us is not where the person subscribed."""

    def redirect_request(self, *asked):
        return None


def send(device, message, at):
    """What its push service answered."""
    from .encryption import encrypt

    headers = {
        "Authorization": identity.authorization(device.endpoint, at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Topic": "timbang",  # one sent again, or a newer one, takes the place of one that was not read; the tag does so on the device
        "Urgency": "normal",
    }
    try:
        key, secret = identity.decoded(device.p256dh), identity.decoded(device.auth)
        body = encrypt(json.dumps(message).encode(), key=key, secret=secret)
        request = Request(device.endpoint, body, headers, method="POST")  # noqa: S310  checked when it was given
        with build_opener(Stay).open(request, timeout=PATIENCE) as answer:
            return Answer(answer.status)
    except HTTPError as refused:
        return Answer(refused.code, asked_wait(refused.headers.get("Retry-After", ""), at))
    except (OSError, HTTPException, ValueError) as error:
        log.info("A push service did not answer: %s", type(error).__name__)
        return Answer()


def asked_wait(retry_after, at):
    """How long `Retry-After` asks for, in seconds or until a date (RFC 9110, section 10.2.3); no longer than LONGEST."""
    try:
        wait = timedelta(seconds=int(retry_after)) if retry_after.isdigit() else parsedate_to_datetime(retry_after) - at
    except (ValueError, TypeError, OverflowError):  # nothing, or nonsense
        return timedelta()
    return min(max(wait, timedelta()), LONGEST)
