"""Each thing that the log can be searched for, and that what it costs does not depend on its size."""

import json

import pytest

from audit import seal
from audit.acts import record
from audit.models import Entry
from audit.search import finding, streams
from audit.search.filters import Filter
from audit.search.finding import Key, Share, search
from audit.tlog.note import SigningKey
from organization.events import PREFERENCES_CHANGED
from organization.models import Assignment, Post, Unit
from tests.counting import statements
from tests.office import DAY, NOW, Office
from tests.people import make_employee, make_unit
from tests.workflow.walking import walk

CONTESTED = """
    0   submit    supervisor_review
    1   submit    employee_response
    2   open      employee_response
    3   object    supervisor_statement
    4   submit    objection_decision
    8   change    committee_vote
"""


@pytest.fixture
def office(db):
    office = Office()
    walk(office, CONTESTED)
    return office


@pytest.fixture(params=[streams.FEW, 0])
def few(request, monkeypatch):
    """Streams are named one by one, or looked for among those that the log has."""
    monkeypatch.setattr(streams, "FEW", request.param)


def events(**asked):
    """The names of what is found, newest first, without their room."""
    found = search(Filter(**asked), reads_content=True)
    return [entry.event.partition(".")[2] for entry in found.entries]


# --- one filter at a time ---


def test_everything_newest_first(office):
    found = search(Filter()).entries
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert len(found) == Entry.objects.count()
    assert events()[-1] == "opened"


def test_who(office):
    assert events(actor=str(office.supervisor.pseudonym)) == ["statement_made", "review_released"]
    assert events(actor=str(office.inspector.pseudonym)) == []


def test_on_whom(office, few):
    other = office.launch([office.stranger])[0]
    found = search(Filter(person=str(office.stranger.pseudonym))).entries
    assert {entry.stream for entry in found} == {f"appraisal:{other.pk}"}
    assert len(events(person=str(office.employee.pseudonym))) == Entry.objects.count() - 1


def test_a_unit_with_what_is_below_it(office, few):
    below = Unit.objects.create(code="1.1", name="Bidang E-Government", parent=office.unit)
    aside = make_unit("Dinas Kesehatan")
    other = office.unsaved(office.stranger)
    other.unit = below
    office_wide = len(events(unit=str(office.unit.pk)))
    start(office, other)
    assert len(events(unit=str(office.unit.pk))) == office_wide + 1
    assert events(unit=str(below.pk)) == ["opened"]
    assert events(unit=str(aside.pk)) == []


def test_a_unit_finds_what_concerns_whoever_holds_a_post_there(office, few):
    post = Post.objects.create(unit=office.unit, title="Pranata Komputer", kind="fungsional")
    Assignment.objects.create(holder=office.stranger, post=post, from_date=NOW.date())
    record(PREFERENCES_CHANGED, subject=office.stranger, by=office.stranger, at=NOW)
    assert "preferences_changed" in events(unit=str(office.unit.pk))


def test_an_event(office):
    assert events(event="appraisal.objected") == ["objected"]


def test_a_stream(office):
    assert len(events(stream=f"appraisal:{office.appraisal.pk}")) == Entry.objects.count()
    assert events(stream="appraisal:0") == []


@pytest.mark.parametrize(
    ("zone", "day", "found"),
    [
        ("Asia/Jakarta", "2026-11-05", ["objected"]),  # NOW + 3 days, 10.00 WIB
        ("Asia/Jakarta", "2026-11-04", ["result_received"]),
        ("Asia/Jayapura", "2026-11-05", ["objected"]),
    ],
)
def test_days_of_a_zone(office, zone, day, found):
    assert events(since=day, until=day, zone=zone) == found


