"""Lists by key: one row more than a page says that there is another page, and nothing is counted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    """One page of rows; `more` is the key to go on after, or None."""

    rows: list
    more: int | None
    is_first: bool

    @classmethod
    def of(cls, found, size, *, first):
        """`found` holds at most one row more than the page."""
        found = list(found)
        rows = found[:size]
        return cls(rows, rows[-1].pk if len(found) > size else None, first)


def number_in(request, name):
    """A key from the address or a form; what is no number is as if it were not there."""
    typed = getattr(request, "GET", request).get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= 18 else None
