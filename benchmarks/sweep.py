"""Many deadlines that are due at once, swept by several workers: `python -m benchmarks.sweep COUNT [WORKERS [KILLS]]`.

Needs PostgreSQL in DATABASE_URL. Each worker is a process of its own, as in a city; with KILLS one of them is killed
(-9) every so often and another begins. Afterwards every case is looked at: lapsed once, forwarded once, told once,
and none before its time. Prints one JSON object.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time

WORKERS, TEAM = 4, 1_000
LONGEST = 1_800  # seconds


def main(count, workers=WORKERS, kills=0):
    _ready()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    office, at = _due(count)
    began, left, killed = time.monotonic(), count, 0
    running = [_worker(at) for _ in range(workers)]
    while left and time.monotonic() - began < LONGEST:
        time.sleep(0.5)
        if killed < kills:
            victim = random.randrange(workers)
            running[victim].kill()
            running[victim].wait()
            running[victim], killed = _worker(at), killed + 1
        left = _left(office)
    took = time.monotonic() - began
    for one in running:
        one.wait(timeout=60)
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = cpu.ru_utime + cpu.ru_stime
    print(json.dumps({"seconds": took, "cpu": spent, "kills": killed, **_looked_at(office, at)}))


def _ready():
    import django

    django.setup()


def _due(count):
    """A period whose self-assessments are over, and a moment after their grace; a fifth is not due yet."""
    import datetime

    from workflow.models import Step

    from .ours.people import Office

    office = Office()
    people = office.people(count + count // 5)
    for first in range(0, len(people), TEAM):
        office.start([office.unsaved(one) for one in people[first : first + TEAM]])
    at = office.at + datetime.timedelta(days=40)
    late = [person.pk for person in people[count:]]
    Step.objects.filter(owner__in=late).update(lapse_at=at + datetime.timedelta(days=1))
    return office, at


def _worker(at):
    run = [sys.executable, "-m", "benchmarks.sweep", "work", at.isoformat()]
    return subprocess.Popen(run, env=os.environ | {"LOG_LEVEL": "CRITICAL"})


def work(moment):
    """What a worker does, round after round, until a round finds nothing."""
    _ready()
    import datetime

    from workflow.sweeper import sweep

    at, idle = datetime.datetime.fromisoformat(moment), 0
    while idle < 3:
        if sweep(at):
            idle = 0
        else:
            idle += 1
            time.sleep(0.2)


def _left(office):
    from workflow.models import Step

    due = Step.objects.filter(case__appraisal__cycle=office.cycle, name="self_assessment", completed_at=None)
    return due.filter(lapse_at__lt=office.at + 40 * _day()).count()


def _day():
    import datetime

    return datetime.timedelta(days=1)


def _looked_at(office, at):
    """How many lapsed, and what went wrong with any of them."""
    from django.db.models import Count

    from appraisal.models import Appraisal
    from audit.models import Entry
    from notifications.models import Notice
    from workflow.models import Step

    cases = Appraisal.objects.filter(cycle=office.cycle)
    lapsed = Step.objects.filter(case__appraisal__in=cases, outcome="lapse")
    early = lapsed.filter(lapse_at__gt=at).count()
    reviews = Step.objects.filter(case__appraisal__in=cases, name="supervisor_review")
    entries = Entry.objects.filter(event="appraisal.self_assessment_lapsed", at=at)
    told = Notice.objects.filter(about="appraisal.self_assessment_lapsed", created_at=at)
    doubles = sum(
        rows.order_by().values(key).annotate(n=Count("pk")).filter(n__gt=1).count()
        for rows, key in ((entries, "stream"), (told, "subject"), (reviews, "case"))
    )
    lost = lapsed.count() * 3 - entries.count() - told.count() - reviews.count()
    return {"lapsed": lapsed.count(), "early": early, "doubles": doubles, "lost": lost}


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(sys.argv[2])
    else:
        main(*map(int, sys.argv[1:]))
