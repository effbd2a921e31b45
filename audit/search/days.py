"""How busy each of the last days was. Each day is counted to MOST at most, so the size of the log does not matter."""

import datetime
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, Subquery
from django.utils import timezone

from audit.models import Entry

from . import streams
from .finding import Query

SHOWN = 22  # days
MOST = 2_000
SYSTEM = 0  # a row that is always there
DAY = datetime.timedelta(days=1)


class CountOf(Subquery):
    """How many rows a sliced queryset has: the slice is the limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Day:
    date: datetime.date
    count: int

    @property
    def is_capped(self):
        return self.count >= MOST


@dataclass(frozen=True)
class Bar:
    """A day in a drawing of 360 × 104; numbers as SVG writes them."""

    day: Day
    x: str
    middle: str
    right: str
    y: str
    height: str


@dataclass(frozen=True)
class Days:
    """Oldest first. `is_countable`: what is asked can be counted by day without reading entries."""

    days: list
    is_countable: bool = True

    @property
    def busiest(self):
        return max(self.days, key=lambda day: day.count, default=None)

    @property
    def bars(self):
        top = max(1, self.busiest.count) if self.days else 1
        for n, day in enumerate(self.days):
            x, height = 4 + n * 16, max(1.5, 62 * day.count / top) if day.count else 0
            yield Bar(day, *(f"{one:.1f}" for one in (x, x + 6.5, x + 13, 84 - height, height)))


def days_of(asked, *, at):
    """The days up to the last one asked for, or to today."""
    if asked.words or asked.field:
        return Days([], is_countable=False)
    last = datetime.date.fromisoformat(asked.until) if asked.until else timezone.localdate(at, asked.time_zone)
    shown = [last - n * DAY for n in reversed(range(SHOWN))]
    if asked.since:
        shown = [day for day in shown if day.isoformat() >= asked.since]
    entries = _matching(asked)
    counts = {f"day_{n}": CountOf(_on(entries, day, asked.time_zone)) for n, day in enumerate(shown)}
    counted = get_user_model()._base_manager.filter(pk=SYSTEM).annotate(**counts).values_list(*counts).first()
    return Days([Day(day, count) for day, count in zip(shown, counted or (), strict=False)])


def _matching(asked):
    found = Entry.objects.order_by()
    if asked.stream or asked.person or asked.unit:
        few = Query(asked, None).streams
        about = streams.about(person=asked.person, unit=asked.unit) if few is None else few
        found = found.filter(stream__in=about)
    if asked.actor:
        found = found.filter(actor=asked.actor)
    return found.filter(event=asked.event) if asked.event else found


def _on(entries, day, zone):
    begins = datetime.datetime.combine(day, datetime.time(), zone)
    ends = datetime.datetime.combine(day + DAY, datetime.time(), zone)
    return entries.filter(at__gte=begins, at__lt=ends).values("pk")[:MOST]
