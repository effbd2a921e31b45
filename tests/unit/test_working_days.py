"""Working days: Monday to Friday, without the days that are off; and a document that counts none is as it was."""

import datetime

import pytest
from pydantic import ValidationError

from appraisal import policies, rules
from appraisal.holidays import known_days
from appraisal.policies import PolicyDocument
from appraisal.rules import RuleBroken

DATE = datetime.date.fromisoformat
NATIONAL = "permenpanrb-6-2022"
FROZEN = "8a348e9bc5beb0fab0942a52367876d5fb342ea7fac72c78a7a97feff70dfdf7"  # of the preset, before working days


@pytest.mark.parametrize(
    ("begun", "days", "off", "last"),
    [
        ("2026-11-02", 0, [], "2026-11-02"),
        ("2026-11-02", 1, [], "2026-11-03"),
        ("2026-11-06", 1, [], "2026-11-09"),  # over a weekend
        ("2026-11-07", 1, [], "2026-11-09"),  # begun on a weekend
        ("2026-11-02", 5, [], "2026-11-09"),
        ("2026-11-02", 1, ["2026-11-03"], "2026-11-04"),
        ("2026-11-05", 1, ["2026-11-06", "2026-11-09"], "2026-11-10"),  # a long weekend
        ("2026-12-30", 3, ["2027-01-01"], "2027-01-05"),  # over the year
        ("2028-02-25", 2, [], "2028-02-29"),
        ("2027-02-25", 2, [], "2027-03-01"),
        ("2026-11-06", 1, ["2026-11-07", "2026-11-08"], "2026-11-09"),  # off on a weekend anyway
    ],
)
def test_the_last_of_so_many_working_days(begun, days, off, last):
    assert rules.day_after(DATE(begun), days, {DATE(day) for day in off}) == DATE(last)


def test_calendar_days_know_no_holiday():
    assert rules.day_after(DATE("2026-03-16"), 14) == DATE("2026-03-30")


def test_over_idul_fitri_the_same_days_are_longer():
    """16 March 2026: Nyepi, Idul Fitri and their joint leave lie ahead."""
    off = set(known_days(2026)[0])
    assert rules.day_after(DATE("2026-03-16"), 3) == DATE("2026-03-19")
    assert rules.day_after(DATE("2026-03-16"), 3, off) == DATE("2026-03-26")  # the 17th, the 25th, the 26th


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_working_days_are_never_fewer_than_calendar_days(year):
    off = set(known_days(year)[0])
    for n in range(365):
        begun = DATE(f"{year}-01-01") + n * rules.DAY
        last = rules.day_after(begun, 14, off)
        assert last >= rules.day_after(begun, 14)  # PP 30/2019: never fewer than fourteen days
        assert rules.is_working(last, off)


def test_what_the_library_knows_of_a_year():
    found, source = known_days(2026)
    assert found[DATE("2026-08-17")][1] == "national"
    assert found[DATE("2026-03-20")][1] == "joint"  # cuti bersama
    assert len(found) == 25
    assert source.startswith("holidays ")


def counting(*names):
    document = policies.preset(NATIONAL).model_dump()
    document["deadlines"]["working"] = names
    return PolicyDocument.model_validate(document)


def test_a_document_that_counts_none_keeps_its_bytes():
    body = policies.body_of(policies.preset(NATIONAL))
    assert "working" not in body
    assert policies.body_of(counting()) == body
    document = policies.preset(NATIONAL)
    document = document.model_copy(update={"citations": [one for one in document.citations if not is_newer(one)]})
    assert policies.digest_of(policies.body_of(document)) == FROZEN


def is_newer(citation):
    """Of a setting that the preset did not know when it was frozen."""
    return citation.subject.partition(".")[0] in ("release", "guidance")


def test_the_names_that_count_working_days_have_one_order():
    body = policies.body_of(counting("response", "decision"))
    assert '"working":["decision","response"]' in body
    assert policies.body_of(counting("decision", "response", "decision")) == body
    assert policies.body_of(policies.read(body)) == body


def test_only_a_deadline_is_counted():
    with pytest.raises(ValidationError):
        counting("sweep_after_minutes")


def test_working_days_ask_for_the_calendar_of_each_year():
    rules.check_calendars(counting(), range(2026, 2028), set())
    rules.check_calendars(counting("decision"), range(2026, 2028), {2026, 2027})
    with pytest.raises(RuleBroken, match="kalender 2027 belum diisi"):
        rules.check_calendars(counting("decision"), range(2026, 2028), {2026})
