"""Many at one moment, each with a connection of its own: threads on PostgreSQL, processes on SQLite."""

import multiprocessing
import threading

from django.db import connection, connections

from organization.models import User
from workflow.refusals import Refused

POSTGRESQL = connection.vendor == "postgresql"
MANY = 20


def together(*jobs):
    """Call each (function, *arguments) when all are ready; what each returned, in order, or its refusal."""
    connections.close_all()  # a fork must not share them
    return (in_threads if POSTGRESQL else in_processes)(jobs)


def in_threads(jobs):
    start, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def work(n, job):
        answers[n] = alone(start, *job)

    threads = [threading.Thread(target=work, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def in_processes(jobs):
    fork = multiprocessing.get_context("fork")
    start, answers = fork.Barrier(len(jobs)), fork.SimpleQueue()
    workers = [
        fork.Process(target=lambda n, job: answers.put((n, alone(start, *job))), args=(n, job))
        for n, job in enumerate(jobs)
    ]
    for worker in workers:
        worker.start()
    found = dict(answers.get() for _ in jobs)
    for worker in workers:
        worker.join()
    return [found[n] for n in range(len(jobs))]


def alone(start, function, *arguments, **more):
    start.wait()
    try:
        return function(*arguments)
    except Refused as refused:
        return refused.status, str(refused)
    except Exception as error:  # told to the test, which fails on it
        return 500, repr(error)
    finally:
        connections.close_all()


def person(pk):
    """Each worker reads its own."""
    return User.objects.get(pk=pk)


def statuses(answers):
    """Sorted; whatever is no refusal went well."""
    return sorted(answer[0] if isinstance(answer, tuple) else 200 for answer in answers)
