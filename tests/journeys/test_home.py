"""Home: one next step, where my appraisal is, what waits, and something for whoever comes."""

import datetime
import re

import pytest

from tests.counting import statements
from tests.office import DAY, NOW
from workflow import beside


@pytest.fixture
def home(client, office):
    """Return `home(user)`: the words of that person's home page."""

    def home(user):
        client.force_login(user)
        answer = client.get("/")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))

    return home


def test_an_employee_finds_one_next_step_with_its_deadline(home, office):
    page = home(office.employee)
    for told in ("Selamat pagi, Siti Rahmawati", "Satu langkah menunggu Anda.", "Isi penilaian mandiri",
                 "Batas Kam 12 Nov 2026, 23.59 WIB", "Tahap 2 dari 6", "Yang menjadi hak Anda"):  # fmt: skip
        assert told in page


def test_an_unopened_result_is_announced_and_not_told(home, office):
    office.bring_to("employee_response")
    page = home(office.employee)
    assert "Hasil Anda sudah ada." in page
    assert "Baik" not in page


def test_what_is_due_first_comes_first(home, office):
    office.take("submit")
    beside.reassign(office.appraisal.pk, role="supervisor", to=office.stranger, reason="Mutasi.", by=office.hr, at=NOW)
    page = home(office.stranger)
    assert page.index("Nilai kinerja") < page.index("Menunggu Anda")
    assert "Siti Rahmawati" in page


def test_after_the_end_there_is_rest(home, office):
    office.bring_to("final")
    page = home(office.employee)
    assert "Tidak ada yang perlu Anda kerjakan sekarang." in page
    assert "Semua tugas selesai." in page
    assert "Predikat kinerja menjadi final" in page


def test_hr_sees_what_needs_attention(home, office, client, time_machine):
    office.bring_to("employee_response")
    time_machine.move_to(NOW + 15 * DAY, tick=False)
    page = home(office.hr)
    assert "Perlu perhatian" in page
    assert client.get("/").context["attention"][0][2] == 1
    time_machine.move_to(NOW + 14 * DAY, tick=False)
    client.force_login(office.hr)
    assert client.get("/").context["attention"][0][2] == 0


def test_hr_counts_what_is_late(home, office, client, time_machine):
    time_machine.move_to(NOW + 11 * DAY, tick=False)
    home(office.hr)
    assert client.get("/").context["attention"][1][2] == 1


def test_an_inspector_learns_what_he_can_do(home, office):
    assert "Membuka isi berkas dengan tujuan" in home(office.inspector)


def test_whoever_has_no_period_is_told_what_to_do(home, office):
    office.cycle.__class__.objects.create(
        slug="tahunan", name="Tahunan 2026", policy=office.policy, starts_on=NOW.date(), ends_on=NOW.date() + DAY,
        self_assessment_on=NOW.date() + 40 * DAY, review_on=NOW.date() + 50 * DAY, meeting_on=NOW.date() + 60 * DAY,
        created_at=NOW,
    )  # fmt: skip
    page = home(office.stranger)
    assert "Belum ada periode untuk Anda" in page
    assert "Tahunan 2026" in page


@pytest.mark.parametrize(("hour", "greeting"), [(0, "pagi"), (5, "siang"), (9, "sore"), (14, "malam")])
def test_the_greeting_follows_the_clock_of_the_city(home, office, time_machine, hour, greeting):
    time_machine.move_to(datetime.datetime(2026, 11, 2, hour, tzinfo=datetime.UTC), tick=False)
    assert f"Selamat {greeting}" in home(office.employee)


def test_home_costs_few_statements(office, client):
    office.bring_to("committee_vote")
    for person, budget in ((office.employee, 9), (office.members[0], 10), (office.hr, 14), (office.inspector, 9)):
        client.force_login(person)
        with statements() as made:
            client.get("/")
        assert len(made) <= budget, "\n".join(sql[:120] for sql in made)
