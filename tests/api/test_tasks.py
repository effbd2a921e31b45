"""The list of tasks: what the inbox lists, narrowed as the inbox is, and tasks of those for whom one stands in."""

import pytest
from rest_framework.test import APIClient

from organization.models import Delegation, Unit, User
from tests.counting import statements
from tests.journeys.test_inbox import make_colleagues
from tests.office import DAY, NOW, Office
from workflow.models import Desk, Snooze, Step

TASKS = "/api/v1/tasks/"


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return Office()


@pytest.fixture
def supervisor(office):
    """Four self-assessments are his: the first late, the second in another unit, the third put off, all but the last seen."""
    make_colleagues(office, 3)
    late, elsewhere, asleep, last = (step.pk for step in Step.objects.order_by("pk"))
    Step.objects.update(owner=office.supervisor, due_at=NOW + 5 * DAY, opened_at=NOW - 2 * DAY)
    Step.objects.filter(pk=late).update(due_at=NOW - DAY)
    Step.objects.filter(pk=last).update(opened_at=NOW)
    office.other = Unit.objects.create(code="2", name="Dinas Kesehatan", zone="Asia/Jakarta")
    appraisal = Step.objects.get(pk=elsewhere).case.appraisal
    type(appraisal).objects.filter(pk=appraisal.pk).update(unit=office.other)
    Snooze.objects.create(step_id=asleep, person=office.supervisor, until=NOW + DAY)
    Desk.objects.create(owner=office.supervisor, visited_at=NOW, seen_until=NOW - DAY)
    return office.supervisor


@pytest.fixture
def delegate(office, supervisor):
    letter = {"from_date": NOW, "to_date": NOW, "letter_no": "800/5"}
    Delegation.objects.create(principal=supervisor, delegate=office.members[0], **letter)
    return office.members[0]


def places(answer):
    """Which of the four, by their order."""
    assert answer.status_code == 200, answer.json()
    order = list(Step.objects.order_by("pk").values_list("pk", flat=True))
    return [order.index(task["id"]) + 1 for task in answer.json()["results"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({"kind": "self_assessment"}, [1, 2, 3, 4]),
        ({"kind": "committee_vote"}, []),
        ({"due": "overdue"}, [1]),
        ({"due": "week"}, [2, 3, 4]),
        ({"role": "employee"}, [1, 2, 3, 4]),
        ({"role": "supervisor"}, []),
        ({"role": "delegate"}, []),
        ({"new": "true"}, [4]),
        ({"new": "false"}, [1, 2, 3, 4]),
        ({"words": "rekan", "page_size": "2"}, [1, 2, 3, 4]),  # no name narrows it: addresses end up in histories
        ({"asleep": "true"}, [3]),
        ({"asleep": "false"}, [1, 2, 4]),
        ({"delegated": "true"}, []),
        ({"kind": "self_assessment", "due": "week", "asleep": "false", "new": "1"}, [4]),
    ],
)
def test_the_filters_of_the_inbox_narrow_it(supervisor, api, asked, expected):
    assert places(api(supervisor).get(TASKS, asked)) == expected


def test_a_unit_narrows_it(office, supervisor, api):
    client = api(supervisor)
    assert places(client.get(TASKS, {"unit": office.other.pk})) == [2]
    assert places(client.get(TASKS, {"unit": 999999})) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "appraise"),
        ("kind", ""),
        ("unit", "x"),
        ("unit", "-1"),
        ("unit", "9" * 30),
        ("due", "tomorrow"),
        ("role", "hr"),
        ("new", "perhaps"),
        ("asleep", "2"),
        ("delegated", "x"),
    ],
)
def test_what_it_does_not_know_is_refused_by_its_name(office, api, name, value):
    answer = api(office.employee).get(TASKS, {name: value})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {name}
    assert answer.json()["detail"] == "Ada saringan yang tidak dikenal."


def test_the_promised_shape_has_one_key_more(office, api):
    (task,) = api(office.employee).get(TASKS).json()["results"]
    assert set(task) == {"id", "step", "appraisal", "opened_at", "due_at", "lapse_at", "version", "on_behalf_of"}
    assert task["on_behalf_of"] is None


def test_pages_of_a_narrowed_list_follow_each_other_by_key(office, api):
    people = User.objects.bulk_create(User(username=f"e{n}", name=f"Pegawai {n}") for n in range(60))
    office.launch(people)
    Step.objects.update(owner=office.employee)
    client = api(office.employee)
    first = client.get(TASKS, {"kind": "self_assessment"}).json()
    assert "kind=self_assessment" in first["next"]
    second = client.get(first["next"]).json()
    ids = [task["id"] for page in (first, second) for task in page["results"]]
    assert (len(set(ids)), second["next"]) == (61, None)


