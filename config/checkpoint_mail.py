"""The newest checkpoint by mail, once a day however many workers there are: what has left cannot be taken back."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from post_office.mail import send
from post_office.models import Email

from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.cosignatures import newest_cosigned, with_cosignatures
from audit.events import CHECKPOINT_MAILED
from audit.selectors import newest_checkpoint
from config.daily import in_turn

NAME = "checkpoint mail"


def mail_checkpoint(at: datetime) -> int:
    """Put a letter for each address of AUDIT_MAIL_TO into the outbox, unless that is done for today."""
    if not settings.AUDIT_MAIL_TO or newest_checkpoint() is None:
        return 0
    return in_turn(NAME, _write, at)


def _write(at):
    """The letters, the entry and the stamp are one transaction."""
    newest, to = with_cosignatures(newest_checkpoint()), settings.AUDIT_MAIL_TO
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Pos pemeriksaan %(origin)s: %(size)s entri") % {
            "origin": settings.AUDIT_ORIGIN,
            "size": newest.size,
        }
        facts = {"newest": newest, "cosigned": _earlier(newest), "city": settings.CITY_NAME, "site": settings.SITE_URL}
        text = render_to_string("audit/mail/checkpoint.txt", facts)
        Email.objects.bulk_create([send(one, subject=subject, message=text, commit=False) for one in to])
    record(CHECKPOINT_MAILED, subject=hold("mail"), by=SYSTEM, at=at, size=newest.size, count=len(to))
    return len(to)


def _earlier(newest):
    """What witnesses signed, if that is not the newest itself."""
    cosigned = newest_cosigned()
    return cosigned if cosigned and cosigned.size < newest.size else None
