"""What no index knows of an entry: words in it, and which field it changed from what to what."""

import json
from functools import cached_property

from audit.registry import events
from audit.sentences import Told

from . import changes


class Matching:
    """`condition` narrows in the database, generously; `kept` reads what is left."""

    def __init__(self, asked, *, reads_content):
        self.asked, self.reads_content = asked, reads_content
        self.words = asked.words.casefold().split()

    @property
    def looks_inside(self):
        return bool(self.asked.field or (self.words and self.reads_content))

    @cached_property
    def condition(self):
        """(SQL, parameters), or None. It asks for the payload of one entry: where it is joined, all may be read."""
        found = [*map(self._about_word, self.words)]
        if self.asked.field:
            table = changes.searchable()[self.asked.field].table
            found.append(("data LIKE %s", [f'%["{table}",%']))
        every = " AND ".join(sql for sql, _ in found)
        if self.looks_inside:
            every = f"SELECT {every} FROM audit_payload WHERE entry_id = looked.id"  # noqa: S608 - of our own parts
        return (every, [one for _, some in found for one in some]) if found else None

    def _about_word(self, word):
        told = [event.name for event in events.values() if word in _template(event)]
        sql, values = f"event IN ({', '.join(['%s'] * len(told))})" if told else "1 = 0", [*told]
        if self.reads_content:
            sql, values = f"({sql} OR UPPER(data) LIKE UPPER(%s) ESCAPE '!')", [*told, f"%{_literally(word)}%"]
        return sql, values

    def kept(self, rows):
        if self.words and self.reads_content:
            rows = [entry for entry in rows if self._tells(entry)]
        return self._changed(rows) if self.asked.field and rows else rows

    def _tells(self, entry):
        """Hashes and keys of the payload were searched, too; here only what it tells people counts."""
        told = Told(entry)
        text = f"{_template(told.event)} {told.content}".casefold()
        return all(word in text for word in self.words)

    def _changed(self, rows):
        column = changes.searchable()[self.asked.field]
        made = column.made_by(rows, zone=self.asked.time_zone)
        return [entry for entry in rows if any(map(self._is_asked, made.get(entry.pk, ())))]

    def _is_asked(self, change):
        old, new = change
        return self.asked.old.casefold() in old.casefold() and self.asked.new.casefold() in new.casefold()


def _template(event):
    return str(event.sentence).casefold()


def _literally(word):
    """As canonical JSON writes it, with nothing in it that LIKE would take for a pattern."""
    written = json.dumps(word, ensure_ascii=False)[1:-1]
    return "".join(f"!{letter}" if letter in "!%_" else letter for letter in written)
