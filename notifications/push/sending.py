"""Hints to devices, once for each notice at most: a killed worker may lose one, for page and mail tell it anyway."""

import json
import logging
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from ..models import Notice, Subscription
from ..selectors import mailboxes
from ..timing import put_off
from ..wording import is_mandatory, tell
from . import identity

BATCH = 500
AT_ONCE = 8  # requests
PATIENCE = 10  # seconds
KEPT = 24 * 3600  # seconds that a push service keeps it for a device that is off
GONE = (404, 410)
log = logging.getLogger(__name__)


def push(at) -> int:
    """Tell devices of what nobody told them yet; how many messages left. At night only of what is almost due."""
    told = _held(at)
    devices = defaultdict(list)
    for device in Subscription.objects.filter(person__in=told):
        devices[device.person_id].append(device)
    jobs = [(device, _message(*told[person])) for person, those in devices.items() for device in those]
    with ThreadPoolExecutor(AT_ONCE) as crew:
        answers = list(crew.map(lambda job: send(*job, at), jobs))
    dead = [device.pk for (device, _message), answer in zip(jobs, answers, strict=True) if answer in GONE]
    Subscription.objects.filter(pk__in=dead).delete()
    return answers.count(201)


def _held(at):
    """{person's id: (person, what is new to him)}, stamped as told."""
    with transaction.atomic():
        waiting = Notice.objects.filter(pushed_at=None).order_by("pk").select_for_update(skip_locked=True, no_key=True)
        keys = list(waiting.values_list("pk", flat=True)[:BATCH])
        Notice.objects.filter(pk__in=keys).update(pushed_at=at)
    if not identity.is_on():
        return {}
    reachable = Notice.objects.filter(pk__in=keys, to__is_active=True, to__subscriptions__isnull=False).distinct()
    new = defaultdict(list)
    for told in tell(list(reachable.select_related("to"))):
        new[told.notice.to].append(told)
    boxes = mailboxes({person.pk for person in new}, at)
    wanted = {person: [one for one in told if _is_wanted(one, boxes[person.pk])] for person, told in new.items()}
    return {person.pk: (person, told) for person, told in wanted.items() if told and _may(told, boxes[person.pk], at)}


def _is_wanted(told, box):
    still_waits = told.lead.is_open or told.notice.kind == Notice.Kind.INFO
    return still_waits and (told.notice.about not in box.push_off or is_mandatory(told.notice.about))


def _may(told, box, at):
    due = min((one.lead.due_at for one in told if one.lead.due_at), default=None)
    return put_off(at, zone=box.zone, last=None, is_daily=False, due=due) is None


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


class Stay(HTTPRedirectHandler):
    """A push service answers itself; where it would send us is not where the person subscribed."""

    def redirect_request(self, *asked):
        return None


def send(device, message, at):
    """The status that its push service answered, or 0 for none."""
    from .encryption import encrypt

    body = encrypt(
        json.dumps(message).encode(), key=identity.decoded(device.p256dh), secret=identity.decoded(device.auth)
    )
    headers = {
        "Authorization": identity.authorization(device.endpoint, at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Topic": "timbang",  # a newer one takes the place of one that was not read
        "Urgency": "normal",
    }
    try:
        request = Request(device.endpoint, body, headers, method="POST")  # noqa: S310  checked when it was given
        with build_opener(Stay).open(request, timeout=PATIENCE) as answer:
            return answer.status
    except HTTPError as refused:
        return refused.code
    except (OSError, HTTPException, ValueError) as error:
        log.info("A push service did not answer: %s", type(error).__name__)
        return 0
