"""Who stands before a step's page: outside sight 404, not his to do 403, in another's place by delegation."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from workflow.selectors import step_open_to
from workflow.wording import role_of


def held_step(request, pk, *, at):
    """The step, with `acting_for` set to its owner where the viewer stands in for him."""
    step = step_open_to(request.user, pk, at=at)
    if step is None:
        raise Http404
    step.is_own = step.owner_id == request.user.pk
    is_party = request.user.pk in step.case.appraisal.party_ids()  # nobody stands on two sides of a case
    step.acting_for = step.owner if step.is_delegated and not (step.is_own or is_party) else None
    claim = getattr(step, "claim", None)
    step.live_claim = claim if claim and claim.until > at else None
    if not (step.is_own or step.acting_for or step.completed_at):
        raise PermissionDenied(
            _("Tugas ini milik %(owner)s (%(role)s). Anda dapat melihat berkasnya, bukan mengerjakannya.")
            % {"owner": step.owner, "role": role_of(step.name)}
        )
    return step


def may_open_result(step):
    """Only the employee himself receives: a delegate sees nothing of a result that was not opened."""
    return step.name == "employee_response" and step.case.appraisal.received_at is None
