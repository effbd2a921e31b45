#!/usr/bin/env python3
"""Check a Timbang dossier: what happened to one appraisal, and that nothing of it was changed since.

    python3 verify.py DOSSIER.zip --key 'audit.example.go.id/skp+1a2b3c4d+AX...'

Nothing but Python 3.11 is needed, no network, and no trust in whoever gave you the dossier. Take this file and the
key of the log from elsewhere: from the city's web site, from paper, from the inspectorate; the copy inside the
dossier could have been made by the forger. Exit status: 0 all of it holds, 1 something does not, 2 cannot be read.

What is checked, in this order:
  1. the archive holds what its manifest names, byte for byte, and nothing else;
  2. the checkpoint was signed by the log's key (Ed25519, RFC 8032; signed note and checkpoint of C2SP);
  3. the events are one chain: numbered from 0, each naming the hash of the one before;
  4. each event is in the log of that checkpoint (inclusion proof, RFC 6962, in the format tlog-proof of C2SP);
  5. what an event tells is what was committed to when it was recorded; what is missing was erased by an order that
     is itself in the chain. Each evaluation document and each file of evidence that the events tell of is there, under
     its own name, and no other file; one that is said to be closed to whoever the dossier was made for is named.
  6. who else signed the checkpoint: witnesses that saw the log grow (cosignature/v1 of C2SP). The signature of one whose
     key you give (--witness) is checked and has to be there; any other is named, and said not to be checked.
  7. the dossier has every event that there was when the log last wrote down the ends of all its streams (the entry
     `streams.heads`: RFC 6962 root over canonical {"count":…,"head":…,"stream":…} of each, sorted by stream); and
     nothing but what may follow stands behind the event that closes the stream.
What no dossier can show by itself is that nothing after that was cut off: compare it with a receipt (--receipt), ask
the log for a newer dossier, or see whether the stream is closed.
"""

import argparse
import base64
import json
import re
import struct
import sys
import zipfile
import zlib
from datetime import UTC, datetime
from hashlib import file_digest, sha256, sha512

LARGEST, MOST = 200 * 2**20, 4 * 2**30  # bytes of one member, and of all of them, that are read
NOTE, COSIGNATURE = 1, 4  # kinds of keys: the log's, a witness's
LAST_SECOND = 253_402_300_799  # of the year 9999
PROOF = "c2sp.org/tlog-proof@v1"
CLOSING = {"appraisal.closed", "cycle.closed"}  # the last event of its stream, but for those that may follow:
LAWFUL = {
    "access.explained", "access.questioned", "access.reported", "appraisal.content_opened",
    "appraisal.inspection_disclosed", "appraisal.printed", "cycle.calibration_exported", "cycle.left_out_exported",
    "erasure.agreed", "erasure.done", "erasure.opposed", "erasure.proposed", "erasure.withdrawn", "hold.lifted",
    "hold.placed", "log.content_opened", "payload.erased",
}  # fmt: skip
ENCLOSED = {  # tables of versions that go along as files: attachments/<this>-<number of the version>.row
    "appraisal_historicaldocument": "evaluation", "appraisal_historicalevidence": "evidence",
}  # fmt: skip
CLOSABLE = {"evidence"}  # of these, what may be closed to whoever the dossier is made for
ROW = len(b"skp-row-v1\0") + 32  # bytes before the row itself: salt is the rest


class Broken(Exception):
    """One finding, in a sentence."""


# ── Ed25519 verification, RFC 8032 section 5.1.7 ──────────────────────────────────────────────────
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # a square root of -1


