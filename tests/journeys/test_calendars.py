"""The days nobody works: everybody may read them; HR fills a year, adds a day, takes one out."""

import re

import pytest

from appraisal.models import DayOff
from audit.models import Entry


@pytest.fixture
def hr(client, office):
    client.force_login(office.hr)
    return office


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-02T03:00:00Z", tick=False)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_before_a_year_is_kept(client, hr):
    assert "Belum ada kalender" in text(client.get("/calendars/"))
    page = text(client.get("/calendars/2026/"))
    assert "Belum ada hari libur" in page
    assert "Isi dari daftar nasional" in page
    assert client.get("/calendars/2040/").status_code == 404


def test_hr_fills_adds_and_takes_out(client, hr):
    assert client.post("/calendars/2026/fill/")["Location"] == "/calendars/2026/"
    page = text(client.get("/calendars/2026/"))
    assert "Hari Raya Natal" in page
    assert "Cuti bersama" in page
    assert "21 hari di antaranya jatuh pada Senin sampai Jumat" in page
    typed = {"day": "2026-12-09", "name": "Pemungutan suara", "kind": "local", "source": "Keppres 1/2026"}
    checked = client.post("/calendars/2026/add/", typed)
    assert "Batas waktu yang sudah berjalan tidak berubah" in text(checked)
    assert not DayOff.objects.filter(name="Pemungutan suara").exists()
    client.post("/calendars/2026/add/", typed | {"confirm": "1"})
    day = DayOff.objects.get(name="Pemungutan suara")
    client.post(f"/calendars/days/{day.pk}/drop/", {"reason": "Ditunda.", "confirm": "1"})
    assert "Pemungutan suara dikeluarkan; dihitung hari kerja" in text(client.get("/calendars/2026/"))
    assert Entry.objects.filter(stream="calendar:2026").count() == 3
    again = client.post(f"/calendars/days/{day.pk}/drop/", {"reason": "Ditunda.", "confirm": "1"})
    assert again.status_code == 422
    assert "sudah dikeluarkan" in text(again)


def test_a_day_that_is_off_already_is_said_at_its_field(client, hr):
    client.post("/calendars/2026/fill/")
    typed = {"day": "2026-12-25", "name": "Natal", "kind": "local", "source": "1"}
    page = client.post("/calendars/2026/add/", typed)
    assert page.status_code == 422
    assert "Tanggal ini sudah libur: Hari Raya Natal." in text(page)


def test_a_year_without_joint_leave_says_so(client, hr):
    client.post("/calendars/2028/fill/")
    assert "Belum ada cuti bersama pada tahun ini" in text(client.get("/calendars/2028/"))


def test_others_read_and_change_nothing(client, office):
    day = office.day_off()
    client.force_login(office.employee)
    page = text(client.get("/calendars/2026/"))
    assert "Cuti bersama Natal" in page
    assert "Keluarkan" not in page
    assert client.post(f"/calendars/days/{day.pk}/drop/", {"reason": "x", "confirm": "1"}).status_code == 403
    assert client.post("/calendars/2026/fill/").status_code == 403
