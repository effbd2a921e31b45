"""Who may do what beside the flow; the flow itself says who its steps belong to."""

from django.utils.translation import gettext as _

from .holding import is_system
from .refusals import Forbidden


def refuse_all_but_hr(by, appraisal=None):
    """HR runs the cases; whoever is a party to one leaves it to a colleague."""
    if is_system(by):
        return
    if not by.is_hr_admin:
        raise Forbidden(_("Hanya pengelola kinerja yang dapat melakukan ini."))
    if appraisal and by.pk in appraisal.party_ids():
        raise Forbidden(_("Anda pihak dalam berkas ini. Minta pengelola kinerja lain melakukannya."))
