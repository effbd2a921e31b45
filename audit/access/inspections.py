"""Deferring what a person is told while somebody inspects: stated with the purpose, ended by the inspector or by time.

What is done under it is recorded in a stream of its own, `inspection:7`, because whoever is inspected may read his.
"""

import json

from django.db import IntegrityError, transaction

from audit import events
from audit.acts import Act, write
from audit.models import Entry, Inspection


class Over(Exception):
    """An inspection that has ended does not begin again; a new one needs a purpose of its own."""


def begin(*, inspector, purpose, at):
    """The inspection of that purpose, held: new, or the one under way. Within a transaction. Raises Over."""
    found = _held(inspector, purpose)
    if found is None:
        try:
            with transaction.atomic():
                return _open(inspector, purpose, at)
        except IntegrityError:  # a second click came first
            found = _held(inspector, purpose)
    if found.closed_at or found.until <= at:
        raise Over
    return found


def _held(inspector, purpose):
    return Inspection.objects.select_for_update(no_key=True).filter(inspector=inspector, purpose=purpose).first()


def _open(inspector, purpose, at):
    inspection = Inspection(inspector=inspector, purpose=purpose, opened_at=at, until=at + Inspection.LASTS)
    act = Act(inspection, by=inspector, at=at)
    act.add(inspection)
    act.record(events.INSPECTION_OPENED, purpose=purpose, until=inspection.until.date().isoformat())
    write(act)
    return inspection


def close(inspection_id, *, by, at):
    """From now everybody concerned sees who looked. None if it was closed before. Within a transaction."""
    inspection = Inspection.objects.select_for_update(no_key=True).filter(pk=inspection_id, closed_at=None).first()
    if inspection is None:
        return None
    act = Act(inspection, by=by, at=at)
    act.change(inspection, closed_at=at)
    act.record(events.INSPECTION_CLOSED)
    write(act)
    return inspection


def under_way(inspector, *, at):
    """An inspector's own inspections that still defer, the latest first."""
    return list(Inspection.objects.filter(inspector=inspector, closed_at=None, until__gt=at).order_by("-pk"))


def ended(at):
    """The ids of those whose time is over and that nobody has closed."""
    return list(Inspection.objects.filter(closed_at=None, until__lte=at).order_by("pk").values_list("pk", flat=True))


def cases_of(inspection_id):
    """What was opened under an inspection: {number of the case: when first}. Complete while the inspection is held."""
    opened = Entry.objects.filter(stream=f"inspection:{inspection_id}", event=events.INSPECTION_CASE_OPENED.name)
    found = {}
    for entry in opened.select_related("payload").order_by("n"):
        found.setdefault(json.loads(entry.payload.data)["facts"]["case"], entry.at)
    return found
