"""A file for whoever stands in for the owner of an open step: he sees it as the owner does."""

from django.utils import timezone

from appraisal.models import Evidence
from organization.models import Delegation
from workflow.models import Step


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
