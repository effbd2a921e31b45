"""Who comes into a cycle, who does not and why; opening it twice, in batches, after a kill."""

import datetime
import gc
import itertools
import json
from contextlib import contextmanager, suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from appraisal.models import Appraisal, Committee, Cycle, Seat
from appraisal.rules import RuleBroken
from audit.models import Entry, Payload
from notifications.models import Notice
from organization.models import Assignment, Employee, Identifier, Post, Unit, User
from tests.audit.reading import check_log, undigested
from tests.counting import CONTROL, statements
from tests.office import DAY, NOW, Office
from workflow import launch
from workflow.models import Launch, Step

START = datetime.date(2026, 1, 1)


@pytest.fixture
def city(db):
    return City()


class City(Office):
    """A small line: the mayor, a head, a section head and staff; a cycle that is not open yet."""

    def __init__(self, staff=4):
        super().__init__()
        self.cycle = Cycle.objects.create(
            slug="tahunan-2026", name="Tahunan 2026", policy=self.policy, starts_on=START,
            ends_on=START + 364 * DAY, self_assessment_on=NOW.date() + 10 * DAY,
            review_on=NOW.date() + 20 * DAY, meeting_on=NOW.date() + 30 * DAY, created_at=NOW,
        )  # fmt: skip
        mayor, head, section = self.line()
        self.mayor = self.person("mayor", mayor, employee=False)
        self.head = self.person("head", head)
        self.section_head = self.person("section_head", section)
        desk = Post.objects.create(unit=self.unit, title="Pelaksana", kind="pelaksana", superior=section)
        self.staff = [self.person(f"staff_{n}", desk) for n in range(staff)]

    def line(self):
        mayor = Post.objects.create(unit=self.unit, title="Wali Kota", kind="official")
        head = Post.objects.create(unit=self.unit, title="Kepala Dinas", kind="jpt", superior=mayor)
        section = Post.objects.create(unit=self.unit, title="Kepala Seksi", kind="pengawas", superior=head)
        return mayor, head, section

    def person(self, username, post, *, employee=True):
        user = User.objects.create(username=username, name=username)
        if employee:
            Employee.objects.create(user=user, type="pns")
        Assignment.objects.create(holder=user, post=post, from_date=START)
        return user

    def appoint(self, *members):
        committee = Committee.objects.create(cycle=self.cycle, name="Komite", chair=members[0], letter_no="800/9/2026")
        for n, member in enumerate(members):
            Seat.objects.create(committee=committee, member=member, position=n)
        return committee


def test_everybody_with_a_line_comes_in_with_the_people_of_the_day(city):
    city.appoint(*city.members)
    found = launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    staff = Appraisal.objects.get(cycle=city.cycle, employee=city.staff[0])
    assert (staff.supervisor, staff.second_level) == (city.section_head, city.head)
    assert staff.snapshot["supervisor"]["post"] == "Kepala Seksi"
    head = Appraisal.objects.get(cycle=city.cycle, employee=city.head)
    assert head.supervisor == city.mayor
    assert head.is_top_of_tree
    assert found.out == {launch.NO_POST: [city.employee.pk]}
    assert Step.objects.filter(case__appraisal__cycle=city.cycle).count() == 6


def test_who_has_no_supervisor_stays_out_until_it_is_fixed(city):
    city.appoint(*city.members)
    Assignment.objects.filter(holder=city.section_head).update(to_date=START)
    found = launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    assert found.out[launch.NO_SUPERVISOR] == [user.pk for user in city.staff]
    Assignment.objects.filter(holder=city.section_head).update(to_date=None)
    again = launch.launch_cycle(city.cycle, by=city.hr, at=NOW + DAY)
    assert {a.employee_id for a in again.appraisals} == {u.pk for u in [city.section_head, *city.staff]}
    assert Appraisal.objects.filter(cycle=city.cycle).count() == 6


def vacate_head(city):
    """Above the section head, who rates the staff, nobody is left; above the mayor there never was anybody."""
    Assignment.objects.filter(holder=city.head).update(to_date=START)


def test_where_the_second_level_is_vacant_nobody_judges_himself(city):
    city.appoint(*city.members)
    vacate_head(city)
    found = launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    assert found.out[launch.NO_SECOND_LEVEL] == [user.pk for user in city.staff]
    assert found.out[launch.NO_SUPERVISOR] == [city.section_head.pk]
    assert not Appraisal.objects.filter(cycle=city.cycle).exists()


