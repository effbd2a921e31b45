"""Everything that was recorded of one thing and what belongs to it, from the beginning."""

from dataclasses import dataclass, field
from itertools import pairwise

from audit.permissions import sights_on
from audit.registry import subjects

from .finding import told_in
from .listing import rows_of
from .streams import key_of, kind_of

MOST = 500  # entries of a timeline; who has more is searched


@dataclass
class Timeline:
    """Oldest first."""

    rows: list
    streams: list = field(default_factory=list)  # [About] of all that are told together
    actors: dict = field(default_factory=dict)  # {pseudonym: name}
    events: list = field(default_factory=list)
    is_cut: bool = False

    def narrowed(self, *, stream="", actor="", event=""):
        """[(whole days since the one shown before, row)] of those that are asked for."""
        asked = [
            row
            for row in self.rows
            if (not stream or row.stream == stream)
            and (not actor or str(row.entry.actor) == actor)
            and (not event or row.entry.event == event)
        ]
        gaps = [0, *((later.line.at - earlier.line.at).days for earlier, later in pairwise(asked))]
        return list(zip(gaps, asked, strict=True)) if asked else []


def exists(stream):
    """Whether there is anything of that name; what no room knows has at least an entry."""
    subject = subjects.get(kind_of(stream))
    if subject is None:
        return bool(told_in([stream], 1))
    try:
        return subject.model._base_manager.filter(pk=key_of(stream)).exists()
    except ValueError:
        return False


def streams_with(stream):
    """Its own stream first, then those that are told together with it."""
    subject = subjects.get(kind_of(stream))
    return [stream, *(subject.related(key_of(stream)) if subject and subject.related else [])]


def timeline(stream, viewer, *, status, purposes):
    """`purposes` are those stated: {stream: purpose}."""
    together = streams_with(stream)
    entries = told_in(together, MOST + 1)
    sights = sights_on({one: purposes.get(one, "") for one in together}, viewer)
    rows, names = rows_of(entries[:MOST], viewer, status=status, sights=sights, more=((), together, ()))
    rows.reverse()
    return Timeline(
        rows=rows,
        streams=[names.about(one) for one in together],
        actors={str(row.entry.actor): row.line.actor for row in rows},
        events=list({row.entry.event: row.line.event for row in rows}.values()),
        is_cut=len(entries) > MOST,
    )