def test_a_day_begins_at_midnight_of_its_zone(office):
    late = NOW.replace(hour=16, minute=30)  # 23.30 WIB, 01.30 WIT of the next day
    shift(Entry.objects.filter(event="appraisal.objected"), late)
    assert events(since="2026-11-02", until="2026-11-02", zone="Asia/Jakarta").count("objected") == 1
    assert events(since="2026-11-02", until="2026-11-02", zone="Asia/Jayapura").count("objected") == 0
    assert events(since="2026-11-03", until="2026-11-03", zone="Asia/Jayapura").count("objected") == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("keberatan", ["statement_made", "objected", "result_received"]),  # in their sentences
        ("SESUAI bukti", ["review_released"]),  # in its reason, in capitals or not
        ("terbukti", ["committee_opened", "rating_changed"]),  # one act, one reason
        ("menetapkan terbukti", ["rating_changed"]),  # one word in the sentence, the other in the reason
        ("definitive", []),  # a value of the payload that nobody reads
        ("capacity", []),
        ("100%", []),
    ],
)
def test_words_in_sentences_and_reasons(office, words, found):
    assert events(words=words) == found


def test_words_of_a_reason_are_found_only_where_content_may_be_read(office):
    assert [entry.event for entry in search(Filter(words="bukti")).entries] == []
    assert "review_released" in events(words="bukti")


@pytest.mark.parametrize("words", ["%", "_", "!", '"', "\\", "'", "x' OR 1=1 --"])
def test_no_letter_is_a_pattern(office, words):
    assert events(words=words) == []


def test_a_field_that_changed(office):
    assert events(field="appraisal.results_rating") == ["rating_changed", "review_released"]
    assert events(field="appraisal.supervisor") == ["opened"]
    assert events(field="vote.choice") == []


def test_a_field_by_its_old_and_new_value_in_words(office):
    changed = {"field": "appraisal.results_rating"}
    assert events(**changed, old="sesuai", new="atas") == ["rating_changed"]
    assert events(**changed, new="sesuai ekspektasi") == ["review_released"]
    assert events(**changed, old="bawah") == []


def test_a_field_that_points_at_somebody_is_searched_by_his_name(office):
    from workflow import beside

    to = {"role": "supervisor", "to": office.stranger, "reason": "Sakit."}
    beside.reassign(office.appraisal.pk, **to, by=office.hr, at=NOW + 9 * DAY)
    changed = {"field": "appraisal.supervisor", "old": "hasan", "new": "lamhot"}
    assert events(**changed) == ["step_reassigned"]


@pytest.mark.parametrize("driver", ["actor", "person", "unit", "event", "since", "stream"])
def test_filters_narrow_each_other(office, driver):
    given = {
        "actor": str(office.employee.pseudonym),
        "person": str(office.employee.pseudonym),
        "unit": str(office.unit.pk),
        "event": "appraisal.objected",
        "since": "2026-11-05",
        "stream": f"appraisal:{office.appraisal.pk}",
        "words": "keberatan",
    }
    assert events(**given) == ["objected"]
    del given[driver]
    assert "objected" in events(**given)


# --- page by page ---


@pytest.mark.parametrize("asked", [{}, {"event": "appraisal.opened"}, {"words": "membuka"}])
def test_pages_by_key_miss_and_repeat_nothing(office, asked):
    """Everybody is opened at the same moment: the id decides."""
    office.launch(make_people(25))
    found, after = [], None
    while True:
        page = search(Filter(**asked), after=after, limit=7, reads_content=True)
        found += [entry.pk for entry in page.entries]
        assert len(page.entries) <= 7
        if page.older is None:
            break
        after = Key.read(str(page.older))
    everything = search(Filter(**asked), limit=1000, reads_content=True).entries
    assert found == [entry.pk for entry in everything]
    assert len(found) == len(set(found)) >= 26


def test_a_key_that_makes_no_sense_is_none():
    assert [Key.read(text) for text in ("", "~", "x~1", "2026-01-01~", "2026-01-01T00:00:00+00:00~x")] == [None] * 5


