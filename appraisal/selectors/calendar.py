"""Calendars: which years are kept, and the days of one."""

from django.db.models import Count, Q

from appraisal.models import Calendar, DayOff


def calendars():
    """Every year that is kept, the newest first, with how many days of it are off."""
    return Calendar.objects.annotate(off=Count("days", filter=Q(days__is_off=True))).order_by("-year")


def kept_years():
    return set(Calendar.objects.values_list("year", flat=True))


def years_of(cycle):
    """The years that deadlines of a period may touch: what follows the meeting, too."""
    return range(cycle.starts_on.year, cycle.meeting_on.year + 2)


def days_of(year):
    """The days of a year in their order, those that were taken out again among them."""
    return list(DayOff.objects.filter(calendar=year).order_by("day"))


def day_off_with(pk):
    return DayOff.objects.select_related("calendar").filter(pk=pk).first()


def working_days_in(year, days):
    """How many working days each kind of day off takes from the year: those on a weekend take none."""
    return sum(day.is_off and day.day.weekday() < 5 for day in days)