def test_with_a_plt_in_the_vacant_post_they_come_in_later(city):
    """The top of the tree stays what it is: the head, rated by the mayor, came in at once."""
    city.appoint(*city.members)
    other = city.person("other", Post.objects.create(unit=city.unit, title="Sekretaris", kind="administrator",
                                                     superior=Post.objects.get(title="Wali Kota")))  # fmt: skip
    vacate_head(city)
    launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    assert [a.is_top_of_tree for a in Appraisal.objects.filter(cycle=city.cycle, employee=other)] == [True]
    post = Post.objects.get(title="Kepala Dinas")
    Assignment.objects.create(holder=other, post=post, kind="plt", letter_no="800/3/2026", from_date=START)
    launch.launch_cycle(city.cycle, by=city.hr, at=NOW + DAY)
    case = Appraisal.objects.get(cycle=city.cycle, employee=city.staff[0])
    assert (case.second_level, case.second_level_capacity) == (other, "plt")
    assert case.decider_id == other.pk


def test_a_draft_policy_and_a_missing_committee_are_refused(city):
    with pytest.raises(RuleBroken, match="komite"):
        launch.ask_launch(city.cycle, by=city.hr, at=NOW)
    city.appoint(*city.members)
    city.cycle.policy.adopted_at = city.cycle.policy.adopted_by = None
    with pytest.raises(RuleBroken, match="draf"):
        launch.ask_launch(city.cycle, by=city.hr, at=NOW)


def test_who_would_have_no_free_member_stays_out(city):
    city.appoint(city.section_head, city.head)
    found = launch.participants(city.cycle, at=NOW)
    blocked = [city.section_head, *city.staff]
    assert found.out[launch.NO_FREE_MEMBER] == [user.pk for user in blocked]


def test_the_nearest_committee_above_has_the_case(city):
    city.appoint(*city.members)
    part = Unit.objects.create(code="1.1", name="Bidang", parent=city.unit)
    own = Committee.objects.create(
        cycle=city.cycle, unit=part, name="Komite bidang", chair=city.members[0], letter_no="1"
    )
    Seat.objects.create(committee=own, member=city.members[0])
    deep = Unit.objects.create(code="1.1.1", name="Seksi", parent=part)
    post = Post.objects.create(
        unit=deep, title="Arsiparis", kind="fungsional", superior=Post.objects.get(title="Kepala Seksi")
    )
    city.person("archivist", post)
    launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    assert Appraisal.objects.get(employee__username="archivist").committee == own
    assert Appraisal.objects.get(cycle=city.cycle, employee=city.head).committee != own


def test_twice_is_once(city):
    city.appoint(*city.members)
    first = launch.ask_launch(city.cycle, by=city.hr, at=NOW)
    assert launch.ask_launch(city.cycle, by=city.hr, at=NOW) == first
    assert launch.run_launches(NOW) == 1
    assert launch.run_launches(NOW) == 0
    assert Launch.objects.get().state == Launch.State.DONE


def test_a_killed_launch_is_carried_on(city, monkeypatch):
    city.appoint(*city.members)
    monkeypatch.setattr(launch, "BATCH", 2)
    launch.ask_launch(city.cycle, by=city.hr, at=NOW)
    real, calls = launch._launch_batch, []

    def killed(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(launch, "_launch_batch", killed)
        with pytest.raises(KeyboardInterrupt):
            launch.run_launches(NOW)
    assert Launch.objects.get().state == Launch.State.RUNNING
    assert launch.run_launches(NOW) == 1
    done = Launch.objects.get()
    assert (done.state, done.done) == (Launch.State.DONE, 6)
    assert Appraisal.objects.filter(cycle=city.cycle).count() == 6


def test_killed_at_any_statement_a_launch_counts_what_it_wrote(city, monkeypatch):
    """Each run is killed one statement later than the one before, until one comes to the end."""
    city.appoint(*city.members)
    monkeypatch.setattr(launch, "BATCH", 2)
    known = undigested()
    launch.ask_launch(city.cycle, by=city.hr, at=NOW)
    seen = set()
    for number in itertools.count(1):
        with killed_before(number) as killed:
            launch.run_launches(NOW)
        seen.add(written(city.cycle))
        if not killed:
            break
    assert seen == {(n, n, n, n, n, n) for n in (0, 2, 4, 6)}
    assert Launch.objects.get().state == Launch.State.DONE
    assert Launch.objects.get().total == 6
    check_log(known)


@contextmanager
def killed_before(number):
    """The process ends before its statement of this number; yields a list that is empty if it never came to it."""
    numbers, killed = itertools.count(1), []

    def counting(execute, sql, params, many, context):
        if not sql.startswith(CONTROL) and next(numbers) == number:
            killed.append(sql)
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting), suppress(KeyboardInterrupt):
        yield killed


