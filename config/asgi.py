"""The ASGI application, served by uvicorn: pages and, at /live/, the sockets that say when one has to look again."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402  after Django is set up
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from notifications.live.consumer import Live  # noqa: E402
from notifications.live.gate import SameOrigin  # noqa: E402

sockets = SameOrigin(AuthMiddlewareStack(URLRouter([path("live/", Live.as_asgi())])))
application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
