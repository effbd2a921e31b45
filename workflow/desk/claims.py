"""Who is at a step that several may do. A claim ends by itself; whoever types keeps it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from workflow.models import Claim
from workflow.wording import local_moment

LEASE = timedelta(minutes=30)


def claim_of_another(step, by, *, at):
    claims = Claim.objects.filter(step=step, until__gt=at).exclude(holder=by)
    return claims.select_related("holder").first()


def live_claims(steps, *, at):
    """Who is at these steps now."""
    return Claim.objects.filter(step__in=steps, until__gt=at).select_related("holder", "step").order_by("pk")


def renew(step, by, *, at):
    """Half an hour from now; whether he had it. One statement."""
    return bool(Claim.objects.filter(step=step, holder=by, until__gt=at).update(until=at + LEASE))


def sentence_of(claim, zone):
    facts = {"who": claim.holder, "since": local_moment(claim.since, zone), "until": local_moment(claim.until, zone)}
    return _("Tugas ini dipegang %(who)s sejak %(since)s, paling lama sampai %(until)s.") % facts
