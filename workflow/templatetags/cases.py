"""Moments on the pages of cases, in the zone of the unit."""

from zoneinfo import ZoneInfo

from django import template

from workflow.wording import short_date

register = template.Library()


@register.filter
def day_in(moment, zone):
    """`23 Nov 2026`."""
    return short_date(moment.astimezone(ZoneInfo(zone)))


@register.filter
def clock_in(moment, zone):
    """`09.12.04 WIB`."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H.%M.%S %Z")
