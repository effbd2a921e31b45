"""The policies and three periods: one that ran as a pilot, one that waits for its joint release, one just opened."""

import datetime

from appraisal import policies
from appraisal.actions import calendar, cycle, policy
from config.demo import letters

DAY = datetime.timedelta(days=1)
ROMAN = ("I", "II", "III", "IV")
EARLIER_SINCE, TOGETHER_SINCE, CURRENT_SINCE = 100 * DAY, 46 * DAY, 10 * DAY  # before the day of the demo


def adopt_policy(*, by, at):
    drafted = policy.draft(policies.preset("permenpanrb-6-2022"), by=by, at=at)
    return policy.adopt(drafted.pk, letter_no="800.1/117/2026", by=by, at=at)


def adopt_release_together(*, by, at):
    """The same rules, but for the day on which results are released."""
    document = policies.preset("permenpanrb-6-2022")
    changed = {
        "slug": f"{document.slug}-bersama",
        "title": f"{document.title}, rilis bersama",
        "release": policies.TOGETHER,
    }
    drafted = policy.draft(document.model_copy(update=changed), by=by, at=at)
    return policy.adopt(drafted.pk, letter_no="800.1/164/2026", by=by, at=at)


def fill_calendars(years, *, by, at):
    """The years that deadlines may touch."""
    for year in years:
        calendar.fill(year, by=by, at=at)


def prepare_earlier(adopted, cast, *, at, rng):
    """The quarter before the last one that is over: it ran as a pilot."""
    quarter = _quarter_before(_quarter_before(at.date())[1])
    return _prepare(quarter, (-38, -12, 4), adopted, cast, at - EARLIER_SINCE, at.date(), rng)


def prepare_together(adopted, cast, *, at, rng):
    """The quarter before that: its results wait for each other."""
    quarter = _quarter_before(_quarter_before(_quarter_before(at.date())[1])[1])
    return _prepare(quarter, (-20, -2, 20), adopted, cast, at - TOGETHER_SINCE, at.date(), rng, release=9)


def prepare_current(adopted, cast, *, at, rng):
    """The last quarter that is over, with the same committee."""
    return _prepare(_quarter_before(at.date()), (12, 26, 47), adopted, cast, at - CURRENT_SINCE, at.date(), rng)


def _prepare(quarter, offsets, adopted, cast, at, today, rng, release=None):
    period = _create(quarter, offsets, adopted, cast, at, today, release)
    cycle.appoint_committee(
        cycle=period, name="Komite penilaian kinerja", member_ids=[member.pk for member in cast.members],
        chair_id=cast.members[0].pk, letter_no=letters.committee_letter_no(rng, today.year),
        by=cast.hr_admin, at=at,
    )  # fmt: skip
    return period


def _create(quarter, offsets, adopted, cast, at, today, release):
    number, first, last = quarter
    self_assessment_on, review_on, meeting_on = (today + days * DAY for days in offsets)
    return cycle.create(
        slug=f"triwulan-{ROMAN[number].lower()}-{first.year}", name=f"Triwulan {ROMAN[number]} {first.year}",
        policy=adopted, starts_on=first, ends_on=last, self_assessment_on=self_assessment_on,
        review_on=review_on, meeting_on=meeting_on, release_on=release and today + release * DAY, by=cast.hr_admin, at=at,
    )  # fmt: skip


def _quarter_before(day):
    """(number from 0, first day, last day) of the last quarter that ended before a day."""
    first = datetime.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    last = first - DAY
    number = (last.month - 1) // 3
    return number, datetime.date(last.year, 3 * number + 1, 1), last
