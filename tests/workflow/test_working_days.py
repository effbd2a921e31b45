"""Deadlines in working days where the policy says so: each kind, to the second, over holidays, in each zone."""

import datetime

import pytest

from appraisal.actions import calendar
from appraisal.days import is_working
from appraisal.models import DayOff
from appraisal.rules import RuleBroken
from audit.models import Entry
from tests.agreement import agree
from tests.office import DAY, NOW, TODAY, Office
from workflow import beside
from workflow.launch import check
from workflow.models import Step
from workflow.pausing import pause, resume
from workflow.refusals import Invalid
from workflow.sweeper import sweep

from .walking import walk

DATE = datetime.date.fromisoformat
HOURS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
MILLISECOND = datetime.timedelta(milliseconds=1)
RESPONSE = "0 submit supervisor_review\n 0 submit employee_response\n 0 open employee_response"


def counting(*names, **more):
    return Office(deadlines={"working": names}, **more)


def last_day(office):
    """The local day on which the open step is due."""
    return office.step().due_at.astimezone(datetime.timezone(datetime.timedelta(hours=HOURS[office.zone]))).date()


OBJECTED = f"{RESPONSE}\n 0 object supervisor_statement"
STATED = f"{OBJECTED}\n 0 submit objection_decision"
KINDS = [  # from Monday the 2nd
    ("response", RESPONSE, "2026-11-16", "2026-11-20"),
    ("response", f"{RESPONSE}\n 0 refuse refusal_period", "2026-11-16", "2026-11-20"),
    ("statement", OBJECTED, "2026-11-09", "2026-11-11"),
    ("decision", STATED, "2026-11-16", "2026-11-20"),
    ("clarification", f"{STATED}\n 0 ask clarification", "2026-11-05", "2026-11-06"),  # the 4th is off
]


@pytest.mark.parametrize(("name", "way", "plain", "working"), KINDS)
def test_each_kind_of_deadline(db, name, way, plain, working):
    office = counting(name)
    if name == "clarification":
        office.day_off("2026-11-04")
    walk(office, way)
    assert last_day(office) == DATE(working)


@pytest.mark.parametrize(("name", "way", "plain", "working"), KINDS)
def test_the_default_counts_calendar_days(office, name, way, plain, working):
    office.day_off("2026-11-04")
    walk(office, way)
    assert last_day(office) == DATE(plain)


@pytest.mark.parametrize("zone", HOURS)
def test_to_the_millisecond_across_a_holiday_in_each_zone(db, zone):
    office = counting("response", zone=zone)
    office.day_off("2026-11-20")
    walk(office, RESPONSE)
    assert last_day(office) == DATE("2026-11-23")  # the 20th is off, then a weekend
    ends = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC) - datetime.timedelta(hours=HOURS[zone])
    assert office.step().lapse_at == ends
    assert sweep(ends - MILLISECOND) == 0
    with pytest.raises(Invalid):
        office.take("acknowledge", at=ends)
    office.take("acknowledge", at=ends - MILLISECOND)


def test_the_grace_of_the_self_assessment(db):
    office = counting("self_assessment_grace")
    assert office.cycle.self_assessment_on == DATE("2026-11-12")
    assert office.step().lapse_at == datetime.datetime(2026, 11, 23, 17, tzinfo=datetime.UTC)  # 7 working days


def test_a_launch_of_many_asks_for_the_calendar_once(db, django_assert_max_num_queries):
    office = counting("self_assessment_grace")
    people = [office.stranger, *office.members]
    with django_assert_max_num_queries(14):
        office.launch(people)


@pytest.mark.parametrize(("name", "way", "plain", "working"), KINDS)
def test_a_pause_gives_back_as_many_working_days_as_it_took(db, name, way, plain, working):
    """From Tuesday to the next Monday: four working days of the six, of which the 4th is off."""
    office = counting(name)
    office.day_off("2026-11-04")
    walk(office, way)
    before, off = last_day(office), office.cycle.days_off
    pause(office.cycle.pk, reason="Pusat data padam.", by=office.hr, at=NOW + DAY)
    resume(office.cycle.pk, reason="Pusat data pulih.", by=office.hr, at=NOW + 7 * DAY)
    after, first = last_day(office), NOW.date()
    assert is_working(after, off)

    def left(since, until):
        return sum(is_working(since + n * DAY, off) for n in range((until - since).days + 1))

    assert left(first + 7 * DAY, after) == left(first + DAY, before)
    agree(office.appraisal)


