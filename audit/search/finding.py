"""Which entries a search finds, newest first, page by page.

One statement looks at a share of the log, in the order of an index: by stream, actor, event, or time alone. What no
index knows (a unit of thousands, a word in a reason) is asked of that share only; if it does not fill a page, the
reader is offered to look further back, at a larger share a time. So a page costs the same in a log of any size.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection

from audit import status
from audit.models import Entry, Payload, Sequence
from audit.sentences import NOBODY

from . import streams
from .filters import Filter
from .matching import Matching

PAGE = 50
COLUMNS = ("id", "stream", "n", "event", "at", "actor", "leaf_hash")  # the leaf itself is for the page of one entry
NEWEST_FIRST = "ORDER BY at DESC, id DESC"
LAST = 2**63 - 1  # no entry has a greater id
FAR = "far"  # how a key says so


@dataclass(frozen=True)
class Share:
    """How much of the log one page may look at, and of how many entries it may read the content."""

    looks: int
    reads: int


FIRST = Share(looks=5_000, reads=1_000)
FURTHER = Share(looks=50_000, reads=2_000)  # once the first was not enough


@dataclass(frozen=True)
class Key:
    """A place in the order of the log; what follows is older."""

    at: datetime.datetime
    id: int
    is_far: bool = False  # the share before it ended there without filling a page

    def __str__(self):
        return f"{self.at.astimezone(datetime.UTC).isoformat()}~{self.id}" + (f"~{FAR}" if self.is_far else "")

    @classmethod
    def read(cls, text):
        """The place that a page's address names, or None."""
        text, is_far = text.removesuffix(f"~{FAR}"), text.endswith(f"~{FAR}")
        at, _tilde, pk = text.rpartition("~")
        try:
            moment = datetime.datetime.fromisoformat(at.replace(" ", "+")).astimezone(datetime.UTC)
            return cls(moment, int(pk), is_far) if int(pk) <= LAST else None
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Looked:
    """What a statement says of itself, whether it found something or not."""

    count: int = 0  # entries it looked at
    edge: Key | None = None  # the oldest of them
    ends: tuple | None = None  # the keys of the newest and the oldest entry in the time that is asked for
    status: dict | None = None  # the values of status.COLUMNS

    @classmethod
    def of(cls, row):
        edge = row.edge_id and Key(status.moment(row.edge_at), row.edge_id, is_far=True)
        return cls(row.looked_at or 0, edge, (row.newest, row.oldest), vars(row))


@dataclass
class Found:
    """A page. `older`: where the next one begins, if there may be more."""

    entries: list = field(default_factory=list)
    older: Key | None = None
    is_cut: bool = False  # it looked at its share of the log before the page was full
    count: int = 0  # entries it looked at, down to `older`
    looked: Looked = Looked()

    def status(self, at):
        """How the log stands: the statement that found entries has asked along."""
        return status.Status.of(self.looked.status, at) if self.looked.status else status.Status.read(at)


def search(asked, *, after=None, limit=PAGE, reads_content=False):
    """What is found after a place. Without `reads_content` words are looked for in the sentences only."""
    query, share = Query(asked, after), FURTHER if after and after.is_far else FIRST
    matching = Matching(asked, reads_content=reads_content)
    rows, looked = query.rows(matching, share.reads if matching.looks_inside else limit + 1, share.looks)
    kept = matching.kept(rows)
    if len(kept) > limit:
        last = kept[limit - 1]
        return Found(kept[:limit], Key(last.at, last.pk), count=last.nth, looked=looked)
    if matching.looks_inside and len(rows) == share.reads:
        last = rows[-1]
        return Found(kept, Key(last.at, last.pk, is_far=True), is_cut=True, count=last.nth, looked=looked)
    is_cut = query.is_partial(matching) and looked.count == share.looks
    return Found(kept, looked.edge if is_cut else None, is_cut, looked.count, looked)


def told_in(names, limit):
    """The entries of these streams, newest first, `limit` at most."""
    query = Query(Filter(), None)
    query.streams = list(names)
    return query.rows(Matching(query.asked, reads_content=False), limit, FIRST.looks)[0]


