"""The worker puts a copy together: a ZIP with one readable JSON file a part, the person's lines of the log, and files.

Whose worker was killed is begun again by the next one, from the start: a file is whole or not there.
"""

import json
import logging
import os
import tempfile
import zipfile
from datetime import timedelta
from hashlib import file_digest

from django.conf import settings
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from audit import events
from audit.acts import record
from audit.erasure.holds import people_of
from audit.erasure.own import done_since

from . import attachments, parts
from .asking import held
from .lines import lines_of
from .models import PersonalCopy

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=10)  # so long a worker may be silent
ATTEMPTS = 3
BATCH = 100  # files removed in one round
LINES = "log.jsonl"


def run_copies(at):
    """What the worker calls: make every copy that waits or was cut off. Returns how many ended."""
    ended = 0
    while copy := _claimed(at):
        ended += _run(copy)
    return ended


def remove_copies(at):
    """A chore: files go after a week, or once an order has erased what was his; that they were there stays."""
    over = Q(finished_at__lte=at - PersonalCopy.KEPT)
    for order in done_since(at - PersonalCopy.KEPT):
        over |= Q(asked_at__lte=order.ended_at, person__in=people_of(order.stream))
    made = PersonalCopy.objects.filter(over, state=PersonalCopy.State.DONE)
    for copy in (gone := list(made.order_by("pk")[:BATCH])):
        copy.file.storage.delete(copy.file.name)
        _note(copy, state=PersonalCopy.State.GONE, file="")
    return len(gone)


def _claimed(at):
    """The oldest that nobody is at, now this worker's."""
    silent = Q(state=PersonalCopy.State.RUNNING, beat_at__lt=at - PATIENCE)
    with transaction.atomic():
        due = PersonalCopy.objects.filter(silent | Q(state=PersonalCopy.State.WAITING)).order_by("pk")
        copy = due.select_for_update(skip_locked=True, no_key=True).first()
        if copy:
            running = PersonalCopy.State.RUNNING
            _note(copy, state=running, attempts=copy.attempts + 1, beat_at=timezone.now(), done_parts=0)
    return copy


def _run(copy):
    try:
        with translation.override(copy.language), tempfile.TemporaryFile() as file:
            _write(copy, file)
            _keep(copy, file)
    except Exception as error:
        log.exception("The personal copy %s stopped.", copy.pk)
        gives_up = copy.attempts >= ATTEMPTS
        state = PersonalCopy.State.FAILED if gives_up else PersonalCopy.State.WAITING
        _note(copy, state=state, error=type(error).__name__, finished_at=timezone.now() if gives_up else None)
        return gives_up
    return True


def _write(copy, file):
    person, at = copy.person, copy.asked_at
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        facts = {"person": person, "at": at, "parts": parts.values(), "lines": LINES, "site": settings.SITE_URL}
        archive.writestr(_inside("README.txt"), render_to_string("audit/personal_readme.txt", facts))
        for part in parts.values():
            archive.writestr(_inside(f"{part.name}.json"), _json(part.collect(person, at)))
            _note(copy, done_parts=copy.done_parts + 1, beat_at=timezone.now())
        with archive.open(_inside(LINES), "w", force_zip64=True) as lines:
            for line in lines_of(person):
                lines.write(json.dumps(line, ensure_ascii=False, cls=DjangoJSONEncoder).encode() + b"\n")
        for find in attachments:
            for name, content in find(person, at):
                archive.writestr(_inside(name), content)


def _inside(name):
    """Nobody else on the machine where it is unpacked needs to read it."""
    member = zipfile.ZipInfo(f"timbang/{name}", timezone.localtime().timetuple()[:6])
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return member


def _json(facts):
    return json.dumps(facts, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder) + "\n"


def _keep(copy, file):
    """The file under the name of its row, so that one begun again takes its place; then the row and the entry."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()
    name = copy.file.field.generate_filename(copy, f"{copy.token}.zip")
    copy.file.storage.delete(name)
    file.seek(0)
    name = copy.file.storage.save(name, File(file))
    with transaction.atomic():
        at, person = timezone.now(), held(copy.person)
        record(events.PERSONAL_COPY_MADE, subject=person, by=person, at=at, sha256=digest)
        _note(copy, state=PersonalCopy.State.DONE, file=name, sha256=digest, size=size, finished_at=at)


def _note(copy, **values):
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save(update_fields=list(values))
