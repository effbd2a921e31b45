"""Questions about notices; the list is paged by key and never counted exactly."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Notice

PAGE = 25
CAP = 99  # nobody counts further


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


def outbox(limit):
    """What nobody has mailed yet, oldest first, held by this transaction; another deliverer takes others."""
    waiting = Notice.objects.filter(mailed_at=None).order_by("pk").select_related("to")
    return list(waiting.select_for_update(of=["self"], skip_locked=True, no_key=True)[:limit])