def test_what_is_rare_is_looked_for_a_share_of_the_log_at_a_time(office, monkeypatch):
    monkeypatch.setattr(finding, "FIRST", Share(5, 1_000))
    monkeypatch.setattr(finding, "FURTHER", Share(7, 1_000))
    office.launch(make_people(12))
    asked = Filter(words="mengajukan")
    pages, after = [], None
    for _ in range(20):
        page = search(asked, after=after, reads_content=True)
        pages.append(page)
        if page.older is None:
            break
        assert page.is_cut
        after = page.older
    assert [entry.event for page in pages for entry in page.entries] == ["appraisal.objected"]
    assert len(pages) > 2


def test_a_large_unit_is_looked_through_a_share_at_a_time(office, monkeypatch):
    monkeypatch.setattr(streams, "FEW", 3)
    monkeypatch.setattr(finding, "FIRST", Share(6, 1_000))
    monkeypatch.setattr(finding, "FURTHER", Share(9, 1_000))
    office.launch(make_people(12))
    found, after = [], None
    while True:
        page = search(Filter(unit=str(office.unit.pk)), after=after)
        found += [entry.pk for entry in page.entries]
        if page.older is None:
            break
        after = page.older
    assert len(found) == len(set(found)) == Entry.objects.filter(stream__startswith="appraisal:").count()


def test_a_search_is_one_statement_and_another_for_the_streams_of_a_person(office):
    known = {"": 1, "actor": 1, "event": 1, "words": 1, "person": 2, "unit": 2, "field": 2}
    given = {
        "actor": str(office.employee.pseudonym), "person": str(office.employee.pseudonym), "event": "appraisal.objected",
        "unit": str(office.unit.pk), "words": "bukti", "field": "appraisal.results_rating",
    }  # fmt: skip
    for name, most in known.items():
        with statements() as asked:
            search(Filter(**{name: given[name]} if name else {}), reads_content=True)
        assert len(asked) <= most, (name, asked)


# --- what is asked, kept as text ---


def test_an_address_holds_no_text_and_no_name():
    asked = Filter(actor="0" * 8 + "-0000-0000-0000-" + "0" * 12, words="Siti", old="a", new="b", zone="UTC")
    assert asked.as_parameters() == {"actor": asked.actor, "zone": "UTC"}
    assert Filter.read(asked.as_parameters(), asked.texts()) == asked
    assert Filter.of_document(json.loads(json.dumps(asked.as_document()))) == asked


@pytest.mark.parametrize(
    "nonsense",
    [
        {"actor": "siti"}, {"person": "1"}, {"unit": "x"}, {"event": "nothing.happened"}, {"field": "user.password"},
        {"since": "2026-13-01"}, {"until": "9999-12-31"}, {"zone": "Mars/Base"}, {"stream": "x"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_as_if_it_were_not_there(nonsense):
    assert Filter.read(nonsense).is_empty


def test_the_place_in_the_tree_comes_along(office):
    assert search(Filter()).status(NOW).waiting_since == NOW
    seal.seal_all(SigningKey("log.example/x", bytes(32)), NOW)
    record(PREFERENCES_CHANGED, subject=office.stranger, by=office.stranger, at=NOW + 9 * DAY)
    found = search(Filter())
    assert [entry.place is False for entry in found.entries[:3]] == [True, False, False]
    status = found.status(NOW + 9 * DAY)
    assert (status.sealed_size, status.waiting_since) == (Entry.objects.count() - 1, NOW + 9 * DAY)
    assert (status.is_late, found.status(NOW + 10 * DAY).is_late) == (False, True)


def make_people(count):
    return [make_employee(f"Pegawai {n}") for n in range(count)]


def start(office, appraisal):
    from workflow.start import start_in_bulk

    return start_in_bulk([appraisal], by=office.hr, at=NOW)


def shift(entries, at):
    """As if they had been written at another moment; the guard stands aside for the test."""
    from tests.flushing.guards import lifted

    with lifted("default"):
        entries.update(at=at)
