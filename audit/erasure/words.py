"""What an order takes away: for each entry its payload, and the words that it brought into records.

Versions repeat what earlier ones said. What an entry said first goes from its own version and from every later one that
repeats it, up to the record as it is; what others said in the same rows stays.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from audit.models import Entry, Payload

from .columns import REASON, known, version_models

PAYLOADS = Payload._meta.db_table
STAYS = ("payload.", "erasure.", "hold.")  # the record of erasures is never erased


class CannotErase(Exception):
    """One sentence that says why."""


@dataclass
class Words:
    """What goes: `blanked` is {(table, key): columns}. `places` and `labels` say for each entry which rows its order
    speaks of, and what the columns are called whose words it brought in.
    """

    blanked: dict = field(default_factory=lambda: defaultdict(set))
    places: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)


def may_go(entry):
    """Whether an entry's content may be erased: it has some, and does not tell of an erasure itself."""
    return entry.payload.data is not None and not entry.event.startswith(STAYS)


def words_of(stream, numbers):
    """Of these entries and of the others of the same acts: they quote the same reason, and the first tells of all versions.

    Raises CannotErase for what is erased already, and for what tells of an erasure.
    """
    chosen = _entries(stream, n__in=numbers)
    if not chosen or len(chosen) != len(set(numbers)):
        raise CannotErase("There is no such entry.")
    if not all(map(may_go, chosen)):
        raise CannotErase("That is erased already, or tells of an erasure.")
    words = Words()
    for entry in _with_their_acts(stream, chosen):
        _add(words, entry)
    return words


def _with_their_acts(stream, chosen):
    acts = {_act_of(entry) for entry in chosen}
    beside = _entries(stream, at__in=[entry.at for entry in chosen])
    return [entry for entry in beside if may_go(entry) and _act_of(entry) in acts]


def _entries(stream, **wanted):
    return list(Entry.objects.filter(stream=stream, **wanted).select_related("payload").order_by("n"))


def _act_of(entry):
    """What entries of one act have in common (`Told.is_act_of`)."""
    return entry.at, entry.actor, json.loads(entry.payload.data)["reason"] if entry.payload.data else None


def _add(words, entry):
    told = [(table, key) for table, key, *_digest in json.loads(entry.payload.data)["rows"]]
    words.blanked[PAYLOADS, entry.pk] = {"salt", "data"}
    words.places[entry.n], words.labels[entry.n] = [(PAYLOADS, entry.pk), *told], []
    for table, keys in by_table(told).items():
        if erasable := known.get(version_models().get(table)):
            for life in _lives(erasable, keys):
                _note(words, entry.n, erasable, life, set(keys))


def _note(words, n, erasable, life, keys):
    said = _said_by(erasable, life, keys)
    places = {(erasable.versions._meta.db_table, key): names for key, names in said.items()}
    newest = life[-1]
    if newest.history_type != "-" and (names := said.get(newest.pk, set()) - {REASON}):
        record = getattr(newest, erasable.model._meta.pk.attname)
        places[erasable.model._meta.db_table, record] = names
    for place, names in places.items():
        words.blanked[place] |= names
    words.places[n] = list(dict.fromkeys([*words.places[n], *places]))
    labels = erasable.labels(set().union(*said.values()))
    words.labels[n] += [label for label in labels if label not in words.labels[n]]


def _lives(erasable, keys):
    """All versions of each record that one of these is of, oldest first."""
    key = erasable.model._meta.pk.attname
    records = erasable.versions._base_manager.filter(pk__in=keys).values(key)
    lives = defaultdict(list)
    for version in erasable.versions._base_manager.filter(**{f"{key}__in": records}).order_by("history_id"):
        lives[getattr(version, key)].append(version)
    return lives.values()


def _said_by(erasable, life, keys):
    """{key of a version: columns to blank} in the life of one record, of what its versions `keys` said first."""
    said, going, before = defaultdict(set), set(), None
    for version in life:
        if version.pk in keys:
            said[version.pk].add(REASON)
        for name in erasable.columns:
            value = getattr(version, name)
            if before is None or value != getattr(before, name):
                (going.add if version.pk in keys else going.discard)(name)
            if value and name in going:
                said[version.pk].add(name)
        before = version
    return said


def by_table(rows):
    found = defaultdict(list)
    for table, key in rows:
        found[table].append(key)
    return found
