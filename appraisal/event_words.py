"""As what people act, and how a day reads: words that the sentences of events share."""

from datetime import date as Date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

# as what people act; `permissions.Part` says who is it
EMPLOYEE = _("pegawai yang dinilai")
SUPERVISOR = _("pejabat penilai kinerja")
SECOND_LEVEL = _("atasan pejabat penilai")
DECIDER = _("pejabat yang menetapkan keberatan")  # the supervisor himself at the top of the tree
MEMBER = _("anggota komite")
CHAIR = _("ketua komite")
HR = _("pengelola kinerja")
INSPECTOR = _("inspektorat")
PARTIES = {"employee": EMPLOYEE, "supervisor": SUPERVISOR, "second_level": SECOND_LEVEL}
ABOVE = PARTIES | {"superior": _("atasan pejabat yang menetapkan")}


def day(iso):
    return date_format(Date.fromisoformat(iso), "j F Y")
