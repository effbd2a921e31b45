"""Asking for a copy of one's own data, and fetching it: both are in one's own stream."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import get_language

from audit import events
from audit.acts import record

from .models import PersonalCopy


@transaction.atomic
def ask_copy(*, by, at):
    """One at a time: a second click finds the first."""
    person = held(by)
    if waiting := PersonalCopy.objects.filter(person=person, state__in=PersonalCopy.UNDER_WAY).first():
        return waiting
    entry = record(events.PERSONAL_COPY_ASKED, subject=person, by=person, at=at)
    receipt = f"{entry.stream}/{entry.n}"
    return PersonalCopy.objects.create(person=person, asked_at=at, receipt=receipt, language=get_language() or "id")


@transaction.atomic
def fetch_copy(copy, *, by, at):
    """That the file was fetched; whoever asked for it alone may."""
    record(events.PERSONAL_COPY_FETCHED, subject=held(by), by=by, at=at, sha256=copy.sha256)


def held(person):
    """His row, locked: the lock of his stream."""
    return get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
