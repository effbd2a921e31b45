"""Days and deadlines: when a day ends, which day is the last, which days are off. Pure, as all rules.

For the marks of sources see `rules`. PP 30/2019 art. 59 says "14 days" from receipt: that these are calendar days is our
reading, and a policy may count working days. Whatever else is counted is ours, and data of the policy.
"""

import datetime
from datetime import date as Date
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from organization.rules import RuleBroken

DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)
WEEKEND = (5, 6)


def local_date(moment, zone):
    """The calendar day of a moment in a zone such as Asia/Jakarta. Ours: each unit's own, Samarinda is an hour ahead."""
    return moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(1_000)
def end_of(day, zone):
    """The local midnight that ends a day: whatever is before it is in time. Ours: the law counts days, never hours."""
    return datetime.datetime.combine(day + DAY, datetime.time(), ZoneInfo(zone)).astimezone(datetime.UTC)


@lru_cache(1_000)
def last_second_of(day, zone):
    """What people are shown as the deadline: 23:59:59 local. Ours: midnight reads as the day after."""
    return end_of(day, zone) - SECOND


def in_time(moment, day, zone):
    """Whether a moment lies before the end of the last day (`end_of`)."""
    return moment < end_of(day, zone)


def day_after(begun_on, days, off=None):
    """The last of so many days after one: calendar days, or with the days `off` working days.

    Receipt + 14 days is the law's own count (PP 30/2019 art. 59); a policy may count longer, never shorter.
    """
    if off is None:
        return begun_on + days * DAY
    day = begun_on
    while days:
        day += DAY
        days -= is_working(day, off)
    return day


def is_working(day, off):
    """Monday to Friday, unless it is off: a city's calendar says which days are. Ours, from the national list and letters."""
    return day.weekday() not in WEEKEND and day not in off


def last_day(cycle, setting, begun_on):
    """The last day of a deadline of the cycle's policy, in the days that it counts. Ours, but for the law's fourteen."""
    limits = cycle.policy.document.deadlines
    return day_after(begun_on, getattr(limits, setting), cycle.days_off if setting in limits.working else None)


def release_moment(cycle, zone):
    """When results that wait are released: the local midnight that begins the day; None where none waits.

    Ours: nobody of a zone learns his result while others of it wait.
    """
    return cycle.release_on and end_of(cycle.release_on - DAY, zone)


def awaits_release(cycle, zone, at):
    """Whether a result that is rated now waits for the others. Ours: while the cycle is paused its day does not come."""
    moment = release_moment(cycle, zone)
    return moment is not None and (cycle.paused_at or at) < moment


def check_release(document, release_on, *, review_on=None, meeting_on=None):
    """A day for the release where the policy has one, and only there: after the review, not after the meeting.

    Ours: what is released is rated, and can still be objected to before the committee meets.
    """
    if not document.is_released_together:
        if release_on:
            raise RuleBroken(
                _("Kebijakan ini merilis hasil langsung. Kosongkan tanggal rilis bersama."), field="release_on"
            )
        return
    if release_on is None:
        raise RuleBroken(_("Kebijakan ini merilis hasil bersama. Isi tanggal rilisnya."), field="release_on")
    if review_on and release_on <= review_on:
        raise RuleBroken(_("Rilis bersama harus sesudah batas penilaian atasan."), field="release_on")
    if meeting_on and release_on > meeting_on:
        raise RuleBroken(_("Rilis bersama tidak boleh sesudah rapat komite."), field="release_on")


def check_release_move(cycle, release_on, *, today, unrated):
    """Another day ahead; before the review ends only where nobody is left to be rated. `today` may still be it.

    Ours, for the reasons of `check_release`.
    """
    if release_on < today:
        raise RuleBroken(_("Rilis bersama tidak boleh di masa lalu."), field="release_on")
    if release_on == cycle.release_on:
        raise RuleBroken(_("Itu tanggal rilis yang sekarang. Pilih tanggal lain."), field="release_on")
    if release_on > cycle.meeting_on:
        raise RuleBroken(_("Rilis bersama tidak boleh sesudah rapat komite."), field="release_on")
    if release_on <= cycle.self_assessment_on:
        raise RuleBroken(_("Rilis bersama harus sesudah batas penilaian mandiri."), field="release_on")
    if release_on <= cycle.review_on and unrated:
        raise RuleBroken(
            _("Batas penilaian atasan belum lewat dan %(n)s berkas belum dinilai. Pilih tanggal sesudah batas itu.")
            % {"n": unrated},
            field="release_on",
        )


def extended_days(appraisal, step):
    """The last day that an extension gave a step of the case, if one did. Ours: the letter of HR is kept with it."""
    return [Date.fromisoformat(appraisal.extended[step])] if step in appraisal.extended else []


def check_extension(until, *, today, due_on=None):
    """More time ends in the days to come, and later than before. Ours: nobody loses time that he was promised."""
    if until < today:
        raise RuleBroken(_("Batas yang baru tidak boleh di masa lalu."), field="until")
    if due_on and until <= due_on:
        raise RuleBroken(_("Batas yang baru harus sesudah batas sekarang."), field="until")
    if until > today + 366 * DAY:
        raise RuleBroken(_("Perpanjangan paling lama satu tahun."), field="until")


def delivery_day(cycle, handed_over_on, recorded_on):
    """Paper handover: the later of handover + 14 (PP 30/2019 art. 59) and recording + 7 days.

    The second is ours: who is told late that a handover was recorded still has a week to object, or to contradict it.
    """
    return max(last_day(cycle, "response", handed_over_on), last_day(cycle, "delivery", recorded_on))


def check_delivery(handed_over_on, *, released_on, recorded_on):
    """A handover lies between the release and today. Ours: the fourteen days never begin before there was a result."""
    if handed_over_on < released_on:
        raise RuleBroken(_("Tanggal penyerahan tidak boleh sebelum hasil dirilis."), field="handed_over_on")
    if handed_over_on > recorded_on:
        raise RuleBroken(_("Tanggal penyerahan tidak boleh di masa depan."), field="handed_over_on")


def check_year(year, *, today):
    """A calendar is kept for the years that deadlines may touch. Ours: a slip of the year is refused."""
    if not today.year - 1 <= year <= today.year + 3:
        raise RuleBroken(_("Kalender hanya untuk tahun lalu sampai tiga tahun ke depan."), field="year")


def check_day_off(day, year, known):
    """A day off lies in its year, once. Ours: each is counted once. `known` is the row that has it already."""
    if day.year != year:
        raise RuleBroken(_("Tanggal ini bukan tahun %(year)s.") % {"year": year}, field="day")
    if known and known.is_off:
        raise RuleBroken(_("Tanggal ini sudah libur: %(name)s.") % {"name": known.name}, field="day")


def check_is_off(day_off):
    """Ours: what was taken out already is not taken out again, with a second reason."""
    if not day_off.is_off:
        raise RuleBroken(_("Tanggal ini sudah dikeluarkan dari hari libur."))


def check_calendars(document, years, kept):
    """Working days are counted only with the calendar of each year that the deadlines may touch.

    Ours: without it holidays would count as working days, against whoever has the task.
    """
    missing = sorted(set(years) - set(kept)) if document.deadlines.working else []
    if missing:
        raise RuleBroken(
            _("Kebijakan periode ini menghitung hari kerja, tetapi kalender %(years)s belum diisi.")
            % {"years": ", ".join(map(str, missing))}
        )
