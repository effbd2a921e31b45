"""Who has a case open now: those who work on it, never HR or inspectors, whose looks are in the access journal."""

from appraisal.models import Appraisal, Seat
from audit.acts import stream_of
from notifications.live.presence import present
from organization.models import User


def others_at(pk, viewer):
    """The parties and members of the committee who have it open and may see it; None outside the viewer's sight."""
    appraisal = Appraisal.objects.visible_to(viewer).filter(pk=pk).first()
    if appraisal is None:
        return None
    members = Seat.objects.filter(committee=appraisal.committee_id, is_active=True).values_list("member", flat=True)
    concerned = appraisal.party_ids() | {*members}
    here = present(stream_of(appraisal), concerned - {viewer.pk})
    return [person for person in _named(here) if Appraisal.objects.visible_to(person).filter(pk=pk).exists()]


def _named(ids):
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name", "pk")) if ids else []
