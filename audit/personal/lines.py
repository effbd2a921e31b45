"""A person's lines of the log: what was recorded about him, in sentences, and what he did, with the exact leaves."""

from audit.models import Entry
from audit.permissions import LogSight, sight_on
from audit.registry import events
from audit.search.streams import about, kind_of
from audit.sentences import story
from audit.wording import phrase_of


def lines_of(person):
    """Dicts, stream by stream; `leaf` is what the log holds of it, to the byte."""
    streams = list(about(person=str(person.pseudonym)))
    for stream in streams:
        yield from _about_him(stream, person)
    yield from _by_him(person, streams)


def _about_him(stream, person):
    """In words, as far as he may read them on his pages; his own account is open to him."""
    is_own = kind_of(stream) in ("user", "signin")
    sight = LogSight(person, has_content=True) if is_own else sight_on(stream, person, "")
    leaves = dict(Entry.objects.filter(stream=stream).values_list("n", "leaf"))
    for line in reversed(story(stream, sight, people=[person])):
        sentence = f"{line.plain} {line.detail}".strip()
        yield _line(stream, line.n, line.at, sentence, leaves[line.n], line.leaf_hash) | {"reason": line.reason}


def _by_him(person, streams):
    """What he did to what concerns others: that he did it, without what it says of them."""
    done = Entry.objects.filter(actor=person.pseudonym).exclude(stream__in=streams).order_by("pk")
    for entry in done.iterator(chunk_size=1_000):
        event = events.get(entry.event)
        said = phrase_of(event) if event else entry.event
        yield _line(entry.stream, entry.n, entry.at, said, entry.leaf, bytes(entry.leaf_hash).hex())


def _line(stream, n, at, sentence, leaf, leaf_hash):
    leaf = bytes(leaf).decode()
    return {"stream": stream, "n": n, "at": at, "sentence": sentence, "leaf": leaf, "leaf_hash": leaf_hash}
