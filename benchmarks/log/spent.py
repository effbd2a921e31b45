"""What something costs: by the clock, and in CPU seconds of this process and of its server in the database."""

import os
import time
from pathlib import Path


def wall(do):
    return _measured(do, time.perf_counter)


def own(do):
    return _measured(do, time.process_time)


def timed(do):
    """CPU seconds of both sides, or where the server's are not to be seen what the clock says."""
    server = _server()
    return _measured(do, (lambda: time.process_time() + server()) if server else time.perf_counter)


def _measured(do, clock):
    start = clock()
    do()
    return clock() - start


def _server():
    """A clock of the CPU that PostgreSQL spends on this connection; None where it runs elsewhere."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists() or "postgres" not in stat.read_text():
        return None
    ticks = os.sysconf("SC_CLK_TCK")
    return lambda: sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / ticks