def _add(a, b):
    """Addition of points in extended coordinates (X, Y, Z, T)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def _times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 == (a[1] * b[2] - b[1] * a[2]) % P


def _point(data):
    """The point that 32 bytes stand for (section 5.1.3), or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    """Whether the 64 bytes are the key's signature of the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % L
    return _same(_times(s, BASE), _add(r, _times(h, key)))


# ── the log's texts ───────────────────────────────────────────────────────────────────────────────
def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Broken("a text in it is not base64") from None
    if base64.b64encode(data).decode() != text:
        raise Broken("a text in it is base64 in another way than the standard's")
    return data


def read_key(line):
    """(name, id, kind, public key) of a verifier key `name+id+base64(kind ‖ key)`."""
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", line.strip())
    if not match:
        raise Broken("the key is not written name+id+key")
    name, data = match[1], unbase64(match[3])
    if sha256(name.encode() + b"\n" + data).hexdigest()[:8] != match[2]:
        raise Broken("the id of the key does not belong to it: check that you copied all of it")
    return name, bytes.fromhex(match[2]), data[0], data[1:]


def read_receipt(text):
    """(stream or None, number, leaf hash) of a receipt, as people and as programs write it: PN-520-7, appraisal:520/7, 7."""
    match = re.fullmatch(r"(?:(.+)[-/])?(\d{1,9}):([0-9a-f]{64})", "".join(text.split()), re.ASCII | re.IGNORECASE)
    if not match:
        raise Broken("a receipt is written NUMBER:FINGERPRINT, such as PN-520-7:… with all 64 digits")
    stream = match[1] and re.sub("^PN-", "appraisal:", match[1], flags=re.IGNORECASE)
    return stream, int(match[2]), match[3].lower()


def signatures(note):
    """(name, data) of each line under the text of a note; the data are the id of a key, and what it signed."""
    for line in note.rpartition("\n\n")[2].removesuffix("\n").split("\n"):
        match = re.fullmatch(r"— (\S+) (\S+)", line)
        if not match:
            raise Broken("the checkpoint is not a signed note")
        yield match[1], unbase64(match[2])


def signers(note, keys):
    """{key: when a witness says that it signed} of those that did; a false line in the name of one breaks the note."""
    text, found = note.rpartition("\n\n")[0].encode() + b"\n", {}
    for signer, data in signatures(note):
        for key in keys:
            name, identity, kind, public = key
            if (name, identity) != (signer, data[:4]):
                continue
            message, signature, time = text, data[4:], 0
            if kind == COSIGNATURE:  # a witness signs when it saw the text
                time, signature = int.from_bytes(data[4:12], "big"), data[12:]
                message = f"cosignature/v1\ntime {time}\n".encode() + text
            if time > LAST_SECOND or not is_signed(public, message, signature):
                raise Broken(f"the signature of {name} on the checkpoint is false")
            found[key] = time
    return found


def cosigned(note, witnesses):
    """In words, which witnesses signed the checkpoint."""
    known = {(key[0], key[1]): time for key, time in signers(note, witnesses).items()}
    others = [(name, data) for name, data in signatures(note) if name != note.split("\n")[0] and len(data) == 76]
    for name, data in others:
        if (name, data[:4]) in known:
            at = datetime.fromtimestamp(known[name, data[:4]], UTC)
            yield f"Cosigned by {name} at {at:%Y-%m-%dT%H:%M:%SZ}, checked."
        else:
            yield f"Cosigned by {name}, not checked: give the key of that witness (--witness)."
    if not others:
        yield "Cosigned by nobody: a log rewritten as a whole with its own key would look the same."


def read_checkpoint(note, keys, witnesses):
    """(size, root) of a checkpoint that one of the log's keys signed, and each of the witnesses."""
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9]\d{0,18})\n([A-Za-z0-9+/=]+)\n\n(?:— \S+ \S+\n)+", note)
    if not match:
        raise Broken("the checkpoint is not three lines and signatures")
    signed = signers(note, [*keys, *witnesses])
    if not any(key in signed and key[0] == match[1] and key[2] == NOTE for key in keys):
        raise Broken(f"the checkpoint of {match[1]} is not signed by the key that was given")
    for key in witnesses:
        if key not in signed:
            raise Broken(f"the witness {key[0]} did not sign the checkpoint")
    return int(match[2]), unbase64(match[3])


