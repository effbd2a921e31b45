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
    """Of these entries and of the others of the same acts: the first tells of all versions, and they quote one reason.

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
    beside = [entry for entry in _entries(stream, at__in=[entry.at for entry in chosen]) if may_go(entry)]
    acts = _acts_of(beside)
    wanted = {acts[entry.n] for entry in chosen}
    return [entry for entry in beside if acts[entry.n] in wanted]


def _acts_of(entries):
    """{number: what tells the act of an entry from others}.

    An act's entries stand one behind the other, and the first tells of all its rows: the next that tells of some begins
    another. What one person gave as a reason at one moment is one and the same, of whatever acts.
    """
    acts, before = {}, None  # before: (number, moment, actor) of the entry before, if that had no reason either
    for entry in entries:
        told = json.loads(entry.payload.data)
        place = (entry.n, entry.at, entry.actor)
        if told["reason"]:
            acts[entry.n], before = (entry.at, entry.actor, told["reason"]), None
            continue
        goes_on = before == (entry.n - 1, entry.at, entry.actor) and not told["rows"]
        acts[entry.n], before = acts[entry.n - 1] if goes_on else entry.n, place
    return acts


def _entries(stream, **wanted):
    return list(Entry.objects.filter(stream=stream, **wanted).select_related("payload").order_by("n"))


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
