"""What the log says of people, units and imports: what their streams are called, and how a search finds them."""

from django.utils.translation import gettext_lazy as _

from audit.registry import register_directory, register_subject, register_topics

from .models import ImportRun, Unit, User
from .selectors import directory

OF_UNIT = "assignments__post__unit"  # wherever he holds a post, or held one


def register_subjects():
    register_subject(User, title=_("Akun"), person="", unit=OF_UNIT)
    register_subject(User, kind="signin", title=_("Masuk"), person="", unit=OF_UNIT)
    register_subject(Unit, title=_("Unit kerja"), name="name", unit="pk")
    register_subject(ImportRun, title=_("Impor organisasi"), name="file_name")
    register_topics(user=_("Akun dan garis atasan"), organization=_("Data organisasi"), signin=_("Masuk dan keluar"))
    register_directory(people=directory.people_called, units=directory.units_named, branch=directory.branch_of)
