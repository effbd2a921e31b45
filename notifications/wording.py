"""What a notice says and where it leads: each room registers the wording of its own in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.sentences import by_fours


@dataclass(frozen=True)
class Receipt:
    """An entry of the log that the reader keeps a proof of: entry `n` of a subject, its hash in 64 hex digits."""

    key: int
    n: int
    leaf: str

    @property
    def grouped(self):
        return by_fours(self.leaf)

    @property
    def short(self):
        """Its first and its last eight digits."""
        return f"{self.grouped[:9]} … {self.grouped[-9:]}"


@dataclass(frozen=True)
class Lead:
    """Where a notice leads: `url` is a path, or empty where there is nothing left to open."""

    subject: str = ""  # whom and which period it is about
    url: str = ""
    note: str = ""  # the deadline of a task; once it is done, by whom and when
    is_open: bool = False  # a task that still waits for the reader
    receipt: Receipt | None = None
    due_at: datetime | None = None  # of a task that still waits
    why: str = ""  # what makes the reader one: "Anda pejabat penilai dalam berkas ini"


@dataclass(frozen=True)
class Wording:
    """`leads(notices)` answers {notice id: Lead} for many at once, whatever their number."""

    title: Any
    leads: Callable
    topic: Any = ""  # the heading it stands under where one chooses
    law: str = ""  # what gives the reader a right or a term: then nobody switches it off


@dataclass(frozen=True)
class Told:
    """A notice in the reader's language."""

    notice: object
    title: str
    lead: Lead


UNKNOWN = Wording(_("Ada kabar baru"), lambda notices: {})
wordings: dict[str, Wording] = {}


def register(about, title, leads, *, topic="", law=""):
    """The wording of notices about an event or a step, by its name."""
    if wordings.setdefault(about, Wording(title, leads, topic, law)).title is not title:
        raise ValueError(f"Two wordings for {about}.")


def titles_in_words(abouts):
    return {about: str(wordings.get(about, UNKNOWN).title) for about in abouts}


def is_mandatory(about):
    return bool(wordings.get(about, UNKNOWN).law)


def tell(notices):
    """Each notice in words, in the same order; one question for each kind of lead."""
    groups = {}
    for notice in notices:
        groups.setdefault(_wording(notice).leads, []).append(notice)
    found = {}
    for leads, asked in groups.items():
        found |= leads(asked)
    return [Told(notice, str(_wording(notice).title), found.get(notice.pk, Lead())) for notice in notices]


def _wording(notice):
    return wordings.get(notice.about, UNKNOWN)
