"""The log as people read it: who did what, as what, on whose behalf and why, in the reader's language."""

import datetime
import json
import string
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .actors import NOBODY, UNKNOWN
from .erasure.orders import orders_for
from .models import Entry
from .registry import Event, events

NAMED_BY = ("title_prefix", "name", "title_suffix")  # the columns that `get_full_name` puts together
ACTING = {"plt": "Plt.", "plh": "Plh."}
ERASED = gettext_lazy("[dihapus atas perintah]")


@dataclass(frozen=True)
class Line:
    """One entry for one reader. What he may not read is empty, not merely hidden."""

    n: int
    event: Event
    at: datetime.datetime
    actor: str
    is_own: bool
    sentence: SafeString
    plain: str  # the same sentence without markup, for programs
    detail: str  # nothing once the content is erased: the sentence says so already
    role: str  # "sebagai pejabat penilai kinerja (Plh.)"
    capacity: str  # its code
    reason: str
    leaf_hash: str
    letter_no: str = ""  # by which its content was erased

    @property
    def short_hash(self):
        return f"{self.leaf_hash[:4]}…{self.leaf_hash[-4:]}"

    @property
    def grouped_hash(self):
        return by_fours(self.leaf_hash)


def by_fours(leaf_hash):
    """64 hex digits in groups, to be compared by eye or read out."""
    return " ".join(leaf_hash[n : n + 4] for n in range(0, len(leaf_hash), 4))


def story(stream, sight, *, people=()):
    """The entries of a stream, newest first, as lines; one statement.

    `sight` has `viewer`, `shows_detail(event, is_own=)` and `shows_reason(event, is_own=)`. `people` are
    those the caller knows; another statement is made only if an entry speaks of somebody else.
    """
    told = tell(list(_entries(stream)))
    names = {one.pseudonym: one.get_full_name() for one in people}
    names |= {entry.actor: entry.actor_name for entry in told}
    names |= _names({one for entry in told for one in entry.people} - names.keys())
    lines, before = [], None
    for entry in told:
        lines.append(line_of(entry, sight, names, is_same_act=before is not None and entry.is_act_of(before)))
        before = entry
    return lines[::-1]


def sentence_of(event, facts, *, actor, names=(), markup=True):
    """The sentence of an event with its facts in words; a fact that is gone says so."""
    words = _words(event, facts, dict(names))
    if not markup:
        return _filled(event.sentence, words | {"actor": actor})
    told = {name: words.get(name, ERASED) for name in _placeholders(event.sentence)}
    return format_html(str(event.sentence), **told | {"actor": format_html("<b>{}</b>", actor)})


def tell(entries):
    """Each as a `Told`, also of the letter by which it was erased."""
    orders = orders_for(entries)
    return [Told(entry, orders.get(entry.pk)) for entry in entries]


class Told:
    """One stored entry with what its payload tells; nothing of it once the payload is erased, by `order`."""

    def __init__(self, entry, order=None):
        self.entry, self.actor, self.letter_no = entry, entry.actor, order.letter_no if order else ""
        self.payload = json.loads(entry.payload.data) if entry.payload.data else {}

    @cached_property
    def event(self):
        return events.get(self.entry.event) or Event(self.entry.event, f"{{actor}}: {self.entry.event}")

    @property
    def actor_name(self):
        if self.actor in (NOBODY, UNKNOWN):
            return _("Sistem") if self.actor == NOBODY else _("Seseorang yang tidak dikenal")
        person = get_user_model()(**{column: getattr(self.entry, column) or "" for column in NAMED_BY})
        return person.get_full_name() or str(ERASED)

    @property
    def facts(self):
        return self.payload.get("facts", {})

    @property
    def reason(self):
        return self.payload.get("reason", "")

    @property
    def principal(self):
        """On whose behalf."""
        return _person(self.payload.get("on_behalf_of"))

    @property
    def people(self):
        """Everybody it names besides the actor."""
        return {one for one in [self.principal, *map(_person, self.facts.values())] if one}

    @property
    def content(self):
        """Everything it says in words, the reason and the facts, for whoever searches."""
        return " ".join([self.reason, *map(str, _words(self.event, self.facts, {}).values())])

    def is_act_of(self, other):
        """Whether the entry before was written by the same act: a reason is quoted once."""
        return (self.entry.at, self.actor, self.reason) == (other.entry.at, other.actor, other.reason)


def _entries(stream):
    actor = get_user_model()._default_manager.filter(pseudonym=OuterRef("actor"))
    named = {column: Subquery(actor.values(column)[:1]) for column in NAMED_BY}
    found = Entry.objects.filter(stream=stream).select_related("payload").defer("leaf", "payload__salt")
    return found.annotate(**named).order_by("n")


def _names(pseudonyms):
    if not pseudonyms:
        return {}
    found = get_user_model()._default_manager.filter(pseudonym__in=pseudonyms)
    return {one.pseudonym: one.get_full_name() for one in found}


def line_of(told, sight, names, *, is_same_act=False):
    """One `Told` as a line for the viewer of that sight; `names` is {pseudonym: name} of everybody it speaks of."""
    event, is_own = told.event, told.actor == sight.viewer.pseudonym
    name = names[told.actor]
    actor = pgettext("pelaku", "Anda") if is_own else name
    shows_reason = not is_same_act and sight.shows_reason(event, is_own=is_own)
    shows_detail = event.detail and not told.letter_no and sight.shows_detail(event, is_own=is_own)
    sentence = sentence_of(event, told.facts, actor=actor, names=names)
    plain = sentence_of(event, told.facts, actor=name, names=names, markup=False)
    if told.letter_no:
        erased = _("[isi dihapus berdasarkan surat %(letter)s]") % {"letter": told.letter_no}
        sentence, plain = format_html("{} {}", sentence, erased), f"{plain} {erased}"
    return Line(
        n=told.entry.n,
        event=event,
        at=told.entry.at,
        actor=name,
        is_own=is_own,
        sentence=sentence,
        plain=plain,
        detail=_filled(event.detail_of(told.facts), _words(event, told.facts, names)) if shows_detail else "",
        role=_role(told, names) if "{actor}" in str(event.sentence) else "",
        capacity=told.payload.get("capacity", ""),
        reason=told.reason if shows_reason else "",
        leaf_hash=bytes(told.entry.leaf_hash).hex(),
        letter_no=told.letter_no,
    )


def _role(told, names):
    """As what the actor acted, in which capacity, and for whom."""
    if not told.event.role or told.actor == NOBODY:
        return ""
    capacity = told.payload.get("capacity")
    facts = {"role": told.event.role, "acting": ACTING.get(capacity), "principal": names.get(told.principal)}
    if told.principal:
        return _("sebagai %(role)s, atas nama %(principal)s") % facts
    if capacity in ACTING:
        return _("sebagai %(role)s (%(acting)s)") % facts
    return _("sebagai %(role)s") % facts


def _words(event, facts, names):
    """Each fact as a word: a code by the event's labels, a pseudonym by the person's name."""
    words = {}
    for fact, value in facts.items():
        label, person = event.labels.get(fact), _person(value)
        words[fact] = label(value) if label else names.get(person, value)
    return words


def _filled(sentence, words):
    return str(sentence).format(**{name: words.get(name, ERASED) for name in _placeholders(sentence)})


def _placeholders(sentence):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(str(sentence)) if name}


def _person(value):
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None
