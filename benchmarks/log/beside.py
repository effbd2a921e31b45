"""`python -m benchmarks.log.beside` has four people take steps at once on the database of DATABASE_URL (PostgreSQL).

First with their entries in the log and without them, by turns: how many steps a second. Then with the sealer at work:
how long after each step a signed checkpoint speaks of it.
"""

import json
import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

WRITERS, ROUNDS, STEPS = 4, 25, 25
SECONDS, PAUSE = 20, 0.1  # of sealing; between a writer's steps meanwhile


def main():
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    cases = _cases(WRITERS * (2 * (ROUNDS + 1) * STEPS + int(SECONDS / PAUSE)))
    print(json.dumps(_rates(cases) | _latency(cases)))


def _cases(count):
    """[(step, employee)]: cases that wait for their self-assessment."""
    from benchmarks.ours.people import Office
    from workflow.models import Step

    office = Office()
    office.start([office.unsaved(person) for person in office.people(count)])
    steps = Step.objects.filter(completed_at=None).order_by("pk").select_related("owner")
    return [(step.pk, step.owner) for step in steps]


def _take(cases):
    from django.utils import timezone

    from workflow.steps import take_step

    for step, owner in cases:
        take_step(step, outcome="submit", data={"statement": "Selesai."}, by=owner, at=timezone.now())


# --- with and without entries ---


def _rates(cases):
    """Steps a second with entries, and that as a share of the rate without; rounds alternate, the first is not counted."""
    shares = [[cases.pop() for _ in range(2 * (ROUNDS + 1) * STEPS)] for _ in range(WRITERS)]
    start = multiprocessing.get_context("fork").Barrier(WRITERS + 1)
    writers = _forked(_alternate, [(share, start) for share in shares])
    walls = []
    for _ in range(2 * (ROUNDS + 1)):
        start.wait()
        begun = time.perf_counter()
        start.wait()
        walls.append(time.perf_counter() - begun)
    _end(writers)
    pairs = list(zip(walls[2::2], walls[3::2], strict=True))
    rate = WRITERS * STEPS / statistics.median(wall for wall, _ in pairs)
    return {"rate": rate, "share": statistics.median(without / with_ for with_, without in pairs)}


def _alternate(cases, start):
    from audit import acts

    written, told = acts._log, acts._told
    for n, some in enumerate(cases[first : first + STEPS] for first in range(0, len(cases), STEPS)):
        acts._log, acts._told = (_no_log, _told_nothing) if n % 2 else (written, told)
        start.wait()
        _take(some)
        start.wait()


def _told_nothing(versions, keys):
    """Nor is any version digested."""
    return [None] * len(keys)


def _no_log(digests):
    """What the door needs of an entry for its receipt, and nothing written."""
    from audit.models import Entry

    for act in digests:
        act.entries = [Entry(stream=act.stream, n=0, leaf_hash=bytes(32)) for _ in act.events]
    return [entry for act in digests for entry in act.entries]


# --- until it is signed ---


def _latency(cases):
    """Seconds from the moment of a step until its checkpoint can be read."""
    from audit.models import Entry

    last = Entry.objects.order_by("pk").values_list("pk", flat=True).last()
    stop, sealing = Event(), _forked(_seal, [()])
    _wait_for_sealing()
    watching = Thread(target=_watch, args=[stop, seen := []])
    watching.start()
    shares = [[cases.pop() for _ in range(int(SECONDS / PAUSE))] for _ in range(WRITERS)]
    _end(_forked(_at_leisure, [(share,) for share in shares]))
    _wait_for_sealing()
    time.sleep(PAUSE)
    stop.set()
    watching.join()
    sealing[0].terminate()
    written = Entry.objects.filter(pk__gt=last, event="appraisal.self_assessed").values_list("sequence__idx", "at")
    took = [next(at for size, at in seen if size > idx) - begun.timestamp() for idx, begun in written]
    return {"events": len(took), "p50": statistics.median(took), "p99": statistics.quantiles(took, n=100)[98]}


def _at_leisure(cases):
    until = time.monotonic() + SECONDS
    for case in cases:
        _take([case])
        time.sleep(PAUSE)
        if time.monotonic() > until:
            return


def _seal():
    """As the worker does, with a key of its own."""
    from django.conf import settings

    from audit.key import make_key
    from config.worker import run_seal

    settings.AUDIT_KEY_FILE = Path(tempfile.mkdtemp()) / "key"
    make_key(settings.AUDIT_KEY_FILE)
    run_seal(Event())


def _wait_for_sealing():
    from audit.models import Pending

    while Pending.objects.exists():
        time.sleep(PAUSE)


def _watch(stop, seen):
    """(size, time) of each checkpoint as soon as it is there."""
    from audit.models import Checkpoint

    while not stop.is_set():
        size = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first()
        if not seen or seen[-1][0] != size:
            seen.append((size, time.time()))
        time.sleep(PAUSE / 5)


def _forked(work, shares):
    """A process for each share, with connections of its own."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=work, args=share) for share in shares]
    for writer in writers:
        writer.start()
    return writers


def _end(writers):
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0, writer


if __name__ == "__main__":
    main()
