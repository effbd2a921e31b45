"""What people typed, read into forms; what is wrong becomes one refusal that names each field."""

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from appraisal.forms import Text, explain

from .refusals import Invalid

TEXTS = TypeAdapter(dict[str, Text])


def read(form, data):
    """The data as a form; raises Invalid."""
    return _validated(form.model_validate, data)


def read_text(**told):
    """One text, named as its field: `read_text(reason=reason)`."""
    [text] = _validated(TEXTS.validate_python, told).values()
    return text


def invalid(broken):
    """A broken rule as the door says it, with the field it names."""
    return Invalid(str(broken), {broken.field: str(broken)} if broken.field else {})


def _validated(validate, data):
    try:
        return validate(data)
    except ValidationError as errors:
        raise Invalid(_("Ada isian yang perlu diperbaiki."), explain(errors)) from errors
