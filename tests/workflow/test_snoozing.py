"""Putting a task off is on record: in the stream of whoever did it, never in that of the case."""

import pytest

from audit.models import Entry
from tests.office import DAY, NOW
from workflow.desk.snoozing import snooze, wake
from workflow.models import Snooze

pytestmark = pytest.mark.django_db


def own(office):
    entries = Entry.objects.filter(stream=f"user:{office.employee.pk}", event__startswith="inbox.")
    return list(entries.order_by("n").values_list("event", flat=True))


def test_each_putting_off_is_an_entry_of_ones_own(office):
    step, told = office.step(), office.events()
    ask = {"by": office.employee, "at": NOW}
    snooze(step.pk, day=(NOW + DAY).date(), **ask)
    snooze(step.pk, day=(NOW + DAY).date(), **ask)  # the same once more
    snooze(step.pk, day=(NOW + 2 * DAY).date(), **ask)
    assert (wake(step.pk, **ask), wake(step.pk, **ask)) == (True, False)
    assert own(office) == ["inbox.put_off", "inbox.put_off", "inbox.brought_back"]
    assert (office.events(), Snooze.objects.count()) == (told, 0)
    assert office.step().due_at == step.due_at
