"""Opening a cycle on the database of DATABASE_URL: `python -m benchmarks.launch COUNT` prints one JSON object.

At once is all of `launch_cycle`: who is in, who rates whom, names and posts of the day; then rows, history, log
and notices, in its own batches. One by one is no more than the start of each case in a transaction of its own:
what is known of the people is found before the clock runs, and the cycle is neither locked nor told. So the
comparison favours the loop. The same launch in batches of one is printed beside it.
"""

import itertools
import json
import statistics
import sys
import time

ROUNDS = 3
SAMPLE = 300  # cases opened one by one
TEAM = 20  # people under one head
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE")


def main(count):
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    city = _city(count)
    rounds = [_measured(city, count) for _ in range(ROUNDS)]
    figures = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
    print(json.dumps(figures | {"memory": rounds[0]["memory"]}))


def _city(count):
    """A mayor, heads under him, a team under each head; nobody is appraised yet."""
    from organization.models import Post, Unit

    from .ours.people import Office

    office, heads = Office(), -(-count // (TEAM + 1))
    top = Post.objects.create(unit=office.unit, title="Wali Kota", kind="official")
    units = [Unit(code=f"b{n}", name=f"Bidang {n}", parent=office.unit) for n in range(heads)]
    leading = [Post(unit=unit, title=f"Kepala {unit.name}", kind="pengawas", superior=top) for unit in units]
    desks = [Post(unit=post.unit, title="Pelaksana", kind="pelaksana", superior=post) for post in leading]
    for rows in (units, leading, desks):
        type(rows[0]).objects.bulk_create(rows)
    _assign(office, [top], office.people(1))
    _assign(office, [*leading, *itertools.islice(itertools.cycle(desks), count - heads)], office.people(count))
    return office


def _assign(office, posts, people):
    from organization.models import Assignment, Identifier

    since = {"from_date": office.at.date()}
    held = zip(people, posts, strict=True)
    Assignment.objects.bulk_create([Assignment(holder=one, post=post, **since) for one, post in held], 5_000)
    numbers = [Identifier(employee_id=one.pk, kind="nip", number=f"{one.pk:018}", **since) for one in people]
    Identifier.objects.bulk_create(numbers, 5_000)


def _measured(city, count):
    """CPU seconds an appraisal each way; statements in all, and MiB beyond what the process had."""
    alone, in_ones = _one_by_one(city)
    city.open_period()
    before, statements = _resident(), []
    cpu = _cpu(lambda: _launch(city, statements))
    return {
        "alone": alone / SAMPLE,
        "in_ones": in_ones / SAMPLE,
        "at_once": cpu / count,
        "statements": len(statements),
        "memory": _resident(peak=True) - before,
    }


def _one_by_one(city):
    from workflow import launch
    from workflow.start import start_in_bulk

    city.open_period()
    found = launch.participants(city.cycle, at=city.at).appraisals[: 2 * SAMPLE]
    known, others = found[:SAMPLE], found[SAMPLE:]
    launch._keep_identities(known, city.at.date())
    return (
        _cpu(lambda: [start_in_bulk([one], by=city.hr, at=city.at) for one in known]),
        _cpu(lambda: [launch._launch_batch(city.cycle, [one], by=city.hr, at=city.at) for one in others]),
    )


def _launch(city, statements):
    from django.db import connection

    from workflow.launch import launch_cycle

    def counting(execute, sql, params, many, context):  # a debug cursor would format every value again
        if not sql.startswith(CONTROL):
            statements.append(sql[:20])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        launch_cycle(city.cycle, by=city.hr, at=city.at)


def _cpu(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def _resident(*, peak=False):
    """MiB of this process; asking without `peak` begins a new peak."""
    if not peak:
        with open("/proc/self/clear_refs", "w") as peaks:
            peaks.write("5")
    with open("/proc/self/status") as status:
        facts = dict(line.split(":", 1) for line in status)
    return int(facts["VmHWM" if peak else "VmRSS"].split()[0]) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
