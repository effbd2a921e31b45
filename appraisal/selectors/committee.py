"""Committees: who votes on a case, and which committees there are."""

from django.db.models import Q

from appraisal.models import Seat, Vote
from organization.models import SYSTEM


def voters_and_parties(appraisal):
    """(who votes now, which members are parties and therefore do not), in the order of the roster.

    Whoever recused himself stays out, unless nobody else is left: then the willing are asked again.
    Where every member is a party the system keeps the place until HR appoints a substitute by letter.
    """
    recused = Vote.objects.filter(appraisal=appraisal, choice=Vote.Choice.RECUSE).values("member")
    seats = Seat.objects.filter(committee=appraisal.committee_id, is_active=True).order_by("position", "pk")
    rows = dict(seats.values_list("member", Q(member__in=recused)))
    parties = [member for member in rows if member in appraisal.party_ids()]
    free = [member for member in rows if member not in parties]
    willing = [member for member in free if not rows[member] and member not in appraisal.recused_now]
    return willing or free or [SYSTEM.pk], parties
