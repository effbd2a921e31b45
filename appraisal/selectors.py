"""Questions about appraisals."""

from django.db.models import Q

from .models import Seat, Vote


def free_member_ids(appraisal):
    """Members who are no party and did not recuse themselves in this case, in the order of the roster.

    Where nobody would be left, those who recused themselves are asked again and HR is told: a case
    never waits for nobody.
    """
    recused = Vote.objects.filter(appraisal=appraisal, choice=Vote.Choice.RECUSE).values("member")
    seats = Seat.objects.filter(committee=appraisal.committee_id, is_active=True).order_by("position", "pk")
    rows = list(seats.values_list("member", Q(member__in=recused)))
    free = [member for member, _ in rows if member not in appraisal.party_ids()]
    out = {member for member, has_recused in rows if has_recused} | set(appraisal.recused_now)
    willing = [member for member in free if member not in out]
    return willing or free or [member for member, _ in rows]
