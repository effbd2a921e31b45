"""Workers killed (-9) at any moment: each deadline fires once and none early, each rung is told once, nothing is lost.

`benchmarks/sweep.py` does the same with thousands.
"""

import multiprocessing
import random
import time
from collections import Counter

import pytest
from django.db import connections

from appraisal.models import Appraisal
from audit.models import Entry
from notifications.models import Notice
from organization.models import User
from tests.agreement import agree
from tests.office import DAY, NOW, Office
from workflow.models import Step
from workflow.reminders import remind
from workflow.sweeper import FEW, _apart, sweep

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # Python 3.12 and later
]
MANY, KILLS = 12, 8
fork = multiprocessing.get_context("fork")


def killed(chore, at):
    """A worker that does nothing else, until it is killed; each time a little later."""
    chance = random.Random(at.isoformat())
    for _ in range(KILLS):
        connections.close_all()  # a fork must not share them
        worker = fork.Process(target=forever, args=(chore, at))
        worker.start()
        time.sleep(chance.uniform(0.01, 0.25))
        worker.kill()
        worker.join()
    while chore(at):
        pass


def forever(chore, at):
    while True:
        chore(at)


def crowd(office):
    people = User.objects.bulk_create([User(username=f"k{n}", name="P") for n in range(MANY - 1)])
    return [office.appraisal, *office.launch(people)]


def test_each_deadline_fires_once_and_none_early():
    office = Office()
    cases = crowd(office)
    at = office.step().lapse_at + DAY
    early = [case.pk for case in cases[:4]]
    Step.objects.filter(case__appraisal__in=early).update(lapse_at=at + DAY)
    killed(sweep, at)
    lapsed = Entry.objects.filter(event="appraisal.self_assessment_lapsed").values_list("stream", flat=True)
    assert Counter(lapsed) == Counter(f"appraisal:{case.pk}" for case in cases[4:])
    told = Notice.objects.filter(about="appraisal.self_assessment_lapsed").values_list("subject", flat=True)
    assert sorted(told) == sorted(lapsed)
    assert Step.objects.filter(name="supervisor_review").count() == MANY - 4
    for case in Appraisal.objects.all():
        agree(case)


def test_each_rung_is_told_once(monkeypatch):
    monkeypatch.setattr("workflow.reminders.BATCH", 3)
    crowd(Office())
    killed(remind, NOW + 7 * DAY)
    killed(remind, NOW + 9 * DAY)
    told = Notice.objects.filter(about="reminder.self_assessment").values_list("to", "created_at")
    assert set(Counter(told).values()) == {1}
    assert len(told) == 2 * MANY


def test_workers_begin_a_long_list_at_different_places():
    """Who follows another finds everything done; a short list keeps its order, the oldest first."""
    long, short = list(range(FEW * 10 + 1)), list(range(FEW * 10))
    ways = [_apart(long, 10) for _ in range(20)]
    assert len({way[0] for way in ways}) > 1
    assert all(sorted(way) == long for way in ways)
    assert _apart(short, 10) == short
