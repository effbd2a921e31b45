"""What this room keeps of a person, for his copy of it."""

from .models import Notice
from .selectors import devices_of
from .wording import tell


def collect_devices(person, at):
    """The browsers that show him hints."""
    return [{"service": one.service, "added_at": one.added_at} for one in devices_of(person)]


def collect(person, at):
    """Every notice, oldest first, as its reader saw it."""
    told = tell(list(Notice.objects.visible_to(person).select_related("to").order_by("pk")))
    return [
        {
            "created_at": row.notice.created_at,
            "kind": row.notice.kind,
            "title": row.title,
            "subject": row.lead.subject,
            "read_at": row.notice.read_at,
            "mailed_at": row.notice.mailed_at,
        }
        for row in told
    ]
