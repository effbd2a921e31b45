"""What the library `holidays` knows of a year: national holidays and joint leave (cuti bersama) of Indonesia.

It is asked only when HR fills a year: a server that never does so never loads it (19 MiB).
"""

from .models import DayOff

CATEGORIES = {"public": DayOff.Kind.NATIONAL, "government": DayOff.Kind.JOINT}


def known_days(year):
    """({day: (name, kind)}, where it is from); a national holiday is told before a joint leave on the same day."""
    from holidays import __version__
    from holidays.countries.indonesia import Indonesia

    found = {}
    for category, kind in CATEGORIES.items():
        for day, name in Indonesia(years=year, categories=(category,), language="id").items():
            found.setdefault(day, (name[:120], kind))
    return found, f"holidays {__version__}"
