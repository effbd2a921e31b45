"""HR finds the cases that do not go on before their employees ask."""

import pytest

from appraisal.models import Appraisal
from organization.models import User
from tests.counting import statements
from tests.journeys.test_inbox import make_colleagues
from tests.office import DAY, NOW
from workflow.models import Step
from workflow.selectors.stuck import CAP, OVERDUE, PAGE, UNMOVED, Stuck, counts, stuck


@pytest.fixture
def page_of(office, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(office.hr)
    return lambda why="": client.get("/appraisals/stuck/", {"why": why} if why else {})


def found(why, at=NOW):
    return [row.pk for row in stuck(why, at=at)]


def change(office, **columns):
    Step.objects.filter(pk=office.open_steps()[0].pk).update(**columns)


def test_a_case_that_moves_is_not_stuck(office, page_of):
    assert counts(NOW, reader=office.hr) == dict.fromkeys(Stuck, 0)
    assert "Tidak ada berkas yang tersendat karena ini." in page_of().content.decode()


@pytest.mark.parametrize(
    ("columns", "is_stuck"),
    [
        ({"due_at": NOW - OVERDUE - DAY}, True),
        ({"due_at": NOW - OVERDUE}, False),
        ({"due_at": None, "opened_at": NOW - UNMOVED - DAY}, True),
        ({"due_at": None, "opened_at": NOW - UNMOVED}, False),
        ({"due_at": NOW + DAY, "opened_at": NOW - 2 * UNMOVED}, False),
    ],
)
def test_what_waits_too_long(office, columns, is_stuck):
    change(office, **columns)
    assert found(Stuck.LONG) == ([office.appraisal.pk] if is_stuck else [])


def test_whoever_has_the_task_has_left(office, page_of):
    office.take("submit")
    User.objects.filter(pk=office.supervisor.pk).update(is_active=False)
    assert found(Stuck.INACTIVE) == [office.appraisal.pk]
    text = page_of().content.decode()
    assert "(nonaktif)" in text
    assert f'href="/appraisals/{office.appraisal.pk}/reassign/"' in text


def test_who_will_have_the_task_has_left(office, page_of):
    User.objects.filter(pk=office.second_level.pk).update(is_active=False)
    assert found(Stuck.INACTIVE) == []
    assert found(Stuck.PARTY) == [office.appraisal.pk]
    assert "sebelum gilirannya tiba" in page_of("party").content.decode()


def test_nothing_waits_too_long_in_a_pause(office):
    change(office, due_at=NOW - OVERDUE - DAY)
    type(office.cycle).objects.filter(pk=office.cycle.pk).update(paused_at=NOW)
    assert found(Stuck.LONG) == []


@pytest.mark.parametrize("stage", ["supervisor_review", "final"])
def test_stage_and_task_that_disagree(office, page_of, stage):
    predicate = {"is_final": False}
    Appraisal.objects.filter(pk=office.appraisal.pk).update(stage=stage, **predicate)
    assert found(Stuck.DISAGREES) == [office.appraisal.pk]
    text = page_of().content.decode()
    assert "Ini kesalahan sistem" in text
    assert "/reassign/" not in text


def test_a_case_without_any_task(office):
    change(office, completed_at=NOW, outcome="submit")
    assert found(Stuck.DISAGREES) == [office.appraisal.pk]


@pytest.mark.parametrize("stage", ["clarification", "committee_vote", "final"])
def test_the_flow_itself_never_disagrees(office, stage):
    office.bring_to(stage)
    assert found(Stuck.DISAGREES) == []


def test_pages_follow_each_other_and_counts_stop(office, client, page_of):
    make_colleagues(office, CAP + PAGE)
    Step.objects.update(due_at=NOW - OVERDUE - DAY)
    assert counts(NOW, reader=office.hr)[Stuck.LONG] == CAP
    first = page_of("long")
    assert "99+" in first.content.decode()
    second = client.get("/appraisals/stuck/", {"why": "long", "after": first.context["more"]})
    both = [row.pk for page in (first, second) for row, _steps in page.context["rows"]]
    assert len(both) == len(set(both)) == 2 * PAGE


@pytest.mark.parametrize("others", [1, PAGE + 5])
def test_it_costs_the_same_at_any_size(office, page_of, others):
    make_colleagues(office, others)
    Step.objects.update(due_at=NOW - OVERDUE - DAY)
    with statements() as made:
        assert page_of("long").status_code == 200
    assert len(made) <= 8, "\n".join(made)
