"""Committees: typed by name, found by the server, changed by letter once they work."""

import re

import pytest

from appraisal.models import Committee, Cycle, Seat
from organization.models import Unit
from tests.counting import statements
from tests.office import DAY, NOW, TODAY
from tests.people import make_employee, make_post
from workflow.models import Step

MEMBERS = ["Abdul Harahap", "Betty Nasution", "Chairil Lubis"]


@pytest.fixture
def hr(client, office):
    """Three leaders with posts, and a cycle that is being prepared."""
    client.force_login(office.hr)
    office.next = Cycle.objects.create(
        slug="tahunan-2027", name="Tahunan 2027", policy=office.policy, created_at=NOW,
        **dict.fromkeys(("starts_on", "ends_on", "self_assessment_on", "review_on", "meeting_on"), TODAY + 40 * DAY),
    )  # fmt: skip
    office.leaders = [
        make_employee(name, post=make_post(f"Kepala Dinas {n}", kind="jpt"), nip=f"19700101199501100{n}")
        for n, name in enumerate(MEMBERS, 1)
    ]
    return office


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(**changes):
    roster = {"scope": "city", "name": "Komite kota", "members": "\r\n".join(MEMBERS), "chair": "betty"}
    return roster | {"letter_no": "800/5/2027", "meeting_on": ""} | changes


PAGE = "/cycles/tahunan-2027/committee/"


def test_appointed_after_a_check_page_that_says_who_they_are(client, hr):
    assert client.get(PAGE).status_code == 200
    check = client.post(PAGE, typed(members="Abdul Harahap\n19700101 199501 1 002\n\nchairil"))
    assert check.status_code == 200
    assert "Betty Nasution (ketua): Kepala Dinas 2, Dinas Kesehatan" in text(check)
    assert not Committee.objects.filter(cycle=hr.next).exists()
    done = client.post(PAGE, typed(confirm="1"), follow=True)
    made = Committee.objects.get(cycle=hr.next)
    assert [seat.member for seat in made.seats.order_by("position")] == hr.leaders
    assert (made.chair, made.unit, made.meeting_on) == (hr.leaders[1], None, None)
    roster = text(done)
    assert "Betty Nasution Ketua" in roster
    assert "Kuorum 2" in roster


def test_for_one_unit_with_its_own_date(client, hr):
    Unit.objects.create(code="2.1", name="Dinas Pendidikan")
    client.post(PAGE, typed(scope="unit", unit="pendidikan", meeting_on="2027-01-05", confirm="1"))
    made = Committee.objects.get(cycle=hr.next)
    assert (made.unit.code, str(made.meeting_on)) == ("2.1", "2027-01-05")


def test_a_name_that_several_people_share_is_chosen_once_and_stays_chosen(client, hr):
    twin = make_employee("Abdul Harahap", post=make_post("Camat", kind="administrator"))
    other = make_employee("Chairil Lubis", post=make_post("Lurah", kind="pengawas"))
    asked = client.post(PAGE, typed())
    assert asked.status_code == 422
    html = asked.content.decode()
    names = re.findall(r'name="(line-\w+_choice)" value="([0-9a-f-]+)"', html)
    assert len(names) == 4
    of_abdul = next(name for name, value in names if value == str(twin.pseudonym))
    half = client.post(PAGE, typed() | {of_abdul: str(twin.pseudonym)})
    assert half.status_code == 422
    assert f'type="hidden" name="{of_abdul}" value="{twin.pseudonym}"' in half.content.decode()
    of_chairil = next(name for name, value in names if value == str(other.pseudonym))
    chosen = {of_abdul: str(twin.pseudonym), of_chairil: str(other.pseudonym)}
    check = client.post(PAGE, typed() | chosen)
    assert check.status_code == 200
    assert of_abdul in check.content.decode()  # goes on with the button
    client.post(PAGE, typed(confirm="1") | chosen)
    made = Committee.objects.get(cycle=hr.next)
    assert {seat.member_id for seat in made.seats.all()} == {twin.pk, hr.leaders[1].pk, other.pk}


