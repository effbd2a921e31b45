"""An act gathers what one person does to one subject; `write` saves it, its history and its log at once.

The writer holds the lock of the subject's row, so the end of its stream cannot move meanwhile.
Formats: the leaf is `{v,e,t,s,n,p,a,c}`, its hash RFC 6962 `SHA-256(0x00 || leaf)`; `c` commits to the
payload with 32 random bytes of salt, and the payload carries one salted digest for each history row.
"""

import os
from functools import cache
from hashlib import sha256
from operator import attrgetter

from django.db import connection, transaction
from simple_history.utils import get_history_manager_for_model

from .canonical import canonical, moment, row_digest
from .insert import Columns, insert, insert_pair
from .models import Entry, Payload
from .update import update_all

REMOVED_AT_ONCE = 500  # rows
OF_ORDER = ("of", "blanked")  # what an order erases: beside its facts, for every verifier (audit.erasure)
ENDS = """
    SELECT entry.stream, entry.n, entry.leaf_hash FROM (VALUES {streams}) AS asked JOIN audit_entry AS entry
    ON entry.id = (SELECT id FROM audit_entry WHERE stream = asked.column1 ORDER BY n DESC LIMIT 1)"""


class Act:
    """One recorded act: who, when, in which capacity; what changes; what happened."""

    def __init__(self, subject, *, by, at, on_behalf_of=None, capacity="definitive", reason=""):
        self.subject, self.by, self.at = subject, by, at
        self.on_behalf_of, self.capacity, self.reason = on_behalf_of, capacity, reason
        self.added, self.changed, self.events = [], {}, []
        self.removed, self.kept = [], {}
        self.end = None  # (number, leaf hash) of the last entry in its stream, where whoever holds the row has read it
        self.entries = []  # once it is written: what the log says of each event, in their order

    @property
    def stream(self):
        return stream_of(self.subject)

    @property
    def begins(self):
        """Whether the subject is new, and its stream with it."""
        new = (*self.added, *(row for row, kind in self.kept.items() if kind == "+"))
        return any(row is self.subject for row in new)

    def add(self, *rows):
        """New rows, to be inserted with the others of their kind."""
        self.added.extend(rows)

    def change(self, row, **values):
        """New values; saved once however often the act changes the row."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            self.changed.setdefault(row, set()).update(changed)

    def remove(self, *rows):
        """Rows that go. What they looked like last stays in their history; people are never among them."""
        self.removed.extend(rows)

    def keep(self, kind, *rows):
        """Rows that the caller saves in this transaction: "+" new, "~" changed, "-" gone. Their versions go with the act."""
        for row in rows:
            self.kept.setdefault(row, kind)

    def record(self, event, **facts):
        self.events.append((event, facts))


def stream_of(subject):
    """The name of a subject's stream: its own, or that of its row."""
    return getattr(subject, "stream", None) or f"{subject._meta.model_name}:{subject.pk}"


def record(event, *, subject, by, at, on_behalf_of=None, capacity="definitive", reason="", **facts):
    """Log one event that changes no row. The caller holds the subject's lock."""
    act = Act(subject, by=by, at=at, on_behalf_of=on_behalf_of, capacity=capacity, reason=reason)
    act.record(event, **facts)
    return write(act)[0]


def write(*acts, changes_first=False, told=lambda rows: None):
    """Save every act: a statement per table, whatever the number of acts and rows. Returns the entries.

    What goes makes way first; with `changes_first` what changes, too: one assignment ends, the next one begins.
    `told` hears of each table how many rows of it are saved.
    """
    with transaction.atomic(savepoint=False):
        digests = {act: [] for act in acts}
        changes = (_save_changed, _save_added) if changes_first else (_save_added, _save_changed)
        for save in (_save_removed, *changes, _keep_saved):
            for owned in save(acts, digests):
                told(len(owned))
        return _log(digests)


def _save_added(acts, digests):
    for _, owned in _by_model((act, row) for act in acts for row in act.added):
        insert([row for _, row in owned])
        _keep_history(owned, digests, ["+"] * len(owned))
        yield owned


def _save_changed(acts, digests):
    for _, owned in _by_model((act, row) for act in acts for row in act.changed):
        fields = set().union(*(act.changed[row] for act, row in owned))
        update_all([row for _, row in owned], sorted(fields))
        _keep_history(owned, digests, ["~"] * len(owned))
        yield owned


