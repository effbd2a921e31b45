"""Evidence through the API, and what somebody hostile sends."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from appraisal.models import Evidence
from audit import stored
from audit.models import Access
from tests import filed
from tests.office import NOW, Office
from tests.workflow.walking import walk
from workflow import beside

PDF = filed.pdf("lewat API")


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return Office()


def as_(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def address(office, *more):
    return "/".join([f"/api/v1/appraisals/{office.appraisal.pk}/evidence", *map(str, more)]) + "/"


def sent(office, person=None, content=PDF, name="surat.pdf", **told):
    body = {"file": SimpleUploadedFile(name, content)} | told
    return as_(person or office.employee).post(address(office), body, format="multipart")


def test_a_file_is_attached_listed_read_and_withdrawn(office):
    subject = f"indicator:{office.indicators[0].pk}"
    made = sent(office, about=[subject], note="Rekap")
    assert made.status_code == 201
    told = made.json()
    assert (told["name"], told["sha256"], told["about"]) == ("surat.pdf", stored.digest_of([PDF]), [subject])
    assert (told["state"], told["is_withdrawn"], told["added_by"]) == ("waiting", False, "Siti Rahmawati")
    listed = as_(office.employee).get(address(office)).json()
    assert listed == {"results": [told], "next": None}
    read = as_(office.employee).get(address(office, told["id"], "content"))
    assert b"".join(read.streaming_content) == PDF
    assert read["Content-Security-Policy"].startswith("sandbox;")
    gone = as_(office.employee).post(address(office, told["id"], "withdraw"), {"reason": "Salah."}, format="json")
    assert gone.json()["is_withdrawn"] is True
    assert gone.json()["reason"] == "Salah."


def test_other_peoples_files_are_not_there(office):
    pk = sent(office).json()["id"]
    for person in (office.stranger, office.second_level, office.members[0]):
        client = as_(person)
        assert client.get(address(office)).status_code == 404
        assert client.get(address(office, pk, "content")).status_code == 404
        assert client.post(address(office, pk, "withdraw"), {"reason": "x"}, format="json").status_code == 404
        assert sent(office, person, filed.PNG).status_code == 404
    supervisor = as_(office.supervisor)
    assert supervisor.get(address(office)).json()["results"] == []
    assert supervisor.get(address(office, pk, "content")).status_code == 404
    assert supervisor.post(address(office, pk, "withdraw"), {"reason": "x"}, format="json").status_code == 404
    other = office.launch([office.stranger])[0]
    elsewhere = f"/api/v1/appraisals/{other.pk}/evidence/{pk}/content/"
    assert as_(office.stranger).get(elsewhere).status_code == 404
    assert APIClient().get(address(office)).status_code == 401


def test_an_office_reads_nothing_without_a_purpose(office):
    pk = sent(office).json()["id"]
    walk(office, "0 submit supervisor_review")
    for person in (office.hr, office.inspector):
        assert as_(person).get(address(office)).json()["results"] == []
        assert as_(person).get(address(office, pk, "content")).status_code == 404
        assert sent(office, person, filed.PNG).status_code == 403


def test_opening_it_is_journaled(office):
    pk = sent(office).json()["id"]
    walk(office, "0 submit supervisor_review")
    assert b"".join(as_(office.supervisor).get(address(office, pk, "content")).streaming_content) == PDF
    look = Access.objects.get(kind=Access.Kind.EVIDENCE)
    assert (look.viewer, look.person) == (office.supervisor, office.employee)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/cron.d/x.pdf", "x.pdf"),
        ("..\\..\\windows\\system32\\x.pdf", "x.pdf"),
        ("x.pdf\r\nSet-Cookie: a=b", "x.pdf Set-Cookie_ a=b.pdf"),
        ("evil\u202efdp.html", "evilfdp.html.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_hostile_name_is_only_a_name(office, name, kept):
    file = io.BytesIO(PDF)
    row = beside.attach(office.appraisal.pk, file=file, name=name, by=office.employee, at=NOW)
    assert row.name == kept
    read = as_(office.employee).get(address(office, row.pk, "content"))
    assert "\n" not in read["Content-Disposition"]
    assert b"".join(read.streaming_content) == PDF


@pytest.mark.parametrize(
    "content",
    [
        filed.HTML,
        filed.HTML + PDF,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00" + bytes(100),
        b"#!/bin/sh\n",
        b"PK\x03\x04",
        b"",
    ],
)
@pytest.mark.parametrize("name", ["surat.pdf", "foto.png"])
def test_a_wrong_kind_is_refused_whatever_it_is_called(office, content, name):
    answer = sent(office, content=content, name=name)
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"file"}
    assert not Evidence.objects.exists()


def test_a_page_behind_a_picture_stays_a_picture(office):
    """A PNG with HTML behind it is accepted as what its bytes begin with, and shown as nothing else."""
    pk = sent(office, content=filed.PNG + filed.HTML, name="foto.html").json()["id"]
    read = as_(office.employee).get(address(office, pk, "content"))
    assert read["Content-Type"] == "image/png"
    assert read["X-Content-Type-Options"] == "nosniff"
    assert "foto.html.png" in read["Content-Disposition"]
    assert b"".join(read.streaming_content) == filed.PNG + filed.HTML


def test_too_large_is_refused_with_a_sentence(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office(evidence={"mebibytes": 1})
    answer = sent(office, content=PDF + bytes(2**20))
    assert answer.status_code == 400
    assert "lebih besar dari 1 MB" in answer.json()["fields"]["file"]


@pytest.mark.parametrize(
    "body",
    [{}, {"file": "no file"}, {"about": "indicator:99999", "file": SimpleUploadedFile("a.pdf", filed.pdf("lain"))}],
)
def test_a_body_that_is_none(office, body):
    assert as_(office.employee).post(address(office), body, format="multipart").status_code == 400
    assert not Evidence.objects.exists()


def test_another_content_type_is_refused(office):
    assert as_(office.employee).post(address(office), {"file": "x"}, format="json").status_code == 415


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 5}, {"reason": "x", "more": 1}, []])
def test_a_withdrawal_needs_its_reason(office, body):
    pk = sent(office).json()["id"]
    answer = as_(office.employee).post(address(office, pk, "withdraw"), body, format="json")
    assert answer.status_code == 400
    assert Evidence.objects.get().withdrawn_at is None


def test_the_schema_tells_of_it():
    schema = APIClient().get("/api/schema/", HTTP_ACCEPT="application/json").content.decode()
    assert "/evidence/{n}/content/" in schema
    assert "multipart/form-data" in schema
