"""When results are released together: pure, by zone."""

import datetime
from types import SimpleNamespace

import pytest

from appraisal import policies, rules
from appraisal.rules import RuleBroken

DAY = rules.DAY
TODAY = datetime.date(2026, 11, 2)
AT_ONCE = policies.preset("permenpanrb-6-2022")
TOGETHER = AT_ONCE.model_copy(update={"release": "together"})


def cycle(**changed):
    dates = {"self_assessment_on": TODAY + 10 * DAY, "review_on": TODAY + 20 * DAY, "meeting_on": TODAY + 30 * DAY}
    return SimpleNamespace(**dates | {"release_on": TODAY + 25 * DAY, "paused_at": None} | changed)


def utc(day, hour, minute=0):
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC)


def test_a_policy_that_releases_at_once_keeps_its_bytes():
    body = policies.body_of(AT_ONCE)
    assert '"release"' not in body.replace('"subject":"release"', "")
    assert '"release":"together"' in policies.body_of(TOGETHER)
    assert policies.read(policies.body_of(TOGETHER)).is_released_together
    assert not policies.read(body).is_released_together


@pytest.mark.parametrize(
    ("zone", "moment"),
    [("Asia/Jakarta", utc(26, 17)), ("Asia/Makassar", utc(26, 16)), ("Asia/Jayapura", utc(26, 15))],
)
def test_the_day_begins_with_the_release(zone, moment):
    assert rules.release_moment(cycle(), zone) == moment
    assert rules.awaits_release(cycle(), zone, moment - rules.SECOND)
    assert not rules.awaits_release(cycle(), zone, moment)


def test_nothing_waits_without_a_day_and_no_day_comes_in_a_pause():
    assert not rules.awaits_release(cycle(release_on=None), "Asia/Jakarta", utc(3, 0))
    assert rules.awaits_release(cycle(paused_at=utc(3, 0)), "Asia/Jakarta", utc(28, 0))


@pytest.mark.parametrize(
    ("document", "day", "words"),
    [
        (AT_ONCE, 25, "langsung"),
        (TOGETHER, None, "Isi tanggal"),
        (TOGETHER, 20, "sesudah batas penilaian"),
        (TOGETHER, 31, "sesudah rapat"),
        (AT_ONCE, None, ""),
        (TOGETHER, 21, ""),
        (TOGETHER, 30, ""),
    ],
)
def test_a_day_where_the_policy_has_one_and_only_there(document, day, words):
    asked = day and TODAY + day * DAY
    around = {"review_on": TODAY + 20 * DAY, "meeting_on": TODAY + 30 * DAY}
    if not words:
        return rules.check_release(document, asked, **around)
    with pytest.raises(RuleBroken, match=words) as broken:
        rules.check_release(document, asked, **around)
    assert broken.value.field == "release_on"


@pytest.mark.parametrize(
    ("day", "unrated", "words"),
    [
        (11, 0, "masa lalu"),
        (25, 0, "yang sekarang"),
        (31, 0, "rapat komite"),
        (20, 1, "1 berkas belum dinilai"),
        (20, 0, ""),
        (21, 5, ""),
        (12, 0, ""),  # today
        (30, 5, ""),
    ],
)
def test_another_day(day, unrated, words):
    facts = {"today": TODAY + 12 * DAY, "unrated": unrated}
    if not words:
        return rules.check_release_move(cycle(), TODAY + day * DAY, **facts)
    with pytest.raises(RuleBroken, match=words):
        rules.check_release_move(cycle(), TODAY + day * DAY, **facts)


def test_a_revision_changes_something():
    old = SimpleNamespace(results_rating="meets", behaviour_rating="meets")
    rules.check_revision(old, SimpleNamespace(results_rating="meets", behaviour_rating="above"))
    with pytest.raises(RuleBroken, match="sama"):
        rules.check_revision(old, SimpleNamespace(results_rating="meets", behaviour_rating="meets"))
