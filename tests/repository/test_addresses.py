"""Addresses tell nobody's name or identity number, for they end up in histories, logs and mails."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

PERSONAL = {"nip", "nik", "name", "username", "email", "identifier", "phone"}


def addresses(resolver: URLResolver | None = None, before: str = "") -> dict[str, URLPattern]:
    """Every route, as it is written in the rooms' `urls`."""
    found = {}
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        found |= {route: entry} if isinstance(entry, URLPattern) else addresses(entry, route)
    return found


def test_no_address_holds_personal_data():
    held = {route: set(re.findall(r"<(?:\w+:)?(\w+)>", route)) & PERSONAL for route in addresses()}
    assert {route: names for route, names in held.items() if names} == {}, "Use a pseudonym or a number."


def test_every_page_has_one_address():
    plain = [route for route in addresses() if route and not re.search(r"(/|\.[a-z]+)$", route)]
    log = ["checkpoint", "cosigned", "cosignature", "<path:tile>"]  # C2SP tlog-tiles, and what witnesses hand in
    told = ["healthz", "readyz", *(f"portal/log/{name}" for name in log)]
    assert plain == told, "Addresses end with a slash, files with their kind."


def test_every_address_has_a_name():
    nameless = [route for route, entry in addresses().items() if not entry.name]
    assert nameless == [], "Links are written with {% url %}, which needs a name."
