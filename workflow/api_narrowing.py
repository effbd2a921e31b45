"""What narrows a list of tasks in an address of the API: the filters of the inbox, whose values are refused by name."""

from typing import Literal

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from appraisal.forms import explain

from .models import Desk
from .refusals import Invalid
from .selectors.inbox import Due, Filters, Moments, Role
from .wording import TASKS


class Narrowing(BaseModel):
    """Nothing asked is everything open. Unlike the inbox, whose reader put tasks off from his own sight.

    Names and numbers of people are no part of an address, so there is no filter for them; what else an address
    has is left to others.
    """

    model_config = ConfigDict(extra="ignore")
    kind: Literal[tuple(TASKS)] | None = Field(None, description="the step")
    unit: int | None = Field(None, ge=0, lt=2**63, description="number of the unit of the appraisal")
    due: Literal[tuple(Due.values)] | None = Field(None, description="the group of the inbox, by the day it is due")
    role: Literal[tuple(Role.values)] | None = Field(None, description="as what the caller has it")
    new: bool | None = Field(None, description="true: opened since the caller's last visit to his inbox")
    asleep: bool | None = Field(
        None, description="true: only what was put off; false: only what was not; both unless said"
    )
    delegated: bool = Field(
        False, description="true: tasks of those for whom the caller stands in today, and not his own"
    )


def _parameters():
    """As the OpenAPI description has them, the values that each knows among it."""
    for name, told in Narrowing.model_json_schema()["properties"].items():
        shape = told.get("anyOf", [told])[0]
        kept = {key: shape[key] for key in ("type", "enum", "maxLength") if key in shape}
        yield OpenApiParameter(name, kept, description=told["description"], required=False)


PARAMETERS = list(_parameters())


def read(query):
    """The filters of an address. Raises Invalid, which names what it does not know."""
    try:
        return Narrowing.model_validate(query.dict())
    except ValidationError as errors:
        raise Invalid(_("Ada saringan yang tidak dikenal."), explain(errors)) from errors


def narrowed(asked, user, at):
    """As `selectors.inbox.found` takes it."""
    desk = Desk.objects.filter(owner=user).first() if asked.new else None
    filters = Filters(
        kind=asked.kind or "",
        unit=asked.unit,
        due=asked.due or "",
        role=asked.role or "",
        is_new=bool(asked.new),
        is_asleep=asked.asleep,
    )
    return {"moments": Moments.at(at, desk and desk.seen_until), "filters": filters}
