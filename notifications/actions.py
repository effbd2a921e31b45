"""What a reader does with his notices. That he read them is his own business: no history, no log."""

from .models import Notice


def mark_read(user, pk, *, at):
    """Whether there was such an unread notice of his."""
    return bool(Notice.objects.visible_to(user).unread().filter(pk=pk).update(read_at=at))


def mark_all_read(user, *, up_to, at):
    """All he has seen on the page; what came meanwhile stays unread."""
    return Notice.objects.visible_to(user).unread().filter(pk__lte=up_to).update(read_at=at)
