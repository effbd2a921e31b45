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
     is itself in the chain.
What no dossier can show by itself is that its end was not cut off: compare it with a receipt (--receipt) or ask the
log for a newer dossier.
"""

import argparse
import base64
import json
import re
import sys
import zipfile
from hashlib import sha256, sha512

LARGEST = 200 * 2**20  # bytes of one member that are read
PROOF = "c2sp.org/tlog-proof@v1"


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


def signers(note, keys):
    """Which of these keys signed the note; a false line in the name of one of them breaks it."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    found = []
    for line in lines.removesuffix("\n").split("\n"):
        match = re.fullmatch(r"— (\S+) (\S+)", line)
        if not match:
            raise Broken("the checkpoint is not a signed note")
        data = unbase64(match[2])
        for key in keys:
            name, identity, kind, public = key
            if (name, identity) != (match[1], data[:4]):
                continue
            message, signature = text.encode(), data[4:]
            if kind == 4:  # a witness signs when it saw the text
                time, signature = int.from_bytes(data[4:12], "big"), data[12:]
                message = f"cosignature/v1\ntime {time}\n".encode() + message
            if not is_signed(public, message, signature):
                raise Broken(f"the signature of {name} on the checkpoint is false")
            found.append(key)
    return found


def read_checkpoint(note, keys, witnesses):
    """(size, root) of a checkpoint that one of the log's keys signed, and each of the witnesses."""
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9]\d{0,18})\n([A-Za-z0-9+/=]+)\n\n(?:— \S+ \S+\n)+", note)
    if not match:
        raise Broken("the checkpoint is not three lines and signatures")
    signed = signers(note, [*keys, *witnesses])
    if not any(key in signed and key[0] == match[1] and key[2] == 1 for key in keys):
        raise Broken(f"the checkpoint of {match[1]} is not signed by the key that was given")
    for key in witnesses:
        if key not in signed:
            raise Broken(f"the witness {key[0]} did not sign the checkpoint")
    return int(match[2]), unbase64(match[3])


def check_inclusion(leaf, proof, note, size, root):
    """The leaf is in the log of this very checkpoint (RFC 9162 section 2.1.3.2)."""
    head, _, rest = proof.partition("\n\n")
    match = re.fullmatch(re.escape(PROOF) + r"\n(?:extra [^\n]*\n)?index (0|[1-9]\d{0,18})((?:\n[^\n]+)*)", head)
    if not match or rest != note:
        raise Broken("its proof is not one, or is of another checkpoint")
    at, last, found = int(match[1]), size - 1, sha256(b"\0" + leaf).digest()
    if at > last:
        raise Broken("its proof is of an entry that the log does not have")
    for line in match[2].split("\n")[1:]:
        step = unbase64(line)
        if last == 0 or len(step) != 32:
            raise Broken("its proof does not fit the log")
        if at & 1 or at == last:
            found = sha256(b"\1" + step + found).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = sha256(b"\1" + found + step).digest()
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise Broken("its proof does not lead to the root of the checkpoint")


