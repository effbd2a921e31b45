"""A period ends once, for good, and so does the stream of each of its cases."""

import pytest
from django.db import DatabaseError, connection, transaction

from appraisal import events
from appraisal.actions import closing
from appraisal.actions.cycle import appoint_committee
from appraisal.models import Appraisal, Closing, Cycle, Rating, Stage
from appraisal.rules import RuleBroken
from audit.acts import record
from audit.dossier import verify as stranger
from audit.models import Entry
from audit.registry import events as registered
from audit.verification.entries import ERASED
from config import worker
from tests.audit.verification.attacks import kinds
from tests.counting import statements
from tests.office import DAY, NOW, Office
from workflow import beside, launch
from workflow.refusals import Refused

from .together import together

LATER = NOW + 60 * DAY


@pytest.fixture
def office(db):
    """One case, cancelled: nothing is left to be done."""
    office = Office()
    beside.cancel(office.appraisal.pk, reason="Pensiun", by=office.hr, at=NOW)
    return office


def close(office, at=LATER):
    return closing.close(office.cycle.pk, letter_no="800/7/2026", by=office.hr, at=at)


def names(stream):
    return list(Entry.objects.filter(stream=stream).order_by("n").values_list("event", flat=True))


def test_the_period_and_each_of_its_cases_end(office):
    cycle = close(office)
    assert (cycle.state, cycle.closed_at, cycle.closed_by) == (Cycle.State.CLOSED, LATER, office.hr)
    assert names(f"cycle:{cycle.pk}")[-1] == "cycle.closed"
    assert closing.end_streams(LATER) == 1
    assert closing.end_streams(LATER) == 0
    assert names(f"appraisal:{office.appraisal.pk}")[-1] == "appraisal.closed"
    done = Closing.objects.get()
    assert (done.total, done.done, done.finished_at) == (1, 1, LATER)
    assert "closed" not in kinds()


def test_an_open_case_keeps_it_open(db):
    office = Office()
    with pytest.raises(RuleBroken, match="1 berkas belum selesai"):
        close(office)
    assert not Entry.objects.filter(event="cycle.closed").exists()


def test_not_before_its_last_day_is_over(office):
    Cycle.objects.filter(pk=office.cycle.pk).update(ends_on=LATER.date())
    with pytest.raises(RuleBroken, match="dapat ditutup sesudahnya"):
        close(office)
    assert close(office, at=LATER + DAY).is_closed


def test_not_before_it_was_opened(office):
    Cycle.objects.filter(pk=office.cycle.pk).update(launched_at=None, launched_by=None, state="draft")
    with pytest.raises(RuleBroken, match="belum dibuka"):
        close(office)


def test_it_is_never_opened_again(office):
    close(office)
    for refused in (
        lambda: close(office),
        lambda: launch.ask_launch(Cycle.objects.get(), by=office.hr, at=LATER),
        lambda: launch.launch_cycle(Cycle.objects.get(), by=office.hr, at=LATER),
        lambda: appoint_committee(
            cycle=office.cycle, name="Komite dua", member_ids=[m.pk for m in office.members],
            chair_id=office.members[0].pk, letter_no="1", unit=office.unit, by=office.hr, at=LATER,
        ),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match="ditutup dan tidak dapat dibuka kembali"):
            refused()


def test_the_database_itself_refuses(office):
    close(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Cycle.objects.update(state="open", closed_at=None, closed_by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM appraisal_cycle")


def test_a_launch_that_read_before_it_was_closed_adds_nobody(office):
    stale = Cycle.objects.select_related("policy").get()
    close(office)
    found = launch.Participants(stale, appraisals=[office.unsaved(office.stranger)])
    with pytest.raises(RuleBroken, match="ditutup"):
        launch._launch_batch(stale, found.appraisals, by=office.hr, at=LATER)
    assert Appraisal.objects.count() == 1


def test_a_superseding_version_ends_as_it_begins(db):
    office = Office()
    office.bring_to("final")
    close(office)
    closing.end_streams(LATER)
    made = beside.supersede(
        office.appraisal.pk, results_rating=Rating.ABOVE, behaviour_rating=Rating.MEETS, authority="Wali kota",
        letter_no="1", reason="Salah ketik", by=office.hr, at=LATER,
    )  # fmt: skip
    assert names(f"appraisal:{made.pk}") == ["appraisal.superseded", "appraisal.closed"]
    assert names(f"appraisal:{office.appraisal.pk}")[-1] == "appraisal.closed"
    assert "closed" not in kinds()


def test_a_version_that_superseded_before_the_worker_came_is_not_ended_twice(db):
    office = Office()
    office.bring_to("final")
    close(office)
    made = beside.supersede(
        office.appraisal.pk, results_rating=Rating.ABOVE, behaviour_rating=Rating.MEETS, authority="Wali kota",
        letter_no="1", reason="Salah ketik", by=office.hr, at=LATER,
    )  # fmt: skip
    closing.end_streams(LATER)
    assert names(f"appraisal:{made.pk}").count("appraisal.closed") == 1
    assert "closed" not in kinds()


def test_what_happens_afterwards_is_found(office):
    close(office)
    closing.end_streams(LATER)
    record(events.PRINTED, subject=office.appraisal, by=office.employee, at=LATER)
    assert "closed" not in kinds()
    record(events.STATEMENT_MADE, subject=office.appraisal, by=office.employee, at=LATER)
    assert "closed" in kinds()


def test_a_stranger_knows_the_same_names():
    """verify.py stands alone, so it has them written down."""
    assert {event.name for event in registered.values() if event.closes} == stranger.CLOSING
    assert {event.name for event in registered.values() if event.may_follow} | {ERASED} == stranger.LAWFUL


def test_many_cases_take_few_statements(office, monkeypatch):
    cases = [office.appraisal]
    people = [type(office.employee)(username=f"p{n}", name=f"P {n}") for n in range(40)]
    type(office.employee).objects.bulk_create(people)
    cases += office.launch(people)
    Appraisal.objects.exclude(pk=office.appraisal.pk).update(stage=Stage.CANCELLED)
    close(office)
    monkeypatch.setattr(closing, "BATCH", 20)
    with statements() as counted:
        assert closing.end_streams(LATER) == 41
    assert len(counted) <= 30  # three batches and an empty one
    assert Entry.objects.filter(event="appraisal.closed").count() == 41


def test_a_worker_goes_on_where_another_was_killed(office, monkeypatch):
    office.launch([office.stranger])
    Appraisal.objects.filter(employee=office.stranger).update(stage=Stage.CANCELLED)
    close(office)
    monkeypatch.setattr(closing, "BATCH", 1)
    assert closing._end_batch(office.cycle.pk, LATER) == 1
    assert Closing.objects.get().done == 1
    assert worker.run_once(LATER, names=["closings"]) == []
    assert Entry.objects.filter(event="appraisal.closed").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once(office):
    answers = together((close_or_say, office), (close_or_say, office))
    assert sorted(map(str, answers)) == ["closed", "refused"]
    assert names(f"cycle:{office.cycle.pk}").count("cycle.closed") == 1


def close_or_say(office):
    try:
        close(office)
    except (RuleBroken, Refused):
        return "refused"
    return "closed"
