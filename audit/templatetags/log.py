"""Moments of the log to the second, and addresses of its pages."""

import datetime

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit import wording

register = template.Library()
register.filter("clock_in", wording.clock_in)
register.filter("second_in", wording.second_in)
register.filter("phrase", wording.phrase_of)


@register.filter
def day_title(day, today):
    """`Hari ini, Minggu 22 November 2026`."""
    said = date_format(day, "l j F Y")
    if day == today:
        return _("Hari ini, %(day)s") % {"day": said}
    return _("Kemarin, %(day)s") % {"day": said} if today - day == datetime.timedelta(days=1) else said


@register.filter
def grouped(hashed):
    """A hash in fours, so that two can be compared by eye."""
    return " ".join(hashed[n : n + 4] for n in range(0, len(hashed), 4))


@register.filter
def stream_url(stream, name="log-subject"):
    """The page of everything that was recorded of a stream."""
    kind, _colon, key = stream.partition(":")
    return reverse(name, args=[kind, key])
