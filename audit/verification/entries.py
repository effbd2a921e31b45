"""Entries one by one: the leaf, its hash, its place in its stream, and what it commits to."""

import json
from hashlib import sha256

from audit.canonical import MISSHAPEN
from audit.registry import events

from .findings import Finding, Kind

ERASED = "payload.erased"
ROWS = '"rows":'  # the last key of a canonical payload


class Entries:
    """Looks at each entry once, in the order of the tree. Findings go to `found`, versions it tells of to `versions`,
    the facts of some events to those who listen: {name of the event: a function of (where, facts)}.
    """

    def __init__(self, found, versions, listeners=()):
        self.found, self.versions, self.listeners = found, versions, dict(listeners)
        self.closing = {event.name for event in events.values() if event.closes}
        self.following = {event.name for event in events.values() if event.may_follow} | {ERASED}
        self.closed = set()  # streams whose end was declared
        self.erased, self.ordered = {}, set()  # (stream, number): who has no payload, and whom an order names

    def look(self, row) -> bytes:
        """The hash of the row's leaf as it is now."""
        where, leaf = f"{row.stream}/{row.n}", bytes(row.leaf)
        hashed = sha256(b"\0" + leaf).digest()
        if hashed != bytes(row.leaf_hash):
            self._find(Kind.LEAF, where, "the leaf is not the one that was hashed")
        commitment = self._commitment(row, where)
        previous = "null" if row.before is None else f'"{bytes(row.before).hex()}"'
        if bool(row.n) != bool(row.before) or leaf != _leaf(row, commitment or _committed(leaf), previous):
            self._explain(row, where, leaf, commitment, previous)
        if row.stream in self.closed and row.event not in self.following:
            self._find(Kind.CLOSED, where, f"{row.event} happened after the stream was closed")
        if row.event in self.closing:
            self.closed.add(row.stream)
        return hashed

    def finish(self):
        """What can be said only when every entry was seen."""
        for place, where in self.erased.items():
            if place not in self.ordered:
                self._find(Kind.PAYLOAD, where, "its payload is gone, and no order to erase it is recorded")
        for stream, n in self.ordered - self.erased.keys():
            self._find(
                Kind.PAYLOAD, f"{stream}/{n}", "an order to erase its payload is recorded, and it is still there"
            )

    def _commitment(self, row, where):
        """The commitment over the stored payload; None where there is none."""
        if row.payload is None or row.salt is None or row.data is None:
            if row.payload is None or row.event == ERASED or (row.salt, row.data) != (None, None):
                self._find(Kind.PAYLOAD, where, "its payload is missing, or half of it")
            else:
                self.erased[row.stream, row.n] = where
            return None
        if row.event == ERASED:
            self._note_order(row, where)
        if row.event in self.listeners:
            self._tell(row, where)
        if ROWS + "[]" not in row.data:
            self._note_versions(row, where)
        return sha256(b"skp-payload-v1\0" + bytes(row.salt) + row.data.encode()).hexdigest()

    def _note_order(self, row, where):
        try:
            order = json.loads(row.data)
            self.ordered.add((row.stream, order["of"]))
            self.versions.allow(where, order.get("blanked", []))
        except MISSHAPEN:
            self._find(Kind.PAYLOAD, where, "the order does not say what it erases")

    def _tell(self, row, where):
        try:
            self.listeners[row.event](where, json.loads(row.data)["facts"])
        except MISSHAPEN:
            self._find(Kind.PAYLOAD, where, "it does not say in the known form what happened")

    def _note_versions(self, row, where):
        try:
            told = _rows_in(row.data)
        except MISSHAPEN:
            return self._find(Kind.PAYLOAD, where, "it does not say in the known form which versions belong to it")
        return self.versions.expect(where, told)

    def _explain(self, row, where, leaf, commitment, previous):
        """Which part of the leaf is not what it should be."""
        try:
            told = json.loads(leaf)
            says_the_same = leaf == _leaf(row, told.get("c"), _quoted(told.get("p")))
        except MISSHAPEN:
            return self._find(Kind.LEAF, where, "the leaf cannot be read")
        if not says_the_same:
            self._find(Kind.LEAF, where, "the leaf and the columns beside it do not say the same")
        if commitment not in (None, told.get("c")):
            self._find(Kind.PAYLOAD, where, "its payload is not what was recorded")
        if bool(row.n) != bool(row.before) or _quoted(told.get("p")) != previous:
            self._find(Kind.CHAIN, where, f"it does not follow number {row.n - 1} of its stream")
        return None

    def _find(self, kind, where, sentence):
        self.found(Finding(kind, where, sentence))


def _rows_in(data):
    """[(table, key, salt, digest)] of a payload that tells of versions."""
    told = [
        (table, key, salt, digest) for table, key, salt, digest in json.loads(data[data.rindex(ROWS) + len(ROWS) : -1])
    ]
    for _table, _key, salt, _digest in told:
        bytes.fromhex(salt)
    return told


def _leaf(row, commitment, previous):
    """The only leaf that these columns can have (canonical JSON: keys in order, no blanks)."""
    return (
        f'{{"a":"{row.actor}","c":"{commitment}","e":"{row.event}","n":{row.n},"p":{previous},'
        f'"s":"{row.stream}","t":"{row.at}","v":1}}'
    ).encode()


def _committed(leaf):
    """The commitment that the leaf itself names: behind the actor, at a fixed place."""
    return leaf[len('{"a":"00000000-0000-0000-0000-000000000000","c":"') :][:64].decode("ascii", "replace")


def _quoted(text):
    return "null" if text is None else f'"{text}"'
