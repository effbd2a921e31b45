"""Moments on the pages of cases, in the zone of the unit."""

from zoneinfo import ZoneInfo

from django import template

from workflow.wording import clock, short_date

register = template.Library()
register.filter("clock_in", clock)


@register.filter
def day_in(moment, zone):
    """`23 Nov 2026`."""
    return short_date(moment.astimezone(ZoneInfo(zone)))