# ── the dossier ───────────────────────────────────────────────────────────────────────────────────
class Dossier:
    """The members of the archive by name. Findings are gathered, so that one does not hide another."""

    def __init__(self, path):
        self.findings = []
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
            if len(set(names)) < len(names):
                raise Broken("the archive holds two members of one name")
            if any(info.file_size > LARGEST for info in archive.infolist()):
                raise Broken("the archive holds a member that is too large to be read")
            self.members = {name: archive.read(name) for name in names}
        self.manifest = self.json("manifest.json")
        self.note = self.text("checkpoint")

    def text(self, name):
        if name not in self.members:
            raise Broken(f"{name} is missing")
        try:
            return self.members[name].decode()
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
        return None

    def check_manifest(self):
        files = self.manifest.get("files")
        if self.manifest.get("v") != 1 or not isinstance(files, dict):
            raise Broken("it is not of the known form")
        others = self.members.keys() - {"manifest.json"}
        for name in sorted(others - files.keys()):
            self.findings.append(f"{name}: the manifest does not name it")
        for name in sorted(files.keys() - others):
            self.findings.append(f"{name}: the manifest names it, the archive has it not")
        for name in sorted(files.keys() & others):
            if sha256(self.members[name]).hexdigest() != files[name]:
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
        if set(event) != set("vetsnpac") or event["v"] != 1:
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
            elif told.get("erased") is True:
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
        if not isinstance(told.get("salt"), str) or not isinstance(told.get("data"), str):
            raise Broken("it is not of the known form")
        commitment = sha256(b"skp-payload-v1\0" + unbase64(told["salt"]) + told["data"].encode()).hexdigest()
        if commitment != event.get("c"):
            raise Broken("it is not what was recorded")
        return parse(told["data"], "payload")

    def check_attachments(self, payloads):
        """Each further file is named, by its digest, in what was recorded."""
        known = {value for told in payloads.values() for value in texts_in(told)}
        for name in sorted(self.members):
            is_own = name in ("manifest.json", "checkpoint", "events.jsonl", "payload.jsonl", "verify.py")
            if is_own or name.startswith("proofs/"):
                continue
            if sha256(self.members[name]).hexdigest() not in known:
                self.findings.append(f"{name}: no event names this file")

    def check_receipt(self, receipt, events):
        """Somebody was given (number, leaf hash): the dossier has that event, unchanged."""
        n, _, digest = receipt.partition(":")
        lines = self.lines("events.jsonl")
        if not n.isdecimal() or int(n) >= len(lines):
            raise Broken("the dossier ends before it: something was left out at the end")
        if sha256(b"\0" + lines[int(n)].encode()).hexdigest() != digest.strip().lower():
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


def texts_in(document):
    """Every text anywhere in a document."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for item in document.values() if isinstance(document, dict) else document:
            yield from texts_in(item)


def verify(path, keys, witnesses=(), receipts=()):
    """Returns (findings, summary); raises Broken when there is nothing to check."""
    dossier = Dossier(path)
    dossier.check("manifest.json", dossier.check_manifest)
    size, root = dossier.check("checkpoint", read_checkpoint, dossier.note, keys, witnesses) or (0, None)
    events = dossier.check_events(size, root)
    payloads, erased = dossier.check_payloads(events)
    dossier.check_attachments(payloads)
    for receipt in receipts:
        dossier.check(f"receipt {receipt[:12]}", dossier.check_receipt, receipt, events)
    last = events[max(events)].get("t", "") if events else ""
    stream = dossier.manifest.get("stream")
    until = f"{len(events)} events until {last}, {len(erased)} of them erased by order"
    return dossier.findings, f"{stream}: {until}; log of {size} entries"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dossier", help="the ZIP file")
    parser.add_argument("--key", action="append", required=True, help="verifier key of the log, or a file with it")
    parser.add_argument("--witness", action="append", default=[], help="key of a witness that must have signed")
    parser.add_argument("--receipt", action="append", default=[], metavar="N:HASH", help="a receipt that you hold")
    asked = parser.parse_args(arguments)
    try:
        keys, witnesses = ([read_key(given(key)) for key in group] for group in (asked.key, asked.witness))
        findings, summary = verify(asked.dossier, keys, witnesses, asked.receipt)
    except (Broken, OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        print(f"CANNOT BE CHECKED: {error}", file=sys.stderr)
        return 2
    for finding in findings:
        print(f"FAIL {finding}")
    print(f"{'FAIL' if findings else 'OK'} {summary}")
    if not findings and not asked.receipt:
        print("Whether it goes on after its last event, no dossier can show: compare it with a receipt (--receipt).")
    return 1 if findings else 0


def given(key):
    if "+" in key:
        return key
    with open(key, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    sys.exit(main())
