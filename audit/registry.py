"""What can happen, and which rows tell of it: each room registers its own in `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened, past tense, and the sentence that tells it ({actor} and facts filled in).

    `detail` is a second sentence for those who may see the content; `labels` turns the code of a
    fact into the word of the reader's language; `role` says as what its actor acts.
    """

    name: str
    sentence: Any
    detail: Any = ""
    labels: Mapping[str, Callable] = field(default_factory=dict)
    role: Any = ""


@dataclass(frozen=True)
class Subject:
    """A model that owns a stream: who may see it, and the page that shows it."""

    model: type
    visible_to: Callable
    url_name: str


@dataclass(frozen=True)
class History:
    """A model whose versions are kept: its verbose columns belong to the subject found by `subject_of`."""

    model: type
    subject_of: Callable


events: dict[str, Event] = {}
subjects: dict[str, Subject] = {}
histories: dict[type, History] = {}
parts: dict[str, Any] = {}  # as what somebody looks at a subject -> the word for it


def register_events(*found: Event):
    for event in found:
        if events.setdefault(event.name, event) is not event:
            raise ValueError(f"Two events are called {event.name}.")


def register_subject(model, *, visible_to, url_name):
    subjects[model._meta.model_name] = Subject(model, visible_to, url_name)


def register_history(*models, subject_of):
    for model in models:
        histories[model] = History(model, subject_of)


def register_parts(**words):
    parts.update(words)


def events_in(module):
    """Every Event that a room's `events` module names."""
    return [value for value in vars(module).values() if isinstance(value, Event)]
