"""Only pages of ours open a socket: a browser says where its page came from, and sends the session's cookie to anybody."""

from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host

LOCAL = ["localhost", "127.0.0.1", "[::1]"]


class SameOrigin:
    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        inner = self.application if is_ours(dict(scope["headers"])) else WebsocketDenier()
        return await inner(scope, receive, send)


def is_ours(headers: dict[bytes, bytes]) -> bool:
    """Whether the page's host is the one that was asked, and one that we answer for."""
    host, origin = (headers.get(name, b"").decode("latin1").lower() for name in (b"host", b"origin"))
    page = urlsplit(origin)
    may = settings.ALLOWED_HOSTS or (LOCAL if settings.DEBUG else [])
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return page.scheme in ("http", "https") and page.netloc == host and validate_host(name, may)
