"""One message to one device, by the push service of its browser."""

import json
import logging
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from . import identity

PATIENCE = 10  # seconds
KEPT = 24 * 3600  # seconds that a push service keeps it for a device that is off
GONE = (404, 410)
log = logging.getLogger(__name__)


def is_taken(status):
    return 200 <= status < 300


def may_be_taken_later(status):
    """Too many at once, trouble at the service, or no answer; anything else it will say again."""
    return status in (0, 429) or status >= 500


class Stay(HTTPRedirectHandler):
    """A push service answers itself; where it would send us is not where the person subscribed."""

    def redirect_request(self, *asked):
        return None


def send(device, message, at):
    """The status that its push service answered, or 0 for none."""
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
            return answer.status
    except HTTPError as refused:
        return refused.code
    except (OSError, HTTPException, ValueError) as error:
        log.info("A push service did not answer: %s", type(error).__name__)
        return 0
