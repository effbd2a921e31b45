"""Icons, dates, numbers and addresses as every page writes them; a builtin, so no page loads it."""

import datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from audit.sentences import ERASED

register = template.Library()
MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
DAYS = {
    "id": ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}


@cache
def _sprite():
    """Where the symbols are; a page asks thirty times."""
    return static("icons.svg")


@register.simple_tag
def icon(name, size=""):
    """One symbol of the sprite; words beside it say the same."""
    return format_html('<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>', size, _sprite(), name)


@register.filter
def or_erased(text):
    """Words that somebody had to give; where there are none an order took them away."""
    return text or ERASED


@register.simple_tag
def crest(name="timbang"):
    return format_html(
        '<svg class="crest" aria-hidden="true" viewBox="0 0 40 40"><use href="{}#{}"/></svg>', _sprite(), name
    )


@register.filter
def initials(name):
    """`SR` of `Siti Rahmawati, S.Kom.`; titles before the name have a dot."""
    words = [word for word in str(name).split(",")[0].split() if "." not in word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def tgl(day):
    """`30 Nov 2026`."""
    if not day:
        return ""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day)
    return f"{day.day} {MONTHS[_language()][day.month - 1]} {day.year}"


@register.filter
def tgl_jam(moment, zone=""):
    """`Sen 30 Nov 2026, 23.59 WIB`, in a zone such as Asia/Makassar or in that of the city."""
    if not moment:
        return ""
    local = moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)
    language = _language()
    weekday, month = DAYS[language][local.weekday()], MONTHS[language][local.month - 1]
    clock = f"{local:%H:%M}" if language == "en" else f"{local:%H.%M}"
    return f"{weekday} {local.day} {month} {local.year}, {clock} {local.tzname()}"


@register.filter
def sisa(due, now=None):
    """`8 hari 15 jam lagi`, or `Terlambat 2 hari`."""
    if not due:
        return ""
    left = due - (now or timezone.now())
    if left < datetime.timedelta():
        return _("Terlambat %(span)s") % {"span": _parts(-left)[0]}
    return _("%(span)s lagi") % {"span": " ".join(_parts(left))}


@register.filter
def nip(number):
    """`19880412 201101 2 006`, copied without the spaces."""
    digits = str(number or "")
    if len(digits) != 18:
        return digits
    grouped = f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"
    return format_html('<span class="nip" data-copy="{}">{}</span>', digits, grouped)


@register.filter
def angka(number):
    """`1.234,5` in Indonesian, `1,234.5` in English; no trailing noughts."""
    if number is None or number == "":
        return ""
    text = f"{Decimal(str(number)).normalize():,f}"
    return text if _language() == "en" else text.translate(str.maketrans(",.", ".,"))


@register.filter
def breakable(words):
    """`Kurang/misconduct` may go on in the next line after its stroke, an address after its `@`."""
    return mark_safe(escape(words).replace("/", "/<wbr>").replace("@", "@<wbr>"))  # noqa: S308 - escaped just now


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """The address's parameters with some changed; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}"


def _language():
    return "en" if (get_language() or "id").startswith("en") else "id"


def _parts(span):
    """Days and hours, or hours and minutes: the largest first, without noughts."""
    hours, minutes = span.seconds // 3600, span.seconds % 3600 // 60
    counted = [
        (span.days, ngettext("%(n)s hari", "%(n)s hari", span.days)),
        (hours, ngettext("%(n)s jam", "%(n)s jam", hours)),
        (0 if span.days else minutes, ngettext("%(n)s menit", "%(n)s menit", minutes)),
    ]
    return [words % {"n": n} for n, words in counted if n] or [_("kurang dari 1 menit")]
