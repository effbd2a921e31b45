"""In time is before the local midnight that ends the day (PP 30/2019 art. 59): each edge, in each zone."""

import datetime
from types import SimpleNamespace

import pytest

from appraisal import policies, rules
from appraisal.rules import RuleBroken

UTC = datetime.UTC
ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}  # WIB, WITA, WIT: hours east of UTC
DATE = datetime.date.fromisoformat
DAY = datetime.timedelta(days=1)
TICK = datetime.timedelta(microseconds=1)
LAST_DAYS = [
    "2026-11-16",
    "2026-11-30",  # a month of thirty
    "2026-12-31",  # the year
    "2027-02-28",
    "2028-02-28",  # not yet the end of February
    "2028-02-29",
    "2027-01-31",
]


def local(text, zone):
    """`2026-11-16 23:59:59.999999` on the clocks of a zone, as a moment in UTC."""
    offset = datetime.timezone(datetime.timedelta(hours=ZONES[zone]))
    return datetime.datetime.fromisoformat(text).replace(tzinfo=offset).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", LAST_DAYS)
def test_a_day_ends_at_local_midnight(day, zone):
    end = rules.end_of(DATE(day), zone)
    assert end == local(f"{day} 23:59:59.999999", zone) + TICK
    assert end.utcoffset() == datetime.timedelta(0)
    assert rules.in_time(local(f"{day} 23:59:59.999999", zone), DATE(day), zone)
    assert not rules.in_time(local(f"{DATE(day) + DAY} 00:00:00.000000", zone), DATE(day), zone)
    assert rules.in_time(local(f"{day} 00:00", zone), DATE(day), zone)


@pytest.mark.parametrize("zone", ZONES)
def test_people_are_shown_the_last_second(zone):
    assert rules.last_second_of(DATE("2026-11-16"), zone) == local("2026-11-16 23:59:59", zone)


def test_the_same_moment_is_another_day_further_east():
    moment = datetime.datetime(2026, 11, 16, 15, 30, tzinfo=UTC)  # 22.30 WIB, 23.30 WITA, 00.30 WIT
    days = [rules.local_date(moment, zone).day for zone in ZONES]
    assert days == [16, 16, 17]
    assert [rules.in_time(moment, DATE("2026-11-16"), zone) for zone in ZONES] == [True, True, False]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-11-02", "2026-11-16"),
        ("2026-11-17", "2026-12-01"),
        ("2026-12-18", "2027-01-01"),
        ("2027-02-14", "2027-02-28"),
        ("2027-02-15", "2027-03-01"),
        ("2028-02-15", "2028-02-29"),
        ("2028-02-16", "2028-03-01"),
        ("2028-02-29", "2028-03-14"),
    ],
)
def test_fourteen_calendar_days_after_the_day_of_receipt(received, last):
    assert rules.day_after(DATE(received), 14) == DATE(last)


@pytest.mark.parametrize(
    ("handed_over", "recorded", "last"),
    [
        ("2026-11-02", "2026-11-02", "2026-11-16"),
        ("2026-11-02", "2026-11-09", "2026-11-16"),  # both say the same day
        ("2026-11-02", "2026-11-10", "2026-11-17"),  # recorded late: seven days remain
        ("2026-10-01", "2026-11-10", "2026-11-17"),
        ("2028-02-15", "2028-02-15", "2028-02-29"),
    ],
)
def test_paper_gives_the_later_of_both_days(handed_over, recorded, last):
    document = policies.preset("permenpanrb-6-2022")
    cycle = SimpleNamespace(policy=SimpleNamespace(document=document))
    assert rules.delivery_day(cycle, DATE(handed_over), DATE(recorded)) == DATE(last)


@pytest.mark.parametrize(
    ("day", "fault"), [(-1, "sebelum hasil dirilis"), (0, ""), (3, ""), (5, ""), (6, "masa depan")]
)
def test_a_handover_lies_between_release_and_today(day, fault):
    released = DATE("2026-11-02")
    facts = {"released_on": released, "recorded_on": released + 5 * DAY}
    if not fault:
        return rules.check_delivery(released + day * DAY, **facts)
    with pytest.raises(RuleBroken, match=fault) as broken:
        rules.check_delivery(released + day * DAY, **facts)
    assert broken.value.field == "handed_over_on"


def test_a_meeting_is_not_moved_into_the_past():
    today = DATE("2026-11-02")
    rules.check_meeting(today, today=today)
    with pytest.raises(RuleBroken, match="sudah lewat"):
        rules.check_meeting(today - DAY, today=today)
