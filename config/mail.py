"""Send what waits in the outbox, from one worker at a time: two would send every mail twice."""

from datetime import datetime

from config.alone import alone
from notifications.dispatch import send_waiting
from notifications.sent import record_sent


def send_mail(at: datetime) -> int:
    """Send for some seconds and return how many left; mails that fail wait for the next try."""
    with alone("mail") as mine:
        return _send(at) if mine else 0


def _send(at):
    try:
        return send_waiting()
    finally:  # what left is recorded, also where the server went away
        record_sent(at)
