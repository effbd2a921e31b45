"""What people are told about their own account."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from post_office import mail


def sign_in_link_issued(person, path):
    _mail(person, "sign_in_link", path)


def password_reset_asked(person, path):
    _mail(person, "password_reset", path)


def _mail(person, name, path):
    """One letter in the person's language, stored with the change and sent by the worker."""
    if not person.email:
        return
    facts = {
        "person": person,
        "link": settings.SITE_URL + path,
        "city": settings.CITY_NAME,
        "hours": int(settings.PASSWORD_RESET_TIMEOUT) // 3600,
    }
    with translation.override(person.language):
        subject, text, html = (
            render_to_string(f"organization/mail/{name}.{part}", facts) for part in ("subject.txt", "txt", "html")
        )
    mail.send(person.email, subject=subject.strip(), message=text, html_message=html)
