"""The verb on a person's number: a new one succeeds it, because a person outlives a number."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit.acts import Act, write
from organization import events, notices, rules
from organization.actions.account import locked_for_manager
from organization.actions.line import hold_lines
from organization.models import Identifier

DAY = timedelta(days=1)


@transaction.atomic
def succeed_number(*, person, kind, number, from_date, reason, by, at):
    """From that day on he has the new number, also to sign in; the old one ended the day before and finds him still.

    Neither is told in the log: the entry says that it was done, and why.
    """
    hold_lines()  # an import may be giving that number
    person, by = locked_for_manager(person, by)
    former = list(person.employee.identifiers.select_for_update(no_key=True).filter(to_date=None).order_by("pk"))
    rules.check_reason(reason)
    rules.check_tells_no_number(reason)
    rules.check_number_of(kind, number)
    rules.check_succession(former, from_date, timezone.localdate(at))
    rules.check_unused(Identifier.objects.filter(number=number).first(), person)
    act = Act(person, by=by, at=at, reason=reason)
    for one in former:
        act.change(one, to_date=from_date - DAY)
    act.add(made := Identifier(employee=person.employee, kind=kind, number=number, from_date=from_date))
    act.record(events.NUMBER_SUCCEEDED, kind=made.get_kind_display(), reason=reason)
    write(act)
    notices.caused_by(act)
    return made
