"""The door by which the pages of the log open the content of a case: they know none of our refusals."""

from django.core.exceptions import PermissionDenied, ValidationError

from workflow.refusals import Forbidden, Invalid

from .inspecting import inspect_content
from .opening import open_content


def open_from_log(appraisal_id, *, purpose, is_deferred, by, at):
    """The inspection that defers telling of it, or None. Raises PermissionDenied or ValidationError."""
    door = inspect_content if is_deferred else open_content
    try:
        opened = door(appraisal_id, purpose=purpose, by=by, at=at)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Invalid as refused:
        raise ValidationError(refused.fields.get("purpose", str(refused))) from refused
    return opened if is_deferred else None
