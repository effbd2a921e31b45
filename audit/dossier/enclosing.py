"""Versions that a dossier has as files: the evaluation document, byte for byte as an event names it by its digest.

What a payload names is the salted digest of the version, so these are the bytes of the file: `skp-row-v1`, a zero
byte, 32 bytes of salt, and the row as canonical JSON, in which `content` is the document.
"""

import json
from hashlib import sha256
from itertools import chain

from audit.canonical import canonical, columns, row_bytes
from audit.grown import older_forms
from audit.registry import histories
from audit.search.changes import versions_in


def enclosed_in(entries) -> dict[str, bytes]:
    """{name: bytes} of what these entries tell of; without what an order erased, for that is nobody's any more."""
    names = {
        history.model.history.model._meta.db_table: history.enclosed
        for history in histories.values()
        if history.enclosed
    }
    told = {(row[0], row[1]): row for entry in entries for row in _rows_of(entry, names)}
    versions = versions_in(told.values()) if told else {}
    found = {}
    for place, (table, pk, salt, digest) in told.items():
        content = _digested(versions.get(place), salt, digest)
        if content is not None:
            found[f"attachments/{names[table]}-{pk}.row"] = content
    return found


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
