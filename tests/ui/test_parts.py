"""The frame and its parts, rendered without a database or a browser."""

import datetime
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from config import context
from organization.models import User
from organization.roles import Role

AT = datetime.datetime(2026, 11, 22, 1, 20, tzinfo=datetime.UTC)
VOID = {"meta", "link", "input", "br", "img", "hr", "use", "rect"}
KEYS = ("city", "now", "theme")


class Page(HTMLParser):
    """What a test asks of a page: its tags in order, its ids, and whether every tag is closed."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.ids, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def named(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]


def asked_by(user, path="/inbox/"):
    request = RequestFactory().get(path)
    request.user, request._messages = user, []
    return request


def person(*roles, theme="auto"):
    return User(pk=1, name="Siti Rahmawati", title_suffix="S.Kom.", roles=list(roles), theme=theme)


@pytest.fixture(autouse=True)
def _counts(monkeypatch):
    monkeypatch.setattr(context, "counts_for", lambda user: {"tasks": "3", "unread": "2"})
    monkeypatch.setattr(context.timezone, "now", lambda: AT)


def frame(user, path="/inbox/"):
    return Page(render_to_string("shell.html", {}, asked_by(user, path)))


@pytest.mark.parametrize("roles", [(), (Role.HR_ADMIN,), (Role.INSPECTOR,)])
def test_the_frame_is_whole(roles):
    page = frame(person(*roles))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.named("html") == [{"lang": "id", "data-theme": "auto"}]
    assert len(page.named("main")) == 1


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_server_paints_the_theme(theme):
    assert frame(person(theme=theme)).named("html")[0]["data-theme"] == theme


@pytest.mark.parametrize(
    ("roles", "seen", "unseen"),
    [((), "appraisals", "cycles"), ((Role.HR_ADMIN,), "cycles", ""), ((Role.INSPECTOR,), "inbox", "people")],
)
def test_the_menu_follows_the_roles(roles, seen, unseen):
    links = {link.get("href") for link in frame(person(*roles)).named("a")}
    assert reverse(seen) in links
    assert not unseen or reverse(unseen) not in links


@pytest.mark.parametrize(
    ("roles", "path", "told", "here"),
    [
        ((), "/inbox/", "", {"/inbox/"}),
        ((), "/tasks/7/", "", {"/inbox/"}),
        ((), "/appraisals/7/", "own", {"/appraisals/"}),
        ((Role.HR_ADMIN,), "/appraisals/7/reassign/", "all", {"/appraisals/?tab=all"}),
        ((Role.HR_ADMIN,), "/appraisals/7/", "own", {"/appraisals/"}),
        ((Role.INSPECTOR,), "/appraisals/", "all", {"/appraisals/?tab=all"}),
        ((Role.HR_ADMIN,), "/people/", "", {"/people/"}),
        ((Role.HR_ADMIN,), "/cycles/2027/extend/", "cockpit", {"/cockpit/"}),
        ((Role.HR_ADMIN,), "/cycles/2027/", "", {"/cycles/"}),
        ((), "/erasures/7/", "personal", {"/personal/"}),
        ((), "/", "", {"/"}),
    ],
)
def test_where_one_is(roles, path, told, here):
    request = asked_by(person(*roles), path)
    request.menu = told
    page = Page(render_to_string("shell.html", {}, request))
    assert {link["href"] for link in page.named("a") if link.get("aria-current")} == here


def test_a_guest_keeps_his_theme_in_a_cookie():
    request = asked_by(AnonymousUser(), "/login/")
    request.COOKIES["theme"] = "dark"
    assert context.shell(request)["theme"] == "dark"
    request.COOKIES["theme"] = '"><script>'
    assert context.shell(request)["theme"] == "auto"


def test_a_guest_s_page_counts_nothing():
    assert set(context.shell(asked_by(AnonymousUser()))) >= {*KEYS}
    assert "menu" not in context.shell(asked_by(AnonymousUser()))


def test_the_frame_asks_the_database_only_when_a_page_shows_a_count(monkeypatch):
    asked = []
    monkeypatch.setattr(context, "counts_for", lambda user: asked.append(user) or {})
    shown = context.shell(asked_by(person()))
    assert asked == []
    assert shown["counts"].get("tasks") is None
    assert len(asked) == 1


@pytest.mark.parametrize("name", ["errors/page.html", "errors/bare.html"])
def test_a_failure_is_told_plainly(name):
    facts = {"status": 404, "title": "Halaman tidak ditemukan", "detail": "Mulailah dari beranda."}
    bare = name == "errors/bare.html"
    page = Page(render_to_string(name, facts, None if bare else asked_by(AnonymousUser())))
    assert page.open == []
    assert len(page.named("h1")) == 1


def test_words_that_are_typed_stay_words():
    form_like = {"messages": [type("Message", (), {"tags": "error", "__str__": lambda self: "<b>x</b>"})()]}
    assert "<b>x</b>" not in render_to_string("components/messages.html", form_like)
