"""What can happen, and which rows tell of it: each room registers its own in `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened, past tense, and the sentence that tells it ({actor} and facts filled in).

    `detail` is a second sentence for those who may see the content, or finds it from the facts; `labels` turns the
    code of a fact into the word of the reader's language; `role` says as what its actor acts. After an event that `closes` its
    stream there are only such that `may_follow`: `audit_verify` finds every other. One that `issues` states by its `sha256`
    a file that we made: for such a file alone the public may ask.
    """

    name: str
    sentence: Any
    detail: Any = ""
    labels: Mapping[str, Callable] = field(default_factory=dict)
    role: Any = ""
    closes: bool = False
    may_follow: bool = False
    issues: bool = False

    def detail_of(self, facts):
        return self.detail(facts) if callable(self.detail) else self.detail


@dataclass(frozen=True)
class Subject:
    """A model that owns streams: who may see it, the page that shows it, what it is called, whom it concerns.

    `person`, `unit` and `name` are paths of the ORM from the model: to the user it concerns ("" where it is one
    itself), to his unit, and to a text (or what makes one) that tells it from its like. None: it concerns nobody, or several: `people` are
    paths to those whose words its stream keeps.
    """

    model: type
    visible_to: Callable | None = None
    url_name: str = ""
    title: Any = ""  # "Penilaian"
    number: Callable = lambda pk: ""  # 520 -> "PN-520"
    person: str | None = None
    people: tuple = ()
    unit: str | None = None
    name: Any = ""
    sights: Callable | None = None  # (keys, viewer, purpose) -> {key: what of its content he may see}
    open_content: Callable | None = None  # (pk, purpose=, by=, at=): the door that logs a stated purpose
    related: Callable | None = None  # pk -> streams that are told together with its own

    @property
    def paths(self):
        """To everybody it concerns."""
        return self.people if self.person is None else (self.person,)


@dataclass(frozen=True)
class History:
    """A model whose versions are kept, and how a version is told in words.

    A column without a label is technical: its name is shown, not explained. `content` maps the columns that say
    more than the process to the attribute of the sight that opens them; "*" stands for all others. `codes` maps
    a column of codes, one or a list, to what finds the words of many: {code: words}; `spoken` maps one whose words need the version
    itself, such as a structure, to what says it: (version) -> words.
    """

    model: type
    subject_of: Callable
    title: Any = ""  # "Suara anggota komite"
    labels: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Callable] = field(default_factory=dict)
    spoken: Mapping[str, Callable] = field(default_factory=dict)
    called: str = ""  # the column that tells this row from others of its kind
    consequence: Callable = lambda before, after: ""  # a sentence: what follows from the change under the rules
    enclosed: str = ""  # what a version is called as a file of its own in a dossier
    stored: Callable | None = None  # row or version -> audit.stored.Named: the bytes that it names
    readable: Callable | None = None  # somebody or None -> the rows of which a dossier for him may have these files
    given: tuple = ()  # rows that come with the tables, before there is a log that could tell of them


events: dict[str, Event] = {}
subjects: dict[str, Subject] = {}
histories: dict[type, History] = {}
parts: dict[str, Any] = {}  # as what somebody looks at a subject -> the word for it
topics: dict[str, Any] = {}  # what the names of events begin with -> the heading they stand under
directory: dict[str, Callable] = {}  # `people(text)`, `units(text)` and `branch(unit's key)`: asked by the search


def register_events(*found: Event):
    for event in found:
        if events.setdefault(event.name, event) is not event:
            raise ValueError(f"Two events are called {event.name}.")


def register_subject(model, *, kind="", **facts):
    """`kind` is what its streams begin with, if that is not the model's name. Facts are added to those known."""
    kind = kind or model._meta.model_name
    subjects[kind] = replace(subjects.get(kind) or Subject(model), **facts)


def register_history(*models, subject_of):
    for model in models:
        histories[model] = History(model, subject_of)


def describe_history(model, **words):
    """Say how the versions of a registered model are told."""
    histories[model] = replace(histories[model], **words)


def title_of(stream):
    """`Penilaian PN-520` of `appraisal:520`."""
    kind, _colon, key = stream.partition(":")
    subject = subjects.get(kind)
    return f"{subject.title} {subject.number(key)}".strip() if subject else stream


def told_as(stream):
    """The same, with what tells it from its like: subjects without a number are told by their stream."""
    kind, _colon, key = stream.partition(":")
    if kind not in subjects or subjects[kind].number(key):
        return title_of(stream)
    return f"{title_of(stream)} {stream}"


def number_in(kind):
    """Of the subject of that kind with a key, for people."""
    return lambda key: str(subjects[kind].number(key))


def register_topics(**headings):
    topics.update(headings)


def register_directory(**questions):
    directory.update(questions)


def register_parts(**words):
    parts.update(words)


def events_in(module):
    """Every Event that a room's `events` module names."""
    return [value for value in vars(module).values() if isinstance(value, Event)]
