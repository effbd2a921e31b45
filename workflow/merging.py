"""One form in two windows: what only one of them changed merges by itself, the rest a person chooses.

A page carries a mark of every field as it was when the page was made. So the server can tell which window
changed what, without keeping what the page had begun with.
"""

import json
from hashlib import sha256

NOTHING = ""
DIGITS = 12  # of a mark: a slip would need two texts of one field with the same 48 bits


def mark_of(text):
    """Twelve hex digits of a text; browsers send lines with CRLF whatever they were given."""
    return sha256(_plain(text).encode()).hexdigest()[:DIGITS] if text else NOTHING


def marks_of(fields):
    """{name: mark} of what is not empty."""
    return {name: mark_of(text) for name, text in fields.items() if text}


def marks_in(text):
    """The marks that a page sent back; anything else is as if the page carried none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def merge(mine, theirs, began):
    """(fields, names): both sides in one, and the names that both changed, where `fields` keeps mine.

    `began` are the marks of what both began with.
    """
    merged, both = {}, []
    for name in dict.fromkeys([*mine, *theirs]):
        own, other, was = mine.get(name, NOTHING), theirs.get(name, NOTHING), began.get(name, NOTHING)
        if _plain(own) == _plain(other) or mark_of(other) == was:
            merged[name] = own
        elif mark_of(own) == was:
            merged[name] = other
        else:
            merged[name] = own
            both.append(name)
    return merged, both


def _plain(text):
    return text.replace("\r\n", "\n")
