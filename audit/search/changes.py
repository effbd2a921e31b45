"""What an entry changed: the versions that it speaks of, each beside the one before, in words.

Statements: two for each table and one for each kind of row that is pointed at, whatever the number of versions.
"""

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from simple_history.utils import get_history_manager_for_model

from audit.registry import History, histories
from audit.sentences import Told
from audit.wording import words_of

LONG = 60  # letters from which on a change is shown word by word
MOST_WORDS = 3_000  # compared word by word; longer texts stand side by side


@dataclass(frozen=True)
class Piece:
    """A part of a text: the same on both sides, or only here."""

    text: str
    is_own: bool = False


@dataclass(frozen=True)
class Change:
    """One column, before and after."""

    label: str
    old: str
    new: str

    @property
    def before(self):
        return self._pieces[0]

    @property
    def after(self):
        return self._pieces[1]

    @cached_property
    def _pieces(self):
        return _compared(self.old, self.new) if self._is_long else ([Piece(self.old, True)], [Piece(self.new, True)])

    @property
    def _is_long(self):
        return self.old and self.new and max(len(self.old), len(self.new)) > LONG


@dataclass
class ChangedRow:
    """One row's new version: what changed for this reader, what he may not see, what is technical."""

    title: str
    called: str
    is_new: bool
    is_gone: bool
    at_before: object = None  # when the version before was made
    changes: list = field(default_factory=list)
    hidden: list = field(default_factory=list)  # labels
    technical: list = field(default_factory=list)  # names of columns
    consequence: str = ""


@dataclass(frozen=True)
class Column:
    """A column that can be searched for: it changed, from what, to what."""

    history: History
    name: str

    @property
    def table(self):
        return versions_of(self.history.model)._meta.db_table

    @property
    def label(self):
        return self.history.labels[self.name]

    @property
    def opened_by(self):
        """The attribute of a sight that lets somebody see it; empty where everybody who sees the process may."""
        return opened_by(self.history, self.name)

    def made_by(self, entries, *, zone):
        """{entry id: [(old words, new words)]} of those entries that changed it."""
        spoken = {entry.pk: spoken_of(entry, self.table) for entry in entries}
        keys = {key for keys in spoken.values() for key in keys}
        versions = versions_of(self.history.model)._base_manager.filter(history_id__in=keys)
        attname = self.history.model._meta.get_field(self.name).attname
        earlier = _earlier(versions.model).values(attname)[:1]
        values = versions.annotate(value_before=Subquery(earlier)).values_list("history_id", attname, "value_before")
        changed = {key: (old, new) for key, new, old in values if (old or None) != (new or None)}
        words = Words(zone)
        words.learn((self.history, self.name, value) for pair in changed.values() for value in pair)
        told = {key: tuple(words.of(self.history, self.name, one) for one in pair) for key, pair in changed.items()}
        return {pk: [told[key] for key in keys if key in told] for pk, keys in spoken.items()}


@cache
def versions_of(model):
    return get_history_manager_for_model(model).model


@cache
def searchable():
    """{`appraisal.results_rating`: Column} of every column that has a name in words."""
    return {
        f"{model._meta.model_name}.{name}": Column(history, name)
        for model, history in histories.items()
        for name in history.labels
    }


@cache
def _by_table():
    return {versions_of(model)._meta.db_table: history for model, history in histories.items()}


def opened_by(history, name):
    return history.content.get(name, history.content.get("*", ""))


def spoken_of(entry, table=""):
    """The keys of the versions that an entry speaks of, in one table; or [(table, key)] of all."""
    rows = Told(entry).payload.get("rows", [])
    return [key for name, key, *_ in rows if name == table] if table else [(name, key) for name, key, *_ in rows]


def versions_in(rows):
    """{(table, key): version} of the rows that a payload names."""
    keys = defaultdict(list)
    for table, pk, *_ in rows:
        keys[table].append(pk)
    models = {table: versions_of(_by_table()[table].model) for table in keys if table in _by_table()}
    found = {table: model._base_manager.in_bulk(keys[table]) for table, model in models.items()}
    return {(table, pk): version for table, versions in found.items() for pk, version in versions.items()}


def changed_rows(entry, sight, *, zone: ZoneInfo, begin=0, most=None):
    """What an entry changed, as far as the sight goes; [] if its payload is gone. An import changes thousands."""
    pairs = _pairs(spoken_of(entry)[begin:][:most])
    words = Words(zone)
    for history, version, before in pairs:
        for name in _told_columns(history):
            words.learn((history, name, _value(one, name)) for one in (version, before) if one)
    return [_changed_row(history, version, before, sight, words) for history, version, before in pairs]


def counted(entry):
    """[(kind of row, how many the entry changed)], the most first; nothing is asked of the database."""
    kinds = Counter(table for table, _key in spoken_of(entry) if table in _by_table())
    titles = ((_by_table()[table], count) for table, count in kinds.most_common())
    return [(str(history.title) or history.model.__name__, count) for history, count in titles]


