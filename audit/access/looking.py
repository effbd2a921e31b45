"""Writing in the access journal: one insert, without a chain and without a lock, so that it fits into any page."""

from .models import HOUR, Access

LOG = "log"  # the whole log, as what is looked at


def log_of(person):
    """What of the log concerns one user, by his id."""
    return f"{LOG}:{person}"


def look(*, viewer, at, kind, stream, person=None, **facts):
    """Journal one look; what concerns oneself is one's own business. A second within the hour leaves no trace.

    `person` is the id of the user whom it concerns, if it concerns one. `facts` are further columns: part, capacity,
    on_behalf_of, purpose, inspection.
    """
    look_at_many([(stream, person)], viewer=viewer, at=at, kind=kind, **facts)


def look_at_many(subjects, *, viewer, at, kind, inspection=None, **facts):
    """The same for many subjects [(stream, id of a user)], as in a list that leaves the system: one statement."""
    deferred_until = inspection and inspection.until
    facts |= {"kind": kind, "inspection": inspection, "deferred_until": deferred_until, "at": at}
    rows = [
        Access(viewer=viewer, stream=stream, person_id=person, hour=int(at.timestamp()) // HOUR, **facts)
        for stream, person in subjects
        if person != viewer.pk
    ]
    if rows:
        Access.objects.bulk_create(rows, ignore_conflicts=True)
