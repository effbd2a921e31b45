"""Who may work on the people of the city."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from organization.models import SYSTEM
from organization.roles import Role


def may_manage_people(user) -> bool:
    return user == SYSTEM or (user.is_active and user.has_role(Role.HR_ADMIN))


def require_people_manager(user):
    """Commands act as SYSTEM; everybody else needs the role, and is told which."""
    if not may_manage_people(user):
        role = Role.HR_ADMIN.label
        raise PermissionDenied(_("Halaman ini untuk peran {role}. Hubungi BKPSDM bila Anda perlu.").format(role=role))


def people_managers_only(view):
    @wraps(view)
    def checked(request, *args, **kwargs):
        require_people_manager(request.user)
        return view(request, *args, **kwargs)

    return checked


class FullSight:
    """What `audit.sentences.story` shows to whoever manages people, of what is about no single person."""

    def __init__(self, viewer):
        self.viewer = viewer

    def shows_detail(self, event, *, is_own):
        return True

    shows_reason = shows_detail
