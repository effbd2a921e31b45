"""Store notices with the change that caused them; and what a reader does with his.

That he read them is his own business: no history, no log.
"""

from django.contrib.auth import get_user_model
from django.db import transaction

from audit.acts import Act, record, write
from audit.insert import insert

from .choices import off_where_not
from .events import DEVICE_ADDED, DEVICE_REMOVED, NOTICES_CHOSEN
from .live.hints import CASE, NOTICES, hint
from .models import Notice, Preference, Subscription
from .push.devices import is_sound

MOST_DEVICES = 10  # of one person; a new one takes the place of the oldest
MANY = 500  # a launch opens cases that nobody looks at yet


class RefusedDevice(Exception):
    """What a browser gave is no address of a push service that we know."""


def post(notices):
    """In the transaction of the change. After it open pages learn that there is something new."""
    notices = insert(list(notices))
    if notices:
        hint(NOTICES, people={notice.to_id for notice in notices})
    if 0 < len(notices) < MANY:
        hint(CASE, streams={notice.subject for notice in notices})
    return notices


@transaction.atomic
def choose(person, *, digest, mail, push, at):
    """What is sent to him, by himself: names of events and steps. What the law prescribes stays on; no change, no trace."""
    person = _held(person)
    kept = Preference.objects.filter(pk=person.pk).first()
    preference, act = kept or Preference(pk=person.pk), Act(person, by=person, at=at)
    if digest not in Preference.Digest.values:
        raise ValueError(digest)
    act.change(preference, digest=digest, mail_off=off_where_not(mail), push_off=off_where_not(push))
    if not act.changed:
        return
    if kept is None:
        act.changed.clear()
        act.add(preference)
    act.record(NOTICES_CHOSEN)
    write(act)


@transaction.atomic
def add_device(person, *, endpoint, p256dh, auth, at):
    """A browser shows hints to whoever subscribed in it last. Raises RefusedDevice."""
    if not is_sound(endpoint, p256dh, auth):
        raise RefusedDevice(endpoint[:60])
    person = _held(person)
    given = {"person": person, "p256dh": p256dh, "auth": auth}
    known = Subscription.objects.filter(endpoint=endpoint).first()
    if known and all(getattr(known, name) == value for name, value in given.items()):
        return
    if not known and Subscription.objects.filter(person=person).count() >= MOST_DEVICES:
        Subscription.objects.filter(person=person).order_by("pk").first().delete()
    begun = {
        "added_at": at,
        "owed_from": None,
        "due_at": None,
        "tries": 0,
    }  # whoever had it before is owed nothing here
    Subscription.objects.update_or_create(endpoint=endpoint, defaults=given | begun)
    record(DEVICE_ADDED, subject=person, by=person, at=at)


@transaction.atomic
def remove_device(person, *, at, **which):
    """One of his own, by its number or its address; whether there was such a one."""
    person = _held(person)
    gone, _rows = Subscription.objects.filter(person=person, **which).delete()
    if gone:
        record(DEVICE_REMOVED, subject=person, by=person, at=at)
    return bool(gone)


def _held(person):
    """The row whose stream is written to, locked."""
    return get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def mark_read(user, pk, *, at):
    """Whether there was such an unread notice of his."""
    return _mark(user, Notice.objects.filter(pk=pk), at)


def mark_all_read(user, *, up_to, at):
    """All he has seen on the page; what came meanwhile stays unread."""
    return _mark(user, Notice.objects.filter(pk__lte=up_to), at)


def _mark(user, notices, at):
    marked = notices.visible_to(user).unread().update(read_at=at)
    if marked:
        hint(NOTICES, people=[user.pk])  # his other pages count anew
    return bool(marked)
