"""What one line of the file says, and what is wrong with it."""

import datetime
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

PADDING = " \t\r\n\xa0\ufeff"


@dataclass(slots=True)
class Row:
    """One person as the file states him. None: the file says nothing about it."""

    number: int = 0  # as the spreadsheet shows it; the header is usually 1
    nip: str = ""
    name: str = ""
    title_prefix: str | None = None
    title_suffix: str | None = None
    type: str = ""
    unit_code: str = ""
    unit_name: str = ""
    parent_code: str = ""
    title: str = ""
    kind: str = ""
    superior_nip: str = ""
    rank: str | None = None
    start: datetime.date | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Row 0 is the file as a whole."""

    row: int
    column: str
    value: str
    reason: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Numbers and unit codes of every line, also of the faulty ones: those are not missing."""

    numbers: frozenset
    units: frozenset


def together(rows, key):
    """The rows in groups that share a key, in the order of the file."""
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups.values()


def office(unit_code, title) -> tuple:
    """A post as people mean it: `KEPALA  DINAS` in the same unit is `Kepala Dinas`."""
    return unit_code, " ".join(title.split()).casefold()


def text_of(value) -> str:
    """A cell as text, without the padding that spreadsheets and other programs leave around it."""
    return "" if value is None else str(value).strip(PADDING)


def shown(value) -> str:
    """A cell as it may be shown anywhere: what cannot be seen is named, and nothing is endless."""
    text = "" if value is None else str(value)
    text = text if len(text) <= 80 else f"{text[:79]}…"
    return "".join(f"[U+{ord(char):04X}]" if is_control(char) else char for char in text)


def is_control(char) -> bool:
    """Control, format (bidi, zero width) and line-separator characters, surrogates and unassigned ones."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
