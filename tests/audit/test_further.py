"""A search goes as far back as it is asked to: nothing is missed or told twice between one part and the next."""

from datetime import datetime, timedelta
from random import Random
from urllib.parse import urlsplit

import pytest
from django.db import connection
from rest_framework.test import APIClient

from audit.models import Access, Entry
from audit.search import finding, streams
from audit.search.filters import Filter
from audit.search.finding import Key, Share, search
from audit.search.reach import reach_of
from tests.audit.crowd import crowd
from tests.counting import statements
from tests.journeys.test_log import searched, text_of
from tests.office import NOW, Office
from tests.people import make_employee

FAR = 30_000
PURPOSE = {"purpose": "Surat tugas 700/118/2026"}


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def inspector(client, office, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(office.inspector)
    return client


@pytest.fixture
def small(monkeypatch):
    """Shares so small that a test's log is cut often."""

    def small(first=(5, 3), further=(9, 4)):
        monkeypatch.setattr(finding, "FIRST", Share(*first))
        monkeypatch.setattr(finding, "FURTHER", Share(*further))

    return small


def parts_of(asked, **more):
    """Every part of a search, as its addresses lead from one to the next."""
    parts, after = [], None
    while not parts or after:
        parts.append(search(asked, after=after, **more))
        after = Key.read(str(parts[-1].older)) if parts[-1].older else None
        assert len(parts) < 2_000
    return parts


def ids(parts):
    return [entry.pk for part in parts for entry in part.entries]


# --- far back ---


def test_a_word_far_back_is_found_page_by_page_without_a_script(office, inspector):
    crowd(FAR + 1, by=office.employee, at=NOW, reasons={FAR: "Arsip kecamatan terbakar."})
    address = searched(inspector, words="terbakar")
    inspector.post(f"/audit/purpose/?{urlsplit(address).query}", PURPOSE)
    page = inspector.get(address)
    assert page.context["rows"] == []
    assert page.context["reached"].at == Entry.objects.order_by("-at", "-pk")[4_999].at
    assert "0 catatan ditemukan. 5.000 catatan diperiksa, sampai" in text_of(page)
    pages = 1
    while not page.context["rows"]:
        assert "Cari lebih jauh ke belakang" in text_of(page)
        page = inspector.get(page.context["older"])
        pages += 1
    assert [row.entry.pk for row in page.context["rows"]] == [Entry.objects.get(payload__data__contains="terbakar").pk]
    assert pages == 2  # the second looks at much more than the first
    assert page.context["older"] is None


def test_an_event_far_back_is_found_through_the_api_which_says_how_far_it_looked(office):
    program = APIClient()
    program.force_authenticate(office.inspector)
    wanted = crowd(FAR, by=office.employee, at=NOW, others={FAR - 1: "appraisal.refused"})[-1]
    address = f"/api/v1/log/?actor={office.employee.pseudonym}&event=appraisal.refused"
    first = program.get(address).json()
    assert (first["results"], first["looked_at"]) == ([], 5_000)
    assert datetime.fromisoformat(first["back_to"]) == NOW - 4_999 * timedelta(seconds=16)
    second = program.get(first["next"]).json()
    assert [row["id"] for row in second["results"]] == [wanted.pk]
    assert (second["looked_at"], second["back_to"], second["next"]) == (FAR - 5_000, None, None)


# --- at the edges ---


@pytest.mark.parametrize("seed", range(12))
def test_parts_miss_and_repeat_nothing(office, small, seed):
    """Whatever the shares, however many entries have one moment."""
    chance = Random(seed)
    small((chance.randint(1, 9), chance.randint(1, 6)), (chance.randint(1, 15), chance.randint(1, 6)))
    count = chance.randint(40, 120)
    reasons = {n: "Terbakar." for n in range(count) if chance.random() < chance.choice((0.02, 0.5))}
    others = {n: "appraisal.refused" for n in range(count) if chance.random() < 0.3}
    facts = {"by": office.employee, "at": NOW, "together": chance.choice((1, 2, 7, 1_000))}
    entries = crowd(count, **facts, reasons=reasons, others=others)
    everybody = {"actor": str(office.employee.pseudonym)}
    newest_first = sorted(range(count), key=lambda n: (entries[n].at, entries[n].pk), reverse=True)
    for asked, wanted in (
        (Filter(words="terbakar", **everybody), reasons),
        (Filter(event="appraisal.refused", **everybody), others),
        (Filter(words="terbakar", event="appraisal.refused"), reasons.keys() & others.keys()),
        (Filter(words="definitive"), ()),  # in every payload, told by none
    ):
        for limit in (1, 3, 50):
            parts = parts_of(asked, limit=limit, reads_content=True)
            assert ids(parts) == [entries[n].pk for n in newest_first if n in wanted], (asked, limit)
            assert sum(part.count for part in parts) == _walked(asked)


def _walked(asked):
    """How many entries the index leads through, all parts together: each once."""
    if asked.actor:
        return Entry.objects.filter(actor=asked.actor).count()
    return Entry.objects.filter(**{"event": asked.event} if asked.event else {}).count()


def test_a_part_of_which_all_was_read_goes_on_after_the_last_that_was_read(office, small):
    small(first=(1_000, 3), further=(1_000, 3))
    crowd(20, by=office.employee, at=NOW, together=20, reasons={19: "Definitive."})
    parts = parts_of(Filter(words="definitive"), reads_content=True)
    assert [len(part.entries) for part in parts][-2:] in ([1, 0], [0, 1])
    assert {part.count for part in parts[:-1]} == {3}
    assert all(part.is_cut for part in parts[:-1])


def test_an_entry_written_meanwhile_moves_no_edge(office, small):
    small()
    crowd(30, by=office.employee, at=NOW, reasons=dict.fromkeys((3, 17, 29), "Terbakar."))
    asked = Filter(words="terbakar")
    first = search(asked, reads_content=True)
    crowd(4, by=office.employee, at=NOW + timedelta(days=1), reasons={0: "Terbakar."})
    found, after = ids([first]), first.older
    while after:
        part = search(asked, after=after, reads_content=True)
        found, after = [*found, *ids([part])], part.older
    assert len(found) == len(set(found)) == 3


# --- what it costs ---


def test_only_what_was_cut_is_followed_by_a_larger_share(office, small):
    small(first=(5, 100), further=(20, 100))
    crowd(60, by=office.employee, at=NOW, reasons=dict.fromkeys(range(30), "Terbakar."))
    asked = Filter(words="terbakar", actor=str(office.employee.pseudonym))
    parts = parts_of(asked, limit=3, reads_content=True)
    assert [part.count for part in parts[:10]] == [3] * 9 + [5]  # ten full pages of a common word
    assert [part.count for part in parts[10:]] == [20, 8]


def test_what_found_nothing_costs_no_further_statement(office):
    crowd(6_000, by=office.employee, at=NOW)
    with statements() as asked:
        found = search(Filter(words="terbakar"), reads_content=True)
        assert found.is_cut
        assert found.status(NOW).sealed_size == 0
        assert reach_of(found).percent == 83
    assert len(asked) == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_no_search_reads_every_payload(office):
    """A planner that joins takes the words for rare and reads all contents first."""
    crowd(20_000, by=office.employee, at=NOW)
    seen = []

    def keep(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        search(Filter(words="terbakar"), reads_content=True)
        search(Filter(field="appraisal.stage", new="x"), reads_content=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_payload, audit_entry")
        for sql, params in seen:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on audit_payload" not in plan, plan


# --- how far ---


def percents(parts):
    return [reach_of(part).percent for part in parts]


def test_one_very_old_entry_stretches_nothing(office, small):
    small(first=(100, 100), further=(100, 100))
    crowd(1, by=office.employee, at=NOW - timedelta(days=9_000))
    crowd(1_000, by=office.employee, at=NOW)
    told = percents(parts_of(Filter(words="terbakar"), reads_content=True))
    assert told == sorted(told)
    assert [round(one, -1) for one in told[:10]] == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert max(told[:-1]) < told[-1] == 100


def test_of_days_that_are_asked_for_the_share_is_that_of_their_entries(office, small):
    small(first=(100, 100), further=(100, 100))
    crowd(2_000, by=office.employee, at=NOW, every=timedelta(hours=1))
    days = {"since": f"{NOW.date() - timedelta(days=60)}", "until": f"{NOW.date() - timedelta(days=20)}"}
    told = percents(parts_of(Filter(words="terbakar", **days), reads_content=True))
    assert [round(one, -1) for one in told] == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]


# --- the part ---


def test_a_part_is_the_feed_alone_and_says_where_it_stands(office, inspector):
    crowd(6_000, by=office.employee, at=NOW, reasons={5_998: "Terbakar."})
    address = searched(inspector, words="terbakar")
    inspector.post(f"/audit/purpose/?{urlsplit(address).query}", PURPOSE)
    page = inspector.get(address)
    part = inspector.get(page.context["older"], headers={"X-Part": "yes"})
    assert [template.name for template in part.templates][0] == "audit/log_part.html"
    assert "<html" not in part.content.decode()
    assert part.content.decode().count("data-day=") == 1
    further = part.context["further"]
    assert (further["found"], further["older"], further["searched"]) == (1, None, "whole")
    assert further["count"] == Entry.objects.count() - 5_000
    assert page.context["further"]["searched"] == "whole"


def test_a_part_says_when_it_no_longer_searches_the_same(office, inspector, time_machine):
    crowd(6_000, by=office.employee, at=NOW)
    address = searched(inspector, words="terbakar")
    assert inspector.get(address).context["further"]["searched"] == "sentences"
    inspector.post(f"/audit/purpose/?{urlsplit(address).query}", PURPOSE)
    older = inspector.get(address).context["older"]
    time_machine.shift(3_601)
    assert inspector.get(older, headers={"X-Part": "yes"}).context["further"]["searched"] == "sentences"
    hidden = searched(inspector, field="appraisal.results_rating", new="atas")
    assert inspector.get(hidden, headers={"X-Part": "yes"}).context["further"]["searched"] == "closed"
    inspector.logout()
    inspector.force_login(office.inspector)  # the words were in the session before
    assert inspector.get(older, headers={"X-Part": "yes"}).context["further"]["searched"] == "lost"


def test_a_pinned_page_stays_the_same_while_the_log_grows(office, inspector):
    crowd(6_000, by=office.employee, at=NOW - timedelta(hours=1), others={7: "appraisal.refused"})
    given = {"actor": str(office.employee.pseudonym), "event": "appraisal.refused"}
    before = inspector.get("/audit/", given)
    crowd(40, by=office.employee, at=NOW + timedelta(hours=1))
    after = inspector.get(before.context["further"]["pinned"])
    assert after.context["older"] == before.context["older"]
    assert [row.id for row in after.context["rows"]] == [row.id for row in before.context["rows"]] != []
    assert after.context["further"]["pinned"] == before.context["further"]["pinned"]


@pytest.mark.parametrize("name", ["person", "unit", "field", "actor", "words"])
def test_a_page_and_a_part_cost_six_statements_at_most(office, inspector, small, monkeypatch, name):
    small(first=(50, 20), further=(60, 25))
    monkeypatch.setattr(streams, "FEW", 0)
    office.launch([make_employee(f"Pegawai {n}") for n in range(80)])
    crowd(200, by=office.hr, at=NOW)
    given = {
        "person": {"whom": "Siti Rahmawati", "words": "membuka"},
        "unit": {"unit": office.unit.name, "words": "membuka"},
        "field": {"field": "appraisal.stage", "new": "zzz"},
        "actor": {"who": office.hr.name, "event": "appraisal.refused", "words": "membuka"},
        "words": {"words": "terbakar"},
    }[name]
    address = searched(inspector, **given)
    if name == "words":
        inspector.post(f"/audit/purpose/?{urlsplit(address).query}", PURPOSE)
    costs = []
    for headers in ({}, {"X-Part": "yes"}):
        inspector.get(address, headers=headers)  # this hour's look is written
        with statements() as asked:
            page = inspector.get(address, headers=headers)
        older = page.context["older"]
        with statements() as further:
            part = inspector.get(older or address, headers=headers)
        costs += [len(asked), len(further)]
        assert part.status_code == 200
    assert older
    assert max(costs) <= 6, costs


def test_the_look_of_an_hour_is_written_once_however_many_parts(office, inspector):
    crowd(6_000, by=office.employee, at=NOW)
    asked = {"actor": str(office.employee.pseudonym), "event": "appraisal.refused"}
    page = inspector.get("/audit/", asked)
    for _ in range(3):
        inspector.get(page.context["older"], headers={"X-Part": "yes"})
    assert Access.objects.filter(viewer=office.inspector, kind="log").count() == 2  # the log, and the person
