"""The lists of a report, a page of each: a city's first import is 20,000 lines long."""

from dataclasses import dataclass

AT_ONCE = 50
LISTS = ("problems", "warnings", "changed", "new", "gone", "units", "superiors")


@dataclass(frozen=True)
class Page:
    """Some lines of one list. `before` and `after` are where the neighbouring pages begin, or None."""

    rows: list
    total: int
    first: int
    before: int | None
    after: int | None

    @property
    def last(self):
        return self.first + len(self.rows) - 1


def lists_of(report: dict, asked) -> dict[str, Page]:
    return {name: _page(report[name], asked.get(name, "")) for name in LISTS}


def _page(rows, asked):
    start = int(asked[:9]) if asked[:9].isdecimal() and int(asked[:9]) < len(rows) else 0
    end = start + AT_ONCE
    return Page(
        rows=rows[start:end],
        total=len(rows),
        first=start + 1,
        before=max(0, start - AT_ONCE) if start else None,
        after=end if end < len(rows) else None,
    )
