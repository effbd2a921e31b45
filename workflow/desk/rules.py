"""When a step may be put off, and what a saved view may be called. Pure functions."""

from django.utils.translation import gettext as _

from appraisal.rules import DAY, RuleBroken, end_of, local_date

LONGEST = 14  # days
CHOICES = (1, 3, 7)  # days
MOST_VIEWS, NAME_LENGTH = 12, 40


def back_at(day, zone):
    """The moment a step comes back: when that day begins in the unit's zone."""
    return end_of(day - DAY, zone)


def days_allowed(step, *, at):
    """The days for which a step can be put off now."""
    today = local_date(at, step.case.appraisal.zone)
    return [days for days in CHOICES if not why_not_until(step, today + days * DAY, at=at)]


def why_not_until(step, day, *, at):
    """The sentence that refuses, or nothing: a step is back on the day it is due, for its deadline stays."""
    zone = step.case.appraisal.zone
    today = local_date(at, zone)
    if not today < day <= today + LONGEST * DAY:
        return _("Pilih hari antara besok dan %(days)s hari lagi.") % {"days": LONGEST}
    if step.due_at is not None and day > local_date(step.due_at, zone):
        return _("Tidak dapat ditunda: jatuh tempo lebih dulu, dan batas waktunya tidak bergeser.")
    return ""


def check_view(name, names):
    """A name that tells one view from another. Raises RuleBroken."""
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise RuleBroken(_("Beri nama tampilan, paling banyak %(most)s huruf.") % {"most": NAME_LENGTH}, field="name")
    if name not in names and len(names) >= MOST_VIEWS:
        raise RuleBroken(
            _("Anda sudah menyimpan %(most)s tampilan. Hapus satu dahulu.") % {"most": MOST_VIEWS}, field="name"
        )
