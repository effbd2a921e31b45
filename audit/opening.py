"""Stating a purpose: logged before any content is shown, where the person concerned finds it."""

from django.db import transaction

from . import events
from .acts import record
from .books import hold
from .registry import subjects
from .search.streams import key_of, kind_of

LOG = "log"  # the book of what inspectors do with the log itself


def open_log(*, purpose, by, at):
    """Content of the log may be searched in from now on."""
    with transaction.atomic():
        return record(events.LOG_PURPOSE_STATED, subject=hold(LOG), by=by, at=at, purpose=purpose)


def open_stream(stream, *, purpose, is_deferred=False, by, at):
    """Open the content of one stream. Returns the inspection that defers telling of it, if there is one.

    The room that owns the stream has its own door where the person is to be told; else it is written down here.
    Raises PermissionDenied, and ValidationError for a purpose that cannot stand.
    """
    subject = subjects.get(kind_of(stream))
    if subject and subject.open_content:
        return subject.open_content(key_of(stream), purpose=purpose, is_deferred=is_deferred, by=by, at=at)
    with transaction.atomic():
        row = _held(subject, stream)
        record(events.LOG_CONTENT_OPENED, subject=row, by=by, at=at, purpose=purpose, stream=stream)
    return None


def _held(subject, stream):
    """The row of the stream, locked; what has none is noted in the book of the log."""
    if subject is None or subject.model._meta.model_name != kind_of(stream):
        return hold(LOG)
    return subject.model._base_manager.select_for_update(no_key=True, of=("self",)).get(pk=key_of(stream))
