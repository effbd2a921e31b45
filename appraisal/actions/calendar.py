"""Calendars: filled from what is published, then each day changed with a reason. Deadlines that run keep their day."""

from django.db import IntegrityError, transaction

from appraisal import events, rules
from appraisal.holidays import known_days
from appraisal.models import Calendar, DayOff
from audit.acts import Act, write


def fill(year, *, by, at):
    """Days that the library knows and the calendar has not; what HR took out stays out. Twice is once."""
    rules.check_year(year, today=at.date())
    try:
        return _fill(year, by=by, at=at)
    except IntegrityError:  # somebody has just begun this year
        return _fill(year, by=by, at=at)


@transaction.atomic
def _fill(year, *, by, at):
    act, calendar = _begin(year, by=by, at=at)
    found, source = known_days(year)
    kept = set(calendar.days.values_list("day", flat=True))
    fresh = [
        DayOff(calendar=calendar, day=day, name=name, kind=kind, source=source)
        for day, (name, kind) in sorted(found.items())
        if day not in kept
    ]
    act.add(*fresh)
    if act.added:
        act.record(events.CALENDAR_FILLED, count=len(fresh), source=source)
        write(act)
    return calendar


@transaction.atomic
def add_day(year, *, day, name, kind, source, by, at):
    """By a letter or decision; a day that was taken out comes back."""
    rules.check_year(year, today=at.date())
    act, calendar = _begin(year, by=by, at=at, reason=source)
    known = calendar.days.filter(day=day).first()
    rules.check_day_off(day, year, known)
    facts = {"name": name, "kind": kind, "source": source}
    if known:
        act.change(known, is_off=True, **facts)
    else:
        act.add(DayOff(calendar=calendar, day=day, **facts))
    act.record(events.DAY_OFF_ADDED, day=day.isoformat(), name=name)
    write(act)
    return calendar


@transaction.atomic
def drop_day(day_off_id, *, reason, by, at):
    """From now on a working day; the row stays, so that no later filling brings it back."""
    year = DayOff.objects.values_list("calendar", flat=True).get(pk=day_off_id)
    act, calendar = _begin(year, by=by, at=at, reason=reason)
    known = calendar.days.get(pk=day_off_id)
    rules.check_is_off(known)
    act.change(known, is_off=False)
    act.record(events.DAY_OFF_DROPPED, day=known.day.isoformat(), name=known.name)
    write(act)
    return calendar


def _begin(year, *, by, at, reason=""):
    """(act, calendar): the calendar's row is locked, or added by the act."""
    calendar = Calendar.objects.select_for_update(of=["self"]).filter(pk=year).first()
    act = Act(calendar or Calendar(year=year, created_at=at), by=by, at=at, reason=reason)
    if calendar is None:
        act.add(act.subject)
    return act, act.subject
