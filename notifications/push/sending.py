"""Hints to devices: each comes to owe what is new, in one transaction, and owes it until its push service took it.

So nothing is lost by a kill (-9), a silent service or a night. A worker that is killed between the answer and the note of it
sends again to the few devices at hand; topic and tag are the same, by which a device shows it once.
"""

import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from ..models import Notice, Subscription
from ..selectors import mailboxes
from ..timing import put_off
from ..wording import is_mandatory, tell
from . import identity
from .request import send

BATCH = 500
AT_ONCE = 8  # requests; and devices that are noted together
ROUND = 30  # seconds, then other chores have their turn
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))  # before each new try; then it is given up


def push(at) -> int:
    """Tell devices of what is new; how many messages were taken. At night only of what is almost due.

    One worker at a time: two would send every message twice.
    """
    is_on = identity.is_on()
    _owe_what_is_new(at, is_on)
    return _tell_what_is_owed(at) if is_on else 0


@transaction.atomic
def _owe_what_is_new(at, is_on):
    """Each notice once; what came while there was no key nobody owes."""
    waiting = Notice.objects.filter(pushed_at=None).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    new = list(waiting.values_list("pk", "to")[:BATCH])
    first = {to: pk for pk, to in reversed(new)}
    devices = list(Subscription.objects.filter(person__in=first)) if is_on else []
    for device in devices:
        device.owed_from = device.owed_from or first[device.person_id]
        device.due_at = device.due_at if device.tries else at  # one that was refused a moment ago waits
    _save(devices)
    Notice.objects.filter(pk__in=[pk for pk, _to in new]).update(pushed_at=at)


def _tell_what_is_owed(at):
    until, taken = time.monotonic() + ROUND, 0
    due = Subscription.objects.filter(due_at__lte=at).select_related("person").order_by("due_at", "pk")
    devices = list(due[:BATCH])
    owed = _owed(devices, at)
    for first in range(0, len(devices), AT_ONCE):
        if time.monotonic() < until:
            taken += _tell_some(devices[first : first + AT_ONCE], owed, at)
    return taken


def _owed(devices, at):
    """{device's id: (what it is to tell, until when it is silent or None)}"""
    news, people = defaultdict(list), {device.person_id for device in devices if device.person.is_active}
    oldest = min((device.owed_from for device in devices), default=0)
    notices = Notice.objects.unread().filter(to__in=people, pk__gte=oldest, pushed_at__isnull=False)
    for told in tell(list(notices.select_related("to").order_by("pk"))):
        news[told.notice.to_id].append(told)
    boxes, owed = mailboxes(people, at), {}
    for device in devices:
        box, new = boxes.get(device.person_id), news[device.person_id]
        wanted = [told for told in new if told.notice.pk >= device.owed_from and _is_wanted(told, box)]
        owed[device.pk] = wanted, wanted and _silent_until(wanted, box, at)
    return owed


def _tell_some(devices, owed, at):
    """Send, then note it; how many were taken."""
    ready, dead = [], []
    for device in devices:
        told, silent = owed[device.pk]
        if told and not silent:
            ready.append((device, _message(device.person, told)))
        else:
            _note(device, due_at=silent or None)  # in the morning, or never: he has read or done it
    with ThreadPoolExecutor(AT_ONCE) as crew:
        answers = list(crew.map(lambda job: send(*job, at), ready))
    for (device, _sent), answer in zip(ready, answers, strict=True):
        if answer.is_gone:
            dead.append(device.pk)
        elif answer.may_be_taken_later and device.tries < len(PAUSES):
            _note(device, due_at=at + max(PAUSES[device.tries], answer.wait), tries=device.tries + 1)
        else:
            _note(device, due_at=None)
    with transaction.atomic():
        _save([device for device in devices if device.pk not in dead])
        Subscription.objects.filter(pk__in=dead).delete()
    return sum(answer.is_taken for answer in answers)


def _note(device, *, due_at, tries=0):
    device.due_at, device.tries = due_at, tries
    device.owed_from = device.owed_from if due_at else None


def _save(devices):
    Subscription.objects.bulk_update(devices, ["owed_from", "due_at", "tries"])


def _is_wanted(told, box):
    still_waits = told.lead.is_open or told.notice.kind == Notice.Kind.INFO
    return still_waits and (told.notice.about not in box.push_off or is_mandatory(told.notice.about))


def _silent_until(told, box, at):
    due = min((one.lead.due_at for one in told if one.lead.due_at), default=None)
    return put_off(at, zone=box.zone, last=None, is_daily=False, due=due)


def _message(person, told):
    """How much is new, in the reader's language: a locked screen is read by anybody."""
    counted = Counter(one.notice.kind for one in told)
    tasks, news = counted[Notice.Kind.TASK], counted[Notice.Kind.INFO]
    with translation.override(person.language):
        parts = []
        if tasks:
            parts.append(
                ngettext("%(n)s tugas baru menunggu Anda.", "%(n)s tugas baru menunggu Anda.", tasks) % {"n": tasks}
            )
        if news:
            parts.append(ngettext("%(n)s kabar baru untuk Anda.", "%(n)s kabar baru untuk Anda.", news) % {"n": news})
        place = reverse("inbox") if tasks else reverse("notices")
        return {"title": "Timbang", "body": " ".join(parts), "open": place}
