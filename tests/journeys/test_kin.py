"""Kin: declared on one's own page, read by an office with a purpose, asked about on the page of a vote."""

import re

import pytest

from appraisal.models import KinDeclaration, Recusal, Vote
from audit.models import Access, Entry
from tests.office import DAY, NOW, Office
from tests.people import make_employee, make_post
from workflow.models import Step

from .walking import Walker, faults


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return Office()


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def declared(client, **typed):
    return client.post("/kin/", {"relative": "siti rahma", "relation": "sibling", "confirm": "1"} | typed, follow=True)


def test_declared_after_a_check_page_and_withdrawn(client, office):
    client.force_login(office.members[0])
    assert "Belum ada" in text(client.get("/kin/"))
    check = client.post("/kin/", {"relative": "siti rahma", "relation": "sibling"})
    assert "Saudara kandung" in text(check)
    assert not KinDeclaration.objects.exists()
    page = declared(client)
    made = KinDeclaration.objects.get()
    assert (made.member, made.relative, made.relation) == (office.members[0], office.employee, "sibling")
    assert "Siti Rahmawati" in text(page)
    assert client.get(f"/kin/{made.pk}/withdraw/").status_code == 200
    client.post(f"/kin/{made.pk}/withdraw/")
    made.refresh_from_db()
    assert made.withdrawn_at
    assert client.get(f"/kin/{made.pk}/withdraw/").status_code == 302
    assert client.post(f"/kin/{made.pk}/withdraw/").status_code == 409


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"relative": ""}, 422, "Siapa"),
        ({"relative": "tidak ada"}, 422, "Tidak ada yang cocok"),
        ({"relation": "tetangga"}, 422, "pilihan"),
        ({"relative": "anggota 0"}, 422, "bukan diri sendiri"),
    ],
)
def test_wrong_input_keeps_what_was_typed(client, office, typed, status, said):
    client.force_login(office.members[0])
    page = declared(client, **typed)
    assert page.status_code == status
    assert said.casefold() in text(page).casefold()
    assert typed.get("relative", "siti rahma") in page.content.decode()
    assert not KinDeclaration.objects.exists()


def test_several_of_a_name_are_offered_and_twice_is_refused(client, office):
    make_employee("Siti Rahmawati", post=make_post("Staf"))
    client.force_login(office.members[0])
    asked = declared(client)
    assert asked.status_code == 422
    declared(client, relative_choice=str(office.employee.pseudonym))
    assert declared(client, relative_choice=str(office.employee.pseudonym)).status_code == 409
    assert KinDeclaration.objects.count() == 1


def test_nobody_elses_declaration_is_found(client, office):
    client.force_login(office.members[0])
    declared(client)
    made = KinDeclaration.objects.get()
    for who in (office.members[1], office.hr, office.inspector, office.employee):
        client.force_login(who)
        assert client.get(f"/kin/{made.pk}/withdraw/").status_code == 404
        assert client.post(f"/kin/{made.pk}/withdraw/").status_code == 404
        assert "Siti Rahmawati" not in text(client.get("/kin/")).replace(who.name, "", 9)


@pytest.mark.parametrize("reader", ["hr", "inspector"])
def test_an_office_states_a_purpose_and_the_member_sees_who_looked(client, office, reader):
    client.force_login(office.members[0])
    declared(client)
    client.force_login(getattr(office, reader))
    page = f"/committees/seats/{office.seats[0].pk}/kin/"
    assert "Siti Rahmawati" not in text(client.get(page))
    assert client.post(page, {"purpose": ""}).status_code == 422
    told = client.post(page, {"purpose": "Aduan 12"})
    assert "Siti Rahmawati" in text(told)
    assert Entry.objects.filter(event="committee.kin_opened").count() == 1
    look = Access.objects.get(person=office.members[0])
    assert (look.purpose, look.part) == ("Aduan 12", reader)


def test_no_member_reads_a_colleagues_kin(client, office):
    client.force_login(office.members[1])
    page = f"/committees/seats/{office.seats[0].pk}/kin/"
    assert client.get(page).status_code == client.post(page, {"purpose": "x"}).status_code == 403
    assert client.get(f"/committees/seats/{10**9}/kin/").status_code == 403


# --- the page of a vote ---


def named(office, member=0):
    office.members[member].name = "Ruslan Hutapea"
    office.members[member].save()
    office.take("submit")
    office.take("submit", office.data("supervisor_review", "submit") | {"reason": "Menurut Ruslan Hutapea, sesuai."})
    office.take("acknowledge")
    return Step.objects.get(owner=office.members[member], name="committee_vote")