def check_inclusion(leaf, proof, note, size, root):
    """The leaf is in the log of this very checkpoint."""
    head, _, rest = proof.partition("\n\n")
    match = re.fullmatch(re.escape(PROOF) + r"\n(?:extra [^\n]*\n)?index (0|[1-9]\d{0,18})((?:\n[^\n]+)*)", head)
    if not match or rest != note:
        raise Broken("its proof is not one, or is of another checkpoint")
    follow(leaf, int(match[1]), size, [unbase64(line) for line in match[2].split("\n")[1:]], root)


def follow(leaf, at, size, steps, root):
    """The leaf is number `at` of the tree of `size` leaves with this root (RFC 9162 section 2.1.3.2)."""
    last, found = size - 1, sha256(b"\0" + leaf).digest()
    if not 0 <= at <= last:
        raise Broken("its proof is of an entry that the tree does not have")
    for step in steps:
        if last == 0 or len(step) != 32:
            raise Broken("its proof does not fit the tree")
        if at & 1 or at == last:
            found = sha256(b"\1" + step + found).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = sha256(b"\1" + found + step).digest()
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise Broken("its proof does not lead to the root")


OWN = {
    "manifest.json", "checkpoint", "events.jsonl", "payload.jsonl", "heads.json", "heads.tlog-proof", "closed.json",
    "verify.py",
}  # fmt: skip
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, NotImplementedError, ValueError, OverflowError,
)  # fmt: skip