@pytest.mark.parametrize("others", [1, 100])
def test_every_filter_at_once_costs_the_same_at_any_size(office, api, others):
    make_colleagues(office, others)
    Step.objects.update(owner=office.supervisor)
    Delegation.objects.create(
        principal=office.supervisor, delegate=office.stranger, from_date=NOW, to_date=NOW, letter_no="800/5"
    )
    client = api(office.stranger)
    asked = {"kind": "self_assessment", "unit": office.unit.pk, "due": "later", "role": "delegate"}
    with statements() as found:
        answer = client.get(TASKS, asked | {"asleep": "false", "new": "false", "delegated": "true"})
    assert len(answer.json()["results"]) == min(others + 1, 50)  # and the case of the office itself
    assert len(found) <= 6, "\n".join(found)


# --- in another's place ---


def test_the_tasks_of_whom_one_stands_in_for_are_asked_for_and_name_him(delegate, supervisor, api):
    client = api(delegate)
    assert places(client.get(TASKS)) == []
    answer = client.get(TASKS, {"delegated": "true"})
    assert places(answer) == [1, 2, 3, 4]  # what the supervisor put off is put off for himself
    assert answer.json()["results"][0]["on_behalf_of"] == {"id": supervisor.pk, "name": supervisor.full_name}


def test_a_letter_that_is_over_shows_nothing(delegate, api):
    Delegation.objects.update(ended_at=NOW)
    assert places(api(delegate).get(TASKS, {"delegated": "true"})) == []


def test_one_is_looked_at_and_completed_in_his_place(office, delegate, supervisor, api):
    step = Step.objects.order_by("pk").last()
    client = api(delegate)
    detail = client.get(f"{TASKS}{step.pk}/").json()
    assert set(detail["outcomes"]) == {"submit"}
    step.refresh_from_db()
    assert step.first_seen_at is None  # a delegate's look is not the owner's
    body = {
        "outcome": "submit",
        "data": {"results": [], "behaviours": [], "statement": "Semua tercapai."},
        "on_behalf_of": detail["on_behalf_of"]["id"],
    }
    first = client.post(f"{TASKS}{step.pk}/complete/", body, format="json", headers={"Idempotency-Key": "k"})
    assert first.status_code == 200, first.json()
    step.refresh_from_db()
    assert (step.by, step.on_behalf_of, step.capacity) == (delegate, supervisor, "delegate")
    Delegation.objects.update(ended_at=NOW)
    again = client.post(f"{TASKS}{step.pk}/complete/", body, format="json", headers={"Idempotency-Key": "k"})
    assert again.json() == first.json()
    done = client.get(f"{TASKS}{step.pk}/").json()
    assert (done["outcome"], done["outcomes"], done["on_behalf_of"]) == ("submit", {}, None)


def test_without_saying_for_whom_it_is_not_his(delegate, api):
    step = Step.objects.order_by("pk").last()
    answer = api(delegate).post(f"{TASKS}{step.pk}/complete/", {"outcome": "submit"}, format="json")
    assert answer.status_code == 403
    assert "on_behalf_of" in answer.json()["detail"]


@pytest.mark.parametrize("named", [10**6, -1, 10**30])
def test_a_person_nobody_knows_is_named_as_the_field(delegate, api, named):
    step = Step.objects.order_by("pk").last()
    body = {"outcome": "submit", "on_behalf_of": named}
    answer = api(delegate).post(f"{TASKS}{step.pk}/complete/", body, format="json")
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"on_behalf_of"})


def test_naming_the_owner_tells_an_outsider_nothing(office, supervisor, api):
    """Neither that there is such a task nor whose it is."""
    step = Step.objects.order_by("pk").last()
    client = api(office.members[1])
    for named in (supervisor.pk, office.hr.pk, office.members[1].pk, 10**6):
        body = {"outcome": "submit", "on_behalf_of": named}
        assert client.post(f"{TASKS}{step.pk}/complete/", body, format="json").status_code == 404
    assert client.get(f"{TASKS}{step.pk}/").status_code == 404
    assert Step.objects.get(pk=step.pk).is_open


def test_who_has_no_letter_and_sees_the_case_is_forbidden(office, api):
    office.bring_to("supervisor_review")
    step = office.step()
    body = {"outcome": "submit", "on_behalf_of": office.supervisor.pk}
    answer = api(office.employee).post(f"{TASKS}{step.pk}/complete/", body, format="json")
    assert answer.status_code == 403
    assert "Tidak ada pendelegasian" in answer.json()["detail"]


def test_the_description_names_every_filter_and_its_values(db):
    paths = APIClient().get("/api/schema/?format=json").json()["paths"]
    told = {one["name"]: one for one in paths[TASKS]["get"]["parameters"]}
    assert {"kind", "unit", "due", "role", "new", "asleep", "delegated", "cursor"} <= set(told)
    assert "committee_vote" in told["kind"]["schema"]["enum"]
    assert told["delegated"]["schema"]["type"] == "boolean"
