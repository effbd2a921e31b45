"""Values as people read them: of a column, of a payload."""

import json
import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NOTHING = ""
FACT = re.compile(r"\{\w+\}")


def words_of(value, zone):
    """A plain value; moments in the zone, with its name."""
    match value:
        case None | "":
            return NOTHING
        case bool():
            return _("Ya") if value else _("Tidak")
        case datetime():
            return second_in(value, zone)
        case date():
            return date_format(value, "j F Y")
        case Decimal():
            return number_format(value.normalize() + 0, force_grouping=True, decimal_pos=_places(value))
        case dict() | list():
            return _listed(value)
    return str(value)


def second_in(moment, zone):
    """`30 November 2026 23.59.07 WIB`, in English with colons."""
    local = moment.astimezone(zone)
    return f"{date_format(local, 'j F Y')} {clock_in(moment, zone)}"


def clock_in(moment, zone):
    local = moment.astimezone(zone)
    clock = f"{local:%H:%M:%S}" if (get_language() or "id").startswith("en") else f"{local:%H.%M.%S}"
    return f"{clock} {local.tzname()}"


def _places(value):
    return max(0, -value.normalize().as_tuple().exponent)


def _listed(value):
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def phrase_of(event):
    """What an event is, for a list to choose from: its sentence without the actor, dots where facts come."""
    return capfirst(FACT.sub("…", str(event.sentence).replace("{actor}", "")).strip(" ."))
