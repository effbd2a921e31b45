"""The versions of rows against the log: each is told of by exactly one entry, and is what was digested then."""

import json
from collections import defaultdict

from django.apps import apps

from audit.canonical import Writer, canonical, row_digest
from audit.grown import older_forms
from audit.registry import histories

from .findings import Finding, Kind
from .rows import other_than_newest, with_keys

BATCH = 1_000
PAGE = 1 << 15  # keys
KEYS = range(1, 1 << 63)  # what the database counts with
ILLEGIBLE = b""  # nobody digested that


class Versions:
    """Gathers what entries tell of versions, and looks at these a batch at a time."""

    def __init__(self, found):
        self.found = found
        self.models = {model._meta.db_table: model for model in _version_models()}
        self.writers = {table: Writer(model) for table, model in self.models.items()}
        self.expected = defaultdict(list)  # table -> [(key, salt, digest, where)] not looked at yet
        self.seen = defaultdict(Seen)  # table -> the keys that an entry told of
        self.kept = defaultdict(int)  # table -> how many of those are there
        self.changed = defaultdict(dict)  # table -> {key: where}: versions that are not what an entry told
        self.left = defaultdict(dict)  # table -> {key: (salt, digest, where)}: what an order left of a version

    def expect(self, where, told):
        """`told` is the `rows` of a payload: [[table, key, salt, digest]]."""
        for table, key, salt, digest in told:
            if not self._can_be(table, key):
                self._find(where, f"it tells of version {key} in {table}, which there cannot be")
                continue
            self.expected[table].append((key, salt, digest, where))
            if len(self.expected[table]) == BATCH:
                self._look(table)

    def allow(self, where, blanked):
        """`blanked` is what an order left of versions, told as `rows` are; a later order on a version takes its place."""
        for table, key, salt, digest in blanked:
            bytes.fromhex(salt)
            if self._can_be(table, key):
                self.left[table][key] = (salt, digest, where)
            else:
                self._find(where, f"it blanks version {key} in {table}, which there cannot be")

    def _can_be(self, table, key):
        return table in self.models and type(key) is int and key in KEYS

    def finish(self):
        for table in self.models:
            self._look(table)
            self._look_at_left(table)
            self._look_for_untold(table)

    def _look(self, table):
        told, self.expected[table] = self.expected[table], []
        if not told:
            return
        kept = self._documents(table, [key for key, *_ in told])
        for key, salt, digest, where in told:
            if not self._is_kept(table, kept.get(key), key, salt, digest, where):
                self.changed[table][key] = where

    def _documents(self, table, keys):
        """{key: the bytes that were digested} of the versions that are there."""
        model, write = self.models[table], self.writers[table]
        try:
            return {key: write(values) for key, *values in with_keys(model, keys, write.names)}
        except Exception:  # whatever was put into a column: it hides no other version
            if len(keys) == 1:
                return {keys[0]: ILLEGIBLE}
            half = len(keys) // 2
            return self._documents(table, keys[:half]) | self._documents(table, keys[half:])

    def _is_kept(self, table, document, key, salt, digest, where):
        if not self.seen[table].add(key):
            self._find(where, f"version {key} in {table} was told of before")
        else:
            self.kept[table] += document is not None
        if document is None:
            self._find(where, f"version {key} in {table} is gone")
            return True
        return _is_digested(table, document, salt, digest)

    def _look_at_left(self, table):
        """An order is an entry and tells what it left: a permission alone forgives nothing, nor any other change."""
        left = self.left[table]
        kept = self._documents(table, list(left)) if left else {}
        for key, told in left.items():
            self._check_left(table, key, kept.get(key), *told)
        for key, where in self.changed[table].items():
            if key not in left:
                self._find(where, f"version {key} in {table} is not what was recorded")

    def _check_left(self, table, key, document, salt, digest, where):
        if self.seen[table].add(key):
            self.kept[table] += document is not None
        if document is None or not _is_digested(table, document, salt, digest):
            self._find(where, f"version {key} in {table} is not what this order left of it")

    def _look_for_untold(self, table):
        """Where as many are there as were told of, none is left over."""
        if self.models[table]._base_manager.count() == self.kept[table]:
            return
        keys = self.models[table]._base_manager.order_by("pk").values_list("pk", flat=True)
        seen = self.seen[table]
        for key in keys.iterator(chunk_size=10_000):
            if key not in seen:
                self._find(f"{table} {key}", "no entry tells of this version")

    def _find(self, where, sentence):
        self.found(Finding(Kind.HISTORY, where, sentence))


class Seen:
    """Keys, a bit each: a million neighbours take an eighth of a MiB, and one that lies far away a page."""

    def __init__(self):
        self.pages = {}

    def __contains__(self, key):
        page, place = divmod(key, PAGE)
        return page in self.pages and bool(self.pages[page][place // 8] >> place % 8 & 1)

    def add(self, key):
        """Whether it is new."""
        page, place = divmod(key, PAGE)
        if (bits := self.pages.get(page)) is None:
            bits = self.pages[page] = bytearray(PAGE // 8)
        was = bits[place // 8] >> place % 8 & 1
        bits[place // 8] |= 1 << place % 8
        return not was


def _is_digested(table, document, salt, digest):
    """As it is, or before the table got its newest columns, which still hold what they came with."""
    if row_digest(salt, document) == digest:
        return True
    try:
        return any(row_digest(salt, canonical(older)) == digest for older in older_forms(table, json.loads(document)))
    except ValueError:  # it holds what no version ever held
        return False


def check_present(found):
    """Each row is what its newest version says, and there as long as it says so. The database compares."""
    for model in histories:
        if hasattr(model, "history"):
            _check_rows(model, found)


def _check_rows(model, found):
    versions = model.history.model
    given = {row.pk: row for row in histories[model].given}
    for key, newest in other_than_newest(model, versions):
        try:
            row = model._base_manager.filter(pk=key).first()
            sentence = _compare(row, newest and versions._base_manager.get(pk=newest), given.get(key), versions)
        except Exception as error:  # whatever was put into a column
            sentence = f"it cannot be read: {error}"
        if sentence:
            found(Finding(Kind.PRESENT, f"{model._meta.db_table} {key}", sentence))


def _compare(row, version, given, versions):
    if version is None and given is None:
        return "it has no version at all: it was written beside the log"
    if row is None:
        return "it is gone, and no version says so"
    if version and version.history_type == "-":
        return "it is there, although its newest version says that it was removed"
    names = [field.attname for field in versions.tracked_fields]
    other = [name for name in names if getattr(row, name) != getattr(version or given, name)]
    if version or other:
        return f"it is not what {'its newest version says' if version else 'it came as'} ({', '.join(other)})"
    return ""


def _version_models():
    known = {model.history.model for model in histories if hasattr(model, "history")}
    return known | {model for model in apps.get_models() if hasattr(model, "history_id")}
