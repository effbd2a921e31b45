"""Bodies that nobody's program sends by mistake, and tasks that are none of the sender's business."""

import json

import pytest
from django.test import Client
from knox.models import AuthToken

from tests.office import NOW, Office

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
DEEP = "[" * 100_000
BODIES = {
    "a whole one": (json.dumps({"outcome": "submit", "data": {}}), JSON, {}),
    "no outcome": ('{"data": {}}', JSON, {}),
    "no such outcome": ('{"outcome": "approve", "data": {}}', JSON, {}),
    "a strange key of its own": ('{"outcome": "submit", "data": {}, "by": 1}', JSON, {}),
    "data of another kind": ('{"outcome": "submit", "data": []}', JSON, {}),
    "no object": ("[]", JSON, {}),
    "no JSON": ("{", JSON, {}),
    "no text": (b"\xff\xfe", JSON, {}),
    "nothing": ("", JSON, {}),
    "another kind of body": ("outcome=submit", FORM, {}),
    "a long key": ('{"outcome": "submit", "data": {}}', JSON, {"Idempotency-Key": "k" * 81}),
    "an invisible key": ('{"outcome": "submit", "data": {}}', JSON, {"Idempotency-Key": "k\x7f"}),
    "a thousand brackets": (DEEP, JSON, {}),
    "brackets in the data": (f'{{"outcome": "submit", "data": {{"x": {"[" * 900 + "]" * 900}}}}}', JSON, {}),
    "a number without end": (f'{{"outcome": "submit", "version": {"9" * 5000}}}', JSON, {}),
    "not a number": ('{"outcome": "submit", "version": NaN}', JSON, {}),
}


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.bring_to("supervisor_review")
    return office


@pytest.fixture
def post(office):
    def post(who, pk, case):
        body, kind, headers = BODIES[case]
        token = AuthToken.objects.create(who)[1]
        client = Client(headers={"authorization": f"Bearer {token}"})
        return client.post(f"/api/v1/tasks/{pk}/complete/", body, content_type=kind, headers=headers)

    return post


@pytest.mark.parametrize("case", BODIES)
@pytest.mark.parametrize("pk", ["of another", 999_999, 10**30])
def test_what_one_may_not_see_is_not_there_whatever_one_sends(office, post, case, pk):
    answer = post(office.stranger, office.step().pk if pk == "of another" else pk, case)
    assert (answer.status_code, answer.json()["detail"]) == (404, "Tugas atau berkas ini tidak ada.")


@pytest.mark.parametrize("case", sorted({*BODIES} - {"a whole one"}))
def test_what_one_may_see_says_what_is_wrong(office, post, case):
    answer = post(office.supervisor, office.step().pk, case)
    assert answer.status_code == (415 if case == "another kind of body" else 400)
    assert set(answer.json()) == {"title", "detail", "fields"}
    assert office.stage() == "supervisor_review"


@pytest.mark.parametrize("data", [DEEP, "{", '{"statement": NaN}'])
def test_a_check_page_that_somebody_wrote_himself(office, client, data):
    client.force_login(office.supervisor)
    answer = client.post(f"/tasks/{office.step().pk}/check/submit/", {"data": data, "declared": "on", "key": "k"})
    assert answer.status_code == 422
    assert office.stage() == "supervisor_review"


def test_a_token_is_not_guessed_from_an_address(office, client):
    """Only the header signs in: an address ends up in histories and log lines."""
    token = AuthToken.objects.create(office.supervisor)[1]
    assert client.get(f"/api/v1/tasks/?token={token}").status_code == 401
