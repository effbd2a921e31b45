"""Hand the letters of the outbox to the mail server, one by one, each noted as sent before the next leaves.

Whoever is killed (-9) between the server's answer and the note of it cannot know, so that one letter is sent again; it keeps
its Message-ID, by which whoever receives it can drop the copy. Never more than this one: nothing is noted in bulk.
"""

import time
from contextlib import suppress

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from post_office.mail import get_queued
from post_office.models import STATUS, Email, Log
from post_office.settings import get_backend, get_max_retries, get_retry_timedelta

ROUND = 20  # seconds, then other chores have their turn
PATIENCE = 60  # seconds that the mail server has for an answer


def send_waiting():
    """Send what waits, over one connection for each batch; how many letters left. Raises if no server answers."""
    until, left = time.monotonic() + ROUND, 0
    while time.monotonic() < until and (letters := list(get_queued())):
        left += _send_over_one_connection(letters, until)
    return left


def _send_over_one_connection(letters, until):
    server = get_connection(get_backend(), timeout=settings.EMAIL_TIMEOUT or PATIENCE)
    left = 0
    try:
        for letter in letters:
            if time.monotonic() >= until:
                break
            server.open()  # does nothing while it is open; if no server is there, that is no letter's fault
            left += _send(letter, server)
    finally:
        _hang_up(server)
    return left


def _send(letter, server):
    """Whether it left. A connection over which something went wrong is not used again."""
    try:
        letter.dispatch(commit=False, disconnect_after_delivery=False, connection=server)
    except Exception as error:
        _hang_up(server)
        _put_off(letter, error)
        return False
    _note(letter, status=STATUS.sent)
    return True


def _put_off(letter, error):
    tries = (letter.number_of_retries or 0) + 1
    if tries > get_max_retries():
        _note(letter, status=STATUS.failed)
    else:
        again = timezone.now() + get_retry_timedelta()
        _note(letter, status=STATUS.requeued, number_of_retries=tries, scheduled_time=again)
    Log.objects.create(email=letter, status=STATUS.failed, message=str(error), exception_type=type(error).__name__)


def _note(letter, **facts):
    Email.objects.filter(pk=letter.pk).update(**facts, last_updated=timezone.now())


def _hang_up(server):
    with suppress(OSError):  # it may be gone
        server.close()
