"""Letters that came back: what mail servers report of one that they had taken already (RFC 3464).

A letter is known by the Message-ID that it was queued with, never by the address alone: anybody can write a report, only who
got the letter knows that name.
"""

from dataclasses import dataclass
from email import message_from_bytes

from django.db import transaction
from post_office.models import Email, Log, RecipientDeliveryStatus

REPORT, STATUSES, HEADERS = "multipart/report", "message/delivery-status", "text/rfc822-headers"
FAILED = ("4.", "5.")  # how the status of a failure begins; one that is given up after days of trying keeps its 4


class NoReport(Exception):
    """It is no delivery report, but a letter to somebody who is not there."""


@dataclass(frozen=True)
class Report:
    """What it says of which letter: a status such as 5.1.1 if its mail server gave up, else nothing."""

    message_id: str
    status: str


def note_returned(raw: bytes) -> Email | None:
    """The letter that is now known to have failed for good, or None: another, or one of which that was known."""
    report = read_report(raw)
    if not report.status or not report.message_id:
        return None
    with transaction.atomic():
        letter = Email.objects.select_for_update().filter(message_id=report.message_id).first()
        if letter is None or letter.recipient_delivery_status == RecipientDeliveryStatus.HARD_BOUNCED:
            return None
        facts = {"recipient_delivery_status": RecipientDeliveryStatus.HARD_BOUNCED}
        Email.objects.filter(pk=letter.pk).update(**facts)  # when it was updated last is when it left
        Log.objects.create(email=letter, status=RecipientDeliveryStatus.HARD_BOUNCED, message=report.status)
    return letter


def read_report(raw: bytes) -> Report:
    """Raises NoReport."""
    whole = message_from_bytes(raw)
    if whole.get_content_type() != REPORT or str(whole.get_param("report-type")).lower() != "delivery-status":
        raise NoReport
    parts = [part for part in whole.get_payload() if not isinstance(part, str)]
    told = [block for part in parts if part.get_content_type() == STATUSES for block in _blocks(part)]
    if not told:
        raise NoReport
    return Report(_message_id(parts), next(filter(None, map(_lasting, told)), ""))


def _blocks(part):
    """Fields of the report, then those of each recipient."""
    return part.get_payload() if part.is_multipart() else []


def _lasting(block):
    action, status = _field(block, "Action").lower(), _field(block, "Status")
    return status.split()[0][:20] if action == "failed" and status.startswith(FAILED) else ""


def _message_id(parts):
    """Of the letter, or of its headers, that the report gives back."""
    for part in parts:
        if part.get_content_type() == HEADERS:
            return _field(message_from_bytes(part.get_payload(decode=True)), "Message-ID")
        if part.get_content_maintype() == "message" and part.get_content_type() != STATUSES and part.is_multipart():
            return _field(part.get_payload(0), "Message-ID")
    return ""


def _field(block, name):
    return str(block[name] or "").strip()
