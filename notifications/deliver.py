"""Put unmailed notices into the mail's outbox: what waits for one person is one letter.

Letters and stamps are one transaction: a crash leaves neither, a second deliverer finds the stamps.
"""

from collections import defaultdict
from itertools import groupby

from django.db import transaction
from django.utils import translation
from post_office.models import Email

from .letters import letter
from .models import Notice
from .selectors import mailboxes, outbox
from .timing import put_off
from .wording import is_mandatory, tell

BATCH = 200  # people in one transaction


def deliver(at, limit=BATCH):
    """Mail what waits and may leave; how many letters were written.

    No letter tells of a task that somebody has done meanwhile, nor of what its reader wants none of.
    """
    with transaction.atomic():
        held = outbox(at, limit)
        boxes = mailboxes({notice.to_id for notice in held}, at)
        letters, stamps = [], defaultdict(list)
        for person, told in _told(held):
            box = boxes[person.pk]
            wanted = [one for one in told if _is_wanted(one, person, box)]
            stamps["skipped_at", at] += _keys(told, but=wanted)
            if not wanted:
                continue
            if until := put_off(at, zone=box.zone, last=box.last, is_daily=box.is_daily, due=_due(wanted)):
                stamps["mail_after", until] += _keys(wanted)
            else:
                letters.append(letter(person, wanted))
                stamps["mailed_at", at] += _keys(wanted)
        Email.objects.bulk_create(letters)
        for (name, moment), keys in stamps.items():
            Notice.objects.filter(pk__in=keys).update(**{name: moment})
    return len(letters)


def _told(notices):
    """(person, what waits for him) in the language of each reader."""
    for language, spoken in groupby(sorted(notices, key=_by_reader), lambda notice: notice.to.language):
        with translation.override(language):
            told = tell(list(spoken))
        for _pk, rows in groupby(told, lambda one: one.notice.to_id):
            rows = list(rows)
            yield rows[0].notice.to, rows


def _by_reader(notice):
    return notice.to.language, notice.to_id, notice.pk


def _is_wanted(told, person, box):
    is_reachable = person.is_active and person.email
    still_waits = told.lead.is_open or told.notice.kind == Notice.Kind.INFO
    is_muted = told.notice.about in box.mail_off and not is_mandatory(told.notice.about)
    return is_reachable and still_waits and not is_muted


def _due(told):
    return min((one.lead.due_at for one in told if one.lead.due_at), default=None)


def _keys(told, but=()):
    return [one.notice.pk for one in told if one not in but]
