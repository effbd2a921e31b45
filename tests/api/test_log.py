"""The log for programs: the same search as the page, for inspectors only."""

import pytest
from rest_framework.test import APIClient

from audit import seal
from audit.models import Access, Entry
from audit.tlog.note import SigningKey
from tests.counting import statements
from tests.office import NOW, Office
from tests.people import make_employee
from tests.workflow.walking import walk


@pytest.fixture
def office(db):
    office = Office()
    walk(office, "0 submit supervisor_review\n 1 submit employee_response")
    return office


@pytest.fixture
def log(office):
    client = APIClient()
    client.force_authenticate(office.inspector)
    return lambda query="": client.get(f"/api/v1/log/{query}")


def test_an_entry_tells_the_process_and_where_it_stands(office, log):
    seal.seal_all(SigningKey("log.example/x", bytes(32)), NOW)
    newest, *_rest, oldest = log().json()["results"]
    assert newest["event"] == "appraisal.review_released"
    assert newest["sentence"] == "Hasan Nauli menetapkan rating dan merilis hasil."
    assert newest["actor_pseudonym"] == str(office.supervisor.pseudonym)
    assert newest["person"] == "Siti Rahmawati"
    assert (newest["stream"], newest["n"], newest["index"]) == (f"appraisal:{office.appraisal.pk}", 2, 2)
    assert oldest["event"] == "appraisal.opened"
    assert "Sesuai bukti" not in log().content.decode()


def test_filters_and_keys(office, log):
    office.launch([make_employee(f"Pegawai {n}") for n in range(70)])
    found, address = [], "?event=appraisal.opened"
    while address:
        page = log(address).json()
        found += [row["id"] for row in page["results"]]
        address = page["next"] and "?" + page["next"].partition("?")[2]
    assert len(found) == len(set(found)) == 71
    assert len(log(f"?actor={office.employee.pseudonym}").json()["results"]) == 1
    assert log("?since=2026-11-04").json() == {"results": [], "next": None, "looked_at": 0, "back_to": None}


@pytest.mark.parametrize(
    "query",
    ["?words=siti", "?old=a", "?new=b", "?actor=siti", "?unit=x", "?event=no.such", "?since=yesterday", "?after=x",
     "?color=red", "?field=appraisal.results_rating", "?zone=Mars"],
)  # fmt: skip
def test_what_makes_no_sense_or_would_name_somebody_is_refused(log, query):
    answer = log(query)
    assert answer.status_code == 400
    assert query[1:].partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("who", ["employee", "supervisor", "hr", "stranger"])
def test_only_inspectors_read_it(office, who):
    client = APIClient()
    client.force_authenticate(getattr(office, who))
    answer = client.get("/api/v1/log/")
    assert answer.status_code == 403
    assert "inspektorat" in answer.json()["detail"]


def test_reading_is_journaled_and_costs_the_same_at_any_size(office, log):
    with statements() as small:
        log()
    assert Access.objects.get(viewer=office.inspector).stream == "log"
    office.launch([make_employee(f"Pegawai {n}") for n in range(100)])
    with statements() as large:
        log()
    assert len(small) == len(large) <= 4  # and the token
    assert Entry.objects.count() > 100
