"""Open pages without a browser: a socket with the cookie of somebody who signed in."""

from contextlib import asynccontextmanager

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from config.asgi import application

HOST = b"testserver"
SOON = 3  # seconds: far more than a hint takes


def cookie_of(person):
    """The session of somebody who signed in; with his own browser."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Socket(ApplicationCommunicator):
    """As a server passes it on. Channels' own needs a second server, daphne, to be imported."""

    async def connect(self):
        """Whether it was accepted."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(timeout=SOON))["type"] == "websocket.accept"

    async def say(self, **content):
        await self.send_input({"type": "websocket.receive"} | content)

    async def disconnect(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait()


def page(cookie="", *, subject="", origin=b"http://testserver"):
    """A socket that has not been opened yet."""
    headers = [(b"host", HOST), (b"origin", origin)]
    if cookie:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode()))
    query = f"subject={subject}".encode() if subject else b""
    scope = {"type": "websocket", "path": "/live/", "query_string": query, "headers": headers, "subprotocols": []}
    return Socket(application, scope)


@asynccontextmanager
async def opened(cookie, **more):
    socket = page(cookie, **more)
    assert await socket.connect()
    try:
        yield socket
    finally:
        await socket.disconnect()


async def heard(socket):
    """The next word, or "" if none comes soon."""
    try:
        return (await socket.receive_output(timeout=SOON))["text"]
    except TimeoutError:
        return ""


async def silent(socket):
    return await socket.receive_nothing(timeout=0.3)


async def elsewhere(verb, *args, **kwargs):
    """Do it in a thread of its own, as the worker and a page's worker do."""
    return await sync_to_async(verb, thread_sensitive=False)(*args, **kwargs)


def run(story):
    """The story, a coroutine function, in a loop of its own."""
    return async_to_sync(story)()