class Query:
    """The statement of one page, put together from what is asked."""

    def __init__(self, asked, after):
        self.asked, self.after = asked, after

    @cached_property
    def streams(self):
        """The streams that are asked for, if they are few; None: asked by something else, or too many to name."""
        if self.asked.stream:
            return [self.asked.stream]
        if not (self.asked.person or self.asked.unit):
            return None
        found = streams.about(person=self.asked.person, unit=self.asked.unit)
        few = list(found[: streams.FEW + 1]) if found is not None else []
        return few if len(few) <= streams.FEW else None

    @cached_property
    def driven(self):
        """(SQL, parameters) of what an index finds."""
        found = [*self._leading(), *self._in_time()]
        return " AND ".join(sql for sql, _ in found) or "1 = 1", [one for _, values in found for one in values]

    def _leading(self):
        """The one condition by which entries are walked through."""
        if self.streams is not None:
            yield _any_of("stream", self.streams)
        elif self.asked.actor and not self._actor_is_busier:
            yield "actor = %s", [_stored("actor", self.asked.actor)]
        elif self.asked.event:
            yield "event = %s", [self.asked.event]

    @property
    def _actor_is_busier(self):
        """The system acts all the time: an event is rarer."""
        return self.asked.actor == str(NOBODY) and bool(self.asked.event)

    def _in_time(self):
        yield from self._in_days()
        if self.after:
            at = _stored("at", self.after.at)
            yield "at <= %s AND (at < %s OR id < %s)", [at, at, self.after.id]

    def _in_days(self):
        if self.asked.begins:
            yield "at >= %s", [_stored("at", self.asked.begins)]
        if self.asked.ends:
            yield "at < %s", [_stored("at", self.asked.ends)]

    @cached_property
    def rest(self):
        """[(SQL, parameters)] of what is asked besides; known from the entry alone."""
        leading = " ".join(sql for sql, _ in self._leading())
        found = []
        if self.asked.actor and "actor" not in leading:
            found.append(("actor = %s", [_stored("actor", self.asked.actor)]))
        if self.asked.event and "event" not in leading:
            found.append(("event = %s", [self.asked.event]))
        if (self.asked.person or self.asked.unit) and self.streams is None:
            of_these = streams.about(person=self.asked.person, unit=self.asked.unit, among="looked")
            sql, values = of_these.query.sql_with_params()
            found.append((f"stream IN ({sql})", values))
        return found

    def is_partial(self, matching):
        """Whether it may have stopped before the log ended."""
        return bool(self.rest or matching.condition)

    def rows(self, matching, limit, looks):
        """(what is found, newest first, and what the statement says of itself)."""
        if self.streams == []:
            return [], Looked()
        driven, values = self.driven
        days = [*self._in_days()]
        rest = [*self.rest, *([matching.condition] if matching.condition else [])]
        where = " AND ".join(f"({sql})" for sql, _ in rest) or "1 = 1"
        looks = looks if rest or self.streams else limit
        once = "MATERIALIZED" if connection.vendor == "postgresql" else ""  # else it would be mixed with the rest
        statement = f"""
            WITH looked AS {once} (SELECT id, stream, event, at, actor, ROW_NUMBER() OVER ({NEWEST_FIRST}) AS nth
                FROM audit_entry WHERE {driven} {NEWEST_FIRST} LIMIT {looks}),
            found AS {once} (SELECT id, nth FROM looked WHERE {where} ORDER BY nth LIMIT {limit})
            SELECT {", ".join(f"entry.{column}" for column in COLUMNS)}, payload.data, place.idx, found.nth,
                edge.nth AS looked_at, edge.id AS edge_id, edge.at AS edge_at,
                {_end_of(days, "DESC")} AS newest, {_end_of(days, "ASC")} AS oldest,
                {status.COLUMNS}
            FROM (SELECT 1) page
            LEFT JOIN looked edge ON edge.nth = (SELECT MAX(nth) FROM looked)
            LEFT JOIN found ON 1 = 1
            LEFT JOIN audit_entry entry ON entry.id = found.id
            LEFT JOIN audit_payload payload ON payload.entry_id = entry.id
            LEFT JOIN audit_sequence place ON place.entry_id = entry.id
            ORDER BY found.nth"""  # noqa: S608 - of our own parts
        bounds = [one for _, some in [*rest, *days, *days] for one in some]
        rows = list(Entry.objects.raw(statement, [*values, *bounds]))
        return [_with_relations(entry) for entry in rows if entry.pk is not None], Looked.of(rows[0])


def _with_relations(entry):
    """What the statement brought along, where the models' relations are looked for."""
    entry.payload = Payload(entry_id=entry.pk, data=entry.data)
    entry.place = entry.idx is not None and Sequence(idx=entry.idx, entry_id=entry.pk)
    return entry


def _end_of(days, order):
    """The key of the entry at one end of the days; without any, of the whole log."""
    where = f"WHERE {' AND '.join(sql for sql, _ in days)}" if days else ""
    by = f"at {order}, id {order}" if days else f"id {order}"
    return f"(SELECT id FROM audit_entry {where} ORDER BY {by} LIMIT 1)"  # noqa: S608 - of our own parts


def _any_of(column, values):
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(values)]
    return f"{column} IN ({', '.join(['%s'] * len(values))})", list(values)


def _stored(column, value):
    """A value as the database keeps it."""
    return Entry._meta.get_field(column).get_db_prep_value(value, connection)