def _save_removed(acts, digests):
    for model, owned in _by_model((act, row) for act in acts for row in act.removed):
        _keep_history(owned, digests, ["-"] * len(owned))
        keys = [row.pk for _, row in owned]
        for first in range(0, len(keys), REMOVED_AT_ONCE):
            found = model._base_manager.filter(pk__in=keys[first : first + REMOVED_AT_ONCE])
            found._raw_delete(found.db)  # rows that point at each other go together; the database looks at the end
        yield owned


def _keep_saved(acts, digests):
    for _, owned in _by_model((act, row) for act in acts for row in act.kept):
        _keep_history(owned, digests, [act.kept[row] for act, row in owned])
        yield owned


def _by_model(owned):
    groups = {}
    for act, row in owned:
        groups.setdefault(type(row), []).append((act, row))
    return groups.items()


def _keep_history(owned, digests, kinds):
    """What the rows look like now; who made them so, when and why."""
    acts, rows = zip(*owned, strict=True)
    model, names = _history_of(type(rows[0]))
    values = {name: list(map(attrgetter(name), rows)) for name in names}
    values |= {
        "history_date": [act.at for act in acts],
        "history_user_id": [act.by.pk for act in acts],
        "history_change_reason": [act.reason for act in acts],
        "history_type": kinds,
    }
    columns = Columns(model, values)
    for act, told in zip(acts, _told(columns, columns.insert()), strict=True):
        digests[act].append(told)


def _told(versions, keys):
    """What the payload says of each of these versions."""
    table = versions.model._meta.db_table
    return (told_row(table, key, document) for key, document in zip(keys, versions.documents(keys), strict=True))


@cache
def _history_of(model):
    """The model of its versions, and the names of what they keep of a row."""
    versions = get_history_manager_for_model(model).model
    return versions, [field.attname for field in versions.tracked_fields]


def _log(digests):
    entries, payloads = [], []
    ends = _ends_of_streams(digests)
    for act, rows in digests.items():
        n, previous = ends.get(act.stream, (0, None))
        for event, facts in act.events:
            salt = os.urandom(32)
            data = canonical(_payload(act, facts, rows))
            entry = _entry(act, event, n, previous, sha256(b"skp-payload-v1\0" + salt + data))
            entries.append(entry)
            act.entries.append(entry)
            payloads.append(Payload(salt=salt, data=data.decode()))
            n, previous, rows = n + 1, entry.leaf_hash, []
        act.end = None  # known for this once
    if len(entries) == 1:
        insert_pair(entries[0], payloads[0], "entry_id")
        return entries
    for entry, payload in zip(insert(entries), payloads, strict=True):
        payload.entry_id = entry.pk
    insert(payloads)
    return entries


def _ends_of_streams(acts):
    """{stream: (next number, last hash)}; safe because the caller holds the subjects' rows."""
    known = {act.stream: (act.end[0] + 1, act.end[1]) for act in acts if act.end}
    begun = [act.stream for act in acts if not (act.end or act.begins)]
    if not begun:
        return known
    with connection.cursor() as cursor:
        cursor.execute(ENDS.format(streams=", ".join(["(%s)"] * len(begun))), begun)
        return known | {stream: (n + 1, bytes(leaf_hash)) for stream, n, leaf_hash in cursor.fetchall()}


def _payload(act, facts, rows):
    on_behalf_of = act.on_behalf_of and str(act.on_behalf_of.pseudonym)
    who = {"capacity": act.capacity, "on_behalf_of": on_behalf_of, "reason": act.reason}
    order = {name: facts[name] for name in OF_ORDER if name in facts}
    facts = {name: value for name, value in facts.items() if name != "blanked"}
    return who | order | {"facts": facts, "rows": rows}


def told_row(table, key, document):
    """What a payload says of a version, which is the `document`, canonical."""
    salt = os.urandom(32).hex()
    return [table, key, salt, row_digest(salt, document)]


def _entry(act, event, n, previous, commitment):
    actor = act.by.pseudonym
    leaf = canonical(
        {
            "v": 1,
            "e": event.name,
            "t": moment(act.at),
            "s": act.stream,
            "n": n,
            "p": previous and previous.hex(),
            "a": str(actor),
            "c": commitment.hexdigest(),
        }
    )
    return Entry(
        stream=act.stream,
        n=n,
        event=event.name,
        at=act.at,
        actor=actor,
        leaf=leaf,
        leaf_hash=sha256(b"\0" + leaf).digest(),
    )
