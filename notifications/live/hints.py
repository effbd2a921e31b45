"""Say after the commit that something changed; what was rolled back was never said.

A hint costs the act no statement and no wait: it goes to a loop beside. One that is lost is made good by the page,
which asks by itself when it is looked at again.
"""

import asyncio
import logging
from collections.abc import Iterable
from functools import partial
from threading import Lock, Thread

from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import transaction

from . import groups

NOTICES, CASE, PRESENCE, SESSION, MEETING = "notices", "case", "presence", "session", "meeting"
log = logging.getLogger(__name__)


def hint(kind: str, *, people: Iterable[int] = (), streams: Iterable[str] = ()) -> None:
    """After the commit, to the open pages of these people, and to the pages that show these subjects."""
    transaction.on_commit(partial(_send, kind, tuple(people), tuple(streams)), robust=True)


def _send(kind, people, streams):
    if loop := mouth.loop():
        asyncio.run_coroutine_threadsafe(_spread(kind, people, streams), loop)


async def _spread(kind, people, streams):
    layer = get_channel_layer()
    try:
        for group in [*map(groups.of_person, people), *map(groups.of_stream, streams)]:
            await layer.group_send(group, {"type": "hint", "kind": kind})
    except OSError as error:  # Redis is away: pages ask by themselves
        mouth.complain(error)
    else:
        mouth.is_silent = False


class Mouth:
    """The loop in which hints are sent.

    Kept in memory they have to be sent in the loop where the consumers live; through Redis from any.
    """

    def __init__(self):
        self._lock, self._loop, self.is_silent = Lock(), None, False

    def speak_in(self, loop):
        """Called by each consumer, from its loop."""
        if _is_in_memory():
            self._loop = loop

    def loop(self):
        """None where nobody listens."""
        if self._loop is None and not _is_in_memory():
            with self._lock:
                self._loop = self._loop or _loop_of_its_own()
        return None if self._loop is None or self._loop.is_closed() else self._loop

    def complain(self, error):
        """Once, until it works again."""
        if not self.is_silent:
            log.warning("Hints do not reach the pages, which ask once a minute instead: %s", type(error).__name__)
        self.is_silent = True


def _is_in_memory():
    return isinstance(get_channel_layer(), InMemoryChannelLayer)


def _loop_of_its_own():
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="hints", daemon=True).start()
    return loop


mouth = Mouth()