def _pairs(spoken):
    """(how it is told, version, the one before or None), in the order they were written."""
    keys = defaultdict(list)
    for table, key in spoken:
        keys[table].append(key)
    found = {}
    for table, some in keys.items():
        history = _by_table().get(table)
        if history is None:
            continue
        manager = versions_of(history.model)._base_manager
        marked = manager.annotate(key_before=Subquery(_earlier(manager.model).values("history_id")[:1]))
        versions = marked.in_bulk(some)
        before = manager.in_bulk([one.key_before for one in versions.values() if one.key_before])
        for key, version in versions.items():
            found[table, key] = (history, version, before.get(version.key_before))
    return [found[pair] for pair in spoken if pair in found]


def _earlier(versions):
    key = versions.instance_type._meta.pk.attname
    return versions._base_manager.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id")).order_by(
        "-history_id"
    )


def _changed_row(history, version, before, sight, words):
    row = ChangedRow(
        title=str(history.title) or history.model.__name__,
        called=_called_for(history, version, sight, words),
        is_new=before is None,
        is_gone=version.history_type == "-",
        at_before=before and before.history_date,
    )
    for column in history.model._meta.concrete_fields:
        _tell(row, history, column.name, version, before, sight, words)
    if not row.hidden:
        row.consequence = str(history.consequence(before, version))
    return row


def _tell(row, history, name, version, before, sight, words):
    if not hasattr(version, version_attname(history, name)):  # left out of the history
        return
    old, new = _value(before, name) if before else None, _value(version, name)
    if (old or None) == (new or None):
        return
    if name not in history.labels:
        if not history.model._meta.get_field(name).primary_key:
            row.technical.append(name)
        return
    if not _shows(sight, history, name):
        row.hidden.append(str(history.labels[name]))
    else:
        label = str(history.labels[name])
        row.changes.append(Change(label, _said(history, name, before, words), _said(history, name, version, words)))


def _said(history, name, version, words):
    value = _value(version, name) if version else None
    if value and name in history.spoken:
        return str(history.spoken[name](version))
    return words.of(history, name, value or None if name in history.spoken else value)


def _called_for(history, version, sight, words):
    if not history.called or not _shows(sight, history, history.called):
        return ""
    return words.of(history, history.called, _value(version, history.called))


def _shows(sight, history, name):
    needed = opened_by(history, name)
    return not needed or getattr(sight, needed, sight.has_content)


def version_attname(history, name):
    return history.model._meta.get_field(name).attname


def _value(version, name):
    column = version.instance_type._meta.get_field(name)
    return getattr(version, column.attname, None)


def _told_columns(history):
    return {*history.labels, history.called} - {""}


class Words:
    """Values of columns in words. What rows are called that others point at is asked for once a kind."""

    def __init__(self, zone):
        self.zone = zone
        self._pointed_at, self._names = defaultdict(set), {}

    def learn(self, values):
        """(history, column, value) that will be asked for."""
        for history, name, value in values:
            column = history.model._meta.get_field(name)
            if column.is_relation and value is not None:
                self._pointed_at[column.related_model].add(value)
            elif name in history.codes and value:
                self._pointed_at[history.codes[name]].update(_listed(value))

    def of(self, history, name, value):
        column = history.model._meta.get_field(name)
        if value in (None, ""):
            return ""
        if column.is_relation:
            return self._named(column.related_model, value)
        if name in history.codes:
            return ", ".join(str(self._decoded(history.codes[name], code)) for code in _listed(value))
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        return words_of(value, self.zone)

    def _named(self, model, key):
        if model not in self._names:
            rows = model._base_manager.in_bulk(self._pointed_at[model])
            self._names[model] = {pk: _called(row) for pk, row in rows.items()}
        return self._names[model].get(key, f"{model._meta.model_name} {key}")

    def _decoded(self, decode, code):
        if decode not in self._names:
            self._names[decode] = decode(self._pointed_at[decode])
        return self._names[decode].get(code, code)


def _listed(codes):
    """A column holds one code, or a list of them."""
    return codes if isinstance(codes, list) else [codes]


def _called(row):
    if hasattr(row, "get_full_name"):
        return row.get_full_name()
    history = histories.get(type(row))
    if history is None:
        return str(row)
    told = getattr(row, history.called, "") if history.called else ""
    return told if isinstance(told, str) and told else f"{history.title} {row.pk}"


def _compared(old, new):
    """Both texts in pieces, so that what is only in one of them can be marked."""
    mine, theirs = _split(old), _split(new)
    if len(mine) + len(theirs) > MOST_WORDS:
        return [Piece(old, True)], [Piece(new, True)]
    before, after = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if b > a:
            before.append(Piece("".join(mine[a:b]), kind != "equal"))
        if d > c:
            after.append(Piece("".join(theirs[c:d]), kind != "equal"))
    return before, after


def _split(text):
    """Words and the blanks between them."""
    return re.findall(r"\s+|[^\s]+", text)