WRONG = {
    "nobody of that name": ({"members": "Abdul Harahap\nBetty\nTidak Ada"}, "“Tidak Ada”: Tidak ada yang cocok"),
    "two members": ({"members": "Abdul\nBetty"}, "paling sedikit tiga anggota"),
    "one twice": ({"members": "Abdul\nBetty\nAbdul Harahap"}, "cukup dipilih satu kali"),
    "chair from outside": ({"chair": "Siti Rahmawati"}, "Tulis nama salah satu anggota."),
    "no letter": ({"letter_no": ""}, "Nomor surat penunjukan"),
    "a unit without a name": ({"scope": "unit"}, "Tulis unit kerjanya."),
    "no such unit": ({"scope": "unit", "unit": "Dinas Antariksa"}, "Tidak ada yang cocok"),
    "too many": ({"members": "\n".join(f"Orang {n}" for n in range(26))}, "paling banyak 25 anggota"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_stays(client, hr, case):
    changes, sentence = WRONG[case]
    answer = client.post(PAGE, typed(name="Komite yang diketik", confirm="1", **changes))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Komite yang diketik" in answer.content.decode()
    assert not Committee.objects.filter(cycle=hr.next).exists()


def test_a_roster_is_replaced_until_the_period_opens(client, hr):
    client.post(PAGE, typed(confirm="1"))
    made = Committee.objects.get(cycle=hr.next)
    assert "Abdul Harahap" in client.get(f"{PAGE}?of={made.pk}").content.decode()
    make_employee("Dahlia Siregar")
    client.post(PAGE, typed(members="Abdul\nBetty\nDahlia Siregar", confirm="1"))
    assert Seat.objects.filter(committee=made, is_active=True, member=hr.leaders[2]).count() == 0
    assert "Pernah duduk" in text(client.get(f"/committees/{made.pk}/"))
    Cycle.objects.filter(pk=hr.next.pk).update(state=Cycle.State.OPEN)
    refused = client.post(PAGE, typed(confirm="1"))
    assert refused.status_code == 422
    assert "sudah dibuka tidak dapat diubah" in text(refused)


def test_a_substitute_takes_a_seat_by_letter(client, hr):
    hr.bring_to("committee_vote")
    seat = hr.seats[1]
    page = f"/committees/seats/{seat.pk}/substitute/"
    assert seat.member.name in text(client.get(page))
    facts = {"to": "Abdul Harahap", "letter_no": "800/8/2026", "reason": "Cuti besar."}
    check = client.post(page, facts)
    assert "Hak anggota yang diganti berakhir saat ini juga." in text(check)
    done = client.post(page, facts | {"confirm": "1"}, follow=True)
    assert "Anggota pengganti ditunjuk." in text(done)
    assert Step.objects.filter(owner=hr.leaders[0], name="committee_vote", completed_at=None).exists()
    again = client.post(page, facts | {"confirm": "1"})
    assert again.status_code == 409
    assert "sudah digantikan" in text(again)
    assert client.get(page).status_code == 302
    assert client.get("/committees/seats/999/substitute/").status_code == 404
    twice = f"/committees/seats/{hr.seats[0].pk}/substitute/"
    refused = client.post(twice, facts | {"confirm": "1"})
    assert refused.status_code == 422
    assert "sudah duduk dalam komite" in text(refused)
    assert "Cuti besar." in refused.content.decode()


def test_a_meeting_is_moved(client, hr):
    hr.bring_to("committee_vote")
    page = f"/committees/{hr.committee.pk}/meeting/"
    assert client.get(page).status_code == 200
    past = client.post(page, {"meeting_on": "2026-10-01", "reason": "Gedung dipakai.", "confirm": "1"})
    assert past.status_code == 422
    assert "tanggal yang sudah lewat" in text(past)
    facts = {"meeting_on": "2026-12-20", "reason": "Gedung dipakai."}
    assert "Minggu, 20 Desember 2026" in text(client.post(page, facts))
    assert client.post(page, facts | {"confirm": "1"}).status_code == 302
    hr.committee.refresh_from_db()
    assert str(hr.committee.meeting_on) == "2026-12-20"


def test_changes_by_letter_are_for_periods_that_run(client, hr):
    client.post(PAGE, typed(confirm="1"))
    made = Committee.objects.get(cycle=hr.next)
    assert client.get(f"/committees/{made.pk}/meeting/").status_code == 302
    assert client.get(f"/committees/seats/{made.seats.first().pk}/substitute/").status_code == 302


def test_the_list_costs_the_same_for_any_number_of_rows(client, hr):
    client.get("/committees/")
    with statements() as few:
        client.get("/committees/")
    for n in range(40):
        unit = Unit.objects.create(code=f"x{n}", name=f"Unit {n}")
        made = Committee.objects.create(
            cycle=hr.next, unit=unit, name=f"Komite {n}", chair=hr.leaders[0], letter_no="1"
        )
        Seat.objects.create(committee=made, member=hr.leaders[0])
    with statements() as many:
        first = client.get("/committees/")
    assert len(many) == len(few)
    assert "Komite 39" in text(first)
    assert "Komite 3 " not in text(first)


def test_the_roster_costs_the_same_for_any_number_of_seats(client, hr):
    page = f"/committees/{hr.committee.pk}/"
    with statements() as few:
        client.get(page)
    for n in range(12):
        Seat.objects.create(committee=hr.committee, member=make_employee(f"Orang {n}"), position=9 + n)
    with statements() as many:
        client.get(page)
    assert len(many) == len(few)
