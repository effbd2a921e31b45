"""Whatever shows an office what is recorded of a person, or said in his case, leaves a look: every address is asked.

What a page shows is found by reading it: the sentences of each stream, and words that were typed into a case.
"""

import html
import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from audit import purposes
from audit.erasure.holds import person_of
from audit.models import Access, Entry
from audit.permissions import LogSight
from audit.sentences import story
from tests.access.everything import LATER, SAID, addresses
from tests.people import make_user

ROLES = ("hr_admin", "inspector")
KINDS = ("appraisal", "plan")


def words_of(office):
    """{what a page may show: the streams it is of}."""
    found = {}
    reader = LogSight(office.inspector, has_content=True)
    for stream in set(Entry.objects.values_list("stream", flat=True)):
        if stream.startswith(KINDS) and person_of(stream):
            for line in story(stream, reader):
                found.setdefault(plain(line.plain), set()).add(stream)
    cases = {f"appraisal:{case.pk}" for case in (office.appraisal, office.final)}
    return found | {words: cases for words in SAID.values()}


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace(" .", ".").split())


def shown_on(answer, words):
    """[the streams that one of them must be looked at]."""
    if answer.streaming:  # a file
        return []
    said = plain(answer.content.decode(errors="replace")).replace(" ,", ",")
    return [(sentence, streams) for sentence, streams in words.items() if sentence in said]


def sign_in(client, person, office, purpose):
    client.force_login(person)
    if purpose:
        session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
        for case in (office.appraisal, office.final, office.voted):
            purposes.keep(session, f"appraisal:{case.pk}", purpose, at=LATER)
        session.save()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("purpose", ["", "Surat tugas 700/118/2026"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_shows_something_of_a_person_leaves_a_look(client, office, role, purpose):
    words, silent, seen = words_of(office), [], set()
    for name, path in addresses(office):
        reader = make_user("Pembaca", roles=[role])  # a look within the hour is not noted again: each has its own
        sign_in(client, reader, office, purpose)
        shown = shown_on(client.get(path), words)
        looked = set(Access.objects.filter(viewer=reader).values_list("stream", flat=True))
        seen |= {name for _one in shown}
        silent += [(name, path, sentence) for sentence, streams in shown if not streams & looked]
    assert silent == []
    assert {"appraisal", "erasure", "hold"} <= seen  # the test can fail
    assert not purpose or {"minutes", "minutes_print"} <= seen
