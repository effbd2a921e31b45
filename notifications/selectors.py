"""Questions about notices; the list is paged by key and never counted exactly."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Notice, Preference, Subscription
from .zones import zones_of

PAGE = 25
CAP = 99  # nobody counts further
MAILED_LATELY = timedelta(days=1)


class Shown(TextChoices):
    """What of the list is shown."""

    ALL = "all", _("Semua")
    UNREAD = "unread", _("Belum dibaca")
    TASK = "task", _("Perlu tindakan")
    INFO = "info", _("Kabar")


def notices_of(user, *, shown=Shown.ALL, before=None):
    """A page of notices, newest first; one more than a page tells that older ones follow."""
    found = Notice.objects.visible_to(user).select_related("to").order_by("-pk")
    if shown == Shown.UNREAD:
        found = found.unread()
    elif shown in (Shown.TASK, Shown.INFO):
        found = found.filter(kind=shown)
    return list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])


def news_of(user, *, after):
    """The notices that are newer than this one, newest first, 99 at most."""
    found = Notice.objects.visible_to(user).filter(pk__gt=after).select_related("to").order_by("-pk")
    return list(found[:CAP])


def outbox(at, limit):
    """All that waits for those who have waited longest, held by this transaction; another deliverer takes others."""
    free = Notice.objects.unmailed().order_by("pk").select_for_update(of=["self"], skip_locked=True, no_key=True)
    due = free.filter(Q(mail_after=None) | Q(mail_after__lte=at))
    people = {notice.to_id for notice in due.only("to")[:limit]}
    return list(free.filter(to__in=people).select_related("to"))


@dataclass(frozen=True)
class Mailbox:
    """How a person wants his mail, where he lives, and when he last got some."""

    zone: str
    last: datetime | None = None
    is_daily: bool = False
    mail_off: tuple = ()
    push_off: tuple = ()


def mailboxes(people, at):
    """{id: Mailbox}; three statements, whatever the number of people."""
    zones = zones_of(people, at)
    chosen = Preference.objects.in_bulk(people)
    mailed = Notice.objects.filter(to__in=people, mailed_at__gt=at - MAILED_LATELY).values_list("to")
    last = dict(mailed.annotate(Max("mailed_at")).order_by())
    return {pk: _mailbox(zones[pk], last.get(pk), chosen.get(pk)) for pk in people}


def _mailbox(zone, last, chosen):
    if chosen is None:
        return Mailbox(zone, last)
    return Mailbox(zone, last, chosen.digest == Preference.Digest.DAILY, tuple(chosen.mail_off), tuple(chosen.push_off))


def devices_of(person):
    return list(Subscription.objects.filter(person=person).order_by("pk"))


def preference_of(person):
    """What was chosen, or what holds for whoever chose nothing; unsaved then."""
    return Preference.objects.filter(pk=person.pk).first() or Preference(pk=person.pk)
