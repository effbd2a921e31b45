"""What a search asks. Names and typed words stay out of addresses: people are pseudonyms there, texts go elsewhere."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from audit.registry import events

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT", "UTC": "UTC"}
TEXTS = ("words", "old", "new")  # what people type may name somebody
LONGEST = 100  # characters of a typed text
DAY = datetime.timedelta(days=1)
YEARS = range(1900, 3000)


@dataclass(frozen=True)
class Filter:
    """Nothing given means everything. Dates are days of the zone, both included."""

    actor: str = ""  # pseudonym of who acted
    person: str = ""  # pseudonym of whom it concerns
    unit: str = ""  # key of a unit; its branches belong to it
    stream: str = ""
    event: str = ""
    field: str = ""  # `appraisal.results_rating`: it changed
    since: str = ""  # ISO dates
    until: str = ""
    zone: str = ""
    words: str = ""  # in the sentence, the reason, the facts
    old: str = ""  # what the field was, in words
    new: str = ""

    @classmethod
    def read(cls, parameters: Mapping, texts: Mapping = {}):
        """From an address, and texts kept elsewhere; what makes no sense is as if it were not there."""
        given = {name: parameters.get(name, "") for name in CHECKS} | {name: texts.get(name, "") for name in TEXTS}
        kept = {name: value for name, value in given.items() if name in TEXTS or CHECKS[name](value)}
        return cls(**{name: value.strip()[:LONGEST] for name, value in kept.items()})

    def as_parameters(self):
        """What may stand in an address: no texts."""
        return {name: value for name, value in asdict(self).items() if value and name not in TEXTS}

    def texts(self):
        return {name: getattr(self, name) for name in TEXTS if getattr(self, name)}

    def as_document(self):
        """Everything, for a saved search, an export and its manifest."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of_document(cls, document):
        return cls.read(document, document)

    def without(self, *names):
        return replace(self, **dict.fromkeys(names, ""))

    @property
    def is_empty(self):
        return not self.without("zone").as_document()

    @property
    def time_zone(self):
        return ZoneInfo(self.zone or settings.TIME_ZONE)

    @property
    def begins(self):
        """The first moment asked for, or None."""
        return self._midnight(self.since) if self.since else None

    @property
    def ends(self):
        """The first moment after, or None."""
        return self._midnight(self.until, DAY) if self.until else None

    def _midnight(self, iso, later=datetime.timedelta()):
        day = datetime.date.fromisoformat(iso) + later
        return datetime.datetime.combine(day, datetime.time(), self.time_zone)


def is_pseudonym(value):
    try:
        return bool(value and UUID(value))
    except ValueError:
        return False


def is_day(value):
    """A date in ISO, of a year that calendars and databases reckon with."""
    try:
        return bool(value) and is_near(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def is_near(date):
    return date.year in YEARS


def _is_key(value):
    return value.isdecimal() and len(value) < 19


def _is_field(value):
    from .changes import searchable

    return value in searchable()


CHECKS = {
    "actor": is_pseudonym,
    "person": is_pseudonym,
    "unit": _is_key,
    "stream": lambda value: ":" in value and value.isprintable(),
    "event": lambda value: value in events,
    "field": _is_field,
    "since": is_day,
    "until": is_day,
    "zone": lambda value: value in ZONES,
}
assert {*CHECKS, *TEXTS} == {field.name for field in fields(Filter)}  # noqa: S101 - a slip of ours, at import
