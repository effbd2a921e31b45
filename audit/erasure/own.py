"""What was proposed to be erased of what concerns a person, for himself."""

from audit.erasure.holds import streams_with
from audit.models import ErasureProposal

TOLD = ("stream", "numbers", "basis", "letter_no", "state", "proposed_at", "answer", "answered_at", "ended_at")


def proposals_about(person):
    """The latest first."""
    return ErasureProposal.objects.filter(stream__in=streams_with(person)).order_by("-pk")


def done_since(moment):
    """Orders that were carried out from then on: what was written into a file before may hold the words."""
    return ErasureProposal.objects.filter(state=ErasureProposal.State.DONE, ended_at__gte=moment)


def erasures(person, at):
    """For the copy of his data."""
    found = proposals_about(person).select_related("proposed_by", "answered_by")
    return [_told(proposal) for proposal in reversed(found)]


def _told(proposal):
    who = {"proposed_by": proposal.proposed_by, "answered_by": proposal.answered_by}
    return {name: getattr(proposal, name) for name in TOLD} | {
        name: person and person.get_full_name() for name, person in who.items()
    }
