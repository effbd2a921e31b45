"""Lists of people that leave the system as a file: recorded, and told to everybody who is in them."""

from django.db import transaction

from audit.access.looking import look_at_many
from audit.acts import record
from audit.books import hold
from audit.models import Access
from organization import events
from organization.importing.models import ImportRun
from organization.permissions import require_people_manager


@transaction.atomic
def export_people(*, what, person_ids, by, at):
    """`what` is a code of `events.LISTS`."""
    require_people_manager(by)
    record(events.LIST_EXPORTED, subject=hold("people"), by=by, at=at, what=what, count=len(person_ids))
    subjects = [(f"user:{pk}", pk) for pk in person_ids]
    look_at_many(subjects, viewer=by, at=at, kind=Access.Kind.EXPORT, part="hr")


@transaction.atomic
def export_import_errors(*, run, count, by, at):
    """What was wrong in a file; whom its rows mean is not known."""
    require_people_manager(by)
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    record(events.LIST_EXPORTED, subject=run, by=by, at=at, what="import_errors", count=count)
