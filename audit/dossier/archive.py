"""How the members of a dossier become one ZIP: the same facts give the same bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from audit.canonical import canonical
from audit.tlog.note import encode
from audit.tlog.proof import Proof

VERIFIER = Path(__file__).with_name("verify.py")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can tell


@dataclass(frozen=True)
class Event:
    """One entry: its exact leaf, what it commits to, and the proof that it is in the log.

    `salt` and `data` are None where an order erased them.
    """

    n: int
    leaf: bytes
    salt: bytes | None
    data: str | None
    proof: Proof

    @property
    def payload(self):
        if self.data is None:
            return {"n": self.n, "erased": True}
        return {"n": self.n, "salt": encode(self.salt), "data": self.data}


@dataclass(frozen=True)
class End:
    """How many entries the stream had when the ends of all streams were last written down, and the proof of that.

    `leaf`, `salt`, `data` and `proof` are those of the entry `streams.heads`; `index` and `hashes` lead to its root.
    """

    count: int
    head: bytes
    index: int
    hashes: Sequence[bytes]
    leaf: bytes
    salt: bytes
    data: str
    proof: Proof

    def document(self):
        path = [encode(one) for one in self.hashes]
        own = {"count": self.count, "hashes": path, "head": self.head.hex(), "index": self.index}
        return own | {"data": self.data, "leaf": self.leaf.decode(), "salt": encode(self.salt), "v": 1}


@dataclass(frozen=True)
class Dossier:
    """The events of one stream from the first, and the checkpoint (a signed note) of all their proofs.

    `attachments` are files that a payload names by their digest: {name: bytes}; `closed` are [table, key] of versions
    whose files are left out, because whoever it is made for may not see them.
    """

    stream: str
    checkpoint: str
    events: Sequence[Event]
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    end: End | None = None
    closed: Sequence = ()

    def members(self) -> dict[str, bytes]:
        files = {
            "checkpoint": self.checkpoint.encode(),
            "events.jsonl": b"".join(event.leaf + b"\n" for event in self.events),
            "payload.jsonl": b"".join(canonical(event.payload) + b"\n" for event in self.events),
            **{f"proofs/{event.n}.tlog-proof": str(event.proof).encode() for event in self.events},
            **self._end(),
            **({"closed.json": canonical({"rows": list(self.closed), "v": 1}) + b"\n"} if self.closed else {}),
            **self.attachments,
            "verify.py": VERIFIER.read_bytes(),
        }
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        return {"manifest.json": _manifest(self.stream, len(self.events), digests), **files}

    def _end(self):
        if self.end is None:
            return {}
        return {"heads.json": canonical(self.end.document()) + b"\n", "heads.tlog-proof": str(self.end.proof).encode()}

    def zip(self) -> bytes:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.members().items():
                archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
        return whole.getvalue()


def _manifest(stream, count, digests):
    """Canonical but for the names of files, which are no words of ours."""
    listed = ",".join(f'"{name}":"{digest}"' for name, digest in sorted(digests.items()))
    return f'{{"count":{count},"files":{{{listed}}},"stream":"{stream}","v":1}}'.encode()
