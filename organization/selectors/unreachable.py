"""Whom no mail reaches: they come in by a one-time link from HR, in person or on paper."""

from datetime import timedelta

from django.db.models import F, Max, Prefetch, Q
from post_office.models import STATUS, Email, Log, RecipientDeliveryStatus

from organization.models import Identifier, User
from organization.selectors.people import people

RECENT = timedelta(days=30)  # an address that failed longer ago may work again
LATELY = timedelta(minutes=15)
MOST_COUNTED = 1_000
CURRENT_NUMBERS = Prefetch("employee__identifiers", Identifier.objects.filter(to_date=None), to_attr="current")
BOUNCED = (
    RecipientDeliveryStatus.SOFT_BOUNCED,
    RecipientDeliveryStatus.UNDETERMINED_BOUNCED,
    RecipientDeliveryStatus.HARD_BOUNCED,
    RecipientDeliveryStatus.SPAM_COMPLAINT,
)


def unreachable(at):
    """Active employees without an address, or whose last letter was given up or came back."""
    active = User.objects.filter(is_active=True, employee__isnull=False)
    return active.filter(Q(email="") | Q(email__in=_failing_addresses(at)))


def unreachable_people(at, *, on, q="", unit=""):
    """The same by name, with what they hold, narrowed as any list of people."""
    return people(on=on, q=q, unit=unit, among=unreachable(at).values("pk"))


def lately_failed(at):
    """Of the unreachable those of whom a letter was given up or came back in the last minutes; mostly two small questions."""
    given_up = Email.objects.filter(status=STATUS.failed, last_updated__gt=at - LATELY)
    came_back = Log.objects.filter(status__in=BOUNCED, date__gt=at - LATELY)  # the letter itself keeps when it left
    if not given_up.exists() and not came_back.exists():
        return []
    return list(unreachable(at).exclude(email=""))


def count_unreachable(at) -> int:
    """MOST_COUNTED stands for all that are more."""
    return unreachable(at)[:MOST_COUNTED].count()


def _failing_addresses(at):
    lost = Q(status=STATUS.failed) | Q(recipient_delivery_status__in=BOUNCED)
    letters = Email.objects.filter(created__gt=at - RECENT).order_by().values("to")
    last = letters.annotate(lost=Max("pk", filter=lost), sent=Max("pk", filter=Q(status=STATUS.sent) & ~lost))
    return last.filter(Q(sent=None) | Q(sent__lt=F("lost")), lost__isnull=False).values("to")