def test_whose_name_stands_in_the_case_is_asked_on_his_page(client, office):
    step = named(office)
    walker = Walker(client, office, office.members[0])
    assert "Nama Anda disebut" in text(walker.open(step))
    page = walker.fill(step, "endorse")
    assert page.status_code == 422
    assert "no_relation" in faults(page)
    page = walker.take(step, "endorse", no_relation="on")
    assert Vote.objects.get().choice == "endorse"


def test_nobody_else_is_asked_and_the_chair_sees_the_hint(client, office):
    named(office, member=1)
    other, chair = (Step.objects.get(owner=office.members[n], name="committee_vote") for n in (2, 0))
    page = text(Walker(client, office, office.members[2]).open(other))
    assert "Nama Anda disebut" not in page
    assert "Ruslan Hutapea disebut" not in page
    assert "nama Ruslan Hutapea disebut" in text(Walker(client, office, office.members[0]).open(chair))


def test_hr_sees_the_hint_on_the_case(client, office):
    named(office)
    client.force_login(office.hr)
    assert "Nama anggota komite disebut" in text(client.get(f"/appraisals/{office.appraisal.pk}/"))
    client.force_login(office.employee)
    assert "Nama anggota komite disebut" not in text(client.get(f"/appraisals/{office.appraisal.pk}/"))


def test_the_api_says_which_field_is_missing(client, office):
    step = named(office)
    client.force_login(office.members[0])
    url = f"/api/v1/tasks/{step.pk}/complete/"
    answer = client.post(url, {"outcome": "endorse", "data": {}}, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["no_relation"])
    body = {"outcome": "endorse", "data": {"no_relation": True}}
    assert client.post(url, body, content_type="application/json").status_code == 200


def test_whoever_declares_kin_finds_the_case_gone(client, office):
    office.bring_to("committee_vote")
    step = Step.objects.get(owner=office.members[0], name="committee_vote")
    client.force_login(office.members[0])
    page = f"/appraisals/{office.appraisal.pk}/"
    assert client.get(page).status_code == 200
    declared(client)
    assert client.get(page).status_code == 404
    assert Recusal.objects.get().kind == "kin"
    assert Step.objects.get(pk=step.pk).outcome == "recuse"


# --- dissent ---


def test_a_dissent_is_written_checked_and_stands_beside_the_votes(client, office):
    office.bring_to("committee_vote")
    office.take("return", by=office.members[2])
    office.take("endorse", by=office.members[0])
    office.take("endorse", by=office.members[1])
    page = f"/appraisals/{office.appraisal.pk}/"
    client.force_login(office.members[2])
    assert "Lampirkan pendapat berbeda" in text(client.get(page))
    assert client.post(f"{page}dissent/", {"text": " "}).status_code == 422
    check = client.post(f"{page}dissent/", {"text": "Bukti kurang."})
    assert "Bukti kurang." in text(check)
    sent = client.post(f"{page}dissent/", {"text": "Bukti kurang.", "do": "send"})
    assert sent.status_code == 302
    again = client.post(f"{page}dissent/", {"text": "Bukti kurang.", "do": "send"})
    assert again.status_code == 302  # a second click finds the receipt
    assert "Lampirkan pendapat berbeda" not in text(client.get(page))
    for who, sees in ((office.members[0], True), (office.employee, True), (office.hr, False)):
        client.force_login(who)
        assert ("Bukti kurang." in text(client.get(page))) is sees, who
    office.appraisal.refresh_from_db()


def test_who_voted_with_the_committee_is_not_offered_it(client, office):
    office.bring_to("final")
    page = f"/appraisals/{office.appraisal.pk}/"
    client.force_login(office.members[0])
    assert "Lampirkan pendapat berbeda" not in text(client.get(page))
    assert client.get(f"{page}dissent/").status_code == 302
    assert client.post(f"{page}dissent/", {"text": "x", "do": "send"}).status_code == 422


def test_after_its_days_it_is_not_offered(client, office, time_machine):
    office.bring_to("committee_vote")
    for member, outcome in ((2, "return"), (0, "endorse"), (1, "endorse")):
        office.take(outcome, by=office.members[member])
    time_machine.move_to(NOW + 4 * DAY, tick=False)
    client.force_login(office.members[2])
    assert "Lampirkan pendapat berbeda" not in text(client.get(f"/appraisals/{office.appraisal.pk}/"))
