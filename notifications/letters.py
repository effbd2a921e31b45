"""Notices as letters, in the reader's language: no rating, no reason. Several that wait together are one letter."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from post_office.mail import send

from .models import Notice


def letter(person, told):
    """One unsaved letter; `told` is what waits, the oldest first."""
    with translation.override(person.language):
        facts = {
            "person": person,
            "rows": [(one, _link(one)) for one in _tasks_first(told)],
            "is_one": len(told) == 1,
            "settings": settings.SITE_URL + reverse("notices-settings"),
            "city": settings.CITY_NAME,
        }
        text, html = (render_to_string(f"notifications/mail/letter.{part}", facts) for part in ("txt", "html"))
        subject = f"{_subject(told)} · Timbang"
    return send(person.email, subject=subject, message=text, html_message=html, commit=False)


def _tasks_first(told):
    return sorted(told, key=lambda one: one.notice.kind != Notice.Kind.TASK)


def _link(told):
    return settings.SITE_URL + (told.lead.url or reverse("notices"))


def _subject(told):
    if len(told) == 1:
        return told[0].title
    count = len(told)
    return ngettext("%(n)s pemberitahuan untuk Anda", "%(n)s pemberitahuan untuk Anda", count) % {"n": count}