def written(cycle):
    """The same number of each, whenever one looks."""
    mine = Appraisal.objects.filter(cycle=cycle)
    streams = [f"appraisal:{pk}" for pk in mine.values_list("pk", flat=True)]
    told = Payload.objects.filter(entry__stream=f"cycle:{cycle.pk}", entry__event="cycle.launched")
    told = told.values_list("data", flat=True)
    return (
        mine.count(),
        Launch.objects.get().done,
        sum(json.loads(data)["facts"]["count"] for data in told),
        Entry.objects.filter(stream__in=streams).count(),
        Step.objects.filter(case__appraisal__in=mine, owner=F("case__appraisal__employee")).count(),
        Notice.objects.filter(subject__in=streams).count(),
    )


def test_the_collector_runs_again_after_a_launch_however_it_ended(city, monkeypatch):
    city.appoint(*city.members)
    with killed_before(20):
        launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    assert gc.isenabled()
    launch.launch_cycle(city.cycle, by=city.hr, at=NOW)
    assert gc.isenabled()


def test_a_launch_in_two_batches_is_within_its_budget(city, monkeypatch):
    """Design §8: 10,000 appraisals at once, here by the worker, with every look and every word of progress."""
    assert 2 * launch.BATCH >= 10_000
    city.appoint(*city.members)
    monkeypatch.setattr(launch, "BATCH", 3)
    launch.ask_launch(city.cycle, by=city.hr, at=NOW)
    with statements() as found:
        launch.run_launches(NOW)
    assert Appraisal.objects.filter(cycle=city.cycle).count() == 6
    assert len(found) <= 50


def test_the_dry_run_costs_the_same_for_any_number(city):
    city.appoint(*city.members)
    with statements() as few:
        launch.participants(city.cycle, at=NOW)
    desk = Post.objects.get(title="Pelaksana")
    for n in range(30):
        city.person(f"more_{n}", desk)
    with statements() as many:
        launch.participants(city.cycle, at=NOW)
    assert len(many) == len(few) <= 12


def test_the_command_says_who_is_out_and_writes_nothing_on_a_dry_run(city, capsys):
    city.appoint(*city.members)
    call_command("launch_cycle", "tahunan-2026", "--dry-run")
    assert "in=6 already=0 out=1" in capsys.readouterr().out
    assert not Appraisal.objects.filter(cycle=city.cycle).exists()
    call_command("launch_cycle", "tahunan-2026")
    assert "launched=6" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no cycle"):
        call_command("launch_cycle", "unknown")


def test_the_command_names_the_vacant_second_level(city, capsys):
    city.appoint(*city.members)
    vacate_head(city)
    call_command("launch_cycle", "tahunan-2026", "--dry-run")
    said = capsys.readouterr().out
    assert "out: 4 Tidak ada atasan pejabat penilai" in said
    assert "in=0 already=0 out=7" in said
    assert "  staff_0, Pelaksana, Dinas Kominfo (Kepala Dinas (Dinas Kominfo) kosong)\n" in said


def test_the_command_names_at_most_twenty_and_no_number(city, capsys):
    city.appoint(*city.members)
    desk = Post.objects.get(title="Pelaksana")
    for n in range(30):
        Identifier.objects.create(
            employee=city.person(f"more_{n:02}", desk).employee, kind="nip", number=f"{n:018}", from_date=START
        )
    Assignment.objects.filter(holder=city.section_head).update(to_date=START)
    call_command("launch_cycle", "tahunan-2026", "--dry-run")
    lines = capsys.readouterr().out.splitlines()
    assert "out: 34 Tidak ada pejabat penilai" in lines
    first = lines.index("Tidak ada pejabat penilai:")
    assert first > lines.index("in=1 already=0 out=36")  # what scripts read comes first
    named = [line for line in lines[first + 1 :] if "Kepala Seksi (Dinas Kominfo) kosong" in line]
    assert len(named) == 20
    assert lines[first + 21] == "  dan 14 lagi"
    assert not [line for line in lines if "000000" in line]


def test_the_command_counts_what_was_written(city, capsys, monkeypatch):
    """Another launch brought two in after this one had looked."""
    city.appoint(*city.members)
    real = launch.participants

    def late(cycle, *, at, only=None):
        found = real(cycle, at=at, only=only)
        if only is None:
            monkeypatch.setattr(launch, "participants", real)
            launch.launch_cycle(cycle, by=city.hr, at=at, only={user.pk for user in city.staff[:2]})
        return found

    monkeypatch.setattr(launch, "participants", late)
    call_command("launch_cycle", "tahunan-2026")
    assert "launched=4" in capsys.readouterr().out
    assert Appraisal.objects.filter(cycle=city.cycle).count() == 6
