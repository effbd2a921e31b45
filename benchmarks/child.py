"""One contestant in a process of its own: reads commands from stdin, answers one JSON line each."""

import json
import sys
import time
from importlib import import_module


def main(name):
    import django

    django.setup()
    subject = import_module(f"benchmarks.{name}.subject").Subject()
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        if command in ("prepare", "queue"):
            answer = getattr(subject, command)(*arguments)
        else:
            answer = measure(getattr(subject, command), *arguments)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def measure(operation, times, *what):
    """CPU seconds of this process per call, and each call's wall time."""
    walls, cpu = [], time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        operation(*what)
        walls.append(time.perf_counter() - start)
    return {"cpu": (time.process_time() - cpu) / times, "walls": walls}


if __name__ == "__main__":
    main(sys.argv[1])
