"""Put unmailed notices into the mail's outbox: one letter each, in the reader's language, no rating, no reason.

The letters and the stamps are one transaction: a crash leaves neither, a second deliverer finds the stamps.
"""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from post_office.mail import send
from post_office.models import Email

from .models import Notice
from .selectors import outbox
from .wording import tell

BATCH = 200


def deliver(at, limit=BATCH):
    """Mail what waits and return how many letters were written.

    Who is inactive or has no address gets none, nor does a task that somebody has done meanwhile.
    """
    with transaction.atomic():
        notices = outbox(limit)
        letters = [_letter(told) for told in _told([one for one in notices if _is_reachable(one.to)])]
        Email.objects.bulk_create(letters)
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=at)
    return len(letters)


def _is_reachable(person):
    return bool(person.is_active and person.email)


def _told(notices):
    """In the language of each reader, without the tasks that no longer wait."""
    for language in sorted({one.to.language for one in notices}):
        with translation.override(language):
            for told in tell([one for one in notices if one.to.language == language]):
                if told.lead.is_open or told.notice.kind == Notice.Kind.INFO:
                    yield told


def _letter(told):
    facts = {
        "person": told.notice.to,
        "title": told.title,
        "lead": told.lead,
        "is_task": told.notice.kind == Notice.Kind.TASK,
        "link": settings.SITE_URL + (told.lead.url or reverse("notices")),
        "city": settings.CITY_NAME,
    }
    subject, text, html = (render_to_string(f"notifications/mail/notice.{part}", facts) for part in PARTS)
    return send(told.notice.to.email, subject=subject.strip(), message=text, html_message=html, commit=False)


PARTS = ("subject.txt", "txt", "html")
