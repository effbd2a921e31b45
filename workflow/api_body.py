"""The body of a request to the API, read into its shape."""

from django.utils.translation import gettext as _
from pydantic import ValidationError
from rest_framework import exceptions

from appraisal.forms import explain

from .refusals import Invalid


def body_of(request, shape):
    try:
        return shape.model_validate(request.data)
    except ValidationError as errors:
        raise Invalid(_("Ada isian yang perlu diperbaiki."), explain(errors)) from errors
    except RecursionError as error:  # a thousand brackets in each other
        raise exceptions.ParseError from error
