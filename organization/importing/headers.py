"""Which row of a file names its columns, and which of ours each of them is."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from organization.importing.columns import COLUMNS, REQUIRED, named
from organization.importing.rows import shown
from organization.rules import RuleBroken

SHOWN = 3  # values of a column beside its heading
SURE = 3  # columns of ours: no title of a table names so many


@dataclass(frozen=True)
class Header:
    """`cells` are the headings as the file writes them; `samples` the first values below each."""

    number: int = 0  # of the row, as a spreadsheet shows it
    cells: tuple[str, ...] = ()
    samples: tuple[tuple[str, ...], ...] = field(default=(), compare=False)

    @property
    def digest(self) -> str:
        """Of the headings in their order: what was chosen by hand holds for the next file that has the same."""
        return hashlib.sha256("\n".join(map(named, self.cells)).encode()).hexdigest()

    def guess(self) -> dict[str, int]:
        """Our columns by the place of the heading that says so: our own name first, then what others call it."""
        names = [named(cell) for cell in self.cells]
        found = {}
        for column in COLUMNS:
            said = next((name for name in (column.name, *column.also) if name in names), None)
            if said and names.count(said) > 1:
                sentence = _("Kolom ini muncul dua kali: {names}. Hapus salah satunya.")
                raise RuleBroken(sentence.format(names=self.cells[names.index(said)]))
            if said:
                found[column.name] = names.index(said)
        return found

    def chosen(self, columns: dict[str, int | str]) -> dict[str, int]:
        """Our columns by place: as chosen on the page, by place; or as told to the command, by heading.

        Whoever tells headings tells only those that nobody can guess.
        """
        if all(isinstance(place, int) for place in columns.values()):
            return columns
        places = {name: self._place_of(heading) for name, heading in columns.items()}
        return {name: at for name, at in self.guess().items() if at not in places.values()} | places

    def _place_of(self, heading):
        names = [named(cell) for cell in self.cells]
        if names.count(named(heading)) != 1:
            sentence = _("Judul kolom “{heading}” tidak ada di berkas, atau ada dua kali. Yang ada: {names}.")
            raise RuleBroken(sentence.format(heading=shown(heading), names=", ".join(filter(None, self.cells))))
        return names.index(named(heading))


class ColumnsMissing(RuleBroken):
    """Columns that nobody can guess: people choose them from the headings, unless there are too few of those."""

    def __init__(self, header: Header, places: dict[str, int]):
        self.header, self.places = header, places
        self.names = missing(places)
        self.may_be_chosen = sum(map(bool, header.cells)) >= len(REQUIRED)
        sentence = _("Kolom ini tidak ada: {names}. Tambahkan judul kolomnya, atau petakan kolom berkas kepadanya.")
        super().__init__(sentence.format(names=", ".join(self.names)))


def missing(places) -> list[str]:
    return [name for name in REQUIRED if name not in places]


def known(cells) -> int:
    """How many of our columns a row seems to name."""
    names = set(map(named, cells))
    return sum(not names.isdisjoint((column.name, *column.also)) for column in COLUMNS)


def place_of_header(rows: list[list[str]]) -> int:
    """The row that names the most of our columns; where none is sure, the first that is no title above a table."""
    counts = [known(cells) for cells in rows]
    if max(counts) >= SURE:
        return counts.index(max(counts))
    widths = [sum(map(bool, cells)) for cells in rows]
    wide = [at for at, width in enumerate(widths) if 2 * width > max(widths)]
    return max(wide, key=lambda at: counts[at])
