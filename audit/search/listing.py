"""The entries of a page in words: who did what, about whom, and how firmly it stands."""

from dataclasses import dataclass
from itertools import groupby

from audit.permissions import LogSight
from audit.sealing_words import ERASED, Seal, seal_of
from audit.sentences import Line, line_of, tell

from .streams import About, Names


@dataclass(frozen=True)
class Row:
    """One entry for the list, which tells the process only."""

    id: int
    stream: str
    line: Line
    about: About
    seal: Seal
    reason_words: int  # how long the reason is that the entry's own page shows for a purpose
    entry: object

    @property
    def is_erased(self):
        return self.seal is ERASED

    def local_day(self, zone):
        return self.line.at.astimezone(zone).date()


def rows_of(entries, viewer, *, status, more=(), sights=None):
    """(rows, names): whatever the number of entries one statement asks what everybody and everything is called.

    `more` are further (people, streams, units) to be named; `sights` are those on streams whose content is open.
    """
    told = tell(entries)
    people, streams, units = more or ((), (), ())
    people = {*people, *(one.actor for one in told), *(person for one in told for person in one.people)}
    names = Names(people=people, streams={*streams, *(entry.stream for entry in entries)}, units=units)
    closed, sights = LogSight(viewer), sights or {}
    return [_row(one, sights.get(one.entry.stream, closed), names, status) for one in told], names


def _row(told, sight, names, status):
    entry = told.entry
    return Row(
        id=entry.pk,
        stream=entry.stream,
        line=line_of(told, sight, names.people),
        about=names.about(entry.stream),
        seal=ERASED if entry.payload.data is None else seal_of(entry, status),
        reason_words=len(told.reason.split()),
        entry=entry,
    )


def by_day(rows, zone):
    """[(day, rows)] in the order of the list."""
    return [(day, list(some)) for day, some in groupby(rows, key=lambda row: row.local_day(zone))]
