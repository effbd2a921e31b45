"""The page on which what was typed is shown once more before it is done: its buttons, and the answers in words."""

from datetime import date as Date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

CONFIRM, EDIT = "confirm", "edit"  # its buttons
CONTROL = ("csrfmiddlewaretoken", CONFIRM, EDIT)


def kept(request):
    """[(name, value)] of all that was typed, to go with the button."""
    return [(name, value) for name, values in request.POST.lists() if name not in CONTROL for value in values]


def in_words(bound, value):
    choices = dict(getattr(bound.field, "choices", None) or {})
    if value in (None, ""):
        return _("Tidak diisi")
    return date_format(value, "l, j F Y") if isinstance(value, Date) else str(choices.get(value, value))