# ── the dossier ───────────────────────────────────────────────────────────────────────────────────
class Dossier:
    """The archive, and the digest of each member by name. Findings are gathered, so that one does not hide another."""

    def __init__(self, path):
        self.findings = []
        try:
            self.archive = zipfile.ZipFile(path)
            self.digests = self.digested(self.archive.infolist())
        except UNREADABLE as error:
            raise Broken(f"it cannot be read as an archive ({error})") from None
        self.manifest = self.json("manifest.json")
        self.note = self.text("checkpoint")

    def digested(self, members):
        """{name: SHA-256 in hex}, one piece at a time: all members together may be larger than the memory."""
        if len({info.filename for info in members}) < len(members):
            raise Broken("the archive holds two members of one name")
        if any(info.file_size > LARGEST for info in members) or sum(info.file_size for info in members) > MOST:
            raise Broken("the archive holds more than can be read")
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in members):
            raise Broken("the archive is packed in another way than dossiers are")
        found = {}
        for info in members:
            with self.archive.open(info) as member:
                found[info.filename] = file_digest(member, "sha256").hexdigest()
        return found

    def text(self, name):
        if name not in self.digests:
            raise Broken(f"{name} is missing")
        try:
            return self.archive.read(name).decode()
        except UnicodeDecodeError:
            raise Broken(f"{name} is not UTF-8") from None

    def json(self, name):
        return parse(self.text(name), name)

    def lines(self, name):
        text = self.text(name)
        if text and not text.endswith("\n"):
            raise Broken(f"{name} does not end with a newline")
        return text.split("\n")[:-1]

    def check(self, what, function, *arguments):
        """Call a check; what breaks is kept and said, what it returns goes on."""
        try:
            return function(*arguments)
        except Broken as broken:
            self.findings.append(f"{what}: {broken}")
        except RecursionError:
            self.findings.append(f"{what}: it is nested too deeply to be read")
        return None

    def check_manifest(self):
        files = self.manifest.get("files")
        if self.manifest.get("v") != 1 or not isinstance(files, dict):
            raise Broken("it is not of the known form")
        others = self.digests.keys() - {"manifest.json"}
        for name in sorted(others - files.keys()):
            self.findings.append(f"{name}: the manifest does not name it")
        for name in sorted(files.keys() - others):
            self.findings.append(f"{name}: the manifest names it, the archive has it not")
        for name in sorted(files.keys() & others):
            if self.digests[name] != files[name]:
                self.findings.append(f"{name}: it was changed after the manifest was written")

    def check_events(self, size, root):
        """The chain and the proofs; returns {number: event} of what can be read."""
        events, previous = {}, None
        for n, line in enumerate(self.lines("events.jsonl")):
            events[n] = self.check(f"event {n}", self.check_event, n, line, previous) or {}
            previous = sha256(b"\0" + line.encode()).hexdigest()
            if root:
                self.check(f"event {n}", self.check_proof, n, line, size, root)
        if len(events) != self.manifest.get("count"):
            self.findings.append(f"events.jsonl: {len(events)} events, the manifest says {self.manifest.get('count')}")
        return events

    def check_event(self, n, line, previous):
        event = parse(line, f"event {n}")
        words = [event.get(name) for name in "etsac"] + ([] if event.get("p") is None else [event["p"]])
        if set(event) != set("vetsnpac") or event["v"] != 1 or not all(isinstance(one, str) for one in words):
            raise Broken("it has other members than an event has")
        if json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False) != line:
            raise Broken("it is not in canonical form")
        if (event["s"], event["n"]) != (self.manifest.get("stream"), n):
            raise Broken(f"it is number {event['n']} of {event['s']}: events are missing, or in another order")
        if event["p"] != previous:
            raise Broken("it does not name the event before it: one of the two was exchanged")
        return event

    def check_proof(self, n, line, size, root):
        check_inclusion(line.encode(), self.text(f"proofs/{n}.tlog-proof"), self.note, size, root)

    def check_payloads(self, events):
        """What was said, against what was committed to; returns the payloads."""
        payloads, erased = {}, set()
        for line in self.lines("payload.jsonl"):
            told = parse(line, "payload.jsonl")
            n = told.get("n") if type(told.get("n")) is int else None
            if n not in events or n in payloads or n in erased:
                self.findings.append(f"payload {n}: of no event, or there twice")
            elif told.get("erased") is True and len(told) == 2:
                erased.add(n)
            else:
                payloads[n] = self.check(f"payload {n}", self.check_payload, told, events[n]) or {}
        ordered = [told.get("of") for n, told in payloads.items() if events[n].get("e") == "payload.erased"]
        for n in sorted(events.keys() - payloads.keys()):
            if n not in erased:
                self.findings.append(f"payload {n}: it is missing")
            elif n not in ordered:
                self.findings.append(f"payload {n}: it was erased without an order")
            elif events[n].get("e") == "payload.erased":
                self.findings.append(f"payload {n}: an order to erase cannot itself be erased")
        return payloads, erased

    def check_payload(self, told, event):
        is_known = (
            told.keys() == {"n", "salt", "data"} and isinstance(told["salt"], str) and isinstance(told["data"], str)
        )
        if not is_known:
            raise Broken("it is not of the known form")
        commitment = sha256(b"skp-payload-v1\0" + unbase64(told["salt"]) + utf8(told["data"])).hexdigest()
        if commitment != event.get("c"):
            raise Broken("it is not what was recorded")
        return parse(told["data"], "payload")

    def check_end(self, size, root):
        """How far the events are proven to be complete: (time, size of the log, count), or None."""
        if "heads.json" not in self.digests:
            return None
        told = self.json("heads.json")
        try:
            count, head, line, data = told["count"], told["head"], told["leaf"], told["data"]
            if type(count) is not int or type(told["index"]) is not int:
                raise Broken("it is not of the known form")
            leaf, stated = parse(line, "heads.json"), parse(data, "heads.json")["facts"]
            steps = [unbase64(step) for step in told["hashes"]]
            check_inclusion(line.encode(), self.text("heads.tlog-proof"), self.note, size, root)
            committed = sha256(b"skp-payload-v1\0" + unbase64(told["salt"]) + data.encode()).hexdigest()
            if (leaf["e"], leaf["s"], leaf["c"]) != ("streams.heads", "book:heads", committed):
                raise Broken("its entry is not one of the log's, or does not say that")
            own = f'{{"count":{count},"head":"{head}","stream":"{self.manifest.get("stream")}"}}'
            follow(own.encode(), told["index"], stated["streams"], steps, bytes.fromhex(stated["root"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Broken("it is not of the known form") from None
        lines = self.lines("events.jsonl")
        if len(lines) < count:
            raise Broken(f"the stream had {count} events, the dossier has {len(lines)}: its end was cut off")
        if sha256(b"\0" + lines[count - 1].encode()).hexdigest() != head:
            raise Broken(f"event {count - 1} was another one when the ends of the streams were written down")
        return leaf["t"], stated["size"], count

    def check_closed(self, events):
        """When the stream was closed; after that only what may follow."""
        closed = None
        for n in sorted(events):
            name = events[n].get("e")
            if closed and name not in LAWFUL:
                self.findings.append(f"event {n}: {name} stands behind the event that closed the stream")
            if name in CLOSING:
                closed = closed or events[n].get("t")
        return closed

    def check_attachments(self, events, payloads):
        """Each file that was recorded is there, under its own name, unless an order took it; and there is no other.

        Returns {name: number of the event} of what is said to be closed to whoever the dossier was made for.
        """
        told = [(n, *version) for n, payload in payloads.items() for version in versions(payload, "rows")]
        rows = {row_name(table, key): digest for _n, table, key, digest in told if table in ENCLOSED}
        files = named(payloads, "sha256")
        for name in [name for name, digest in rows.items() if self.digests.get(name) == digest]:
            files.add(self.check(name, self.check_file_of, name))
        self.check_others(events, rows, files, named(payloads, "pdf"))
        orders = [payload for n, payload in payloads.items() if events[n].get("e") == "payload.erased"]
        erased = {version[:2] for order in orders for version in versions(order, "blanked")}
        absent = [row for row in told if row[1] in ENCLOSED and row[1:3] not in erased]
        return self.check_absent(
            {row_name(*row[1:3]): row for row in absent if row_name(*row[1:3]) not in self.digests}
        )

    def check_absent(self, rows):
        """Without an order only what is closed to somebody may be missing, and the dossier has to say so."""
        closed, left_out = self.check("closed.json", self.closed) or set(), {}
        for name, (n, table, key, _digest) in rows.items():
            if (table, key) in closed and ENCLOSED[table] in CLOSABLE:
                left_out[name] = n
            else:
                self.findings.append(f"{name}: event {n} tells of it, and it is missing")
        return left_out

    def check_others(self, events, rows, files, documents):
        """No file but those: what somebody wrote as a reason, or gave in as evidence, cannot pass for another."""
        proofs = {f"proofs/{n}.tlog-proof" for n in events}
        of_end = set() if "heads.json" in self.digests else {"heads.tlog-proof"}
        for name in sorted(self.digests.keys() - (OWN | proofs) | self.digests.keys() & of_end):
            digest = self.digests[name]
            is_file = digest in files and re.fullmatch(rf"attachments/{digest}(\.[a-z]+)?", name)
            is_document = digest in documents and name == "evaluation.pdf"
            if not (is_file or is_document or rows.get(name) == digest):
                self.findings.append(f"{name}: no event names this file")

    def check_file_of(self, name):
        """The digest of the file that a version names, which has to be there as well; None where it names none."""
        digest = parse(self.archive.read(name)[ROW:].decode("utf-8", "replace"), name).get("sha256")
        if not isinstance(digest, str):
            return None
        if not any(one.startswith(f"attachments/{digest}") for one in self.digests):
            raise Broken(f"the file that it names, attachments/{digest}, is missing")
        return digest

    def closed(self):
        """{(table, key)} of versions that are left out: whoever the dossier was made for may not see them."""
        if "closed.json" not in self.digests:
            return set()
        return {version[:2] for version in versions(self.json("closed.json"), "rows")}

    def check_receipt(self, receipt):
        """Somebody was given (number, leaf hash): the dossier has that event, unchanged."""
        stream, n, digest = receipt
        if stream not in (None, self.manifest.get("stream")):
            raise Broken(f"it is of {stream}, and this dossier of {self.manifest.get('stream')}")
        lines = self.lines("events.jsonl")
        if n >= len(lines):
            raise Broken("the dossier ends before it: something was left out at the end")
        if sha256(b"\0" + lines[n].encode()).hexdigest() != digest:
            raise Broken("the event of that number is another one")


def parse(text, name):
    """A JSON object without repeated keys."""

    def once(pairs):
        if len({key for key, _ in pairs}) < len(pairs):
            raise Broken(f"{name} says one thing twice")
        return dict(pairs)

    try:
        document = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Broken(f"{name} is not JSON") from None
    if not isinstance(document, dict):
        raise Broken(f"{name} is not a JSON object")
    return document


def versions(told, name):
    """(table, key, digest) of each version that a payload, or what is closed, speaks of."""
    rows = told.get(name)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) in (2, 4) and isinstance(row[0], str) and type(row[1]) is int:
            yield row[0], row[1], row[-1]


def row_name(table, key):
    return f"attachments/{ENCLOSED[table]}-{key}.row"


def named(payloads, word):
    """What payloads say under this word, by themselves or as a fact."""
    said = [of.get(word) for told in payloads.values() for of in (told, told.get("facts")) if isinstance(of, dict)]
    return {one for one in said if isinstance(one, str)}


def utf8(text):
    """Half a letter is none in UTF-8: such a text is simply another one than was recorded."""
    return text.encode("utf-8", "surrogatepass")


def verify(path, keys, witnesses=(), receipts=()):
    """Returns (findings, summary); raises Broken when there is nothing to check."""
    dossier, receipts = Dossier(path), [read_receipt(receipt) for receipt in receipts]
    dossier.check("manifest.json", dossier.check_manifest)
    size, root = dossier.check("checkpoint", read_checkpoint, dossier.note, keys, witnesses) or (0, None)
    events = dossier.check_events(size, root)
    payloads, erased = dossier.check_payloads(events)
    left_out = dossier.check_attachments(events, payloads)
    for receipt in receipts:
        dossier.check(f"receipt {receipt[1]}", dossier.check_receipt, receipt)
    end = root and dossier.check("heads.json", dossier.check_end, size, root)
    closed = dossier.check_closed(events)
    last = events[max(events)].get("t", "") if events else ""
    stream = dossier.manifest.get("stream")
    until = f"{len(events)} events until {last}, {len(erased)} of them erased by order"
    summary = [f"{stream}: {until}; log of {size} entries", *completeness(end, closed)]
    if root:
        summary += cosigned(dossier.note, witnesses)
    for name, n in sorted(left_out.items()):
        summary.append(f"Left out: {name} of event {n}, said to be closed to whoever this was made for. Ask them why.")
    return dossier.findings, "\n".join(map(shown, summary))


def completeness(end, closed):
    """In words, whether the end may be missing."""
    if end:
        at, size, count = end
        yield f"Complete up to {at}, when the ends of all streams in {size} entries were written down: {count} events."
    else:
        yield "Nothing in it shows that its end was not cut off: it carries no end of the stream written down in the log."
    if closed:
        yield f"Closed at {closed}: nothing but prints, looks and orders to erase may follow."


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dossier", help="the ZIP file")
    parser.add_argument("--key", action="append", required=True, help="verifier key of the log, or a file with it")
    parser.add_argument("--witness", action="append", default=[], help="key of a witness that must have signed")
    parser.add_argument(
        "--receipt", action="append", default=[], metavar="NUMBER:FINGERPRINT", help="a receipt that you hold"
    )
    asked = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a name may have letters that this terminal does not know
    try:
        keys, witnesses = ([read_key(given(key)) for key in group] for group in (asked.key, asked.witness))
        if any(key[2] != COSIGNATURE for key in witnesses):
            raise Broken("that is the key of a log, not of a witness")
        findings, summary = verify(asked.dossier, keys, witnesses, asked.receipt)
    except (Broken, OSError, UnicodeDecodeError) as error:
        print(f"CANNOT BE CHECKED: {shown(str(error))}", file=sys.stderr)
        return 2
    for finding in findings:
        print(f"FAIL {shown(finding)}")
    print(f"{'FAIL' if findings else 'OK'} {summary}")
    if not findings and not asked.receipt:
        print("Whether it goes on after that, no dossier can show: compare it with a receipt (--receipt).")
    return 1 if findings else 0


def shown(text):
    """A line without what could move a terminal's cursor or look like a line of this program."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def given(key):
    if "+" in key:
        return key
    with open(key, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
