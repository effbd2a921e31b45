"""Versions that a dossier has as files: the evaluation document, byte for byte as an event names it by its digest.

What a payload names is the salted digest of the version, so these are the bytes of the file: `skp-row-v1`, a zero
byte, 32 bytes of salt, and the row as canonical JSON, in which `content` is the document. Files that a version names
by their SHA-256 (audit.stored) go along as they are.
"""

import json
from hashlib import sha256
from itertools import chain

from audit import stored
from audit.canonical import canonical, columns, row_bytes
from audit.grown import older_forms
from audit.registry import histories
from audit.search.changes import versions_in


def enclosed_in(entries, reader=None):
    """({name: bytes} of what these entries tell of, [[table, key]] of what of it is closed to this reader).

    Without a reader it is for whoever may have all of it. What an order erased is in neither, for that is nobody's.
    """
    known = {history.model.history.model._meta.db_table: history for history in histories.values() if history.enclosed}
    told = {(row[0], row[1]): row for entry in entries for row in _rows_of(entry, known)}
    versions = versions_in(told.values()) if told else {}
    closed = _closed(versions, known, reader)
    found, left_out = {}, []
    for place, (table, pk, salt, digest) in told.items():
        version = versions.get(place)
        content = _digested(version, salt, digest)
        if content is not None and place in closed:
            left_out.append([table, pk])
        elif content is not None:
            found[f"attachments/{known[table].enclosed}-{pk}.row"] = content
            found |= _file_of(version, known[table])
    return found, left_out


def _closed(versions, known, reader):
    """The places of versions whose records this reader may not have."""
    closed = set()
    for table, history in known.items():
        own = {place: version for place, version in versions.items() if place[0] == table}
        if history.readable and own:
            key = history.model._meta.pk.attname
            asked = {getattr(version, key) for version in own.values()}
            may = set(history.readable(reader).filter(pk__in=asked).values_list("pk", flat=True))
            closed |= {place for place, version in own.items() if getattr(version, key) not in may}
    return closed


def _file_of(version, history):
    """{name: bytes} of the file that a version names; one that is lost is a finding of `audit_verify`, not of ours."""
    named = history.stored and history.stored(version)
    if not named or named.is_erased or not stored.is_kept(named.digest):
        return {}
    return {f"attachments/{named.digest}{named.ending}": stored.bytes_of(named.digest)}


def _rows_of(entry, names):
    data = entry.payload.data
    if data is None or not any(f'["{table}",' in data for table in names):  # most tell of none: they are not read
        return []
    return [row for row in json.loads(data)["rows"] if row[0] in names]


def _digested(version, salt, digest):
    """The bytes that give the digest; its table may have got columns since."""
    if version is None:
        return None
    document = columns(version)
    forms = chain([document], older_forms(version._meta.db_table, document))
    found = (row_bytes(salt, canonical(form)) for form in forms)
    return next((content for content in found if sha256(content).hexdigest() == digest), None)
