"""Files of a case: all that somebody sees, as rows or within a statement of other things, and one for a delegate."""

import datetime
import json

from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from appraisal.models import Evidence
from organization.models import Delegation, User
from workflow.models import Step

FILES = Evidence.__name__
MOMENTS = ("added_at", "withdrawn_at", "examined_at")
PLAIN = (
    "given_with", "about", "name", "size", "media_type", "sha256", "note", "added_by_id", "withdrawal_reason", "state",
    "examined_by_id", "examination",
)  # fmt: skip
OF_PERSON = ("name", "title_prefix", "title_suffix")


def files_of(appraisal, reader):
    """Oldest first."""
    found = Evidence.objects.visible_to(reader).filter(appraisal=appraisal)
    return list(found.select_related("added_by", "examined_by").order_by("pk"))


def as_documents(appraisal, reader):
    """The same as (FILES, key, "", JSON) rows, which a page asks for together with other texts."""
    columns = {name: name for name in (*PLAIN, *MOMENTS)} | {f"by_{name}": f"added_by__{name}" for name in OF_PERSON}
    found = Evidence.objects.visible_to(reader).filter(appraisal=appraisal).order_by()
    nothing = Value("", output_field=CharField())
    found = found.annotate(told_in=Value(FILES), said_of=nothing, document=Cast(JSONObject(**columns), TextField()))
    return found.values_list("told_in", "pk", "said_of", "document")


def from_document(pk, text):
    """The row again, with whoever added it; to be shown, not to be saved."""
    told = json.loads(text)
    about = told["about"] if isinstance(told["about"], list) else json.loads(told["about"])
    row = Evidence(pk=pk, **{name: told[name] for name in PLAIN} | {"about": about})
    for name in MOMENTS:
        setattr(row, name, _moment(told[name]))
    row.added_by = User(pk=row.added_by_id, **{name: told[f"by_{name}"] for name in OF_PERSON})
    return row


def _moment(text):
    """As either database writes it."""
    moment = text and parse_datetime(text)
    return moment.replace(tzinfo=datetime.UTC) if moment and moment.tzinfo is None else moment


def file_at_step(user, appraisal_id, evidence_id, *, at):
    """(the step, the file), or (None, None); nobody stands on two sides of a case."""
    standing_in = Delegation.objects.on(timezone.localdate(at)).filter(delegate=user).values("principal")
    steps = Step.objects.filter(case__appraisal=appraisal_id, completed_at=None, owner__in=standing_in)
    for step in steps.select_related("owner", "case__appraisal"):
        found = Evidence.objects.visible_to(step.owner).standing().exclude(name="")
        row = found.filter(appraisal=appraisal_id, pk=evidence_id).first()
        if row and user.pk not in step.case.appraisal.party_ids():
            return step, row
    return None, None
