"""The number by which people find again what they just did."""

from django.utils.translation import gettext as _

from .models import Entry
from .registry import subjects
from .search.streams import key_of, kind_of


def with_number(done, *, by, at) -> str:
    """What was done, with the number of the first entry that this person's act left at this moment."""
    entry = Entry.objects.filter(actor=by.pseudonym, at=at).order_by("pk").first()
    if entry is None:
        return str(done)
    return _("%(done)s Nomor catatan: %(number)s.") % {"done": done, "number": number_of(entry)}


def number_of(entry) -> str:
    """`PN-520-7` for the seventh of a case; programs call it `appraisal:520/7`. A book has a name and no number."""
    subject, key = subjects.get(kind_of(entry.stream)), key_of(entry.stream)
    number = str(subject.number(key)) if subject else ""
    return f"{number}-{entry.n}" if number.endswith(f"-{key}") else f"{entry.stream}/{entry.n}"
