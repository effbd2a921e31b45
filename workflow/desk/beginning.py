"""What inboxes begin with, set by HR for each role. It narrows nobody's sight: everything is one click away."""

from django.db import transaction

from audit.acts import record
from audit.books import hold
from workflow import events
from workflow.models import RoleView
from workflow.permissions import refuse_all_but_hr

from .rules import check_view

BOOK = "inbox"


@transaction.atomic
def set_role_view(role, *, name, query, by, at):
    """The same once more is the same."""
    refuse_all_but_hr(by)
    check_view(name, [])
    book, wanted = hold(BOOK), RoleView(role=role, name=name, query=query)
    if not RoleView.objects.filter(role=role, name=name, query=query).exists():
        wanted.save()
        record(events.ROLE_VIEW_SET, subject=book, by=by, at=at, role=role, name=name, query=query)
    return wanted


@transaction.atomic
def drop_role_view(role, *, by, at):
    """These people begin with everything again."""
    refuse_all_but_hr(by)
    book = hold(BOOK)
    if RoleView.objects.filter(role=role).delete()[0]:
        record(events.ROLE_VIEW_DROPPED, subject=book, by=by, at=at, role=role)
