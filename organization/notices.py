"""What people are told about their own account."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


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
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    with translation.override(person.language):
        subject, text, html = (
            render_to_string(f"organization/mail/{name}.{part}", facts)
            for part in ("subject.txt", "txt", "html")
        )
    letter = EmailMultiAlternatives(subject.strip(), text, to=[person.email])
    letter.attach_alternative(html, "text/html")
    letter.send()
