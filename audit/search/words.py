"""What is asked, in words: for the form that says it again, and the chips that take a part of it away."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.registry import events
from audit.wording import phrase_of

from . import changes
from .filters import ZONES

LABELS = {
    "actor": gettext_lazy("Siapa"),
    "person": gettext_lazy("Tentang"),
    "unit": gettext_lazy("Unit kerja"),
    "stream": gettext_lazy("Berkas"),
    "event": gettext_lazy("Peristiwa"),
    "words": gettext_lazy("Kata"),
    "field": gettext_lazy("Bidang"),
    "since": gettext_lazy("Dari"),
    "until": gettext_lazy("Sampai"),
    "zone": gettext_lazy("Zona waktu"),
}
TOGETHER = {"field": ("field", "old", "new")}  # what goes with it


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the search, and the search without it."""

    label: object
    words: str
    without: object


def named_in(asked):
    """(people, streams, units) whose names the page needs."""
    return {asked.actor, asked.person} - {""}, {asked.stream} - {""}, {asked.unit} - {""}


def typed(asked, names):
    """The form's own words for what is asked."""
    people = {"who": asked.actor, "whom": asked.person}
    told = {name: names.of(key) for name, key in people.items() if key}
    unit = {"unit": names.about(f"unit:{asked.unit}").name} if asked.unit else {}
    return asked.as_document() | told | unit


def chips(asked, names):
    shown = asked.without("zone") if asked.zone == settings.TIME_ZONE else asked  # the city's own narrows nothing
    for name, label in LABELS.items():
        if getattr(shown, name):
            yield Chip(label, _told(asked, name, names), asked.without(*TOGETHER.get(name, (name,))))


def _told(asked, name, names):
    value = getattr(asked, name)
    match name:
        case "actor" | "person":
            return names.of(value)
        case "unit":
            return names.about(f"unit:{value}").name
        case "stream":
            return str(names.about(value))
        case "event":
            return phrase_of(events[value])
        case "field":
            return _changed(asked)
        case "since" | "until":
            return date_format(datetime.date.fromisoformat(value), "j F Y")
        case "zone":
            return ZONES[value]
    return f"“{value}”"


def _changed(asked):
    """`Rating hasil kerja: sesuai → di atas`."""
    label = str(changes.searchable()[asked.field].label)
    if not (asked.old or asked.new):
        return label
    anything = _("apa saja")
    return f"{label}: {asked.old or anything} → {asked.new or anything}"
