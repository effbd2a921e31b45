"""Store notices with the change that caused them; and what a reader does with his.

That he read them is his own business: no history, no log.
"""

from audit.insert import insert

from .live.hints import CASE, NOTICES, hint
from .models import Notice

MANY = 500  # a launch opens cases that nobody looks at yet


def post(notices):
    """In the transaction of the change. After it open pages learn that there is something new."""
    notices = insert(list(notices))
    if notices:
        hint(NOTICES, people={notice.to_id for notice in notices})
    if 0 < len(notices) < MANY:
        hint(CASE, streams={notice.subject for notice in notices})
    return notices


def mark_read(user, pk, *, at):
    """Whether there was such an unread notice of his."""
    return _mark(user, Notice.objects.filter(pk=pk), at)


def mark_all_read(user, *, up_to, at):
    """All he has seen on the page; what came meanwhile stays unread."""
    return _mark(user, Notice.objects.filter(pk__lte=up_to), at)


def _mark(user, notices, at):
    marked = notices.visible_to(user).unread().update(read_at=at)
    if marked:
        hint(NOTICES, people=[user.pk])  # his other pages count anew
    return bool(marked)
