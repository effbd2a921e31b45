"""Send what waits in the outbox, from one worker at a time: two would send every mail twice."""

from datetime import datetime

from config.alone import alone
from notifications.sent import record_sent


def send_mail(at: datetime) -> int:
    """Send a batch and return how many left; mails that fail wait for the next try."""
    with alone("mail") as mine:
        return _send(at) if mine else 0


def _send(at):
    from post_office.mail import send_queued

    left = send_queued()[0]
    record_sent(at)
    return left