def test_an_extension_that_was_over_stays_where_it_was(office):
    walk(office, "0 submit supervisor_review")
    office.appraisal.refresh_from_db()
    type(office.appraisal).objects.filter(pk=office.appraisal.pk).update(
        extended={"self_assessment": "2026-11-02", "supervisor_review": "2026-11-27"}
    )
    pause(office.cycle.pk, reason="Pusat data padam.", by=office.hr, at=NOW + 2 * DAY)
    resume(office.cycle.pk, reason="Pusat data pulih.", by=office.hr, at=NOW + 5 * DAY)
    office.appraisal.refresh_from_db()
    assert office.appraisal.extended == {"self_assessment": "2026-11-02", "supervisor_review": "2026-11-30"}


def test_delivery_and_the_reply(db):
    office = counting("delivery", "reply")
    walk(office, "0 submit supervisor_review\n 0 submit employee_response")
    beside.record_delivery(
        office.appraisal.pk, handed_over_on=TODAY, witness="x", letter_no="1", by=office.hr, at=NOW + 10 * DAY
    )
    assert last_day(office) == DATE("2026-11-23")  # the 12th and seven working days
    walk(office, "11 object supervisor_statement\n 11 submit objection_decision")
    office.appraisal.refresh_from_db()
    assert office.appraisal.reply_until == datetime.datetime(2026, 11, 18, 17, tzinfo=datetime.UTC)


def test_a_late_objection(db):
    office = counting("late_objection")
    walk(office, f"{RESPONSE}\n 15 lapse committee_vote")
    beside.admit_late_objection(office.appraisal.pk, ground="Gangguan.", by=office.second_level, at=NOW + 16 * DAY)
    assert last_day(office) == DATE("2026-11-27")  # the 18th, a Wednesday, and seven working days


def test_a_running_deadline_keeps_its_day(db):
    office = counting("response")
    walk(office, RESPONSE)
    due = office.step().due_at
    calendar.add_day(2026, day=DATE("2026-11-10"), name="Pilkada", kind="local", source="1", by=office.hr, at=NOW)
    assert office.step().due_at == due
    office.appraisal = office.launch([office.stranger])[0]
    office.indicators, office.employee = [], office.stranger
    walk(office, RESPONSE)
    assert office.step().due_at == due + 3 * DAY  # the 20th becomes the 23rd


def test_a_period_opens_only_with_its_calendars(db):
    office = counting("decision")
    with pytest.raises(RuleBroken, match="kalender 2026, 2027 belum diisi"):
        check(office.cycle)
    for year in (2026, 2027):
        calendar.fill(year, by=office.hr, at=NOW)
    check(office.cycle)


# --- the calendar itself ---


def test_filled_twice_is_filled_once_and_what_was_taken_out_stays_out(office):
    calendar.fill(2026, by=office.hr, at=NOW)
    day = DayOff.objects.get(day="2026-12-24")
    calendar.drop_day(day.pk, reason="Tetap masuk.", by=office.hr, at=NOW)
    calendar.fill(2026, by=office.hr, at=NOW)
    day.refresh_from_db()
    assert (day.is_off, DayOff.objects.count()) == (False, 25)
    told = Entry.objects.filter(stream="calendar:2026").order_by("n").values_list("event", flat=True)
    assert list(told) == ["calendar.filled", "calendar.day_dropped"]
    calendar.add_day(2026, day=day.day, name="Cuti bersama", kind="joint", source="SKB", by=office.hr, at=NOW)
    day.refresh_from_db()
    assert (day.is_off, day.source, day.history.count()) == (True, "SKB", 3)


@pytest.mark.parametrize(
    ("day", "sentence"), [("2026-12-25", "sudah libur: Hari Raya Natal"), ("2027-01-01", "bukan tahun 2026")]
)
def test_what_is_no_new_day_off(office, day, sentence):
    calendar.fill(2026, by=office.hr, at=NOW)
    with pytest.raises(RuleBroken, match=sentence):
        calendar.add_day(2026, day=DATE(day), name="x", kind="local", source="1", by=office.hr, at=NOW)
    with pytest.raises(RuleBroken, match="tiga tahun"):
        calendar.fill(2090, by=office.hr, at=NOW)
    assert Step.objects.count() == 1
