"""Numbers and moments on the pages of cases; moments in the zone of the unit."""

from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.urls import reverse

from workflow.evaluation import qr_path
from workflow.wording import case_number, clock, entry_number, short_date

register = template.Library()
register.filter("clock_in", clock)
register.filter("case_number", case_number)
register.filter("entry_number", entry_number)


@register.simple_tag
def entry_qr(pk, n):
    """Leads whoever may see the case to this very entry of its history."""
    return qr_path(f"{settings.SITE_URL}{reverse('appraisal', args=[pk])}#catatan-{n}")


@register.simple_tag
def fingerprint_qr(leaf):
    """Leads anybody to the public check; behind the # no server and no log line sees the fingerprint."""
    return qr_path(f"{settings.SITE_URL}{reverse('verify')}#{leaf}")


@register.simple_tag
def public_check():
    """The address to type from paper."""
    return settings.SITE_URL + reverse("verify")


@register.filter
def day_in(moment, zone):
    """`23 Nov 2026`."""
    return short_date(moment.astimezone(ZoneInfo(zone)))
