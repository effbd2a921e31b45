"""Streams and what they are about: of whom, of which unit, called what. Rooms above say how, in the registry."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BigIntegerField, CharField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from audit.registry import directory, subjects, title_of
from audit.sentences import ERASED, NOBODY

FEW = 300  # streams that a search may name one by one
NUMBERED = {  # streams of a kind whose key is a number
    "postgresql": "stream ~ ('^' || %s || ':[0-9]{1,18}$')",
    "sqlite": "stream GLOB %s || ':[0-9]*'",
}
PERSON = ("title_prefix", "name", "title_suffix")


def kind_of(stream):
    return stream.partition(":")[0]


def key_of(stream):
    return stream.partition(":")[2]


def about(*, person="", unit="", among=""):
    """The streams of a person, of a unit and its branches, or of both at once: a query of one column.

    `among` names a table of the statement it becomes a part of: only streams in it are looked at, however many
    the unit has.
    """
    found = [
        streams_of(kind, rows.filter(pk__in=_keys_in(among, kind, rows.model)) if among else rows)
        for kind, rows in _rows_about(person, unit)
    ]
    return found[0].union(*found[1:], all=True) if found else None


def _rows_about(person, unit):
    branch = directory["branch"](int(unit)) if unit else None
    for kind, subject in subjects.items():
        rows = subject.model._base_manager.all()
        if person:
            if subject.person is None:
                continue
            rows = rows.filter(**{path_of(subject.person, "pseudonym"): person})
        if unit:
            if subject.unit is None:
                continue
            rows = rows.filter(**{f"{subject.unit}__in": branch})
        yield kind, rows


def _keys_in(table, kind, model):
    """The keys of the streams of a kind in a table; what is no number is no key of ours."""
    key = f"substr(stream, {len(kind) + 2})"
    if isinstance(model._meta.pk, CharField):
        return RawSQL(f"SELECT {key} FROM {table} WHERE stream LIKE %s", [f"{kind}:%"])  # noqa: S608, S611 - our own names
    return RawSQL(f"SELECT CAST({key} AS bigint) FROM {table} WHERE {NUMBERED[connection.vendor]}", [kind])  # noqa: S608, S611


def streams_of(kind, rows):
    stream = Concat(Value(f"{kind}:"), Cast("pk", CharField()), output_field=CharField())
    return rows.order_by().values_list(stream, flat=True)


def path_of(*parts):
    return "__".join(part for part in parts if part)


@dataclass(frozen=True)
class About:
    """What a stream is called: `Penilaian PN-520`, of whom, and what else tells it from its like."""

    stream: str
    title: str
    person: str = ""
    pseudonym: str = ""
    name: str = ""

    def __str__(self):
        told = f"{self.title} {self.person}".strip()
        if self.name and self.person:
            return f"{told}, {self.name}"
        return self.name if self.name.startswith(told) else f"{told} {self.name}".strip()  # a committee called so


class Names:
    """The names of people, streams and units that a page speaks of; asked for in one statement."""

    def __init__(self, *, people=(), streams=(), units=()):
        self.people, self._about = {UUID(str(one)): str(ERASED) for one in people} | {NOBODY: _("Sistem")}, {}
        self.keys = {}  # {pseudonym: key of the user}
        parts = [*_people_named(people), *_streams_named({*streams, *(f"unit:{unit}" for unit in units)})]
        if not parts:
            return
        for key, pseudonym, name, *columns in parts[0].union(*parts[1:], all=True):
            full = _full_name(columns)
            if ":" in key:
                self._about[key] = (full, pseudonym and str(UUID(pseudonym)), name)
            elif UUID(pseudonym) != NOBODY:
                self.people[UUID(pseudonym)] = full
                self.keys[UUID(pseudonym)] = int(key)

    def of(self, pseudonym):
        return self.people.get(UUID(str(pseudonym)), "")

    def about(self, stream):
        return About(stream, title_of(stream), *self._about.get(stream, ("", "", "")))


def _people_named(pseudonyms):
    if pseudonyms:
        rows = get_user_model()._base_manager.filter(pseudonym__in=set(pseudonyms)).order_by()
        yield rows.values_list(_text("pk"), _text("pseudonym"), _text(""), *map(_text, PERSON))


def _streams_named(streams):
    by_kind = {}
    for stream in streams:
        by_kind.setdefault(kind_of(stream), set()).add(key_of(stream))
    for kind, keys in by_kind.items():
        subject = subjects.get(kind)
        if subject is None or (subject.person is None and not subject.name):
            continue
        rows = subject.model._base_manager.filter(pk__in=_keys(subject.model, keys)).order_by()
        stream = Concat(Value(f"{kind}:"), Cast("pk", CharField()), output_field=CharField())
        person = [_text("" if subject.person is None else path_of(subject.person, c)) for c in ("pseudonym", *PERSON)]
        yield rows.values_list(stream, person[0], _text(subject.name), *person[1:])


def _keys(model, keys):
    """Those that can be keys of the model: a stream may be called anything."""
    if isinstance(model._meta.pk, (CharField,)):
        return keys
    return [int(key) for key in keys if key.isdecimal() and int(key) <= BigIntegerField.MAX_BIGINT]


def _text(path):
    """A column as text, or an empty one: the parts of a union agree in number and kind."""
    return Cast(path, CharField()) if path else Value("", CharField())


def _full_name(columns):
    return get_user_model()(**dict(zip(PERSON, columns, strict=True))).get_full_name() if columns[1] else ""
