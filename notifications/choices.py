"""What a person may choose to be sent, and what the law does not let anybody switch off."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .wording import wordings

OTHERS = _("Lainnya")
SENT_BY = ("mail", "push")


@dataclass(frozen=True)
class Row:
    """What goes by one title; `by` says which ways it is sent now."""

    title: str
    abouts: tuple
    law: str
    by: frozenset

    @property
    def value(self):
        return " ".join(self.abouts)


def choices(preference):
    """[(topic, [Row])], in the order in which rooms registered them."""
    grouped = {}
    for about, wording in wordings.items():
        topic = grouped.setdefault(str(wording.topic or OTHERS), {})
        topic.setdefault((str(wording.title), wording.law), []).append(about)
    return [
        (topic, [_row(title, law, abouts, preference) for (title, law), abouts in titles.items()])
        for topic, titles in grouped.items()
    ]


def _row(title, law, abouts, preference):
    off = {"mail": preference.mail_off, "push": preference.push_off}
    by = frozenset(way for way in SENT_BY if law or not set(abouts) & set(off[way]))
    return Row(title, tuple(abouts), law, by)


def off_where_not(wanted):
    """The names that are not among those wanted and may be switched off."""
    return sorted(about for about, wording in wordings.items() if not wording.law and about not in wanted)
