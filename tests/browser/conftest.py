"""A real ASGI server and chromium. Every test begins with an empty, migrated database."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # playwright runs a loop in this thread; the server has threads of its own
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's chromium; playwright's own download is not needed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return browser_type_launch_args | {"executable_path": path, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def base_url(django_db_setup) -> Iterator[str]:
    """Serve the test database for the whole session; `page.goto("/login/")` then finds it."""
    server = uvicorn.Server(uvicorn.Config("config.asgi:application", port=0, lifespan="off", log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    deadline = monotonic() + 20
    while not server.started and monotonic() < deadline:
        sleep(0.02)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def _empty_database(django_db_setup) -> Path:
    path = settings.SCRATCH / "empty.sqlite3"
    copy_database(settings.DATABASES["default"]["NAME"], path)
    return path


@pytest.fixture(scope="session")
def _demo_city(_empty_database, django_db_blocker) -> Path:
    """The demo, made once; whoever wants it gets a copy."""
    from config.demo.loading import load

    live, path = settings.DATABASES["default"]["NAME"], settings.SCRATCH / "demo.sqlite3"
    with django_db_blocker.unblock():
        load(city="padangsidimpuan", employees=300, at=timezone.now(), say=lambda text: None)
        connection.close()
    copy_database(live, path)
    copy_database(_empty_database, live)
    return path


@pytest.fixture
def demo(db, _demo_city, settings) -> None:
    """A city of 300 in the middle of two periods, with the accounts that the login page offers."""
    settings.DEMO = True
    copy_database(_demo_city, settings.DATABASES["default"]["NAME"])


@pytest.fixture(autouse=True)
def db(base_url, _empty_database, django_db_blocker) -> Iterator[None]:
    """Open the database without a transaction around the test, for the server must see what it writes."""
    with django_db_blocker.unblock():
        yield
        connection.close()
        copy_database(_empty_database, settings.DATABASES["default"]["NAME"])


def copy_database(source: str | Path, target: str | Path) -> None:
    """Replace every page of `target` in one transaction: triggers against deletion do not stand in the way."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=20)) as new:
        old.backup(new)


@pytest.fixture
def sign_in(base_url) -> Callable:
    """Return `sign_in(page, user)`: the session of somebody who came through the login page."""

    def sign_in(page, user):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": base_url}]
        )
        return page

    return sign_in


@pytest.fixture
def violations() -> Callable:
    """Return `violations(page)`: what axe finds wrong, one line each; an accessible page has none."""
    from axe_playwright_python.sync_playwright import Axe

    def violations(page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{v['id']} ({v['impact']}): {node['target'][0]}" for v in found for node in v["nodes"]]

    return violations


@pytest.fixture
def at_browser(browser, browser_context_args, sign_in):
    """Return `at_browser(person, address)`: a page of a browser of his own, its socket open."""
    contexts = []

    def at_browser(person, address, *, has_socket=True, **more):
        contexts.append(browser.new_context(**browser_context_args | more))
        page = contexts[-1].new_page()
        page.said, page.wrong = [], []
        page.on("console", lambda message: page.wrong.append(message.text) if message.type == "error" else None)
        page.on("websocket", lambda socket: socket.on("framereceived", lambda word: page.said.append(word)))
        sign_in(page, person)
        if not has_socket:
            page.route_web_socket("**/live/**", lambda socket: socket.close())
            page.goto(address)
            return page
        with page.expect_websocket() as opened:
            page.goto(address)
        assert "/live/" in opened.value.url
        return page

    yield at_browser
    for context in contexts:
        for page in context.pages:
            assert page.wrong == []
        context.close()
