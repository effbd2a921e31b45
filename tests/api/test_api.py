"""The API as another program uses it: with a token, through the same door."""

import json

import pytest
from rest_framework.test import APIClient

from audit.models import Entry
from organization.attempts import LIMITS
from organization.models import ANONYMOUS, User
from tests.counting import statements
from tests.office import NOW, Office
from workflow.models import Step

RATED = {"results_rating": "meets", "behaviour_rating": "above", "reason": "Sesuai bukti."}


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return Office()


def only_task(client):
    (task,) = client.get("/api/v1/tasks/").json()["results"]
    return task


def test_without_a_token_nothing_is_told(db):
    answer = APIClient().get("/api/v1/tasks/")
    assert answer.status_code == 401
    assert set(answer.json()) == {"title", "detail", "fields"}


@pytest.mark.parametrize("sent", ["Bearer guessed", "Bearer", "Bearer a b", "Bearer \xff"])
def test_a_token_that_is_refused_is_recorded_without_it(db, sent):
    answer = APIClient().get("/api/v1/tasks/", headers={"Authorization": sent})
    assert answer.status_code == 401
    entry = Entry.objects.select_related("payload").get(event="user.sign_in_failed")
    assert (entry.stream, entry.actor) == ("book:sign_in", ANONYMOUS.pseudonym)
    assert json.loads(entry.payload.data)["facts"].keys() == {"tried", "way"}
    assert "guessed" not in entry.payload.data


def test_guesses_from_one_network_fill_no_log_and_keep_nobody_out(office, api, monkeypatch):
    monkeypatch.setitem(LIMITS, "token", {"address": 3})
    known, guessing = api(office.employee), APIClient()
    statuses = [guessing.get("/api/v1/tasks/", headers={"Authorization": f"Bearer x{n}"}).status_code for n in range(6)]
    assert statuses == [401, 401, 401, 429, 429, 429]
    assert int(guessing.get("/api/v1/tasks/", headers={"Authorization": "Bearer y"})["Retry-After"]) > 0
    assert Entry.objects.filter(event="user.sign_in_failed").count() == 3
    assert known.get("/api/v1/tasks/").status_code == 200
    other = {"Authorization": "Bearer x"}
    assert guessing.get("/api/v1/tasks/", headers=other, REMOTE_ADDR="192.0.2.7").status_code == 401


def test_a_token_that_is_good_leaves_nothing(office, api):
    api(office.employee).get("/api/v1/tasks/")
    APIClient().get("/api/v1/tasks/")  # nor does who brings none
    assert not Entry.objects.filter(event="user.sign_in_failed").exists()


def test_my_tasks_are_mine_and_open(office, api):
    task = only_task(api(office.employee))
    assert task["step"] == "self_assessment"
    assert task["appraisal"] == office.appraisal.pk
    assert task["due_at"].startswith("2026-11-12T")
    assert api(office.supervisor).get("/api/v1/tasks/").json() == {"results": [], "next": None}


def test_tasks_are_paged_by_key(office, api):
    people = [User(username=f"e{n}", name=f"Pegawai {n}") for n in range(60)]
    office.launch(User.objects.bulk_create(people))
    Step.objects.update(owner=office.employee)
    client = api(office.employee)
    first = client.get("/api/v1/tasks/").json()
    second = client.get(first["next"]).json()
    ids = [task["id"] for page in (first, second) for task in page["results"]]
    assert second["next"] is None
    assert len(set(ids)) == len(ids) == 61


def test_a_task_says_what_may_be_done_with_it(office, api):
    step = office.bring_to("supervisor_review")
    detail = api(office.supervisor).get(f"/api/v1/tasks/{step.pk}/").json()
    assert set(detail["outcomes"]) == {"submit", "return"}
    schema = detail["outcomes"]["submit"]["input_schema"]
    assert schema["type"] == "object"
    assert set(schema["required"]) == {"results_rating", "behaviour_rating", "reason"}
    assert detail["outcomes"]["submit"]["label"] == "Selesai menilai"


