"""A hold by letter, such as a court's: an inspector places it, and from then on nothing is erased until it is lifted.

On an account it holds everything of that person. It changes nothing that anybody said.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appraisal.notices import told_of_erasure
from appraisal.rules import RuleBroken
from appraisal.selectors.erasure import open_proposals_under
from audit import events
from audit.acts import Act, write
from audit.models import LegalHold
from notifications.actions import post
from notifications.models import Notice
from organization.roles import Role

from .erasure import held_by


def place_hold(stream, *, reason, letter_no, by, at):
    """Raises RuleBroken."""
    try:
        with transaction.atomic():
            held, by = held_by(stream, by, Role.INSPECTOR)
            standing = LegalHold(stream=stream, reason=reason, letter_no=letter_no, placed_at=at, placed_by=by)
            act = Act(held, by=by, at=at, reason=reason)
            act.add(standing)
            act.record(events.HOLD_PLACED, letter_no=letter_no)
            write(act)
            _tell(act)
            return standing
    except IntegrityError:
        raise RuleBroken(_("Penghapusan berkas ini sudah ditahan.")) from None


@transaction.atomic
def lift_hold(hold_id, *, reason, letter_no, by, at):
    stream = LegalHold.objects.values_list("stream", flat=True).get(pk=hold_id)
    held, by = held_by(stream, by, Role.INSPECTOR)
    standing = LegalHold.objects.get(pk=hold_id)
    if not standing.stands:
        raise RuleBroken(_("Penahanan ini sudah berakhir."))
    act = Act(held, by=by, at=at, reason=reason)
    act.change(standing, lift_reason=reason, lift_letter_no=letter_no, lifted_at=at, lifted_by=by)
    act.record(events.HOLD_LIFTED, letter_no=letter_no)
    write(act)
    _tell(act)
    return standing


def _tell(act):
    """Whoever proposed what waits now, or waits no more."""
    for proposal in open_proposals_under(act.stream):
        post(told_of_erasure(act, proposal, [proposal.proposed_by], kind=Notice.Kind.INFO))
