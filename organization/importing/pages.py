"""The lists of a report, a page of each: a city's first import is 20,000 lines long."""

from dataclasses import dataclass

AT_ONCE = {"problems": 20, "warnings": 10, "changed": 10, "new": 20, "gone": 20, "units": 12, "superiors": 10}


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
    return {name: _page(report[name], asked.get(name, ""), at_once) for name, at_once in AT_ONCE.items()}


def _page(rows, asked, at_once):
    start = int(asked[:9]) if asked[:9].isdecimal() and int(asked[:9]) < len(rows) else 0
    end = start + at_once
    return Page(
        rows=rows[start:end],
        total=len(rows),
        first=start + 1,
        before=max(0, start - at_once) if start else None,
        after=end if end < len(rows) else None,
    )
