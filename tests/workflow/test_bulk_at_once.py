"""Many tasks at once, by several at the same moment: processes on the same rows, each item once."""

import pytest
from django.utils import timezone

from audit.models import Entry
from organization.models import Delegation
from tests.agreement import agree
from tests.journeys.test_inbox import make_colleagues
from tests.office import DAY, Office
from workflow.desk import bulk
from workflow.models import Bulk, BulkItem, Claim, Snooze, Step

from .together import person, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # Python 3.12 and later
]
TASKS = 4


@pytest.fixture
def office():
    """Four tasks of the supervisor, which two delegates may do in his place."""
    office = Office()
    make_colleagues(office, TASKS - 1)
    office.now = timezone.now()
    letter = {"from_date": office.now - DAY, "to_date": office.now + DAY, "letter_no": "800/5"}
    office.delegates = office.members[:2]
    for delegate in office.delegates:
        Delegation.objects.create(principal=office.supervisor, delegate=delegate, **letter)
    Step.objects.update(owner=office.supervisor, due_at=None)
    return office


def begin(office, by, act, key="k"):
    steps = Step.objects.select_related("case__appraisal").order_by("pk")
    return bulk.begin(steps, act=act, key=key, by=by, at=office.now, day=(office.now + 3 * DAY).date())


def go_on(pk):
    """What page and worker do, each in a process of its own, until nothing waits."""
    while not bulk.run(Bulk.objects.select_related("by").get(pk=pk)):
        pass


def confirm(by, at, key):
    steps = Step.objects.select_related("case__appraisal").order_by("pk")
    return bulk.begin(steps, act="claim", key=key, by=person(by), at=at).pk


def recorded(event):
    return Entry.objects.filter(event=f"appraisal.{event}").count()


@pytest.mark.parametrize("act", ["claim", "snooze"])
def test_page_and_workers_go_on_with_the_same_run(office, act):
    run = begin(office, office.delegates[0], act)
    assert together(*[(go_on, run.pk)] * 3) == [None] * 3
    assert set(run.items.values_list("state", flat=True)) == {"done"}
    assert (Claim if act == "claim" else Snooze).objects.count() == TASKS
    assert recorded("step_claimed") == (TASKS if act == "claim" else 0)
    agree(office.appraisal)


def test_of_two_who_take_the_same_tasks_one_gets_each(office):
    runs = [begin(office, delegate, "claim") for delegate in office.delegates]
    assert together(*((go_on, run.pk) for run in runs)) == [None] * 2
    held = dict(Claim.objects.values_list("step", "holder"))
    assert len(held) == recorded("step_claimed") == TASKS
    for run in runs:
        for item in BulkItem.objects.filter(bulk=run):
            has_it = held[item.step_id] == run.by_id
            assert item.state == ("done" if has_it else "refused")
            assert has_it or "Tugas ini dipegang" in item.sentence


def test_the_same_confirmation_sent_many_times_is_one_run(office):
    by = office.delegates[0].pk
    answers = together(*[(confirm, by, office.now, "k")] * 4)
    assert answers == [Bulk.objects.get().pk] * 4
    assert BulkItem.objects.count() == TASKS
