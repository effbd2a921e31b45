"""Forks of a process that has imported everything and opened nothing: one that was killed is back at once."""

import json
import os
import traceback


def forked(verb, *given):
    """The process id of a fork that does it and ends."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        verb(*given)
        code = 0
    except SystemExit as end:  # gunicorn's way
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def answering(verb, *given):
    """A function that waits for what the verb returns, in a process that has connections of its own."""
    reading, writing = os.pipe()

    def answer():
        os.close(reading)
        with os.fdopen(writing, "w") as line:
            json.dump(verb(*given), line)

    child = forked(answer)
    os.close(writing)

    def wait():
        with os.fdopen(reading) as line:
            text = line.read()
        if os.waitpid(child, 0)[1]:
            raise RuntimeError(f"{verb.__name__} failed")
        return json.loads(text)

    return wait


def in_a_fork(verb, *given):
    return answering(verb, *given)()
