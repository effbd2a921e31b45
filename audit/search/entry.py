"""One entry with its neighbours: what it changed, as whom somebody acted, where it stands in its stream."""

from dataclasses import dataclass

from audit.models import Entry
from audit.sentences import Told

from .changes import changed_rows, counted, spoken_of

AROUND = 4  # entries shown before and after
CHANGES = 60  # rows told on one page


@dataclass(frozen=True)
class Changes:
    """Some of the rows that an act changed. `before` and `after` are where the neighbouring pages begin, or None."""

    rows: list
    total: int
    first: int
    before: int | None
    after: int | None
    kinds: list  # [(kind of row, how many)], where there is more than one page

    @property
    def last(self):
        return min(self.first + CHANGES - 1, self.total)


@dataclass
class Found:
    """`act`: the entry that carries the versions of the act this one belongs to; most often itself."""

    entry: Entry
    around: list
    count: int  # of its stream
    act: Entry

    @property
    def before(self):
        return self._at(self.entry.n - 1)

    @property
    def after(self):
        return self._at(self.entry.n + 1)

    def _at(self, n):
        return next((one for one in self.around if one.n == n), None)

    def changes(self, sight, *, zone, begin=0):
        total = len(spoken_of(self.act))
        begin = begin if begin < total else 0
        return Changes(
            rows=changed_rows(self.act, sight, zone=zone, begin=begin, most=CHANGES),
            total=total,
            first=begin + 1,
            before=max(0, begin - CHANGES) if begin else None,
            after=begin + CHANGES if begin + CHANGES < total else None,
            kinds=counted(self.act) if total > CHANGES else [],
        )


def find_entry(pk):
    """The entry and what stands around it, or None; three statements."""
    entry = Entry.objects.select_related("payload", "sequence").filter(pk=pk).first()
    if entry is None:
        return None
    stream = Entry.objects.filter(stream=entry.stream)
    near = stream.filter(n__gte=entry.n - AROUND, n__lte=entry.n + AROUND).select_related("payload", "sequence")
    around = list(near.order_by("n"))
    for one in [entry, *around]:
        one.place = getattr(one, "sequence", None) or False
    count = stream.order_by("-n").values_list("n", flat=True).first() + 1
    return Found(entry, around, count, _carrier(entry, around))


def _carrier(entry, around):
    """The versions of an act go with its first event."""
    told, found = Told(entry), entry
    for one in sorted(around, key=lambda one: -one.n):
        if one.n < entry.n and not spoken_of(found):
            if not told.is_act_of(Told(one)):
                break
            found = one
    return found