def test_completing_brings_a_receipt_and_the_same_key_the_same_one(office, api):
    step = office.bring_to("supervisor_review")
    client, path = api(office.supervisor), f"/api/v1/tasks/{step.pk}/complete/"
    body = {"outcome": "submit", "data": RATED, "version": office.appraisal.version}
    first = client.post(path, body, format="json", headers={"Idempotency-Key": "k1"})
    assert first.status_code == 200
    receipt = first.json()["receipt"]
    assert set(receipt) == {"number", "at", "step", "outcome", "n", "leaf"}
    again = client.post(path, body, format="json", headers={"Idempotency-Key": "k1"})
    assert again.json() == first.json()
    other = client.post(
        path, body | {"data": RATED | {"reason": "x"}}, format="json", headers={"Idempotency-Key": "k1"}
    )
    assert other.status_code == 409
    done = client.post(path, body, format="json")
    assert done.status_code == 409
    assert "Hasan Nauli" in done.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"data": {}}, "outcome"),
        ({"outcome": "approve"}, "outcome"),
        ({"outcome": "submit", "data": RATED | {"results_rating": "great"}}, "results_rating"),
        ({"outcome": "submit", "data": RATED | {"score": 1}}, "score"),
        ({"outcome": "submit", "data": RATED, "by": 1}, "by"),
        ({"outcome": "submit", "data": []}, "data"),
        ({"outcome": "submit", "data": RATED, "version": "1"}, "version"),
        ({"outcome": "return", "data": {"reason": "\u0000"}}, "reason"),
        ([], ""),
    ],
)
def test_bad_input_names_its_field_and_writes_nothing(office, api, body, field):
    step = office.bring_to("supervisor_review")
    answer = api(office.supervisor).post(f"/api/v1/tasks/{step.pk}/complete/", body, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert office.stage() == "supervisor_review"


def test_broken_json_is_a_plain_400(office, api):
    step = office.open_steps()[0]
    answer = api(office.employee).post(f"/api/v1/tasks/{step.pk}/complete/", "{", content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()) == {"title", "detail", "fields"}


def test_what_the_framework_refuses_is_said_in_our_language(office, api):
    stranger = APIClient()
    stranger.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    assert "Token ini tidak dikenal" in stranger.get("/api/v1/tasks/").json()["detail"]
    path = f"/api/v1/tasks/{office.step().pk}/complete/"
    broken = api(office.employee).post(path, "{", content_type="application/json")
    assert "bukan JSON yang benar" in broken.json()["detail"]
    assert api(office.employee).delete(path).json()["title"] == "Cara ini tidak tersedia"
    assert api(office.employee).post(path, "x", content_type="text/plain").json()["title"] == "Kirim JSON"


def test_not_yours_is_403_and_out_of_sight_404(office, api):
    step = office.open_steps()[0]
    body = {"outcome": "submit", "data": {}}
    path = f"/api/v1/tasks/{step.pk}/complete/"
    assert api(office.supervisor).post(path, body, format="json").status_code == 403
    stranger = api(office.members[0])
    assert stranger.post(path, body, format="json").status_code == 404
    assert stranger.get(f"/api/v1/tasks/{step.pk}/").status_code == 404
    assert stranger.get(f"/api/v1/appraisals/{office.appraisal.pk}/").status_code == 404
    assert api(office.hr).post(path, body, format="json").status_code == 403


def test_a_stale_version_is_409(office, api):
    step = office.bring_to("supervisor_review")
    body = {"outcome": "submit", "data": RATED, "version": 0}
    answer = api(office.supervisor).post(f"/api/v1/tasks/{step.pk}/complete/", body, format="json")
    assert answer.status_code == 409


def test_nothing_of_the_result_is_told_before_it_is_received(office, api):
    office.bring_to("employee_response")
    client, path = api(office.employee), f"/api/v1/appraisals/{office.appraisal.pk}/"
    before = client.get(path)
    for name in ("results_rating", "behaviour_rating", "predicate"):
        assert before.json()[name] is None
    assert "meets" not in before.content.decode()
    assert "Sesuai ekspektasi" not in before.content.decode()
    assert "Sesuai bukti." not in before.content.decode()
    assert client.get(path).json()["stage"] == "employee_response"  # a GET is no receipt
    office.appraisal.refresh_from_db()
    assert office.appraisal.received_at is None
    assert api(office.supervisor).post(f"{path}receipt/").status_code == 403
    assert client.post(f"{path}receipt/").json()["response_due_on"] == "2026-11-16"
    after = client.get(path).json()
    assert (after["results_rating"], after["predicate"], after["is_final"]) == ("meets", "good", False)


def test_the_whole_story_is_told_to_the_employee(office, api):
    for outcome in ("submit", "submit", "object", "submit", "change", "endorse", "endorse"):
        office.take(outcome)
    told = api(office.employee).get(f"/api/v1/appraisals/{office.appraisal.pk}/").json()
    assert told["stage"] == "final"
    assert told["indicators"][0] == {
        "id": office.indicators[0].pk, "name": "Layanan 0", "target": "10.00", "unit": "layanan",
    }  # fmt: skip
    changes = [(c["field"], c["old"], c["new"]) for line in told["history"] for c in line["changes"]]
    assert ("results_rating", "meets", "above") in changes
    assert ("stage", "self_assessment", "supervisor_review") in changes
    names = [event["event"] for event in told["events"]]
    assert names[:2] == ["appraisal.opened", "appraisal.self_assessed"]
    assert names[-1] == "appraisal.finalized"
    assert all(event["sentence"] for event in told["events"])


def test_hr_sees_the_process_and_not_the_content(office, api):
    office.bring_to("final")
    answer = api(office.hr).get(f"/api/v1/appraisals/{office.appraisal.pk}/")
    assert answer.json()["stage"] == "final"
    assert answer.json()["predicate"] is None
    for secret in ("meets", "Sesuai bukti.", "Semua tercapai.", "87.50"):
        assert secret not in answer.content.decode()


def test_the_supervisor_sees_the_self_assessment_once_it_is_sent(office, api):
    path = f"/api/v1/appraisals/{office.appraisal.pk}/"
    client = api(office.supervisor)
    assert "Semua tercapai." not in client.get(path).content.decode()
    office.take("submit")
    assert "Semua tercapai." in client.get(path).content.decode()


def test_an_appraisal_costs_the_same_however_long_its_story(office, api):
    for outcome in ("submit", "submit", "object", "submit", "change", "endorse", "endorse"):
        office.take(outcome)
    client = api(office.employee)
    with statements() as found:
        client.get(f"/api/v1/appraisals/{office.appraisal.pk}/")
    assert len(found) <= 13


def test_the_schema_describes_every_path(db):
    paths = APIClient().get("/api/schema/?format=json")
    assert paths.status_code == 200
    described = paths.json()["paths"]
    assert {"/api/v1/tasks/", "/api/v1/tasks/{id}/complete/", "/api/v1/appraisals/{id}/receipt/"} <= set(described)
