"""One open page. It is told words such as "notices", and asks for the rest itself; what it says is not listened to."""

import asyncio
from collections import Counter
from contextlib import suppress
from urllib.parse import parse_qs

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.sessions.backends.db import SessionStore

from audit import registry

from . import groups, presence
from .hints import PRESENCE, SESSION, mouth

ALIVE = 60  # seconds between signs of life
CHECKED = 5  # signs of life between looks at the session
MOST = 30  # open pages of one person in this process
ENDED = 4401  # the code that says: sign in again
FLUSHED = 1  # second, in which a session that is being ended goes
pages = Counter()


class Live(AsyncWebsocketConsumer):
    """Guests are turned away. Groups: the person, and the subject that the page shows, if he may see it."""

    person, stream, life = None, "", None

    async def connect(self):
        person = self.scope["user"]
        if not person.is_authenticated or pages[person.pk] >= MOST:
            return await self.close()
        self.person = person.pk
        pages[self.person] += 1
        mouth.speak_in(asyncio.get_running_loop())
        await self.channel_layer.group_add(groups.of_person(self.person), self.channel_name)
        await self.accept()
        if (stream := _asked(self.scope)) and await _sees(person, stream):
            await self._open(stream)
        self.life = asyncio.create_task(self._live())

    async def _open(self, stream):
        self.stream = stream
        await self.channel_layer.group_add(groups.of_stream(stream), self.channel_name)
        await self._tell_presence(presence.enter)

    async def _tell_presence(self, how):
        await database_sync_to_async(how)(self.stream, self.person, self.channel_name)
        await self.channel_layer.group_send(groups.of_stream(self.stream), {"type": "hint", "kind": PRESENCE})

    async def disconnect(self, code):
        if self.person is None:
            return
        if pages[self.person] == 1:
            del pages[self.person]
        else:
            pages[self.person] -= 1
        if self.life:
            self.life.cancel()
        with suppress(OSError):  # Redis is away
            await self.channel_layer.group_discard(groups.of_person(self.person), self.channel_name)
            if self.stream:
                await self.channel_layer.group_discard(groups.of_stream(self.stream), self.channel_name)
                await self._tell_presence(presence.leave)

    async def receive(self, text_data=None, bytes_data=None):
        """Nothing is asked over the socket."""

    async def hint(self, event):
        if event["kind"] == SESSION:
            await asyncio.sleep(FLUSHED)
            return await self._end_if_signed_out()
        await self.send(text_data=event["kind"])

    async def _live(self):
        n = 0
        while True:
            await asyncio.sleep(ALIVE)
            n += 1
            with suppress(OSError):
                if self.stream:
                    await database_sync_to_async(presence.enter)(self.stream, self.person, self.channel_name)
            if n % CHECKED == 0:
                await self._end_if_signed_out()

    async def _end_if_signed_out(self):
        session = SessionStore(self.scope["session"].session_key)
        person = await get_user({"session": session})
        if person.pk != self.person:
            await self.close(ENDED)


def _asked(scope):
    """The subject that the page shows, such as "appraisal:12"."""
    return parse_qs(scope["query_string"].decode("latin1")).get("subject", [""])[0]


@database_sync_to_async
def _sees(person, stream):
    kind, _colon, key = stream.partition(":")
    subject = registry.subjects.get(kind)
    if not (subject and subject.visible_to and key.isdecimal() and len(key) < 19):
        return False
    return subject.visible_to(person).filter(pk=key).exists()
