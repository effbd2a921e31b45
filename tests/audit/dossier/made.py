"""A log of two streams, one of which becomes a dossier; nothing of it comes from a database."""

import json
import zipfile
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from audit.canonical import canonical
from audit.dossier.archive import Dossier, Event
from audit.tlog.checkpoint import Checkpoint
from audit.tlog.note import SigningKey
from audit.tlog.proof import Proof
from audit.tlog.tree import Tree, leaf_hash

KEY = SigningKey("audit.example.go.id/skp", b"k" * 32)
EVIL = SigningKey("audit.example.go.id/skp", b"e" * 32)
WITNESS = SigningKey("witness.example.org/w", b"w" * 32, kind=4)
STREAM = "appraisal:7"
ACTOR = "e3ed8a19-b68e-43f8-83bb-570b83f70f6a"


@dataclass
class Log:
    """Leaves in the order in which they were sealed; every second one is of another stream."""

    key: SigningKey = KEY
    leaves: list = field(default_factory=list)
    told: dict = field(default_factory=dict)  # number in the stream -> (index, salt, data)

    def add(self, event, payload):
        n, salt, data = len(self.told), bytes([len(self.told)] * 32), canonical(payload).decode()
        previous = leaf_hash(self.leaves[self.told[n - 1][0]]).hex() if n else None
        commitment = sha256(b"skp-payload-v1\0" + salt + data.encode()).hexdigest()
        leaf = {"v": 1, "e": event, "t": f"2026-11-22T03:00:{n:02}.000000Z", "s": STREAM, "n": n, "p": previous}
        self.leaves += [canonical(leaf | {"a": ACTOR, "c": commitment}), f"something else {n}".encode()]
        self.told[n] = (len(self.leaves) - 2, salt, data)

    def dossier(self, *, erased=(), attachments=None, witnesses=()):
        hashes = [leaf_hash(leaf) for leaf in self.leaves]
        tree = Tree(len(hashes), lambda level, n: b"".join(hashes))
        checkpoint = Checkpoint(self.key.name, tree.size, tree.root())
        note = checkpoint.sign(self.key)
        for witness in witnesses:
            note = note.with_signature(witness.sign(str(checkpoint), time=1_795_000_000))
        events = []
        for n, (index, salt, data) in self.told.items():
            proof = Proof(index, tuple(tree.inclusion(index)), str(note))
            gone = n in erased
            events.append(Event(n, self.leaves[index], None if gone else salt, None if gone else data, proof))
        return Dossier(STREAM, str(note), events, attachments or {})


def log_of(*payloads, key=KEY):
    log = Log(key)
    for n, payload in enumerate(payloads):
        log.add(payload.pop("event", f"appraisal.step_{n}"), payload)
    return log


def packed(members, manifest=True):
    """A ZIP of these members; with a manifest that fits them, as a careful forger would make it."""
    members = dict(members)
    if manifest:
        told = json.loads(members.pop("manifest.json"))
        told["files"] = {name: sha256(content).hexdigest() for name, content in members.items()}
        members = {"manifest.json": json.dumps(told).encode(), **members}
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()
